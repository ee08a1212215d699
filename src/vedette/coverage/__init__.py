"""What was heard, by cell and hour and round each watched place by week; and what was looked at."""

from vedette.coverage import activity, cells, counted, exposures, outages, usual
from vedette.steps import Step

STEPS: tuple[Step, ...] = (cells.STEP, activity.STEP, usual.STEP, outages.STEP, exposures.STEP, counted.STEP)
