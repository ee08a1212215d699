"""What ships did: one detector a file, and one line here."""

from vedette.events import gap, identity_clash, named, port_call, sighted_call, zone
from vedette.steps import Step

STEPS: tuple[Step, ...] = (
    gap.STEP,
    port_call.STEP,
    zone.STEP,
    sighted_call.STEP,
    identity_clash.STEP,
    named.STEP,
)
