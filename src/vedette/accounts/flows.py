"""Flows: what went from one country to another, by kind: counted, bounded, published, claimed, each apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from vedette import fields
from vedette.accounts import capacity, claimed, goods, seen
from vedette.accounts.goods import Way, Ways
from vedette.accounts.seen import Call
from vedette.kernels.ids import stable_id
from vedette.steps import Step

BEGIN, END, VOYAGES = "calls where it begins", "calls where it ends", "voyages"


@dataclass(frozen=True)
class Flows(capacity.Capacity):
    """Which places and corridors are looked at, and what one voyage is.

    No place named: every place that has a role; those of corridors are watched too. ``voyage_days``: calls
    further apart are not one voyage (as for legs). ``long_days``: a sighting spread over more tells no time.
    """

    watched: tuple[str, ...] = ()
    ways: Ways = ()
    clock: str = "published"
    voyage_days: float = 21.0
    long_days: int = 31


class Key(NamedTuple):
    """What is counted together. Rows that were made up are never counted with others."""

    kind: str
    basis: str | None
    left: str | None
    reached: str | None
    year: int
    how: str
    what: str
    made_up: bool


def flows(  # noqa: PLR0917 - a table each, as the step names them
    events: pa.Table,
    sightings: pa.Table,
    claims: pa.Table,
    places: pa.Table,
    entities: pa.Table,
    options: Flows = Flows(),
    *,
    until: datetime,
) -> pa.Table:
    """Set side by side what went between countries: calls and voyages counted, capacity, published, claimed.

    Counted by calendar year: ``voyages`` (a ship's call in one country and her next in another) and, since
    most sighted ships have no name, the calls at each end of a corridor by themselves; never added together.
    A possible call counts as its probability. Capacity is what ships of known size could have taken, which
    may be nothing. What is published stands by its publisher, and sums with nothing.
    """
    country = seen.country_of(places)
    ways = goods.ways(options.ways, country)
    known = seen.known_by(events, until)
    watched = _watched(places, options)
    found = seen.calls(known, watched, country, options.long_days)
    found = seen.loaded(found, known, options.waterline, options.draught_days)
    groups: dict[Key, list[Call]] = defaultdict(list)
    for key, call in (*_ends(found, ways), *_voyages(found, ways, watched, entities, options)):
        groups[key].append(call)
    rows = [_counted(key, some) for key, some in groups.items()]
    rows += capacity.rows(groups, BEGIN, ways, entities, options)
    rows += claimed.counts(sightings, ways, options.clock, until)
    rows += claimed.said(claims, ways, options.clock, until)
    for row in rows:
        row["flow"] = stable_id("flow", *(row.get(name) for name in _NAMED), row.get("source") or "")
    order = [(name, "ascending") for name in (*_NAMED, "flow")]
    return fields.from_rows(rows, "flows").sort_by(order)


_NAMED = ("kind", "basis", "from", "to", "how", "what", "start", "end", "publisher", "words")


def _watched(places: pa.Table, options: Flows) -> frozenset[str]:
    named = options.watched or places.filter(places["role"].is_valid())["place"].to_pylist()
    return frozenset({*named, *(one for _, start, to, *_ in options.ways for one in (*start, *to))})


def _ends(found: Iterable[Call], ways: Iterable[Way]) -> Iterator[tuple[Key, Call]]:
    """Each call at an end of a corridor. What country the other end is in is known when there is only one.

    Of calls where it ends only those that somebody sighted and reported: many ships come to a large port, and
    one seen there by AIS whose call before is known is a voyage already.
    """
    ways = tuple(ways)
    for call in found:
        for way in ways:
            left, reached = way.direction
            said = (call.start.year, call.how)
            if call.place in way.start:
                yield (
                    Key(way.kind, f"corridor {way.name}", call.country, reached, *said, BEGIN, call.made_up),
                    call,
                )
            if call.place in way.to and call.how == "sighted":
                yield (
                    Key(way.kind, f"corridor {way.name}", left, call.country, *said, END, call.made_up),
                    call,
                )


def _voyages(
    found: Iterable[Call],
    ways: Iterable[Way],
    watched: frozenset[str],
    entities: pa.Table,
    options: Flows,
) -> Iterator[tuple[Key, Call]]:
    """Both calls of each voyage, the second one counted: its year is that of the arrival."""
    ways, tankers = tuple(ways), capacity.tankers(entities)
    for voyage in seen.voyages(found, watched, options.voyage_days):
        kind, basis = seen.kind_of(voyage, ways, tankers)
        both = (voyage.left, voyage.reached)
        how = "seen" if all(call.how == "seen" for call in both) else "sighted"
        made_up = any(call.made_up for call in both)
        key = Key(
            kind,
            basis,
            voyage.left.country,
            voyage.reached.country,
            voyage.reached.start.year,
            how,
            VOYAGES,
            made_up,
        )
        yield from ((key, call) for call in both)


def _counted(key: Key, some: list[Call]) -> dict[str, Any]:
    chances = [call.chance for call in some]
    value = sum(chances) / 2 if key.what == VOYAGES else sum(chances)
    low = high = None
    if key.how == "possible":
        law = np.ones(1)
        for chance in chances:
            law = np.convolve(law, [1 - chance, chance])
        low, high = (float(np.searchsorted(np.cumsum(law), level - 1e-12)) for level in (0.1, 0.9))
    sources = sorted({call.source for call in some if call.source})
    return {
        **direction(key),
        "how": key.how,
        "what": key.what,
        "value": round(value, 4),
        "low": low,
        "high": high,
        "known": max((call.known for call in some if call.known), default=None),
        "source": next((one for one in sources if one.startswith("synthetic:")), next(iter(sources), None)),
        "because": sorted({call.event for call in some}),
    }


def direction(key: Key) -> dict[str, Any]:
    """The columns that say which flow it is, and of which year."""
    return {
        "kind": key.kind,
        "basis": key.basis,
        "from": key.left,
        "to": key.reached,
        "start": datetime(key.year, 1, 1),
        "end": datetime(key.year + 1, 1, 1),
    }


STEP = Step(
    "flows",
    takes=("events", "sightings", "claims", "places", "entities"),
    gives="flows",
    run=flows,
    options=Flows(),
    by="",
    timed=True,
)
