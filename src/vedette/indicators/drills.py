"""Drills and closures: exercises and closed areas that were announced, week by week."""

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from vedette.indicators.said import Said, said
from vedette.steps import Step


@dataclass(frozen=True)
class Drills(Said):
    """Which classes of claims are drills, launches and closed areas."""

    classes: tuple[str, ...] = ("drill", "closure", "launch")


def drills(claims: pa.Table, options: Drills = Drills(), *, until: datetime) -> pa.Table:
    """Count drills and closures a week, one for each origin; with exposure, band and surprise."""
    return said(claims, options.classes, "drills", options, until=until)


STEP = Step("drills", takes=("claims",), gives="indicators", run=drills, options=Drills(), by="", timed=True)
