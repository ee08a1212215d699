"""Listings: how each list grew and shrank year by year, and how many of the ships seen it had."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.accounts import seen
from vedette.kernels.ids import stable_id
from vedette.kernels.listing import designates
from vedette.steps import Step

MOST_IDS = 200
Row = dict[str, Any]


@dataclass(frozen=True)
class Listings:
    """Which places make a ship one that was observed, and how many years back are told."""

    watched: tuple[str, ...] = ()
    corridors: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    years: int = 10


def listings(
    events: pa.Table,
    entities: pa.Table,
    places: pa.Table,
    options: Listings = Listings(),
    *,
    until: datetime,
) -> pa.Table:
    """Give a row for each list and year: designated, come, gone, standing, and covered of the ships seen.

    What an edition does not have is only gone when an earlier edition in hand had it. A list of which one
    edition is in hand says nothing of other years but its own days of designation.
    """
    rows = entities.filter(pa.array(designates(entities["programmes"], entities["list"])))
    dated = pc.fill_null(pc.less_equal(_since(rows), pa.scalar(until, fields.TIME)), True)
    columns = ["entity", "kind", "imo", "list", "listed_on", "since", "list_date", "until", "source"]
    by_list: dict[str, list[Row]] = defaultdict(list)
    for row in rows.filter(dated).select(columns).to_pylist():
        by_list[row["list"] or ""].append(row)
    named = options.watched or places.filter(places["role"].is_valid())["place"].to_pylist()
    watched = frozenset({*named, *(one for _, *ends in options.corridors for end in ends for one in end)})
    observed = _observed(seen.known_by(events, until), watched)
    found = []
    for list_, some in sorted(by_list.items()):
        for year in range(until.year - options.years + 1, until.year + 1):
            row = _year(list_, some, year, observed.get(year, frozenset()), until)
            if row is not None:
                found.append(row)
    return fields.from_rows(found, "listings")


def _since(rows: pa.Table) -> pa.ChunkedArray:
    return pc.coalesce(rows["since"], rows["list_date"])


def _observed(events: pa.Table, watched: frozenset[str]) -> dict[int, frozenset[int]]:
    """The IMO numbers of the ships that called at a watched place, by year."""
    rows = events.filter(pc.is_in(events["place"], pa.array(sorted(watched), pa.string())))
    rows = rows.filter(pc.and_(pc.equal(rows["kind"], "port_call"), rows["imo"].is_valid()))
    found: dict[int, set[int]] = defaultdict(set)
    years = pc.year(rows["start"]).to_pylist()
    for year, imo in zip(years, rows["imo"].to_pylist(), strict=True):
        if year is not None:
            found[year].add(imo)
    return {year: frozenset(some) for year, some in found.items()}


def _year(list_: str, rows: list[Row], year: int, observed: frozenset[int], until: datetime) -> Row | None:
    start, end = datetime(year, 1, 1), datetime(year + 1, 1, 1)
    editions = sorted({d for r in rows for d in (r["since"], r["list_date"], r["until"]) if d and d <= until})
    of_year = [one for one in editions if start <= one < end]
    designated = [r for r in rows if r["listed_on"] and start <= r["listed_on"] < end]
    last = max((one for one in editions if one < end), default=None)
    several = [one for one in of_year if one > editions[0]] if editions else []
    # An entry that goes on in other words has neither come nor gone.
    begun, ended = {(r["entity"], r["since"]) for r in rows}, {(r["entity"], r["until"]) for r in rows}
    came = [r for r in rows if r["since"] in several and (r["entity"], r["since"]) not in ended]
    left = [r for r in rows if r["until"] in several and (r["entity"], r["until"]) not in begun]
    stand = [r for r in rows if last and _at(r, last)]
    vessels = [r for r in stand if r["kind"] == "vessel"]
    covered = [r for r in vessels if r["imo"] in observed]
    if not (designated or of_year or (observed and last)):
        return None
    because = [r["entity"] for r in (*came, *left, *designated, *covered)]
    sources = sorted({r["source"] for r in rows if r["source"]})
    return {
        "listing": stable_id("listing", list_, str(year)),
        "list": list_,
        "start": start,
        "end": end,
        "designated": len({r["entity"] for r in designated}) if any(r["listed_on"] for r in rows) else None,
        "came": len({r["entity"] for r in came}) if several else None,
        "left": len({r["entity"] for r in left}) if several else None,
        "entries": len({r["entity"] for r in stand}) if last else None,
        "vessels": len({r["entity"] for r in vessels}) if last else None,
        "numbered": len({r["entity"] for r in vessels if r["imo"]}) if last else None,
        "editions": len(of_year),
        "observed": len(observed),
        "covered": len({r["imo"] for r in covered}) if last else None,
        "known": max(of_year, default=last),
        "source": next((s for s in sources if s.startswith("synthetic:")), sources[0] if sources else None),
        "because": sorted(dict.fromkeys(because))[:MOST_IDS],
    }


def _at(row: Row, edition: datetime) -> bool:
    """Whether an entry stood so in an edition."""
    first = row["since"] or row["list_date"]
    return first is not None and first <= edition and (row["until"] is None or edition < row["until"])


STEP = Step(
    "listings",
    takes=("events", "entities", "places"),
    gives="listings",
    run=listings,
    options=Listings(),
    by="",
    timed=True,
)
