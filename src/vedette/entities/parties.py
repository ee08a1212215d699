"""Whom a list means by a name: the entry of that list that alone bears it, else nobody but the name."""

import pyarrow as pa
import pyarrow.compute as pc

NAMED = "name:"


def resolved(links: pa.Table, entities: pa.Table) -> pa.Array:
    """For each link the entity it leads to: its id, or the one entry of the same list with that main name.

    A name that two entries of a list bear is nobody's; a ship is never taken for an owner. Null then.
    """
    to, lists = links["to"], links["list"]
    by_name = pc.fill_null(pc.starts_with(to, NAMED), True)
    known = _one_of_each(entities)
    key = pc.binary_join_element_wise(lists, pc.utf8_slice_codeunits(to, len(NAMED)), "\x1f")
    at = pc.index_in(key, known["key"])
    found = pc.if_else(by_name, known["entity"].take(at), to)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _one_of_each(entities: pa.Table) -> pa.Table:
    """The main names that one entry of a list alone bears: key (list and name) and entity."""
    firms = entities.filter(pc.not_equal(pc.fill_null(entities["kind"], ""), "vessel"))
    firms = firms.filter(pc.greater(pc.fill_null(pc.list_value_length(firms["names"]), 0), 0))
    main = pc.list_element(firms["names"], 0) if len(firms) else pa.array([], pa.string())
    key = pc.binary_join_element_wise(firms["list"], main, "\x1f")
    pairs = pa.table({"key": key, "entity": firms["entity"]}).group_by(["key", "entity"]).aggregate([])
    counts = pairs.group_by("key").aggregate([("entity", "count"), ("entity", "min")])
    alone = counts.filter(pc.equal(counts["entity_count"], 1))
    return pa.table({"key": alone["key"], "entity": alone["entity_min"]})
