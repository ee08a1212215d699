"""Designated: which hull was put on which list, and on what day, as far as anything in hand says."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.kernels.imo import is_ship
from vedette.kernels.listing import DESIGNATED, standing

# A list of one's own says so of a ship in words such as "US 2022-05-08" or "UN 2018-03".
_SAID = re.compile(r"(?P<by>[A-Z]{2,3}) (?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?")


@dataclass(frozen=True)
class Designation:
    """A hull on a list from a day on. ``known``: when that was known; None where nothing says."""

    hull: str
    name: str
    list: str
    on: datetime
    entity: str
    known: datetime | None
    source: str | None


def designations(entities: pa.Table, until: datetime) -> list[Designation]:
    """Each hull once for each list and day: by the list's own day, by an edition, or by a list of one's own.

    Without a day of its own an entry counts from the first edition in hand that has it, when an earlier one
    of the list is in hand and has it not. Else nobody can tell, and there is none.
    """
    first: dict[str, datetime] = {}
    rows = entities.filter(pc.fill_null(pc.equal(entities["kind"], "vessel"), False)).to_pylist()
    for date, name in zip(entities["since"].to_pylist(), entities["list"].to_pylist(), strict=True):
        if date and name:
            first[name] = min(date, first.get(name, date))
    found: dict[tuple[str, str, datetime], Designation] = {}
    for row in rows:
        for one in _of(row, first):
            key = (one.hull, one.list, one.on)
            if one.on <= until and (key not in found or one.entity < found[key].entity):
                found[key] = one
    return sorted(found.values(), key=lambda one: (one.on, one.list, one.hull))


def _of(row: dict[str, Any], first: dict[str, datetime]) -> Iterator[Designation]:
    if not row["imo"] or not is_ship(row["imo"]):
        return
    hull, name = f"imo:{row['imo']}", (row["names"] or [""])[0] or f"IMO {row['imo']}"
    known = row["since"] or row["list_date"]
    kept = (row["entity"], known, row["source"])
    if standing(row["programmes"], row["list"]) == DESIGNATED:
        late = row["since"] if row["since"] and row["since"] > first.get(row["list"], row["since"]) else None
        if on := row["listed_on"] or late:
            yield Designation(hull, name, row["list"], on, *kept)
        return
    for said in _dated(row["programmes"] or ()):
        yield Designation(hull, name, *said, *kept)


def _dated(programmes: Iterable[str]) -> Iterator[tuple[str, datetime]]:
    for words in programmes:
        if found := _SAID.fullmatch(words):
            try:
                on = datetime(int(found["year"]), int(found["month"]), int(found["day"] or 1))
            except ValueError:
                continue
            yield f"{found['by']} (as a list of the case says)", on
