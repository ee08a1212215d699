"""Changes: what one edition of a list says that another did not, field by field.

An entry is the same when its id is. Ids are the publisher's: what is listed anew under another number is
removed and added.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.kernels.ids import stable_id

Row = Mapping[str, Any]
KINDS = ("vessel", "organisation", "aircraft", "asset", "person")
WHATS = ("added", "removed", "changed")
NAME_ROLES = ("alias", "former name", "weak alias")
_ONE = (
    "kind", "imo", "mmsi", "call_sign", "flag", "vessel_type", "tonnage", "deadweight", "length_m",
    "built", "listed_on",
)  # fmt: skip
_MANY = ("former_flags", "born", "countries", "ids", "programmes")
_ENTITY_KEY = ("entity", "record", "since")
_LINK_KEY = ("from", "to", "role", "detail", "record", "since")


class Difference(NamedTuple):
    """One field of an entry that is not what it was."""

    field: str
    before: str | None
    after: str | None


def changes(before: pa.Table, after: pa.Table, links_before: pa.Table, links_after: pa.Table) -> pa.Table:
    """What two editions of a list differ by: rows of ``changes``, ships first, then by what happened.

    ``before`` and ``after`` are the entities of one edition each, the others their links. An entry that was
    added or removed is one row; one that changed is a row for each field and each role of its links. Of a
    field of many values, ``before`` has those that left and ``after`` those that came.
    """
    old, new = _apart(before, after, _ENTITY_KEY)
    links_old, links_new = _apart(links_before, links_after, _LINK_KEY)
    had, have = set(before["entity"].to_pylist()), set(after["entity"].to_pylist())
    linked = {name for links in (links_old, links_new) for name in links["from"].to_pylist()}
    were = _first_of({**_by(_held(before, linked), "entity"), **_by(old, "entity")})
    are = _first_of({**_by(_held(after, linked), "entity"), **_by(new, "entity")})
    from_old, from_new = _by(links_old, "from"), _by(links_new, "from")
    rows = [_row("added", are[one]) for one in are.keys() & (have - had)]
    rows += [_row("removed", were[one]) for one in were.keys() & (had - have)]
    for one in (were.keys() | are.keys()) & had & have:
        was, now = were.get(one) or are[one], are.get(one) or were[one]
        found = [*_differences(was, now), *_in_links(from_old.get(one, ()), from_new.get(one, ()))]
        rows += [_row("changed", now, was, difference) for difference in _once(found)]
    return fields.from_rows(sorted(rows, key=order), "changes")


def order(row: Row) -> tuple[int, int, str, str, str]:
    """Ships first, added before removed before changed, then by name."""
    kind = KINDS.index(row["kind"]) if row["kind"] in KINDS else len(KINDS)
    return kind, WHATS.index(row["what"]), row["name"] or "", row["entity"], row["field"] or ""


def _apart(before: pa.Table, after: pa.Table, key: tuple[str, ...]) -> tuple[pa.Table, pa.Table]:
    """The rows of each that are not the very same row of the other."""
    left, right = (_joined(table, key) for table in (before, after))
    return before.filter(pc.invert(pc.is_in(left, right))), after.filter(pc.invert(pc.is_in(right, left)))


def _joined(table: pa.Table, key: tuple[str, ...]) -> pa.ChunkedArray:
    columns = [table[name].cast(pa.string()) for name in key]
    return pc.binary_join_element_wise(*columns, "\x1f", null_handling="replace", null_replacement="")


def _held(entities: pa.Table, ids: set[str]) -> pa.Table:
    return entities.filter(pc.is_in(entities["entity"], pa.array(sorted(ids), pa.string())))


def _by(table: pa.Table, key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in table.to_pylist():
        found[row[key]].append(row)
    return found


def _first_of(rows: Mapping[str, list[Row]]) -> dict[str, Row]:
    return {one: min(same, key=lambda row: row["record"] or "") for one, same in rows.items()}


def _differences(was: Row, now: Row) -> Iterator[Difference]:
    if (name := _main(was)) != _main(now):
        yield Difference("name", name, _main(now))
    if others := _sets("other names", (was["names"] or ())[1:], (now["names"] or ())[1:]):
        yield others
    for field in _ONE:
        if was[field] != now[field]:
            yield Difference(field, text(was[field]), text(now[field]))
    for field in _MANY:
        if many := _sets(field, was[field] or (), now[field] or ()):
            yield many
    if words := _sets("remarks", _parts(was["remarks"]), _parts(now["remarks"])):
        yield words


def _in_links(old: Iterable[Row], new: Iterable[Row]) -> Iterator[Difference]:
    old, new = list(old), list(new)
    for role in sorted({link["role"] or "" for link in (*old, *new)}):
        left, came = ([_said(link) for link in links if link["role"] == role] for links in (old, new))
        if found := _sets(role, left, came):
            yield found


def _once(found: list[Difference]) -> Iterator[Difference]:
    """What is told by a field of its own is not told again as other names or in the remarks' words."""
    told = {
        words
        for one in found
        if one.field not in ("other names", "remarks")
        for side in (one.before, one.after)
        for words in (side or "").split("; ")
        if words
    }
    for one in found:
        if one.field in ("other names", "remarks"):
            left, came = (
                [part for part in (side or "").split("; ") if part and not any(t in part for t in told)]
                for side in (one.before, one.after)
            )
            if left or came:
                yield Difference(one.field, "; ".join(left) or None, "; ".join(came) or None)
        else:
            yield one


def _sets(field: str, old: Iterable[str], new: Iterable[str]) -> Difference | None:
    old, new = list(dict.fromkeys(old)), list(dict.fromkeys(new))
    left, came = [one for one in old if one not in new], [one for one in new if one not in old]
    if not left and not came:
        return None
    return Difference(field, "; ".join(left) or None, "; ".join(came) or None)


def _parts(remarks: str | None) -> list[str]:
    return [part.strip().removesuffix(".") for part in (remarks or "").split(";") if part.strip()]


def _said(link: Row) -> str:
    return str(link["detail"] or (link["to"] or "").removeprefix("name:"))


def _main(row: Row) -> str | None:
    return row["names"][0] if row["names"] else None


def text(value: object) -> str | None:
    """A value of a field in words; None when it is not known.

    >>> text(8811.0), text(datetime(2022, 5, 8)), text(None)
    ('8811', '2022-05-08', None)
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _row(what: str, row: Row, was: Row | None = None, difference: Difference | None = None) -> dict[str, Any]:
    field, before, after = difference or (None, None, None)
    records = [one["record"] for one in (was, row) if one is not None and one["record"]]
    return {
        "change": stable_id("change", what, row["entity"], field, before, after, row["record"]),
        "what": what,
        "entity": row["entity"],
        "kind": row["kind"],
        "name": _main(row),
        **{name: row[name] for name in ("imo", "mmsi", "call_sign", "flag", "programmes", "list", "source")},
        "field": field,
        "before": before,
        "after": after,
        "because": list(dict.fromkeys(records)),
    }
