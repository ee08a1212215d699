"""Which table leaves in which form."""

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vedette import fields, outputs
from vedette.errors import VedetteError

SHOWN = [(output, table) for output in outputs.OUTPUTS for table in output.tables or sorted(fields.TABLES)]


@pytest.mark.parametrize(("output", "table"), SHOWN, ids=lambda value: getattr(value, "name", value))
def test_every_form_writes_every_table_it_names_even_empty(output: outputs.Output, table: str):
    first, second = io.BytesIO(), io.BytesIO()
    output.write(table, fields.empty(table), first, None)
    output.write(table, iter(()), second, None)

    assert first.getvalue() == second.getvalue()


def test_a_form_that_does_not_exist_is_answered_with_those_that_do():
    with pytest.raises(VedetteError, match=r"no form 'xlsx'.\nHint: as one of csv, parquet, geojson, kml."):
        outputs.export("events", fields.empty("events"), "xlsx", io.BytesIO())


def test_a_table_without_a_place_is_not_drawn_on_a_map():
    with pytest.raises(VedetteError, match=r"(?s)geojson shows: events, .*\nHint: as one of csv, parquet."):
        outputs.export("files", fields.empty("files"), "geojson", io.BytesIO())


def test_parquet_is_the_table_as_it_is():
    rows = fields.from_rows([{"place": "p", "name": "=1\u202e", "geometry": b"\x01"}], "places")
    stream = io.BytesIO()
    outputs.export("places", rows.to_batches(), "parquet", stream)

    assert pq.read_table(pa.BufferReader(stream.getvalue())).equals(rows)
