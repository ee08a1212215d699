"""What is laid on a map: tracks where a ship was heard, dashes where she was not, calls, places and names."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.outputs import shapes, words
from vedette.outputs.drawing import marks
from vedette.outputs.drawing.frames import Frame
from vedette.outputs.drawing.labels import Box, Wish, overlap, placed, round_mark
from vedette.outputs.drawing.svg import BLUE, GREEN, INK, ORANGE, PURPLE, Drawn, path, tag, write
from vedette.outputs.visible import shown

_TRACKS = (BLUE, GREEN, PURPLE, ORANGE)
Row = Mapping[str, Any]
Point = tuple[float, float]


@dataclass(frozen=True)
class Measure:
    """How much is drawn, and across how long a silence a track is not."""

    most_gaps: int = 120
    silent_hours: float = 6.0


@dataclass
class Layers:
    """What has been drawn so far, what the legend must explain, and which paper is taken."""

    drawn: list[Drawn] = field(default_factory=list)
    legend: dict[str, Drawn] = field(default_factory=dict)
    taken: list[Box] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def sighted(event: Row) -> bool:
    """True for a call that somebody saw, false for one that AIS showed."""
    return str(event.get("rule") or "").startswith("sighted")


def located(row: Row, spots: Mapping[str, Point]) -> Point | None:
    """Where an event was: its own position, else its place's."""
    return shapes.point(row["lon"], row["lat"]) or spots.get(row["place"] or "")


def gaps_on(frame: Frame, layers: Layers, gaps: list[Row], measure: Measure) -> None:
    """Dashed lines between open circles: straight from where she fell silent, and no claim of a route."""
    ranks = list(marks.GAP_STYLES)
    inside = [row for row in gaps if any(frame.holds(*end) for end in ends_of(row))]
    # The rows come in order of time, and a stable sort keeps it: the latest of each class first.
    graded = sorted(((_grade(row), row) for row in reversed(inside)), key=lambda one: ranks.index(one[0]))
    if len(graded) > measure.most_gaps:
        layers.notes.append(
            f"{measure.most_gaps} of {len(graded):,} silences drawn: those judged dark, then the latest."
        )
    for grade, row in reversed(graded[: measure.most_gaps]):
        off, on = (shapes.point(row[lon], row[lat]) for lon, lat in (("lon", "lat"), ("end_lon", "end_lat")))
        if off is None:
            continue
        colour, dash = marks.GAP_STYLES[grade]
        tip = _gap_words(row, grade)
        x, y = frame.x(off[0]), frame.y(off[1])
        ends = [(x, y)]
        if on is not None:
            way = (on[0] - off[0] + 180) % 360 - 180
            ends.append((x + way / frame.pixel_deg, frame.y(on[1])))
            look: dict[str, Any] = {
                "stroke": colour,
                "stroke_width": 1.3,
                "stroke_dasharray": dash,
                "fill": "none",
            }
            layers.drawn.append(tag("path", title=tip, d=path(ends), **look))
        layers.drawn += [marks.end_of_gap(*end, colour, tip) for end in ends]
        layers.taken += [round_mark(*end, 4) for end in ends]
        _explain_gap(layers, grade, colour, dash)


def ends_of(row: Row) -> list[Point]:
    """Where a silence began and where it ended, as far as that is known."""
    ends = (shapes.point(row["lon"], row["lat"]), shapes.point(row["end_lon"], row["end_lat"]))
    return [end for end in ends if end is not None]


def _explain_gap(layers: Layers, grade: str, colour: str, dash: str) -> None:
    line = tag("path", d="M0 0L26 0", stroke=colour, stroke_width=1.5, stroke_dasharray=dash)
    said = {
        "dark": "silence judged dark, from last to next position",
        "unclear": "silence of which coverage cannot tell",
        "unobserved": "silence where nobody was heard",
    }
    layers.legend[said[grade]] = tag(
        "g", line, marks.end_of_gap(0, 0, colour), marks.end_of_gap(26, 0, colour)
    )


