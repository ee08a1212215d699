"""What the signs mean, how sure, and at what level."""

from vedette.assessment import alerts, judge, weigh
from vedette.steps import Step

STEPS: tuple[Step, ...] = (weigh.STEP, judge.STEP, alerts.STEP)
