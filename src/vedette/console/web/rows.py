"""Tables of the case over HTTP: a page at a time as JSON, or whole as a file that says its origin."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette import __version__, gazetteer, store
from vedette.console.web.held import Held, plain
from vedette.errors import VedetteError
from vedette.outputs import export, form

MOST_ROWS = 5000
MOST_EXPORTED = 1_000_000
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "kml": "application/vnd.google-earth.kml+xml",
}
WHEN = {
    "indicators": "start",
    "assessments": "until",
    "evidence": "until",
    "alerts": "raised",
    "decisions": "when",
    "claims": "published",
    "reports": "published",
    "files": "added",
    "coverage": "hour",
    "positions": "time",
    "statics": "time",
    "entities": "list_date",
    "links": "list_date",
    "forecasts": "opened",
}


def moment(text: str | None) -> datetime | None:
    """A time as the address gives it, UTC; VedetteError when it is none."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.strip().replace(" ", "+"))
        found = found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError) as error:
        raise VedetteError(f"{text[:40]!r} is not a time; write 2024-02-12 or 2024-02-12T06:00Z.") from error
    if not 1900 <= found.year <= 2200:
        raise VedetteError(f"{text[:40]!r} lies outside the years 1900 to 2200.")
    return found


def time_column(table: str, rows: pa.Table) -> str | None:
    """The column by which a table is cut to a window of time."""
    name = WHEN.get(table, "start")
    return name if name in rows.column_names else None


def between(rows: pa.Table, table: str, start: datetime | None, end: datetime | None) -> pa.Table:
    """The rows that touch a window; one that still goes on touches all that comes after its start."""
    name = time_column(table, rows)
    if name is None:
        return rows
    if end is not None:
        rows = rows.filter(pc.fill_null(pc.less_equal(rows[name], pa.scalar(end, pa.timestamp("us"))), False))
    if start is not None:
        last = rows["end"] if name == "start" and "end" in rows.column_names else rows[name]
        rows = rows.filter(pc.fill_null(pc.greater_equal(last, pa.scalar(start, pa.timestamp("us"))), True))
    return rows


def asked(held: Held, table: str, where: Mapping[str, str], start: str | None, end: str | None) -> pa.Table:
    """The rows of a table whose columns have these values, in a window; VedetteError says what there is."""
    if table not in store.STORED:
        raise VedetteError(f"There is no table {table[:40]!r}.\nThere are: {', '.join(store.STORED)}.")
    if table == "positions" and "mmsi" not in where:
        raise VedetteError(
            "Positions are given ship by ship: add ?mmsi=... (vedette export writes them all)."
        )
    if table in ("positions", "statics"):
        ship = _number(where["mmsi"]) if "mmsi" in where else None
        rows = store.read(held.case, table, pc.field("mmsi") == ship if ship is not None else None)
    else:
        rows = held.read(table)
    for name, value in where.items():
        if name not in rows.column_names:
            raise VedetteError(
                f"{table} has no column {name[:40]!r}.\nIt has: {', '.join(rows.column_names)}."
            )
        rows = rows.filter(_equal(rows[name], value))
    return between(rows, table, moment(start), moment(end))


def _number(text: str) -> int:
    if not text.lstrip("-").isdecimal() or len(text) > 18:
        raise VedetteError(f"{text[:40]!r} is not a whole number.")
    return int(text)


def _equal(column: pa.ChunkedArray, value: str) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_list(kind) or pa.types.is_binary(kind) or pa.types.is_timestamp(kind):
        raise VedetteError("Only text, numbers and true or false can be asked for; times with from and to.")
    if value == "":
        return pc.is_null(column)
    if pa.types.is_boolean(kind):
        return pc.fill_null(pc.equal(column, value.lower() == "true"), False)
    if pa.types.is_integer(kind):
        return pc.fill_null(pc.equal(column, _number(value)), False)
    if pa.types.is_floating(kind):
        try:
            return pc.fill_null(pc.equal(column, float(value)), False)
        except ValueError as error:
            raise VedetteError(f"{value[:40]!r} is not a number.") from error
    return pc.fill_null(pc.equal(column, value), False)


def origin(held: Held, query: str) -> str:
    """Where an export came from: version, snapshot of the case, question."""
    return f"vedette {__version__}, snapshot {held.snapshot()}, {query}"


def page(held: Held, table: str, rows: pa.Table, limit: int, offset: int) -> dict[str, Any]:
    """Some rows as JSON, the latest first, and how many there are."""
    name = time_column(table, rows)
    if name is not None:
        rows = rows.sort_by([(name, "descending")])
    some = rows.slice(offset, limit)
    if "geometry" in some.column_names:
        some = some.drop_columns(["geometry"])
    return {
        "table": table,
        "snapshot": held.snapshot(),
        "version": __version__,
        "all": len(rows),
        "offset": offset,
        "rows": [plain(row, show=False) for row in some.to_pylist()],
    }


def file(held: Held, table: str, rows: pa.Table, name: str, query: str) -> bytes:
    """The rows as a file of that form, with where they came from in it; VedetteError beyond MOST_EXPORTED."""
    if len(rows) > MOST_EXPORTED:
        raise VedetteError(
            f"{len(rows):,} rows are more than a browser should take.\n"
            f"Hint: vedette export {held.case.path} {table} --as {name} writes them to a file."
        )
    form(name, table)
    places = gazetteer.of_events(held.read("places"), held.read("events"))
    made = io.BytesIO()
    given = places if table == "places" else rows
    export(table, iter(given.to_batches()), name, made, places)
    return with_origin(made.getvalue(), name, origin(held, query))


def with_origin(data: bytes, name: str, where: str) -> bytes:
    """A file with its origin: a last column in CSV, a member in GeoJSON, a comment in KML."""
    if name == "csv":
        return b"".join(_with_column(data, where))
    if name == "geojson":
        head, brace, rest = data.partition(b"{")
        return head + brace + b'"vedette": ' + json.dumps(where).encode() + b", " + rest
    return data + b"\n<!-- " + where.replace("--", "- -").encode() + b" -->\n"


def _with_column(data: bytes, where: str) -> Iterator[bytes]:
    lines = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    for n, line in enumerate(lines):
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\r\n").writerow([*line, "exported_from" if n == 0 else where])
        yield out.getvalue().encode()
