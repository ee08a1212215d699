"""Parquet: any table as it is."""

import pyarrow as pa
import pyarrow.parquet as pq

from vedette.outputs.output import Output, Rows, Target, batches, opened


def write(table: str, rows: Rows, target: Target, places: pa.Table | None = None) -> None:  # noqa: ARG001
    """Write the rows, a bounded number at a time."""
    schema, parts = batches(table, rows)
    with opened(target) as stream, pq.ParquetWriter(stream, schema, compression="zstd") as file:
        for part in parts:
            file.write_batch(part)


OUTPUT = Output("parquet", ".parquet", (), write)
