"""What ships did: one detector a file, and one line here."""

from vedette.steps import Step

STEPS: tuple[Step, ...] = ()
