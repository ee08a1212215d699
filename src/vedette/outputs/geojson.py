"""GeoJSON (RFC 7946): what has a place, for any map program. Gaps are lines marked ``inferred``."""

import json
import math
import re
from datetime import datetime
from typing import Any

import pyarrow as pa

from vedette.outputs.output import Output, Rows, Target, batches, opened
from vedette.outputs.shapes import IDS, SHOWN, Row, centres, geometry, inferred

_REORDERS = re.compile("[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\x7f-\x9f]")


def write(table: str, rows: Rows, target: Target, places: pa.Table | None = None) -> None:
    """Write one feature a row, and at the end whether any row was synthetic."""
    where, synthetic, between = centres(places), False, "\n"
    _, parts = batches(table, rows)
    with opened(target) as stream:
        stream.write(b'{"type": "FeatureCollection", "features": [')
        for part in parts:
            for row in part.to_pylist():
                made_up = str(row.get("source") or "").startswith("synthetic:")
                synthetic |= made_up
                stream.write((between + _json(_feature(table, row, where, made_up))).encode())
                between = ",\n"
        stream.write(f'\n], "synthetic": {json.dumps(synthetic)}}}\n'.encode())


def _feature(table: str, row: Row, where: dict[str, tuple[float, float]], made_up: bool) -> dict[str, Any]:
    properties = {name: _value(value) for name, value in row.items() if name != "geometry"}
    if inferred(table, row):
        properties |= {"inferred": True, "dashed": True}
    if made_up:
        properties["synthetic"] = True
    if table != "places" and row.get("place") in where and row.get("lat") is None:
        properties["located"] = "by the place it names"
    found: dict[str, Any] = {"type": "Feature"}
    if row.get(IDS.get(table, "")):
        found["id"] = row[IDS[table]]
    return found | {"geometry": geometry(table, row, where), "properties": properties}


def _value(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    if isinstance(value, bytes):
        return value.hex()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _json(value: object) -> str:
    """JSON that keeps every letter and shows those that hide or reorder by their number."""
    written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _REORDERS.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


OUTPUT = Output("geojson", ".geojson", SHOWN, write)
