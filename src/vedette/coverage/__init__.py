"""What was heard, by cell and hour."""

from vedette.steps import Step

STEPS: tuple[Step, ...] = ()
