"""Contact: what ties a ship to one that is listed, each tie as evidence with its path, and never as guilt.

Events of listed ships and meetings with them carry the match as of their day and as of the newest edition:
a ship designated in 2023 was not known to be in 2022. Relations (a party in common, a sister, a ship that
took over a route) are told only of ships that were observed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.entities import kinship, succession
from vedette.entities.hulls import by_then
from vedette.entities.listed import Entry, entries
from vedette.kernels import arrays
from vedette.kernels.hulls import hull
from vedette.kernels.ids import stable_id
from vedette.kernels.marks import imo_valid
from vedette.steps import Step

# What a meeting of two ships is called, by the kind of the event.
MEETINGS = {"encounter": "met", "escort": "kept company", "possible_meeting": "could have met"}


@dataclass(frozen=True)
class Contact:
    """What counts as a route taken over and as a sister.

    ``quiet_days`` without a call of the listed ship on a corridor before she counts as having stopped, twice
    the 21 days in which two calls are one voyage (``calls.leg_days``); ``within_days`` after her last call in
    which the other's first must fall, half a year; ``alike``: the share by which the tonnage of sisters may
    differ (lists give 8,811 and 8,821 for two of one class).
    """

    corridors: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    quiet_days: int = 42
    within_days: int = 183
    alike: float = 0.02


def contact(
    events: pa.Table,
    identities: pa.Table,
    entities: pa.Table,
    hulls: pa.Table,
    options: Contact = Contact(),
    *,
    until: datetime | None = None,
) -> pa.Table:
    """What ties ships to the entries of lists that were out by ``until``; each says when it was known."""
    listed = entries(by_then(entities, until))
    numbers = _numbers(identities)
    rows = [*_of_events(events, listed, numbers)]
    observed = _observed(events, numbers)
    rows += kinship.ties(hulls, listed, observed, options.alike)
    calls = events.filter(pc.equal(events["kind"], "port_call"))
    quiet = until or pc.max(pc.coalesce(events["end"], events["start"])).as_py()
    rows += succession.ties(_known(calls, until), listed, options, quiet)
    once = {row["contact"]: row for row in rows}
    return fields.from_rows([once[key] for key in sorted(once, key=str)], "contacts")


def _known(events: pa.Table, until: datetime | None) -> pa.Table:
    if until is None:
        return events
    when = pc.coalesce(events["known"], events["end"], events["start"])
    return events.filter(pc.fill_null(pc.less_equal(when, pa.scalar(until, fields.TIME)), False))


def _numbers(identities: pa.Table) -> dict[int, int]:
    """The IMO number of each MMSI that said only one, its check digit right."""
    said = identities.filter(pc.and_(identities["mmsi"].is_valid(), identities["imo"].is_valid()))
    pairs = said.group_by(["mmsi", "imo"]).aggregate([])
    found: dict[int, set[int]] = {}
    for mmsi, imo in zip(pairs["mmsi"].to_pylist(), pairs["imo"].to_pylist(), strict=True):
        found.setdefault(mmsi, set()).add(imo)
    return {mmsi: next(iter(some)) for mmsi, some in found.items() if len(some) == 1}


def _observed(events: pa.Table, numbers: Mapping[int, int]) -> frozenset[str]:
    """The hulls that did something, or said who they are."""
    imo = arrays.ints(events["imo"])
    return frozenset(f"imo:{one}" for one in {*imo[imo_valid(imo)].tolist(), *numbers.values()})


@dataclass(frozen=True)
class _Lookup:
    """The entries by the numbers of their ships. By MMSI only those of ships that say no IMO number."""

    imo: Mapping[int, list[Entry]]
    mmsi: Mapping[int, list[Entry]]

    def find(self, imo: int | None, mmsi: int | None) -> list[tuple[Entry, str]]:
        """The entries of a ship heard or seen under some numbers, and the number that shows it."""
        if imo:
            return [(one, "IMO number") for one in self.imo.get(imo, ())]
        return [(one, "MMSI") for one in self.mmsi.get(mmsi or -1, ())]


def _lookup(listed: Iterable[Entry]) -> _Lookup:
    by_imo: dict[int, list[Entry]] = {}
    by_mmsi: dict[int, list[Entry]] = {}
    for one in listed:
        if one.imo:
            by_imo.setdefault(one.imo, []).append(one)
        if one.mmsi:
            by_mmsi.setdefault(one.mmsi, []).append(one)
    return _Lookup(by_imo, by_mmsi)


def _of_events(
    events: pa.Table, listed: tuple[Entry, ...], numbers: Mapping[int, int]
) -> Iterable[dict[str, Any]]:
    """A row for each event and entry: of the ship herself, and of each that met her."""
    lookup = _lookup(listed)
    for row in _touching(events, lookup, numbers).to_pylist():
        one = (row["imo"] or numbers.get(row["mmsi"]), row["mmsi"])
        other = (row["other_imo"] or numbers.get(row["other_mmsi"]), row["other_mmsi"])
        meeting = MEETINGS.get(row["kind"])
        for entry, by in lookup.find(*one):
            yield _row("itself", one, row, entry, by)
            if meeting and any(other):
                yield _row(meeting, other, row, entry, by)
        for entry, by in lookup.find(*other) if meeting else ():
            yield _row("itself", other, row, entry, by)
            yield _row(meeting or "", one, row, entry, by)


def _touching(events: pa.Table, lookup: _Lookup, numbers: Mapping[int, int]) -> pa.Table:
    """The events under a number that an entry gives, so that few rows are looked at one by one."""
    imos = pa.array(sorted(lookup.imo), pa.int64())
    said = {mmsi for mmsi, imo in numbers.items() if imo in lookup.imo}
    mmsis = pa.array(sorted(said | set(lookup.mmsi)), pa.int64())
    hits = np.zeros(len(events), dtype=np.bool_)
    for column, among in (("imo", imos), ("other_imo", imos), ("mmsi", mmsis), ("other_mmsi", mmsis)):
        hits |= np.asarray(pc.fill_null(pc.is_in(events[column], among), False).to_numpy(), dtype=np.bool_)
    return events.filter(pa.array(hits))


def _row(
    kind: str, ship: tuple[int | None, int | None], event: Mapping[str, Any], entry: Entry, by: str
) -> dict[str, Any]:
    imo, mmsi = ship
    key = hull(imo, mmsi) or event["ship"]
    when = event["known"] or event["end"] or event["start"]
    both = when is not None and entry.since is not None
    return {
        "contact": stable_id("contact", kind, key, entry.entity, entry.hull, event["event"]),
        "kind": kind,
        "ship": key,
        "mmsi": mmsi,
        "imo": imo,
        "listed": entry.hull,
        "entity": entry.entity,
        "list": entry.list,
        "standing": entry.standing,
        "by": by,
        "event": event["event"],
        "place": event["place"],
        "start": event["start"],
        "end": event["end"],
        "then": entry.then(event["start"] or event["end"]),
        "now": entry.now,
        "since": entry.since,
        "known": max(when, entry.since) if both and entry.since else None,
        "rule": "contact/1",
        "source": _source(event["source"], entry.source),
        "because": [event["event"], entry.entity],
    }


def _source(*sources: str | None) -> str | None:
    """The source that says that something was made up, if any does."""
    named = [one for one in sources if one]
    return next((one for one in named if one.startswith("synthetic:")), named[0] if named else None)


STEP = Step(
    "contact",
    takes=("events", "identities", "entities", "hulls"),
    gives="contacts",
    run=contact,
    options=Contact(),
    by="",
    timed=True,
)
