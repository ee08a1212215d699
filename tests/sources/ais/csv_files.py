"""Small CSV files, and what a source makes of them."""

from datetime import datetime

import pyarrow as pa

from tests.sources.opened import opened_from
from vedette import fields
from vedette.steps import Reading, Source

NOW = datetime(2026, 11, 22)
NOAA = b"MMSI,BaseDateTime,LAT,LON,SOG\n"


def noaa(*lines: bytes) -> bytes:
    """Give a MarineCadastre file of few columns."""
    return NOAA + b"\n".join(lines) + b"\n"


def tables(source: Source, data: bytes, **asked: object) -> dict[str, pa.Table]:
    """Give every table a source reads from some bytes, by name; each batch must keep the contract."""
    batches = list(source.read(opened_from(data), Reading(**{"now": NOW, **asked})))
    for batch in batches:
        assert batch.rows.schema == fields.schema(batch.table)
    return {
        name: pa.concat_tables([fields.empty(name), *(b.rows for b in batches if b.table == name)])
        for name in ("positions", "statics", "refusals")
    }


def positions(source: Source, data: bytes, **asked: object) -> list[dict[str, object]]:
    """Give the positions of a file of which nothing is refused."""
    found = tables(source, data, **asked)
    assert found["refusals"].to_pylist() == []
    return found["positions"].to_pylist()


def refusals(source: Source, data: bytes, **asked: object) -> list[tuple[int, str]]:
    """Give line and reason of each refusal."""
    found = tables(source, data, **asked)["refusals"]
    return list(zip(found["line"].to_pylist(), found["reason"].to_pylist(), strict=True))


def lines_read(source: Source, data: bytes, **asked: object) -> list[int]:
    """Give the line of each position."""
    found = tables(source, data, **asked)["positions"]
    return [int(record.split(":")[1]) for record in found["record"].to_pylist()]
