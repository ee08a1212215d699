"""Effects: did a designated ship stop, go dark, change her name, or hand over her route? Before and after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.accounts import looked, seen
from vedette.accounts.designated import Designation, designations
from vedette.kernels import arrays, rates, weeks
from vedette.kernels.ids import stable_id
from vedette.kernels.listing import OWN
from vedette.steps import Step

MEASURES = ("calls", "dark", "identity", "route")
_KIND = {"port_call": "calls", "gap": "dark", "identity_change": "identity", "number_change": "identity"}
_OF = {
    "calls": "calls at watched places",
    "dark": "silences where she would have been heard",
    "identity": "changes of name or number",
    "route": "first calls of other ships where she had called",
}


@dataclass(frozen=True)
class Effects:
    """How long before and after is compared, and when too little was seen to say anything.

    A year holds every season once on each side. Below ``least_weeks`` looked at on a side, or with so few
    events that no split of them could pass ``alpha``, the answer is that not enough was seen.
    """

    watched: tuple[str, ...] = ()
    corridors: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    clock: str = "published"
    weeks: int = 52
    least_weeks: int = 8
    alpha: float = 0.05


class Event(NamedTuple):
    """One thing that is counted of a ship: what, when, where, when known, and its id and source."""

    measure: str
    ship: str
    week: int
    place: str | None
    known: datetime | None
    source: str | None
    id: str


@dataclass(frozen=True)
class Book:
    """What is counted, by measure and ship; the first calls at each place; when anybody looked; and now."""

    of_ship: Mapping[tuple[str, str], list[Event]]
    first: Mapping[str | None, list[Event]]
    looked: looked.Looked
    now: int


class Sides(NamedTuple):
    """The weeks before and after a day in which somebody looked, the events of each side, and later ones."""

    weeks_before: int
    weeks_after: int
    before: tuple[Event, ...]
    after: tuple[Event, ...]
    later: tuple[Event, ...]


def effects(  # noqa: PLR0917 - a table each, as the step names them
    events: pa.Table,
    sightings: pa.Table,
    exposures: pa.Table,
    places: pa.Table,
    entities: pa.Table,
    options: Effects = Effects(),
    *,
    until: datetime,
) -> pa.Table:
    """Compare each designated hull that was seen, or that the case watches, before and after her day.

    Rates are of weeks in which anybody looked at a watched place or heard ships there; for silences and
    changes of identity, of weeks with AIS. Hulls of one list and day are also taken together.
    """
    watched = _watched(places, options)
    week = looked.looked(sightings, exposures, watched, options.clock, until)
    book = _book(_events(seen.known_by(events, until), watched), week, until)
    wanted = {f"imo:{n}" for n in _own(entities)} | {ship for _, ship in book.of_ship}
    asked = [one for one in designations(entities, until) if one.hull in wanted]
    rows: list[dict[str, Any]] = []
    for _, some in groupby(asked, key=lambda one: (one.on, one.list)):
        ours = list(some)
        groups = [[one] for one in ours] + ([ours] if len(ours) > 1 else [])
        rows += [
            _row(group, m, _sides(group, m, book, options), options) for group in groups for m in MEASURES
        ]
    return fields.from_rows(rows, "effects")


def _book(counted: Iterable[Event], week: looked.Looked, until: datetime) -> Book:
    of_ship: dict[tuple[str, str], list[Event]] = defaultdict(list)
    first: dict[tuple[str, str | None], Event] = {}
    for event in counted:
        of_ship[event.measure, event.ship].append(event)
        if event.measure == "calls":
            first.setdefault((event.ship, event.place), event)
    by_place: dict[str | None, list[Event]] = defaultdict(list)
    for event in first.values():
        by_place[event.place].append(event)
    return Book(of_ship, by_place, week, _week(until))


def _week(moment: datetime) -> int:
    return int(weeks.week_of(arrays.ints(pa.chunked_array([pa.array([moment], fields.TIME)])))[0])


def _watched(places: pa.Table, options: Effects) -> frozenset[str]:
    named = options.watched or places.filter(places["role"].is_valid())["place"].to_pylist()
    return frozenset({*named, *(one for _, *ends in options.corridors for end in ends for one in end)})


def _own(entities: pa.Table) -> Iterable[int]:
    """The IMO numbers of the ships that the case itself watches."""
    ours = entities.filter(pc.fill_null(pc.starts_with(entities["list"], OWN), False))
    return [number for number in ours["imo"].to_pylist() if number]


def _events(known: pa.Table, watched: frozenset[str]) -> Iterator[Event]:
    rows = known.filter(pc.is_in(known["kind"], pa.array(sorted(_KIND))))
    rows = rows.filter(pc.and_(rows["ship"].is_valid(), rows["start"].is_valid()))
    here = pc.is_in(rows["place"], pa.array(sorted(watched), pa.string()))
    dark = pc.match_substring(pc.fill_null(rows["details"], ""), '"class": "dark"')
    call, gap = (pc.equal(rows["kind"], kind) for kind in ("port_call", "gap"))
    rows = rows.filter(pc.and_(pc.or_(here, pc.invert(call)), pc.or_(dark, pc.invert(gap))))
    columns = ["event", "kind", "ship", "place", "start", "known", "source"]
    picked = rows.select(columns).sort_by([("start", "ascending"), ("event", "ascending")])
    number = weeks.week_of(arrays.ints(picked["start"])).tolist()
    for row, at in zip(picked.to_pylist(), number, strict=True):
        yield Event(
            _KIND[row["kind"]], row["ship"], at, row["place"], row["known"], row["source"], row["event"]
        )


def _sides(ours: list[Designation], measure: str, book: Book, options: Effects) -> Sides:
    """The events of some hulls on both sides of a day; the week of the day itself belongs to neither."""
    at, hulls = _week(ours[0].on), sorted({one.hull for one in ours})
    past, future = range(at - options.weeks, at), range(at + 1, min(at + options.weeks, book.now) + 1)
    looks = book.looked.either if measure in ("calls", "route") else book.looked.by_ais
    if measure == "route":
        calls = (e for ship in hulls for e in book.of_ship.get(("calls", ship), ()))
        hers = sorted({e.place or "" for e in calls if e.week in past})
        mine = [e for place in hers for e in book.first.get(place, ()) if e.ship not in hulls]
    else:
        mine = [e for ship in hulls for e in book.of_ship.get((measure, ship), ())]
    return Sides(
        sum(w in looks for w in past),
        sum(w in looks for w in future),
        tuple(e for e in mine if e.week in past),
        tuple(e for e in mine if e.week in future),
        tuple(e for e in mine if e.week > at + options.weeks),
    )


def _row(ours: list[Designation], measure: str, sides: Sides, options: Effects) -> dict[str, Any]:
    list_, on = ours[0].list, ours[0].on
    b, a = len(sides.before), len(sides.after)
    long = min(sides.weeks_before, sides.weeks_after) >= options.least_weeks
    told = rates.compared(b, sides.weeks_before, a, sides.weeks_after) if long else None
    able = long and rates.could_tell(b + a, sides.weeks_before, sides.weeks_after, options.alpha)
    verdict = "not enough seen"
    if told and able:
        way = "more" if a * sides.weeks_before > b * sides.weeks_after else "fewer"
        verdict = way if told.p < options.alpha else "no change shown"
    both = (*sides.before, *sides.after, *sides.later)
    sources = sorted({*(e.source or "" for e in both), *(one.source or "" for one in ours)} - {""})
    alone = len(ours) == 1
    return {
        "effect": stable_id("effect", ours[0].hull if alone else "", list_, on.isoformat(), measure),
        "ship": ours[0].hull if alone else None,
        "name": ours[0].name if alone else f"{len(ours)} hulls",
        "list": list_,
        "designated": on,
        "measure": measure,
        "before": b,
        "before_weeks": float(sides.weeks_before),
        "after": a,
        "after_weeks": float(sides.weeks_after),
        "ratio": told.ratio if told else None,
        "low": told.low if told and b + a else None,
        "high": told.high if told and b + a and told.high != float("inf") else None,
        "p": told.p if told and b + a else None,
        "verdict": verdict,
        "words": _words(measure, sides, verdict, options),
        "known": max((e.known for e in both if e.known), default=None),
        "source": next((s for s in sources if s.startswith("synthetic:")), sources[0] if sources else None),
        "because": [*dict.fromkeys(one.entity for one in ours), *sorted(e.id for e in both)],
    }


def _words(measure: str, sides: Sides, verdict: str, options: Effects) -> str:
    b, a = len(sides.before), len(sides.after)
    said = (
        f"{_OF[measure]}: {b} in the {sides.weeks_before} of {options.weeks} weeks before in which anybody "
        f"looked or listened, {a} in the {sides.weeks_after} after"
    )
    if sides.later:
        said += f", {len(sides.later)} later than that"
    if verdict == "not enough seen":
        short = min(sides.weeks_before, sides.weeks_after) < options.least_weeks
        why = "too few weeks were observed" if short else "no split of so few could show a change"
        return f"{said}; not enough seen: {why}"
    if measure == "calls" and verdict == "fewer" and a == 0:
        return f"{said}; none was seen any more"
    return f"{said}; {verdict}"


STEP = Step(
    "effects",
    takes=("events", "sightings", "exposures", "places", "entities"),
    gives="effects",
    run=effects,
    options=Effects(),
    by="",
    timed=True,
)
