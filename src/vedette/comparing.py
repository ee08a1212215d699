"""Comparing two editions of a list in a case, and finding which of one's own the change touches."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette import editions, store, watch
from vedette.entities.changes import changes
from vedette.entities.touched import Mine, Touched, touched
from vedette.errors import CaseError, VedetteError
from vedette.kernels.hulls import hull

MOST_RECORDS = 5
_LIMITS = {
    "MMSI": "; an MMSI may pass to another hull",
    "call sign": "; a call sign may pass to another hull",
    "name": "; by name alone, not shown to be the same",
}


@dataclass(frozen=True)
class Edition:
    """An edition that was compared: of which part and table, and how large it is."""

    part: str
    table: str
    before: datetime
    after: datetime
    rows_before: int
    rows_after: int


@dataclass(frozen=True)
class Compared:
    """What came of a comparison."""

    name: str
    start: datetime
    until: datetime
    editions: tuple[Edition, ...]
    changes: pa.Table
    touched: list[Touched]
    looked_at: int
    left_out: tuple[str, ...]


def compare(case: store.Case, name: str, start: datetime, until: datetime) -> Compared:
    """How a list at one moment differs from itself later; CaseError when it is not in hand for both."""
    if until <= start:
        raise CaseError(f"--to {until:%Y-%m-%d} is not after --from {start:%Y-%m-%d}.")
    told = store.read(case, "editions")
    name = listed(told, name)
    both = editions.between(told, name, start, until)
    if not len(both):
        raise CaseError(_not_in_hand(told, name, start))
    sides = {
        (table, when): editions.as_of(rows, when)
        for table in editions.FOLDED
        for rows in [store.edition(case, table, name, both)]
        for when in (start, until)
    }
    found = changes(*(sides[table, when] for table in editions.FOLDED for when in (start, until)))
    own = list(mine(case))
    # The list's own editions last, so that a name or number only an old one has is there too.
    entities, links = (
        pa.concat_tables([_now(store.read(case, table)), sides[table, start], sides[table, until]])
        for table in editions.FOLDED
    )
    return Compared(
        name=name,
        start=start,
        until=until,
        editions=tuple(_compared(both, start, until)),
        changes=found,
        touched=touched(found, own, entities, links),
        looked_at=len(own),
        left_out=tuple(sorted(_parts(told, name) - _parts(both, name))),
    )


def listed(told: pa.Table, name: str) -> str:
    """The list of that name, or the one whose name begins with it; CaseError says which there are."""
    names: list[str] = sorted(set(told["list"].to_pylist()))
    if name in names:
        return name
    begin = [one for one in names if one.startswith((f"{name}-", f"{name}:"))]
    begin = begin or [one for one in names if one.startswith(name)]
    # A part of a list is named after it: ofac-sdn-vessels after ofac-sdn.
    if not begin or not all(one.startswith(begin[0]) for one in begin):
        have = ", ".join(names) or "none; add one with its date, in its name or by --edition"
        raise CaseError(f"There is no list {name!r} with dated editions.\nThere are: {have}.")
    return begin[0]


def _not_in_hand(told: pa.Table, name: str, start: datetime) -> str:
    dates = told.filter(pc.equal(told["list"], name))["list_date"]
    return (
        f"No edition of {name} of {start:%Y-%m-%d} or before is in the case.\n"
        f"There are {len(dates.unique())}, from {pc.min(dates).as_py():%Y-%m-%d}"
        f" to {pc.max(dates).as_py():%Y-%m-%d}."
    )


def _parts(told: pa.Table, name: str) -> set[str]:
    return set(told.filter(pc.equal(told["list"], name))["part"].to_pylist())


def _compared(both: pa.Table, start: datetime, until: datetime) -> Iterator[Edition]:
    by: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in both.sort_by([("list_date", "ascending"), ("number", "ascending")]).to_pylist():
        by[row["part"], row["table"]].append(row)
    for (part, table), rows in sorted(by.items()):
        first = [row for row in rows if row["list_date"] <= start][-1]
        last = [row for row in rows if row["list_date"] <= until][-1]
        yield Edition(part, table, first["list_date"], last["list_date"], first["rows"], last["rows"])


def _now(rows: pa.Table) -> pa.Table:
    return rows.filter(rows["until"].is_null())


# --- one's own --------------------------------------------------------------------------------------


@dataclass
class _Own:
    """What is gathered of one hull or name."""

    kind: str
    imo: int | None = None
    names: dict[str, None] = field(default_factory=dict)
    mmsis: dict[int, None] = field(default_factory=dict)
    call_signs: dict[str, None] = field(default_factory=dict)
    where: dict[str, None] = field(default_factory=dict)
    events: int = 0
    last: datetime | None = None
    because: dict[str, None] = field(default_factory=dict)


def mine(case: store.Case) -> Iterable[Mine]:
    """The ships of events, identities and sightings, watch lists of one's own, screened names, watch.toml."""
    found: dict[str, _Own] = {}
    for row in store.read(case, "identities").to_pylist():
        _take(found, row["ship"], "identities", row)
    for row in store.read(case, "events").to_pylist():
        for prefix in ("", "other_"):
            numbers = {"imo": row[f"{prefix}imo"], "mmsi": row[f"{prefix}mmsi"]}
            own = _take(found, hull(**numbers) or (None if prefix else row["ship"]), "events", numbers)
            if own is not None:
                own.events += 1
                own.last = max(own.last or row["start"], row["start"])
                if len(own.because) < MOST_RECORDS:
                    own.because[row["event"]] = None
    for row in store.read(case, "sightings").to_pylist():
        said = {"imo": row["imo"], "mmsi": row["mmsi"], "name": row["vessel_name"], "record": row["record"]}
        _take(found, hull(row["imo"], row["mmsi"], row["vessel_name"]), "sightings", said)
    _listed(found, case)
    for query in store.read(case, "matches")["query"].to_pylist():
        _take(found, f"asked:{query}", "screened", {"name": query}, kind="name")
    return [_mine(id_, own) for id_, own in sorted(found.items())]


