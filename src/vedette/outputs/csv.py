"""CSV: any table for a spreadsheet, safe to open in one.

Times are ISO 8601 with Z, unknown is empty, lists are joined by '; ', geometry is WKT. Text that a
spreadsheet would run as a formula gets a leading apostrophe, as does text that already begins with
apostrophes before such a sign, so that taking one away gives the original back. Control characters and what
hides or reorders text are made visible, as `visible` says.
"""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import shapely

from vedette.outputs.output import Output, Rows, Target, batches, opened
from vedette.outputs.visible import visible

# The signs OWASP names, with their full-width forms, also behind white space that some programs cut off.
_FORMULA = r"^'*[\s\pZ]*[=+\-@＝＋－＠]|^'*[\t\r\n]"
_SUSPECT = r"[\x00-\x08\x0b-\x1f\x7f]|[^\x00-\x7f]"
_QUOTED = r'[",\n\r]|^\s|\s$'


def write(table: str, rows: Rows, target: Target, places: pa.Table | None = None) -> None:  # noqa: ARG001
    """Write the rows, a bounded number at a time."""
    schema, parts = batches(table, rows)
    with opened(target) as stream:
        stream.write((",".join(_quoted_name(name) for name in schema.names) + "\n").encode())
        for part in parts:
            columns = [_cells(part.column(number)) for number in range(part.num_columns)]
            lines = _joined(columns, ",")
            stream.write("".join(f"{line}\n" for line in lines.to_pylist()).encode())


def plain_text(cell: str) -> str:
    """The text of a cell as it was before its formula was made harmless."""
    harmless = cell.startswith("'") and pc.match_substring_regex(pa.array([cell[1:]]), _FORMULA)[0].as_py()
    return cell[1:] if harmless else cell


def _joined(parts: list[Any], between: str) -> pa.Array:
    large = pa.large_string()
    written = [pa.scalar(part, large) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*written, pa.scalar(between, large))


def _cells(column: pa.Array) -> pa.Array:
    for fits, cells in _CELLS:
        if fits(column.type):
            return pc.fill_null(cells(column).cast(pa.large_string()), "")
    return pc.fill_null(column.cast(pa.large_string()), "")


def _texts(column: pa.Array) -> pa.Array:
    texts = column.cast(pa.large_string())
    if pc.any(pc.match_substring_regex(texts, _SUSPECT)).as_py():
        texts = pa.array([None if t is None else visible(t) for t in texts.to_pylist()], pa.large_string())
    harmless = _joined(["'", texts], "")
    texts = pc.if_else(pc.match_substring_regex(texts, _FORMULA), harmless, texts)
    doubled = pc.replace_substring(texts, '"', '""')
    quoted = _joined(['"', doubled, '"'], "")
    return pc.if_else(pc.match_substring_regex(texts, _QUOTED), quoted, texts)


def _times(column: pa.Array) -> pa.Array:
    written = pc.strftime(column.cast(pa.timestamp("us")), format="%Y-%m-%dT%H:%M:%SZ")
    return pc.replace_substring(written, ".000000Z", "Z")


def _lists(column: pa.Array) -> pa.Array:
    said = [None if row is None else "; ".join(map(_element, row)) for row in column.to_pylist()]
    return _texts(pa.array(said, pa.large_string()))


def _element(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {part}" for name, part in value.items() if part is not None)
    return "" if value is None else str(value)


def _geometry(column: pa.Array) -> pa.Array:
    return _texts(pa.array([_wkt(value) for value in column.to_pylist()], pa.large_string()))


def _wkt(value: bytes | None) -> str | None:
    if value is None:
        return None
    try:
        return str(shapely.from_wkb(value).wkt)
    except shapely.errors.GEOSException:
        return value.hex()


_CELLS: tuple[tuple[Callable[[pa.DataType], bool], Callable[[pa.Array], pa.Array]], ...] = (
    (lambda t: pa.types.is_string(t) or pa.types.is_large_string(t), _texts),
    (pa.types.is_timestamp, _times),
    (pa.types.is_nested, _lists),
    (lambda t: pa.types.is_binary(t) or pa.types.is_large_binary(t), _geometry),
)


def _quoted_name(name: str) -> str:
    return str(_texts(pa.array([name]))[0].as_py())


OUTPUT = Output("csv", ".csv", (), write)
