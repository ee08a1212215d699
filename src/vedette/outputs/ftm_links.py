"""The links of lists as FollowTheMoney has them: other names, owners, and links of any other role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from vedette.kernels.shares import percentage
from vedette.outputs.shapes import Row

NAMED = "name:"
OWNERS = ("owner", "former owner")
OTHERS = ("operator", "manager", "former operator", "linked to", "named in")
_NAMES = {"alias": "alias", "former name": "previousName", "weak alias": "weakAlias", "address": "address"}


@dataclass(frozen=True)
class Linked:
    """What links say: other names and addresses by entity, who is owned, and the links between entities."""

    names: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)
    owned: frozenset[str] = frozenset()
    rows: tuple[Row, ...] = ()


def linked(links: pa.Table | None) -> Linked:
    """The links in a form to look up, those that say the same twice once; none are given for no table."""
    if links is None:
        return Linked()
    names: dict[str, dict[str, list[str]]] = {}
    rows: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    for row in links.to_pylist():
        of, to, role = row["from"], row["to"], row["role"]
        if not of:
            continue
        if role in _NAMES:
            text = str(to or "").removeprefix(NAMED) or row["detail"]
            said = names.setdefault(of, {}).setdefault(_NAMES[role], [])
            if text and text not in said:
                said.append(text)
        elif role in (*OWNERS, *OTHERS) and to and to != NAMED:
            key = (of, to, role, row["list"] or "")
            if key not in rows or str(row["list_date"]) > str(rows[key]["list_date"]):
                rows[key] = {**row, "share": percentage(row["detail"])}
    owned = frozenset(of for of, _, role, _ in rows if role in OWNERS)
    return Linked(names, owned, tuple(rows[key] for key in sorted(rows)))
