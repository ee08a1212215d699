"""What was heard, by cell and hour and round each watched place by week; and what was looked at."""

from vedette.coverage import cells, counted, exposures, usual
from vedette.steps import Step

STEPS: tuple[Step, ...] = (cells.STEP, usual.STEP, exposures.STEP, counted.STEP)
