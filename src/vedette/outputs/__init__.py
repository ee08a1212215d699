"""Tables out of the case: one form a file, and one line here.

The brief is gathered by ``brief.facts`` and written by ``html.page`` and ``markdown.page``.
"""

import pyarrow as pa

from vedette.errors import VedetteError
from vedette.outputs import csv, ftm, geojson, kml, parquet
from vedette.outputs.output import Output, Rows, Target

OUTPUTS: tuple[Output, ...] = (csv.OUTPUT, parquet.OUTPUT, geojson.OUTPUT, kml.OUTPUT, ftm.OUTPUT)


def export(table: str, rows: Rows, name: str, target: Target, beside: pa.Table | None = None) -> None:
    """Write the rows of a table in the form of that name, which may ask for another beside it.

    VedetteError says which forms a table has.
    """
    form(name, table).write(table, rows, target, beside)


def form(name: str, table: str) -> Output:
    """The form of that name, when it can show the table."""
    for output in OUTPUTS:
        if output.name == name and (not output.tables or table in output.tables):
            return output
    able = [output.name for output in OUTPUTS if not output.tables or table in output.tables]
    shows = next((output.tables for output in OUTPUTS if output.name == name), None)
    about = f"{name} shows: {', '.join(shows)}." if shows else f"There is no form {name!r}."
    raise VedetteError(
        f"The table {table!r} cannot be exported as {name!r}. {about}\nHint: as one of {', '.join(able)}."
    )
