"""What was heard, by cell and hour, and round each watched place by week."""

from vedette.coverage import cells, exposures
from vedette.steps import Step

STEPS: tuple[Step, ...] = (cells.STEP, exposures.STEP)
