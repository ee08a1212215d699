"""What ships did: one detector a file, and one line here."""

from vedette.events import (
    encounter,
    gap,
    identity_clash,
    judged,
    loitering,
    named,
    port_call,
    sighted_call,
    slow_points,
    zone,
)
from vedette.steps import Step

STEPS: tuple[Step, ...] = (
    gap.STEP,
    port_call.STEP,
    zone.STEP,
    loitering.STEP,
    slow_points.STEP,
    encounter.STEP,
    sighted_call.STEP,
    identity_clash.STEP,
    named.STEP,
    judged.STEP,
)
