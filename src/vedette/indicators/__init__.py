"""Signs against their base rate: one a file, and one line here."""

from vedette.indicators import (
    across,
    calls,
    claim_clusters,
    dark_legs,
    dormant,
    draught_flow,
    drills,
    first_visits,
    gap_rate,
    high_visits,
    listed_contact,
    meter,
    naval_calls,
    official_acts,
    partners,
    possible_calls,
    rail,
)
from vedette.steps import Step

STEPS: tuple[Step, ...] = (
    calls.STEP,
    dark_legs.STEP,
    dormant.STEP,
    gap_rate.STEP,
    possible_calls.STEP,
    first_visits.STEP,
    naval_calls.STEP,
    draught_flow.STEP,
    rail.STEP,
    meter.STEP,
    partners.STEP,
    official_acts.STEP,
    high_visits.STEP,
    drills.STEP,
    claim_clusters.STEP,
    listed_contact.STEP,
    across.STEP,
)
