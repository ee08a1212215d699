"""Raw positions to trusted ones: mark, never drop."""

from vedette.positions import doubts, duplicates, unknowns
from vedette.steps import Step

STEPS: tuple[Step, ...] = (unknowns.STEP, duplicates.STEP, doubts.STEP)
