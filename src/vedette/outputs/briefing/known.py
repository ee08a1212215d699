"""What was known by some moment: no row that the reader of a brief could not have had then."""

from collections.abc import Mapping
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields

# For each table, the columns that may say when a row became known, the first that is given counts.
_PUBLISHED = {
    "assessments": ("until",),
    "evidence": ("until",),
    "indicators": ("start",),
    "events": ("known", "end", "start"),
    "sightings": ("published", "end", "start"),
    "claims": ("published", "end", "start"),
    "alerts": ("raised",),
    "entities": ("list_date",),
    "links": ("list_date",),
    "coverage": ("hour",),
    "outages": ("start",),
    "flows": ("known", "start"),
    "conflicts": ("known",),
    "bearings": ("known",),
    "forecasts": ("opened",),
    "listings": ("start",),
    "effects": ("designated",),
}
_OBSERVED = {"sightings": ("end", "start")}


def known_by(tables: Mapping[str, pa.Table], until: datetime, clock: str) -> dict[str, pa.Table]:
    """The rows known by ``until``; rows that do not say when are kept, tables not given are empty."""
    moment = pa.scalar(until, fields.TIME)
    columns = {**_PUBLISHED, **(_OBSERVED if clock == "observed" else {})}
    kept = {name: tables[name] for name in tables}
    for name in fields.TABLES:
        rows = kept.setdefault(name, fields.empty(name))
        if name in columns and len(rows):
            known = pc.coalesce(*(rows[column] for column in columns[name]))
            kept[name] = rows.filter(pc.fill_null(pc.less_equal(known, moment), True))
    return kept


def made_up(source: object) -> bool:
    """True for the source of a row that rests on synthetic data.

    >>> made_up("synthetic:sea"), made_up("danish"), made_up(None)
    (True, False, False)
    """
    return isinstance(source, str) and source.startswith("synthetic:")
