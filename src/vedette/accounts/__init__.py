"""Accounts: what was counted, what ships could have taken and what was claimed, each apart; no judgement."""

from vedette.accounts import effects, flows, listings
from vedette.steps import Step

STEPS: tuple[Step, ...] = (flows.STEP, listings.STEP, effects.STEP)
