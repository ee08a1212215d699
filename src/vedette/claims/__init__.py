"""What is said, by whom: from reports to claims, each with its speaker, origin and place in the text."""

from vedette.claims import bearing_on, bearings, conflicts, copies, extract, graded, judged, mentions, origins
from vedette.steps import Step

STEPS: tuple[Step, ...] = (
    copies.STEP,
    mentions.STEP,
    extract.STEP,
    judged.STEP,
    bearing_on.STEP,
    origins.STEP,
    graded.STEP,
    conflicts.STEP,
    bearings.STEP,
)
