"""Signs against their base rate: one a file, and one line here."""

from vedette.indicators import calls, dormant, gap_rate
from vedette.steps import Step

STEPS: tuple[Step, ...] = (calls.STEP, dormant.STEP, gap_rate.STEP)
