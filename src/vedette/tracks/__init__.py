"""Positions that know their predecessor, what was said, and who a signal was."""

from vedette.steps import Step
from vedette.tracks import identities, motion, said_again

STEPS: tuple[Step, ...] = (motion.STEP, said_again.STEP, identities.STEP)
