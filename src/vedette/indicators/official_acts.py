"""Official acts: designations, votes and vetoes, week by week."""

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from vedette.indicators.said import Said, said
from vedette.steps import Step


@dataclass(frozen=True)
class OfficialActs(Said):
    """Which classes of claims are official acts: a listing, and what the Security Council did."""

    classes: tuple[str, ...] = ("designation", "un")


def official_acts(claims: pa.Table, options: OfficialActs = OfficialActs(), *, until: datetime) -> pa.Table:
    """Count designations and votes a week, one for each origin; with exposure, band and surprise."""
    return said(claims, options.classes, "official_acts", options, until=until)


STEP = Step(
    "official_acts",
    takes=("claims",),
    gives="indicators",
    run=official_acts,
    options=OfficialActs(),
    by="",
    timed=True,
)
