"""Claims by what they say happened: clusters of one origin, week by week, never articles."""

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from vedette.indicators.said import Said, said
from vedette.steps import Step


@dataclass(frozen=True)
class ClaimClusters(Said):
    """Which classes are counted; none named, every one that occurs."""

    classes: tuple[str, ...] = ()


def claim_clusters(
    claims: pa.Table, options: ClaimClusters = ClaimClusters(), *, until: datetime
) -> pa.Table:
    """Count clusters of accepted assertions a week by class; with exposure, band and surprise."""
    return said(claims, options.classes, "claim_clusters", options, until=until)


STEP = Step(
    "claim_clusters",
    takes=("claims",),
    gives="indicators",
    run=claim_clusters,
    options=ClaimClusters(),
    by="",
    timed=True,
)
