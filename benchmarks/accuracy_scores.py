"""Scoring: the events that vedette finds in a labelled sea, against what truly happened there."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from vedette import flow
from vedette.kernels.arrays import ints
from vedette.synthetic import LabelledSea
from vedette.watch import Watch

Row = dict[str, Any]
ROWS_A_PART = 120_000
NEAR_IN_TIME = timedelta(days=2)  # for what is said now and then: names, draughts
BESIDE = timedelta(hours=1)  # a jump back is at the end of a false position


class Kind(NamedTuple):
    """Which events and which labels are of a kind, and what else must agree besides ship and time."""

    events: Callable[[Row], bool]
    labels: Callable[[Row], bool]
    agree: Callable[[Row, Row], bool] = lambda _event, _label: True
    slack: timedelta = timedelta(0)
    # Labels with which an event may overlap without being right or wrong.
    neutral: Callable[[Row], bool] = lambda _label: False
    only_against: Callable[[Row], bool] | None = None  # events are wrong only where they meet such a label


@dataclass
class Score:
    """Truths, how many of them were found, events that are right and wrong, and over how many ship-days."""

    truth: int = 0
    found: int = 0
    right: int = 0
    wrong: int = 0
    unseen: int = 0  # truths that were not heard well enough, or of which the rule says nothing
    ship_days: float = 0.0
    looked_like: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)

    def share(self, name: str) -> float | None:
        """Precision or recall; None when there is nothing to divide by."""
        above, below = {
            "precision": (self.right, self.right + self.wrong),
            "recall": (self.found, self.truth),
        }[name]
        return above / below if below else None


def _of(kind: str) -> Callable[[Row], bool]:
    return lambda row: row["kind"] == kind


def _gap(class_: str) -> Callable[[Row], bool]:
    return lambda row: (
        row["kind"] == "gap" and row["end"] is not None and row["details"].get("class") == class_
    )


def _silence(why: str) -> Callable[[Row], bool]:
    return lambda row: row["kind"] == "silence" and row["why"] == why


def _pattern(*patterns: str) -> Callable[[Row], bool]:
    return lambda row: row["kind"] == "false_position" and row["details"].get("pattern") in patterns


def _same_place(event: Row, label: Row) -> bool:
    return bool(event["place"] == label["place"])


def _false(label: Row) -> bool:
    return label["kind"] in ("teleport", "circle")


def _jump(why: str) -> Callable[[Row], bool]:
    return lambda row: row["kind"] == "teleport" and row["why"] == why


def _unsure(label: Row) -> bool:
    return label["kind"] == "gap" or (label["kind"] == "silence" and not label["sure"])


def _one_number(label: Row) -> bool:
    """Two hulls under one MMSI: what they say and where they are is mixed."""
    return bool(label["kind"] == "identity_clash" and label["why"] == "mmsi")


def _window(event: Row, label: Row) -> bool:
    """The stay lies within the window in which she could have been there."""
    return _same_place(event, label) and event["start"] <= label["start"] and label["end"] <= event["end"]


KINDS: dict[str, Kind] = {
    "port_call": Kind(
        _of("port_call"),
        _of("port_call"),
        _same_place,
        neutral=lambda row: _false(row) or _one_number(row),
    ),
    "encounter": Kind(_of("encounter"), _of("encounter")),
    "loitering": Kind(_of("loitering"), _of("loitering"), neutral=_false),
    "gap": Kind(
        lambda row: row["kind"] == "gap" and row["end"] is not None, _of("silence"), neutral=_of("gap")
    ),
    "gap: dark": Kind(_gap("dark"), _silence("transponder off"), neutral=_unsure),
    "gap: unobserved": Kind(_gap("unobserved"), _silence("receivers down"), neutral=_unsure),
    "possible_call": Kind(
        _of("possible_call"),
        _of("hidden_call"),
        _window,
        only_against=_of("out_of_reach"),
    ),
    "teleport": Kind(_pattern("teleport", "offset", "mirrored"), _jump("seldom"), neutral=_false),
    "teleport: often": Kind(
        _pattern("teleport", "offset", "mirrored"), _jump("often"), only_against=_jump("often")
    ),
    "circle": Kind(_pattern("circle"), _of("circle"), neutral=_of("teleport")),
    "escort": Kind(_of("escort"), _of("escort")),
    "identity_change": Kind(
        _of("identity_change"),
        _of("identity_change"),
        lambda event, label: event["details"].get("field") == label["why"],
        NEAR_IN_TIME,
        _one_number,
    ),
    "identity_clash": Kind(
        lambda row: row["kind"] == "identity_clash" and row["details"].get("class") != "MMSI of no country",
        _of("identity_clash"),
    ),
    "draught_change": Kind(
        _of("draught_change"), _of("draught_change"), slack=NEAR_IN_TIME, neutral=_one_number
    ),
}


DETECTORS = {kind: kind for kind in ("possible_call", "escort", "circle")}


def there_are() -> list[str]:
    """The kinds of which vedette has a detector."""
    names = {step.name for step in flow.ALL}
    return [kind for kind in KINDS if DETECTORS.get(kind, "port_call") in names]


def found(sea: LabelledSea) -> list[Row]:
    """The events that vedette finds in a sea, with their details read."""
    steps = flow.steps_of(Watch("none", "Nothing"))
    beside = {"places": sea.places, "feeds": sea.feeds}
    answers = [flow.of_ships({**beside, **part}, steps, sea.until) for part in _parts(sea)]
    events = flow.of_places({**beside, **flow.together(answers)}, steps, sea.until)["events"]
    rows = events.select(
        ["kind", "mmsi", "other_mmsi", "place", "start", "end", "lat", "lon", "details"]
    ).to_pylist()
    return [{**row, "details": json.loads(row["details"] or "{}")} for row in rows]


def _parts(sea: LabelledSea) -> Iterator[dict[str, pa.Table]]:
    """Whole ships, so many that memory stays small."""
    count = max(1, len(sea.positions) // ROWS_A_PART)
    for part in range(count):
        yield {
            name: table.filter(pa.array(ints(table["mmsi"]) % count == part))
            for name, table in (("positions", sea.positions), ("statics", sea.statics))
        }


def score(sea: LabelledSea) -> dict[str, Score]:
    """The scores of all kinds in a sea."""
    events, labels = found(sea), sea.labels.to_pylist()
    until = sea.until
    for row in events:
        row["open"], row["end"] = row["end"] is None, row["end"] or until
    near = _by_ship(row for row in labels if row["kind"] == "near")
    return {name: _scored(kind, events, labels, near, sea.ship_days) for name, kind in KINDS.items()}


def _scored(
    kind: Kind, events: list[Row], labels: list[Row], near: dict[int, list[Row]], ship_days: float
) -> Score:
    ours = [row for row in events if kind.events({**row, "end": None if row["open"] else row["end"]})]
    truths = [row for row in labels if kind.labels(row)]
    by_ship, score = _by_ship(truths), Score(ship_days=ship_days)
    others = _by_ship(row for row in labels if kind.neutral(row))
    against = _by_ship(row for row in labels if kind.only_against and row["sure"] and kind.only_against(row))
    hit: set[int] = set()
    for event in ours:
        met = [row for row in by_ship[event["mmsi"]] if _meet(event, row, kind)]
        hit.update(id(row) for row in met)
        if any(row["sure"] for row in met):
            score.right += 1
        elif met or any(_together(event, row, kind.slack or BESIDE) for row in others[event["mmsi"]]):
            continue
        elif kind.only_against is None or any(
            _together(event, row, timedelta(0)) and _same_place(event, row) for row in against[event["mmsi"]]
        ):
            score.wrong += 1
            score.rows.append(f"wrong: {_told(event)}")
            score.looked_like += _reasons(event, near)
    sure = [row for row in truths if row["sure"]]
    score.unseen = len(truths) - len(sure)
    score.truth, score.found = len(sure), sum(id(row) in hit for row in sure)
    score.rows += [f"missed: {_told(row)}" for row in sure if id(row) not in hit]
    return score


def _by_ship(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        for ship in {row["mmsi"], row["other_mmsi"]} - {None}:
            found[ship].append(row)
    return found


def _meet(event: Row, label: Row, kind: Kind) -> bool:
    """Same ship or ships, a time in common, and what else the kind asks."""
    pair = {event["mmsi"], event["other_mmsi"]} - {None}
    wanted = {label["mmsi"], label["other_mmsi"]} - {None}
    ships = pair == wanted if len(pair) == len(wanted) else bool(pair & wanted)
    return ships and _together(event, label, kind.slack) and kind.agree(event, label)


def _together(one: Row, other: Row, slack: timedelta) -> bool:
    return bool(one["start"] <= other["end"] + slack and other["start"] - slack <= one["end"])


def _reasons(event: Row, near: dict[int, list[Row]]) -> list[str]:
    met = [row["why"] for row in near[event["mmsi"]] if _together(event, row, timedelta(0))]
    return [f"{event['kind']}: at '{why}'" for why in met[:1]] or [f"{event['kind']}: in honest traffic"]


def _told(row: Row) -> str:
    hours = np.round((row["end"] - row["start"]) / timedelta(hours=1), 1)
    names = ("kind", "mmsi", "other_mmsi", "place", "why", "details")
    said = " ".join(f"{name}={row[name]}" for name in names if row.get(name) is not None)
    return f"{row['start']:%m-%d %H:%M} {hours} h {said}"


def summed(scores: Iterable[Score]) -> Score:
    """The scores of several seas as one."""
    total = Score()
    for one in scores:
        for name in ("truth", "found", "right", "wrong", "unseen", "ship_days", "looked_like", "rows"):
            setattr(total, name, getattr(total, name) + getattr(one, name))
    return total