def _grade(row: Row) -> str:
    grade = facts_of(row).get("class")
    return grade if isinstance(grade, str) and grade in marks.GAP_STYLES else "unclear"


def facts_of(row: Row) -> dict[str, Any]:
    """What else the detector measured; nothing when it is not a JSON object."""
    try:
        told = json.loads(row.get("details") or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _gap_words(row: Row, grade: str) -> str:
    hours = f", {words.plain(row['duration_h'])} h" if row["duration_h"] is not None else ""
    ship = row["ship"] or (f"MMSI {row['mmsi']}" if row["mmsi"] else "ship not known")
    return f"{_made_up(row)}{ship} silent {words.span(row['start'], row['end'])}{hours}; {grade}"


def _made_up(row: Row) -> str:
    return "SYNTHETIC: " if str(row.get("source") or "").startswith("synthetic:") else ""


def places_on(
    frame: Frame, layers: Layers, places: pa.Table, spots: Mapping[str, Point], calls: list[Row]
) -> None:
    """Each place with its mark, its name, and beside it the calls seen there."""
    known = {row["place"]: row for row in places.to_pylist() if row["place"] in spots}
    by_place: dict[str, list[Row]] = {name: [] for name in known}
    for row in calls:
        by_place.setdefault(row["place"] or row["event"], []).append(row)
    spot = {name: spots.get(name) or located(rows[0], spots) for name, rows in by_place.items()}
    inside = {name: at for name, at in spot.items() if at is not None and frame.holds(*at)}
    at = {name: (frame.x(lon), frame.y(lat)) for name, (lon, lat) in inside.items()}
    layers.taken += [round_mark(*xy, 5.5) for xy in at.values()]
    beyond = [
        shown(known[name]["name"] or name, 30).split(",")[0]
        for name in spot
        if name in known and name not in at
    ]
    if beyond:
        layers.notes.append(f"Outside the map: {words.joined(beyond, longest=8)}.")
    kinds: dict[str, list[str]] = {}
    for name in sorted(at, key=lambda name: (-len(by_place[name]), name)):
        place = known.get(name, {})
        _calls(layers, at[name], place.get("name") or name, by_place[name])
        if place:
            kinds.setdefault(marks.shape_of(place["kind"]), []).append(place["kind"] or "place")
            _place(layers, at[name], place)
    for said in kinds.values():
        sample = tag("g", marks.place(said[0], 13, 0))
        layers.legend[shown(words.joined(sorted(set(said)), longest=3), 60)] = sample


def _place(layers: Layers, at: Point, place: Row) -> None:
    told = ", ".join(str(place[part]) for part in ("kind", "country") if place[part])
    name = place["name"] or place["place"]
    layers.drawn.append(marks.place(place["kind"], *at, f"{name}{f' ({told})' if told else ''}"))
    # What follows the first comma of a name says more of the place than a map has room for.
    layers.wishes.append(Wish(shown(name.split(",")[0] or name, 36), *at, 6.0))


def _calls(layers: Layers, at: Point, name: str, found: list[Row]) -> None:
    """The calls at one place: one mark for those sighted, another for those seen by AIS."""
    for seen, how in ((True, "sighted"), (False, "seen by AIS")):
        some = [row for row in found if sighted(row) == seen]
        if not some:
            continue
        made_up = Counter(_made_up(row) for row in some)
        mark = "SYNTHETIC in part: " if len(made_up) > 1 else next(iter(made_up))
        starts = [row["start"] for row in some if row["start"]]
        ends = [row["end"] or row["start"] for row in some if row["end"] or row["start"]]
        when = words.span(min(starts, default=None), max(ends, default=None))
        tip = f"{mark}{words.counted(len(some), 'call')} {how} at {name}, {when}"
        radius = marks.call_radius(len(some))
        x, y = _free_spot(layers.taken, at, radius * 1.2, 1 if seen else -1)
        if max(abs(x - at[0]), abs(y - at[1])) > radius + 12:
            layers.drawn.append(tag("path", d=path([at, (x, y)]), stroke=INK, stroke_width=0.7))
        layers.drawn.append(marks.call(seen, x, y, len(some), tip))
        layers.taken.append(round_mark(x, y, radius * 1.2))
        layers.legend[f"calls {how}, with their number"] = tag("g", marks.call(seen, 13, 0, 1))


def _free_spot(taken: list[Box], at: Point, radius: float, side: int) -> Point:
    """The nearest spot beside a place where a mark covers nothing; its usual side when there is none."""
    turns = (
        (side, -1),
        (-side, -1),
        (side, 1),
        (-side, 1),
        (1.4 * side, 0),
        (-1.4 * side, 0),
        (0, -1.4),
        (0, 1.4),
    )
    for away in (0.0, 9.0, 20.0, 34.0):
        for across, down in turns:
            reach = radius * 0.8 + 4 + away
            x, y = at[0] + across * reach, at[1] + down * reach
            if not any(overlap(round_mark(x, y, radius), box) for box in taken):
                return x, y
    return at[0] + side * (radius + 4), at[1] - radius - 4


def labels_on(layers: Layers, taken: list[Box], within: Box) -> Drawn:
    """The names beside their marks, those of the busiest places first; the rest is said in words."""
    found = placed(layers.wishes, [*layers.taken, *taken], within)
    names, missing = [], []
    for wish, label in zip(layers.wishes, found, strict=True):
        if label is None:
            missing.append(wish.words)
            continue
        if label.mark is not None:
            edge = (label.x, label.y - 4)
            names.append(tag("path", d=path([label.mark, edge]), stroke=INK, stroke_width=0.6))
        names.append(write(label.words, label.x, label.y, halo=True, text_anchor=label.anchor))
    if missing:
        layers.notes.append(f"Without room for a name: {words.joined(missing, longest=12)}.")
    return tag("g", *names)


def tracks_on(
    frame: Frame, layers: Layers, tracks: pa.Table | None, names: Mapping[int, str], measure: Measure
) -> None:
    """Solid lines where a ship was heard, broken where she was silent."""
    if tracks is None or not len(tracks):
        return
    timed = "time" in tracks.column_names
    order = [("mmsi", "ascending"), *([("time", "ascending")] if timed else [])]
    rows = tracks.select(["mmsi", "lon", "lat", *(["time"] if timed else [])]).sort_by(order)
    ships = sorted(set(rows["mmsi"].to_pylist()) - {None})
    for number, mmsi in enumerate(ships):
        lines = _heard(frame, rows.filter(pc.equal(rows["mmsi"], mmsi)).to_pylist(), measure)
        if not lines:
            continue
        colour = _TRACKS[number % len(_TRACKS)]
        name = shown(names.get(mmsi, f"MMSI {mmsi}"), 40)
        data = "".join(path(line) for line in lines)
        layers.drawn.append(
            tag("path", title=f"Track of {name}", d=Drawn(data), fill="none", stroke=colour, stroke_width=1.3,
                stroke_linejoin="round")
        )  # fmt: skip
        sample = tag("path", d="M0 0L26 0", stroke=colour, stroke_width=1.6)
        layers.legend[f"track of {name}" if len(ships) <= len(_TRACKS) else "track of a ship"] = sample


def _heard(frame: Frame, rows: list[Row], measure: Measure) -> list[list[Point]]:
    lines: list[list[Point]] = []
    before: Row | None = None
    for row in rows:
        at = shapes.point(row["lon"], row["lat"])
        if at is None:
            continue
        spot = (frame.x(at[0]), frame.y(at[1]))
        silent = before is not None and _hours(before, row) > measure.silent_hours
        around = bool(lines) and abs(spot[0] - lines[-1][-1][0]) > 180 / frame.pixel_deg
        if before is None or silent or around:
            lines.append([])
        if not lines[-1] or max(abs(spot[0] - lines[-1][-1][0]), abs(spot[1] - lines[-1][-1][1])) >= 1:
            lines[-1].append(spot)
        before = row
    return [line for line in lines if len(line) > 1]


def _hours(before: Row, row: Row) -> float:
    if not (row.get("time") and before.get("time")):
        return 0.0
    return float((row["time"] - before["time"]).total_seconds() / 3600)
