"""High-level visits: leaders and ministers who meet, week by week."""

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from vedette.indicators.said import Said, said
from vedette.steps import Step


@dataclass(frozen=True)
class HighVisits(Said):
    """Which classes of claims are visits."""

    classes: tuple[str, ...] = ("visit", "summit")


def high_visits(claims: pa.Table, options: HighVisits = HighVisits(), *, until: datetime) -> pa.Table:
    """Count visits and summits a week, one for each origin; with exposure, band and surprise."""
    return said(claims, options.classes, "high_visits", options, until=until)


STEP = Step(
    "high_visits",
    takes=("claims",),
    gives="indicators",
    run=high_visits,
    options=HighVisits(),
    by="",
    timed=True,
)
