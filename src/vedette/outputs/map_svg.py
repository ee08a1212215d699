"""The map of a brief: places watched, calls observed, tracks heard, and silences between them.

What was observed is filled or solid, what lies between observations is open or dashed. The picture stands by
itself: no tile, font or script is fetched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.outputs import shapes, words
from vedette.outputs.drawing import paper
from vedette.outputs.drawing.frames import Frame, fitted
from vedette.outputs.drawing.labels import Box
from vedette.outputs.drawing.land import land, polygons
from vedette.outputs.drawing.layers import (
    Layers,
    Measure,
    ends_of,
    gaps_on,
    labels_on,
    located,
    places_on,
    tracks_on,
)
from vedette.outputs.drawing.svg import (
    FAINT,
    INK,
    Drawn,
    document,
    path,
    tag,
    width_of,
    write,
)

__all__ = ["Picture", "drawn", "land"]

_SEA, _LAND, _COAST, _GRID = "#eaf2f7", "#ddd8ca", "#948d7b", "#c3d2dc"
_STEPS_DEG = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0)
Row = Mapping[str, Any]
Point = tuple[float, float]


@dataclass(frozen=True)
class Picture:
    """How large the map is, how much of it is drawn, and how many bytes it may take."""

    width: float = 900.0
    tallest: float = 600.0
    measure: Measure = field(default_factory=Measure)
    most_bytes: int = 300_000
    name: str = "map"  # begins the ids inside the picture, which must differ on a page with several


def drawn(
    places: pa.Table,
    events: pa.Table,
    tracks: pa.Table | None = None,
    *,
    title: str,
    core: Sequence[str] = (),
    names: Mapping[int, str] | None = None,
    picture: Picture = Picture(),
) -> Drawn:
    """Draw the places, calls, gaps and tracks; ``core`` names the places that must be in the picture.

    ``tracks`` has lon, lat and mmsi, and may have time; ``names`` gives a name to an MMSI. Without ``core``
    the picture holds all places. What falls outside is counted under the map.
    """
    spots = shapes.centres(places)
    rows = [row for row in _of_kinds(events) if located(row, spots) is not None]
    frame = fitted(
        _to_show(spots, rows, core), left=56, top=44, width=picture.width - 72, tallest=picture.tallest
    )
    layers = Layers()
    tracks_on(frame, layers, tracks, names or {}, picture.measure)
    gaps_on(frame, layers, [row for row in rows if row["kind"] == "gap"], picture.measure)
    calls = [row for row in rows if row["kind"] == "port_call"]
    places_on(frame, layers, places, spots, calls)
    made_up = _synthetic(places, events, tracks)
    outside = sum(not frame.holds(*(located(row, spots) or (0, 0))) for row in rows)
    if outside:
        layers.notes.append(f"{words.counted(outside, 'event')} began outside the map.")
    return _whole(frame, layers, title, made_up, picture)


def _whole(frame: Frame, layers: Layers, title: str, made_up: bool, picture: Picture) -> Drawn:
    coast, credit = _coast(frame, picture.most_bytes // 2)
    scale, scale_box = _scale(frame)
    within = (frame.left + 2, frame.top + 2, frame.left + frame.width - 2, frame.top + frame.height - 2)
    labels = labels_on(layers, [scale_box], within)
    legend, bottom = paper.legend(layers.legend, frame.left, frame.top + frame.height + 38, frame.width)
    notes = [
        *layers.notes,
        f"Coast: {'; '.join(credit)}." if credit else "",
        "For orientation only. Mercator.",
    ]
    foot, bottom = paper.lines(" ".join(filter(None, notes)), frame.left, bottom - 12, frame.width)
    clip = tag("clipPath", _sheet(frame), id=f"{picture.name}-edge")
    inside = tag("g", coast, *layers.drawn, labels, scale, clip_path=f"url(#{picture.name}-edge)")
    label = f"Map: {title}" + (" (synthetic data)" if made_up else "")
    return document(
        label,
        picture.width,
        bottom,
        tag("defs", clip),
        tag("rect", x=0, y=0, width=picture.width, height=bottom, fill="#ffffff"),
        paper.heading(title, frame.left, 28, right=picture.width - 16, made_up=made_up),
        _sheet(frame, fill=_SEA),
        inside,
        _graticule(frame),
        _sheet(frame, fill="none", stroke=INK, stroke_width=1),
        legend,
        foot,
    )


def _sheet(frame: Frame, **more: object) -> Drawn:
    return tag("rect", title="", x=frame.left, y=frame.top, width=frame.width, height=frame.height, **more)


def _of_kinds(events: pa.Table) -> list[Row]:
    wanted = pc.is_in(events["kind"], pa.array(["gap", "port_call"]))
    rows: list[Row] = events.filter(wanted).to_pylist()
    return sorted(rows, key=lambda row: (str(row["start"]), row["event"] or ""))


def _to_show(spots: Mapping[str, Point], rows: list[Row], core: Sequence[str]) -> list[Point]:
    """The positions the picture must hold: the core, and the events within reach of it."""
    must = [spots[name] for name in core if name in spots] or list(spots.values())
    calls = [located(row, spots) for row in rows if row["kind"] == "port_call"]
    gaps = [end for row in rows if row["kind"] == "gap" for end in ends_of(row)]
    if not must:
        return [at for at in [*calls, *gaps] if at is not None]
    tight = fitted(must, left=0, top=0, width=100, tallest=66)
    # Calls up to as far again on every side, silences less; what lies further would make the core too small.
    return [*must, *_within(tight, calls, 1.0), *_within(tight, gaps, 0.25)]


def _within(frame: Frame, points: Sequence[Point | None], beyond: float) -> list[Point]:
    """The points inside a frame widened on every side by a part of its size."""
    wide, high = beyond * frame.width, beyond * frame.height
    return [
        at
        for at in points
        if at is not None
        and -wide <= frame.x(at[0]) <= frame.width + wide
        and -high <= frame.y(at[1]) <= frame.height + high
    ]


def _synthetic(*tables: pa.Table | None) -> bool:
    sources = [table["source"] for table in tables if table is not None and "source" in table.column_names]
    return any(bool(pc.any(pc.starts_with(source, "synthetic:")).as_py()) for source in sources)


def _coast(frame: Frame, most_bytes: int) -> tuple[Drawn, tuple[str, ...]]:
    bounds = (frame.west, frame.south, frame.east, frame.north)
    nicety = frame.pixel_deg
    while True:
        shape, credit = land(bounds, nicety)
        rings = [
            path([(frame.x_of(lon), frame.y(lat)) for lon, lat in ring.coords[:-1]], closed=True)
            for part in polygons(shape)
            for ring in (part.exterior, *part.interiors)
        ]
        if sum(map(len, rings)) <= most_bytes:
            break
        nicety *= 1.6
    data = "".join(ring for ring in rings if "L" in ring)
    look: dict[str, Any] = {"fill": _LAND, "stroke": _COAST, "stroke_width": 0.7, "stroke_linejoin": "round"}
    return (tag("path", d=Drawn(data), fill_rule="evenodd", **look) if data else tag("g")), credit


def _graticule(frame: Frame) -> Drawn:
    spans = (frame.east - frame.west, frame.north - frame.south)
    across, down = (next((s for s in _STEPS_DEG if span / s <= 6), 60.0) for span in spans)
    lines = []
    for lon in _ticks(frame.west, frame.east, across):
        x, named = frame.x_of(lon), (lon + 180) % 360 - 180
        lines.append(tag("path", d=path([(x, frame.top), (x, frame.top + frame.height)]), stroke=_GRID))
        lines.append(
            write(_degrees(named, "E", "W"), x, frame.top + frame.height + 15, size=10, text_anchor="middle")
        )
    for lat in _ticks(frame.south, frame.north, down):
        y = frame.y(lat)
        lines.append(tag("path", d=path([(frame.left, y), (frame.left + frame.width, y)]), stroke=_GRID))
        lines.append(write(_degrees(lat, "N", "S"), frame.left - 5, y + 3.5, size=10, text_anchor="end"))
    return tag("g", *lines, stroke_width=0.6, fill=FAINT, stroke_opacity=0.7)


def _ticks(low: float, high: float, step: float) -> list[float]:
    first = int(low // step) + 1
    return [number * step for number in range(first, int(high // step) + 1)]


def _degrees(angle: float, positive: str, negative: str) -> str:
    """An angle in degrees and minutes.

    >>> _degrees(42.5, "N", "S"), _degrees(-130.0, "E", "W")
    ('42°30′N', '130°W')
    """
    whole, minutes = divmod(round(abs(angle) * 60), 60)
    side = "" if whole in (0, 180) and not minutes else positive if angle > 0 else negative
    return f"{whole}°{f'{minutes:02d}′' if minutes else ''}{side}"


def _scale(frame: Frame) -> tuple[Drawn, Box]:
    """A bar of a round number of nautical miles, true at the middle of the picture."""
    middle = (frame.south + frame.north) / 2
    mile_px = frame.height * (1 / 60) / (frame.north - frame.south)
    up, down = frame.y(middle + 1 / 120), frame.y(middle - 1 / 120)
    mile_px = down - up if down > up else mile_px
    miles = max(
        (m * 10**p for p in range(-1, 5) for m in (1, 2, 5) if m * 10**p * mile_px <= 170), default=0.1
    )
    long, left, foot = miles * mile_px, frame.left + 14, frame.top + frame.height - 14
    bar = tag("path", d=path([(left, foot - 5), (left, foot), (left + long, foot), (left + long, foot - 5)]),
              fill="none", stroke=INK, stroke_width=1.6)  # fmt: skip
    told = f"{words.plain(miles)} nm at {_degrees(round(middle), 'N', 'S')}"
    return tag("g", bar, write(told, left + 5, foot - 6, size=11, halo=True)), (
        left - 4,
        foot - 20,
        left + max(long, width_of(told, 11)) + 8,
        foot + 4,
    )
