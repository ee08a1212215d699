"""Calls and voyages by country: what was seen of ships, and what each is taken for."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.accounts.goods import UNKNOWN, Way, of_word, one_country
from vedette.kernels import arrays
from vedette.kernels.fewest import distinct


@dataclass(frozen=True)
class Call:
    """One call: who, where and when; how it was found; and what her draught says she took, in tonnes."""

    event: str
    ship: str | None
    imo: int | None
    place: str
    country: str | None
    start: datetime
    end: datetime
    how: str
    word: str | None
    tanker: bool
    chance: float
    known: datetime | None
    source: str | None
    loaded: tuple[float, float] | None = None

    @property
    def made_up(self) -> bool:
        """True when it rests on rows that were made up."""
        return (self.source or "").startswith("synthetic:")


@dataclass(frozen=True)
class Voyage:
    """A ship's call in one country and her next in another."""

    left: Call
    reached: Call


def country_of(places: pa.Table) -> dict[str, str | None]:
    """The country of each place, when it lies in one."""
    rows = places.select(["place", "country"]).to_pylist()
    return {row["place"]: one_country(row["country"]) for row in rows}


def known_by(events: pa.Table, until: datetime) -> pa.Table:
    """The events of some kinds known by a moment."""
    when = pc.coalesce(events["known"], events["end"], events["start"])
    return events.filter(pc.fill_null(pc.less_equal(when, pa.scalar(until, fields.TIME)), False))


def calls(
    events: pa.Table, watched: frozenset[str], country: Mapping[str, str | None], long_days: int
) -> list[Call]:
    """The calls of ships that were at a watched place, wherever they are, and those of nobody's ship there.

    A sighting spread over more than ``long_days`` says that somebody looked, not when. Sightings that may be
    one call are one. A possible call has its chance, another 1.
    """
    rows = events.filter(pc.is_in(events["kind"], pa.array(["port_call", "possible_call"])))
    rows = rows.filter(pc.and_(rows["place"].is_valid(), rows["start"].is_valid()))
    here = pc.is_in(rows["place"], pa.array(sorted(watched), pa.string()))
    ships = pc.unique(rows.filter(here)["ship"].drop_null())
    rows = rows.filter(pc.or_(here, pc.fill_null(pc.is_in(rows["ship"], ships), False)))
    rows = _fewest(rows, long_days)
    found = [
        _call(row, country)
        for row in rows.sort_by([("start", "ascending"), ("event", "ascending")]).to_pylist()
    ]
    return [call for call in found if call.how != "possible" or call.place in watched]


def _fewest(rows: pa.Table, long_days: int) -> pa.Table:
    """The rows without sightings that tell no time, or may be another's call."""
    sighted = pc.fill_null(pc.starts_with(rows["rule"], "sighted_call"), False).to_numpy()
    start = arrays.ints(rows["start"])
    end = arrays.ints(pc.coalesce(rows["end"], rows["start"]))
    usable = ~sighted | (end - start <= long_days * 86_400_000_000)
    rows, sighted, start, end = rows.filter(pa.array(usable)), sighted[usable], start[usable], end[usable]
    told = sighted.nonzero()[0]
    ids = pc.index_in(rows["place"], pc.unique(rows["place"])).to_numpy()
    some = rows.take(pa.array(told))
    one = distinct(ids[told], start[told], end[told], some["ship"].to_pylist(), some["event"].to_pylist())
    keep = ~sighted
    keep[told] = one
    return rows.filter(pa.array(keep))


def _call(row: Mapping[str, Any], country: Mapping[str, str | None]) -> Call:
    measured = _details(row["details"])
    sighted = str(row["rule"] or "").startswith("sighted_call")
    possible = row["kind"] == "possible_call"
    chance = measured.get("probability") if possible else 1.0
    return Call(
        event=row["event"],
        ship=row["ship"],
        imo=row["imo"],
        place=row["place"],
        country=country.get(row["place"]) or one_country(str(measured.get("country") or "")),
        start=row["start"],
        end=row["end"] or row["start"],
        how="possible" if possible else "sighted" if sighted else "seen",
        word=measured.get("flow") if isinstance(measured.get("flow"), str) else None,
        tanker=measured.get("ship_class") == "tanker",
        chance=min(max(float(chance), 0.0), 1.0) if isinstance(chance, (int, float)) else 0.0,
        known=row["known"] or row["end"] or row["start"],
        source=row["source"],
    )


def _details(told: str | None) -> dict[str, Any]:
    try:
        found = json.loads(told or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def loaded(found: Iterable[Call], events: pa.Table, fullness: tuple[float, float], days: float) -> list[Call]:
    """The calls, with how much deeper the ship lay after them than before, in tonnes, where she said so.

    ``fullness``: bounds of the share of length times beam that her waterline fills; a metre of draught takes
    so much water, 1.025 tonnes a cubic metre. The change must overlap the call, or the ``days`` after it.
    """
    rows = events.filter(pc.equal(events["kind"], "draught_change"))
    changes: dict[str | None, list[dict[str, Any]]] = {}
    for row in rows.select(["ship", "mmsi", "imo", "start", "end", "details"]).to_pylist():
        said = _details(row["details"])
        deeper = (said.get("after_m") or 0) - (said.get("before_m") or 0)
        if deeper > 0 and said.get("length_m") and said.get("width_m") and row["ship"]:
            row["tonnes"] = tuple(1.025 * said["length_m"] * said["width_m"] * deeper * c for c in fullness)
            changes.setdefault(row["ship"], []).append(row)
    late = timedelta(days=days)
    made = []
    for call in found:
        mine = [
            row["tonnes"]
            for row in changes.get(call.ship, ())
            if row["start"] <= call.end + late and (row["end"] or row["start"]) >= call.start
        ]
        made.append(replace(call, loaded=mine[0]) if mine and call.how == "seen" else call)
    return made


def voyages(found: Iterable[Call], watched: frozenset[str], days: float) -> Iterator[Voyage]:
    """Consecutive calls of a ship in two countries, at most ``days`` apart, one at a watched place."""
    last: dict[str, Call] = {}
    for call in found:
        if call.ship is None or call.how == "possible":
            continue
        before = last.get(call.ship)
        last[call.ship] = call
        if before is None or not before.country or not call.country or before.country == call.country:
            continue
        near = call.start - before.start <= timedelta(days=days)
        if near and watched & {before.place, call.place}:
            yield Voyage(before, call)


def kind_of(voyage: Voyage, ways: Iterable[Way], tankers: frozenset[str]) -> tuple[str, str | None]:
    """What a voyage is asked about, and what says so: a corridor, a sighting's word, or the type of ship."""
    for way in ways:
        if voyage.left.place in way.start and voyage.reached.place in way.to:
            return way.kind, f"corridor {way.name}"
    for call in (voyage.left, voyage.reached):
        if (kind := of_word(call.word)) != UNKNOWN:
            return kind, "the word of a sighting"
    if any(call.tanker or call.ship in tankers for call in (voyage.left, voyage.reached)):
        return "oil", "type of ship"
    return UNKNOWN, None
