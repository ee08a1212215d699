"""FollowTheMoney (JSON lines): list entries as other tools of the trade read them.

Each entry gives its entity, and a Sanction for each programme. The same entry of two editions of a list
gives lines of one id, which readers of the format merge.
"""

import json
import re
from datetime import datetime
from typing import Any

import pyarrow as pa

from vedette.kernels.ids import stable_id
from vedette.outputs.output import Output, Rows, Target, batches, opened
from vedette.outputs.shapes import Row

SCHEMAS = {"vessel": "Vessel", "organisation": "Organization", "person": "Person", "aircraft": "Airplane"}
_ALLOWED = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.\-]*[0-9A-Za-z])?")
_OF_A_VESSEL = (
    ("imo", "imoNumber"),
    ("mmsi", "mmsi"),
    ("call_sign", "callSign"),
    ("flag", "flag"),
    ("vessel_type", "type"),
    ("tonnage", "grossRegisteredTonnage"),
)


def write(table: str, rows: Rows, target: Target, places: pa.Table | None = None) -> None:  # noqa: ARG001
    """Write the entities and their sanctions, one object a line."""
    _, parts = batches(table, rows)
    with opened(target) as stream:
        for part in parts:
            for row in part.to_pylist():
                for entity in (_entity(row), *_sanctions(row)):
                    stream.write((json.dumps(entity, ensure_ascii=True, sort_keys=True) + "\n").encode())


def _entity(row: Row) -> dict[str, Any]:
    schema = SCHEMAS.get(row.get("kind") or "", "LegalEntity")
    names = [name for name in row.get("names") or () if name]
    held: dict[str, list[str]] = {"name": names[:1], "alias": names[1:]}
    if schema == "Vessel":
        held |= {theirs: _values(row.get(ours)) for ours, theirs in _OF_A_VESSEL}
    if schema == "Organization":
        held["imoNumber"] = _values(row.get("imo"))
    if _designates(row):
        held["topics"] = ["sanction"]
    return _object(_id(row["entity"]), schema, held)


def _id(entity: str) -> str:
    """The id as the format allows it: letters, digits, points and hyphens."""
    plain = entity.replace(":", "-")
    return plain if _ALLOWED.fullmatch(plain) else stable_id("entity", entity)


def _sanctions(row: Row) -> list[dict[str, Any]]:
    return [
        _object(
            stable_id("sanction", row["entity"], row.get("list"), programme),
            "Sanction",
            {
                "entity": [_id(row["entity"])],
                "program": [programme],
                "authorityId": _values(row.get("list")),
                "listingDate": _values(row.get("listed_on")),
            },
        )
        for programme in row.get("programmes") or ()
        if programme and _designates(row)
    ]


def _designates(row: Row) -> bool:
    """True for an entry with programmes on a published list; a case's own list designates nobody."""
    return bool(row.get("programmes")) and not str(row.get("list") or "").startswith("watch:")


def _object(name: str, schema: str, held: dict[str, list[str]]) -> dict[str, Any]:
    return {"id": name, "schema": schema, "properties": {key: said for key, said in held.items() if said}}


def _values(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, datetime):
        return [value.date().isoformat()]
    return [f"{value:g}" if isinstance(value, float) else str(value)]


OUTPUT = Output("ftm", ".ftm.jsonl", ("entities",), write)
