"""Plain rows of indicators, for signs that are not counts of events and bring their own band and surprise."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from vedette import fields
from vedette.kernels import arrays, weeks
from vedette.kernels.ids import stable_id


def rows(found: Iterable[Mapping[str, Any]], rule: str) -> pa.Table:
    """Rows of the table from dictionaries with ``series`` and ``week``; what is left out is null."""
    made = []
    for row in found:
        start = arrays.times(weeks.week_start([row["week"], row["week"] + 1])).to_pylist()
        made.append(
            {
                "indicator": f"{stable_id('indicator', row['series'])}-{start[0]:%Y%m%d}",
                "start": start[0],
                "end": start[1],
                "alarm": False,
                "rule": rule,
                **{name: value for name, value in row.items() if name != "week"},
            }
        )
    made.sort(key=lambda row: (row["series"], row["start"]))
    return fields.from_rows(made, "indicators")


def source(names: Iterable[str | None]) -> str | None:
    """One source to stand for some: a made-up one if there is one."""
    named = sorted({name for name in names if name}, key=lambda n: (not n.startswith("synthetic:"), n))
    return named[0] if named else None
