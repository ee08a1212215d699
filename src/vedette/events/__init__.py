"""What ships did: one detector a file, and one line here."""

from vedette.events import (
    circle,
    displaced_together,
    draught_change,
    encounter,
    gap,
    identity_change,
    identity_clash,
    impossible_number,
    judged,
    loitering,
    named,
    number_change,
    port_call,
    shared_number,
    sighted_call,
    slow_points,
    teleport,
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
    teleport.STEP,
    circle.STEP,
    impossible_number.STEP,
    shared_number.STEP,
    identity_change.STEP,
    number_change.STEP,
    draught_change.STEP,
    named.STEP,
    judged.STEP,
    displaced_together.STEP,
)
