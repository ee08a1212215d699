"""Hulls: what all lists say of one hull, merged by her IMO number, each fact with who says so and since when.

Nothing is settled here. Facts of several lists stand side by side, and those that cannot both be true name
each other in ``against``. Entries are one hull when they give the same IMO number with a right check digit;
an MMSI, a call sign or a name passes from ship to ship and joins nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.entities.parties import NAMED, resolved
from vedette.kernels import arrays
from vedette.kernels.countries import country
from vedette.kernels.ids import stable_ids
from vedette.kernels.marks import imo_valid
from vedette.steps import Step

# What an entry says of a ship itself, and what the links from it say, each under the field it becomes.
OF_ENTRIES = (
    ("MMSI", "mmsi"),
    ("call sign", "call_sign"),
    ("flag", "flag"),
    ("type", "vessel_type"),
    ("gross tonnage", "tonnage"),
    ("deadweight", "deadweight"),
    ("length", "length_m"),
    ("built", "built"),
)
LISTS_OF_ENTRIES = (("name", "names"), ("former flag", "former_flags"), ("programme", "programmes"))
NAMES = ("alias", "former name", "weak alias")
PARTIES = ("owner", "operator", "manager", "former owner", "former operator", "linked to", "named in")
# A ship has one of each of these at a time.
SINGLE = ("MMSI", "call sign", "flag", "gross tonnage", "deadweight", "length", "built")


@dataclass(frozen=True)
class Hulls:
    """``alike``: how far two measures may differ, as a share of the larger, and still be one measure.

    Registers round, and tonnage is measured anew: 2 % keeps such pairs together and tells apart the sisters
    that lists give (8,811 and 8,821 are one measure by it, 8,811 and 9,611 are not).
    """

    alike: float = 0.02


def hulls(
    entities: pa.Table, links: pa.Table, options: Hulls = Hulls(), *, until: datetime | None = None
) -> pa.Table:
    """Every fact that lists give of the ships on them up to ``until``, once for each entry that gives it."""
    entities, links = by_then(entities, until), by_then(links, until)
    ships = _ships(entities)
    facts = pa.concat_tables(
        [
            _FACTS.empty_table(),
            *(_scalar(ships, field, column) for field, column in OF_ENTRIES),
            *(_listed(ships, field, column) for field, column in LISTS_OF_ENTRIES),
            _linked(ships, links, entities),
        ]
    )
    facts = _merged(facts)
    ids = stable_ids("fact", *(facts[name].to_pylist() for name in _SAME))
    facts = facts.append_column("fact", pa.array(ids, pa.string()))
    return fields.conform(facts.append_column("against", _against(facts, options)), "hulls")


def by_then(rows: pa.Table, until: datetime | None) -> pa.Table:
    """The rows of editions up to some moment; those of an undated edition are kept."""
    if until is None:
        return rows
    first = pc.coalesce(rows["since"], rows["list_date"])
    now = pa.scalar(until, fields.TIME)
    kept = rows.filter(pc.fill_null(pc.less_equal(first, now), True))
    none = pa.scalar(None, fields.TIME)
    seen = {
        "list_date": pc.if_else(pc.greater(kept["list_date"], now), now, kept["list_date"]),
        "until": pc.if_else(pc.greater(kept["until"], now), none, kept["until"]),
    }
    for name, values in seen.items():
        kept = kept.set_column(kept.column_names.index(name), name, values)
    return kept


def hull_of(entities: pa.Table) -> tuple[pa.Array, pa.Array]:
    """The hull of each entry, and its IMO number when the check digit is right."""
    imo = arrays.ints(entities["imo"])
    right = imo_valid(imo)
    numbers = pa.array(imo, pa.int64(), mask=~right)
    named = pc.binary_join_element_wise("imo", numbers.cast(pa.string()), ":")
    return pc.coalesce(named, entities["entity"].combine_chunks()), numbers


_SAME = ("hull", "field", "value", "party", "entity", "list", "start", "end")
_FACTS = pa.schema(
    [
        ("hull", pa.string()),
        ("imo", pa.int64()),
        ("field", pa.string()),
        ("value", pa.string()),
        ("party", pa.string()),
        ("entity", pa.string()),
        ("list", pa.string()),
        ("start", fields.TIME),
        ("end", fields.TIME),
        ("since", fields.TIME),
        ("list_date", fields.TIME),
        ("until", fields.TIME),
        ("source", pa.string()),
        ("record", pa.string()),
    ]
)
_KEPT = ("hull", "imo", "entity", "list", "since", "list_date", "until", "source", "record")


def _ships(entities: pa.Table) -> pa.Table:
    ships = entities.filter(pc.fill_null(pc.equal(entities["kind"], "vessel"), False))
    hull, imo = hull_of(ships)
    since = pc.coalesce(ships["since"], ships["list_date"])
    ships = ships.set_column(ships.column_names.index("imo"), "imo", imo)
    return ships.set_column(ships.column_names.index("since"), "since", since).append_column("hull", hull)


def _facts(rows: pa.Table, field: str, value: pa.Array) -> pa.Table:
    held = {name: rows[name] for name in _KEPT}
    held |= {"field": pa.repeat(pa.scalar(field), len(rows)), "value": value}
    return pa.table(
        [
            held[one.name].cast(one.type) if one.name in held else pa.nulls(len(rows), one.type)
            for one in _FACTS
        ],
        schema=_FACTS,
    )


def _scalar(ships: pa.Table, field: str, column: str) -> pa.Table:
    said = ships.filter(ships[column].is_valid())
    return _facts(said, field, said[column].cast(pa.string()))


def _listed(ships: pa.Table, field: str, column: str) -> pa.Table:
    values = ships[column].combine_chunks()
    said = _facts(ships.take(pc.list_parent_indices(values)), field, pc.list_flatten(values))
    if column != "names":
        return said
    # The main name of an entry is its name; further names without a kind of their own are aliases.
    starts = pc.list_parent_indices(values).to_numpy(zero_copy_only=False)
    first = np.concatenate([[True], starts[1:] != starts[:-1]]) if len(starts) else np.zeros(0, np.bool_)
    kind = pc.if_else(pa.array(first), "name", "alias")
    return said.set_column(said.column_names.index("field"), "field", kind)


def _linked(ships: pa.Table, links: pa.Table, entities: pa.Table) -> pa.Table:
    """The names and parties that links give, each to the hull the entry gave in an edition they share."""
    ours = links.filter(pc.is_in(links["role"], pa.array([*NAMES, *PARTIES])))
    ours = ours.filter(pc.is_in(ours["from"], ships["entity"].combine_chunks()))
    party = resolved(ours, entities)
    by_name = pc.if_else(pc.starts_with(ours["to"], NAMED), ours["to"], pa.scalar(None, pa.string()))
    named = pc.coalesce(pc.utf8_slice_codeunits(by_name, len(NAMED)), ours["detail"])
    names = entities.filter(pc.greater(pc.fill_null(pc.list_value_length(entities["names"]), 0), 0))
    at = pc.index_in(party, names["entity"].combine_chunks())
    called = pc.list_element(names["names"].take(at), 0) if len(names) else pa.nulls(len(ours), pa.string())
    is_name = pc.is_in(ours["role"], pa.array(NAMES))
    said = pa.table(
        {
            "from": ours["from"],
            "field": ours["role"],
            # A party goes by the name its entry has; what the link adds (a share) stays with the link.
            "value": pc.if_else(is_name, named, pc.coalesce(called, named, ours["to"])),
            "party": pc.if_else(is_name, pa.scalar(None, pa.string()), party),
            "start": ours["start"],
            "end": ours["end"],
            "link_since": pc.coalesce(ours["since"], ours["list_date"]),
            "link_date": ours["list_date"],
            "link_until": ours["until"],
            "link_source": ours["source"],
            "link_record": ours["record"],
        }
    )
    stood = ships.select(["entity", "hull", "imo", "list", "since", "until"])
    both = said.join(stood, keys="from", right_keys="entity", join_type="inner", coalesce_keys=False)
    # An entry that changed its number was two hulls, one after the other: each link goes to that of its time.
    pairs = stood.group_by(["entity", "hull"]).aggregate([]).group_by("entity").aggregate([("hull", "count")])
    moved = pairs.filter(pc.greater(pairs["hull_count"], 1))["entity"].combine_chunks()
    meet = pc.and_(
        pc.fill_null(pc.less(both["link_since"], both["until"]), True),
        pc.fill_null(pc.less(both["since"], both["link_until"]), True),
    )
    both = both.filter(pc.or_(meet, pc.invert(pc.is_in(both["from"], moved))))
    return pa.table(
        {
            **{name: both[name] for name in ("hull", "imo", "field", "value", "party")},
            "entity": both["from"],
            **{name: both[name] for name in ("list", "start", "end")},
            "since": both["link_since"],
            "list_date": both["link_date"],
            "until": both["link_until"],
            "source": both["link_source"],
            "record": both["link_record"],
        },
        schema=_FACTS,
    )


def _merged(facts: pa.Table) -> pa.Table:
    """Each fact of an entry once, from the first edition that gives it to the last."""
    order = [(name, "ascending") for name in (*_SAME, "since", "list_date", "record")]
    facts = facts.filter(facts["value"].is_valid()).sort_by(order)
    found = facts.group_by(list(_SAME), use_threads=False).aggregate(
        [
            ("imo", "first"),
            ("since", "min"),
            ("list_date", "max"),
            ("until", "last"),
            ("source", "first"),
            ("record", "first"),
        ]
    )
    named = [re.sub("_(first|last|min|max)$", "", name) for name in found.schema.names]
    return found.rename_columns(named)


def _against(facts: pa.Table, options: Hulls) -> pa.Array:
    """For each fact the facts given now of the same hull and field that cannot be true beside it."""
    now = facts["until"].is_null()
    wanted = pc.and_(now, pc.is_in(facts["field"], pa.array(SINGLE)))
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    told = facts.select(["fact", "hull", "field", "value", "entity", "end"]).filter(wanted)
    for row in told.to_pylist():
        if row["end"] is None:
            groups.setdefault((row["hull"], row["field"]), []).append(row)
    found: dict[str, set[str]] = {}
    for (_, field), rows in groups.items():
        for one, other in _apart(rows, field, options.alike):
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return pa.array([sorted(found.get(one, ())) for one in facts["fact"].to_pylist()], fields.IDS)


def _apart(rows: list[dict[str, Any]], field: str, alike: float) -> Iterable[tuple[str, str]]:
    if len({row["value"] for row in rows}) < 2:
        return
    for one, other in combinations(rows, 2):
        if one["entity"] != other["entity"] and differ(field, one["value"], other["value"], alike):
            yield one["fact"], other["fact"]


def differ(field: str, one: str, other: str, alike: float) -> bool:
    """Whether two values of one field cannot both be true; a flag that is no country's name says nothing.

    >>> differ("flag", "Russia", "Russian Federation", 0.02), differ("flag", "Russia", "Palau", 0.02)
    (False, True)
    >>> differ("gross tonnage", "8811", "8821", 0.02), differ("built", "1984", "1986", 0.02)
    (False, True)
    """
    if field == "flag":
        codes = country(one), country(other)
        return None not in codes and codes[0] != codes[1]
    if field in ("gross tonnage", "deadweight", "length"):
        larger = max(float(one), float(other))
        return abs(float(one) - float(other)) > alike * larger
    return one.replace(" ", "").casefold() != other.replace(" ", "").casefold()


STEP = Step(
    "hulls", takes=("entities", "links"), gives="hulls", run=hulls, options=Hulls(), by="", timed=True
)