def _listed(found: dict[str, _Own], case: store.Case) -> None:
    entities = store.read(case, "entities", pc.starts_with(pc.field("list"), "watch:"))
    for row in _now(entities).to_pylist():
        kind = "vessel" if row["kind"] == "vessel" else "company"
        id_ = (hull(row["imo"], row["mmsi"]) if kind == "vessel" else None) or row["entity"]
        own = _take(found, id_, row["list"], row, kind=kind)
        if own is not None:
            own.names.update(dict.fromkeys(row["names"] or ()))
    try:
        said = watch.read(case.watch)
    except VedetteError:
        return
    for ship in said.ships:
        digits = ship.strip().upper().removeprefix("IMO").strip()
        number = int(digits) if digits.isdecimal() else None
        numbers = {"imo": number if len(digits) == 7 else None, "mmsi": number if len(digits) == 9 else None}
        name = None if any(numbers.values()) else ship
        _take(found, hull(**numbers, name=name), "watch.toml", {**numbers, "name": name})
    for company in said.companies:
        _take(found, f"company:{company}", "watch.toml", {"name": company}, kind="company")


def _take(
    found: dict[str, _Own], id_: str | None, where: str, row: Mapping[str, Any], kind: str = "vessel"
) -> _Own | None:
    if id_ is None:
        return None
    own = found.setdefault(id_, _Own(kind))
    own.imo = own.imo or row.get("imo")
    for into, key in ((own.names, "name"), (own.mmsis, "mmsi"), (own.call_signs, "call_sign")):
        if row.get(key):
            into[row[key]] = None
    own.where[where] = None
    if row.get("record") and len(own.because) < MOST_RECORDS:
        own.because[row["record"]] = None
    return own


def _mine(id_: str, own: _Own) -> Mine:
    where = tuple(f"{own.events:,} events" if one == "events" else one for one in own.where)
    return Mine(
        id=id_,
        kind=own.kind,
        names=tuple(own.names),
        imo=own.imo,
        mmsis=tuple(own.mmsis),
        call_signs=tuple(own.call_signs),
        where=where,
        events=own.events,
        last=own.last,
        because=tuple(own.because),
    )


# --- in words -----------------------------------------------------------------------------------------


def in_words(found: Compared, rows: pa.Table) -> list[str]:
    """What was compared, and how much of it changed."""
    lines = []
    for one in found.editions:
        of = f"{one.part} ({one.table})" if one.part else one.table
        if one.table == "entities" or not any(
            e.table == "entities" and e.part == one.part for e in found.editions
        ):
            lines.append(
                f"{found.name}, {of}: the edition of {one.before:%Y-%m-%d}, {one.rows_before:,} rows, beside"
                f" that of {one.after:%Y-%m-%d}, {one.rows_after:,} rows."
            )
    if found.left_out:
        lines.append(
            f"Not compared, for want of an edition by {found.start:%Y-%m-%d}: {', '.join(found.left_out)}."
        )
    entries: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows.select(["kind", "what", "entity"]).to_pylist():
        entries[row["kind"] or "of no said kind", row["what"]].add(row["entity"])
    words = [f"{len(ids):,} {kind} {what}" for (kind, what), ids in sorted(entries.items())]
    lines.append("Entries: " + (", ".join(words) or "none changed") + ".")
    return lines


def why_now(one: Touched, found: Compared) -> str:
    """Why a change touches one's own now, in a sentence."""
    rows = {row["change"]: row for row in found.changes.to_pylist() if row["change"] in one.changes}
    first = rows[one.changes[0]]
    entry = f"{first['name']} ({one.entity})"
    after = max((e.after for e in found.editions), default=found.until)
    if first["what"] == "changed":
        fields_ = ", ".join(
            f"{row['field']} {row['before'] or 'nothing'} -> {row['after'] or 'nothing'}"
            for row in rows.values()
        )
        what = f"{entry} changed by {after:%Y-%m-%d}: {fields_}"
    else:
        what = f"{entry} was {first['what']} by {after:%Y-%m-%d}"
        what += f" under {', '.join(first['programmes'])}" if first["programmes"] else ""
    how = one.words if one.by in ("behind her", "name") else f"the same {one.words}"
    past = ""
    if one.mine.last:
        past = f"; {one.mine.events:,} of your events, the last on {one.mine.last:%Y-%m-%d}"
    limit = _LIMITS.get(one.by, "")
    return f"{what} ({how}{limit}){past}"
