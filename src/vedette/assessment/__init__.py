"""What the signs mean, how sure, and at what level."""

from vedette.steps import Step

STEPS: tuple[Step, ...] = ()
