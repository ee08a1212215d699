"""KML 2.2: what has a place, for Google Earth and its like. Gaps are drawn thinner, for KML cannot dash."""

from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa

from vedette.outputs.output import Output, Rows, Target, batches, opened
from vedette.outputs.shapes import IDS, SHOWN, Geometry, Row, centres, geometry, inferred
from vedette.outputs.visible import visible

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>{table}</name>
<Style id="observed"><LineStyle><color>ffb27200</color><width>2</width></LineStyle></Style>
<Style id="inferred"><LineStyle><color>99005ed5</color><width>1</width></LineStyle></Style>
"""


def write(table: str, rows: Rows, target: Target, places: pa.Table | None = None) -> None:
    """Write one placemark a row."""
    where = centres(places)
    _, parts = batches(table, rows)
    with opened(target) as stream:
        stream.write(_HEAD.format(table=_text(table)).encode())
        for part in parts:
            for row in part.to_pylist():
                stream.write((_placemark(table, row, geometry(table, row, where)) + "\n").encode())
        stream.write(b"</Document></kml>\n")


def _placemark(table: str, row: Row, shape: Geometry | None) -> str:
    style = "inferred" if inferred(table, row) else "observed"
    data = "".join(
        f"<Data name={quoteattr(visible(name))}><value>{_text(_said(value))}</value></Data>"
        for name, value in row.items()
        if value is not None and name != "geometry"
    )
    return (
        f"<Placemark><name>{_text(_name(table, row))}</name>{_when(row)}<styleUrl>#{style}</styleUrl>"
        f"<ExtendedData>{data}</ExtendedData>{_drawn(shape) if shape else ''}</Placemark>"
    )


def _name(table: str, row: Row) -> str:
    parts = [row.get(name) for name in ("name", "vessel_name", "kind", "ship", "mmsi", "what", "cell")]
    said = " ".join(str(part) for part in parts if part is not None) or str(
        row.get(IDS.get(table, "")) or table
    )
    return f"SYNTHETIC {said}" if str(row.get("source") or "").startswith("synthetic:") else said


def _when(row: Row) -> str:
    at = row.get("time") or row.get("hour")
    if isinstance(at, datetime):
        return f"<TimeStamp><when>{at.isoformat()}Z</when></TimeStamp>"
    sides = [
        f"<{side}>{moment.isoformat()}Z</{side}>"
        for side, moment in (("begin", row.get("start")), ("end", row.get("end")))
        if isinstance(moment, datetime)
    ]
    return f"<TimeSpan>{''.join(sides)}</TimeSpan>" if sides else ""


def _drawn(shape: Geometry) -> str:
    kind, at = shape["type"], shape["coordinates"]
    if kind == "Point":
        return f"<Point><coordinates>{_at([at])}</coordinates></Point>"
    if kind == "LineString":
        return f"<LineString><tessellate>1</tessellate><coordinates>{_at(at)}</coordinates></LineString>"
    if kind == "Polygon":
        rings = [f"<LinearRing><coordinates>{_at(ring)}</coordinates></LinearRing>" for ring in at]
        holes = "".join(f"<innerBoundaryIs>{ring}</innerBoundaryIs>" for ring in rings[1:])
        return f"<Polygon><outerBoundaryIs>{rings[0]}</outerBoundaryIs>{holes}</Polygon>"
    parts = "".join(_drawn({"type": kind.removeprefix("Multi"), "coordinates": part}) for part in at)
    return f"<MultiGeometry>{parts}</MultiGeometry>"


def _at(positions: list[list[float]]) -> str:
    return " ".join(f"{position[0]},{position[1]}" for position in positions)


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _text(value: str) -> str:
    return escape(visible(value))


OUTPUT = Output("kml", ".kml", SHOWN, write)
