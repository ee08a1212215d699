"""Positions that know their predecessor, and who a signal was."""

from vedette.steps import Step

STEPS: tuple[Step, ...] = ()
