"""Positions that know their predecessor, and who a signal was."""

from vedette.steps import Step
from vedette.tracks import identities, motion

STEPS: tuple[Step, ...] = (motion.STEP, identities.STEP)
