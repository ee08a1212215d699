"""Raw positions to trusted ones: mark, never drop."""

from vedette.steps import Step

STEPS: tuple[Step, ...] = ()
