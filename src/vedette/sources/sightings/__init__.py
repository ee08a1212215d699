"""What was seen where, and what was counted: one file per publisher or format."""

from vedette.sources.sightings import rail_counts, sighted, sts_events, voyage_counts
from vedette.steps import Source

SOURCES: tuple[Source, ...] = (
    sighted.SOURCE,
    voyage_counts.SOURCE,
    rail_counts.SOURCE,
    sts_events.SOURCE,
)
