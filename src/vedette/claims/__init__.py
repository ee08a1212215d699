"""What is said, by whom: from reports to claims, each with its speaker, origin and place in the text."""

from vedette.claims import copies
from vedette.steps import Step

STEPS: tuple[Step, ...] = (copies.STEP,)
