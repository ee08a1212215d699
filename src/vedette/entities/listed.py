"""When an entry stood on its list, as far as the editions in hand and the list's own dates show."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.entities.hulls import hull_of
from vedette.kernels.listing import standing

LISTED, NOT_LISTED, NOT_KNOWN, NO_LONGER = "listed", "not listed", "not known", "no longer listed"


@dataclass(frozen=True)
class Entry:
    """One ship on one list: who she is there, and each time from its first edition to its last.

    ``on``: the day of designation, when the list says. ``editions``: the dates of the list's editions that
    left a trace in hand, in order.
    """

    entity: str
    list: str
    hull: str
    imo: int | None
    mmsi: int | None
    standing: str
    on: datetime | None
    spans: tuple[tuple[datetime, datetime], ...]
    editions: Sequence[datetime]
    gone: bool
    source: str | None

    @property
    def since(self) -> datetime | None:
        """From when the list is known to have it: its own date, else the first edition in hand with it."""
        first = self.spans[0][0] if self.spans else None
        return min((one for one in (self.on, first) if one), default=None)

    @property
    def now(self) -> str:
        """Whether the newest edition still has it; an undated list has one edition."""
        return NO_LONGER if self.gone else LISTED

    def then(self, when: datetime | None) -> str:
        """Whether it stood on the list at some moment; not known where no edition in hand can tell.

        Between an edition without it and the next with it, only the list's own date of designation tells.
        """
        if when is None or not self.spans:
            return NOT_KNOWN
        for start, end in self.spans:
            if start <= when <= end:
                return LISTED
        after = [end for _, end in self.spans if end < when]
        ahead = [start for start, _ in self.spans if start > when]
        if not after:
            if self.on is not None:
                return LISTED if self.on <= when else NOT_LISTED
            return self._between(None, when, ahead[0])
        if not ahead and self.now == LISTED:
            return LISTED  # no edition since has dropped it
        return self._between(max(after), when, min(ahead) if ahead else None)

    def _between(self, last: datetime | None, when: datetime, following: datetime | None) -> str:
        """Outside its spans: not listed when an edition without it stands between the span and the moment.

        Before a span that edition is at or after the moment; after a span, at or before it.
        """
        start = 0 if last is None else bisect_left(self.editions, last) + 1
        end = len(self.editions) if following is None else bisect_left(self.editions, following)
        without = self.editions[start:end]
        before = any(one <= when for one in without)
        later = any(one >= when for one in without)
        if last is None:
            return NOT_LISTED if later else NOT_KNOWN
        if following is None:
            return NOT_LISTED if before else NOT_KNOWN
        return NOT_LISTED if before and later else NOT_KNOWN


def entries(entities: pa.Table) -> tuple[Entry, ...]:
    """The ships that lists designate or the case watches, one for each entry and hull, in order.

    A register that only knows a ship lists nobody.
    """
    ships = entities.filter(pc.fill_null(pc.equal(entities["kind"], "vessel"), False))
    hull, imo = hull_of(ships)
    editions = _editions(entities)
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    rows = ships.select(
        ["entity", "list", "mmsi", "programmes", "listed_on", "since", "list_date", "until", "source"]
    ).to_pylist()
    for row, key, number in zip(rows, hull.to_pylist(), imo.to_pylist(), strict=True):
        groups.setdefault((row["entity"], key), []).append({**row, "imo": number})
    found = (_entry(key, some, editions) for (_, key), some in sorted(groups.items()))
    return tuple(one for one in found if one is not None)


def _entry(hull: str, rows: list[dict[str, Any]], editions: Mapping[str, list[datetime]]) -> Entry | None:
    rows = sorted(rows, key=lambda row: (str(row["list_date"] or ""), str(row["mmsi"] or ""), str(row)))
    last = rows[-1]
    stands = next((how for row in reversed(rows) if (how := standing(row["programmes"], row["list"]))), None)
    if stands is None:
        return None
    dates = [row["listed_on"] for row in rows if row["listed_on"]]
    spans = [(row["since"] or row["list_date"], row["list_date"]) for row in rows if row["list_date"]]
    name = str(last["list"] or "")
    return Entry(
        entity=str(last["entity"]),
        list=name,
        hull=hull,
        imo=last["imo"],
        mmsi=next((row["mmsi"] for row in reversed(rows) if row["mmsi"]), None),
        standing=stands,
        on=min(dates, default=None),
        spans=tuple(_joined(spans, editions.get(name, []))),
        editions=editions.get(name, []),
        gone=last["until"] is not None,
        source=max((str(row["source"] or "") for row in rows), key=lambda s: (s.startswith("synthetic:"), s)),
    )


def _joined(
    spans: Iterable[tuple[datetime, datetime]], editions: Sequence[datetime]
) -> list[tuple[datetime, datetime]]:
    """Spans as one where no edition in hand lies between them."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if found and bisect_left(editions, start) <= bisect_left(editions, found[-1][1]) + 1:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _editions(entities: pa.Table) -> dict[str, list[datetime]]:
    """The dates of each list's editions that any entry began or ended with."""
    pairs = {
        (name, date)
        for column in ("since", "list_date", "until")
        for name, date in zip(entities["list"].to_pylist(), entities[column].to_pylist(), strict=True)
        if name and date
    }
    found: dict[str, list[datetime]] = {}
    for name, date in sorted(pairs):
        found.setdefault(name, []).append(date)
    return found
