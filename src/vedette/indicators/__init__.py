"""Signs against their base rate: one a file, and one line here."""

from vedette.steps import Step

STEPS: tuple[Step, ...] = ()
