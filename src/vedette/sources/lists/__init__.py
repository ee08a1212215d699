"""Sanctions lists and watch lists: one file per publisher or format."""

from vedette.sources.lists import (
    eu_journal,
    gfw_registry,
    ofac,
    ofac_history,
    ofac_vessels,
    uk,
    uk_parts,
    un,
    vessel_watch,
)
from vedette.steps import Source

SOURCES: tuple[Source, ...] = (
    ofac.SOURCE,
    ofac_history.SOURCE,
    ofac_vessels.SOURCE,
    eu_journal.SOURCE,
    uk.SOURCE,
    uk_parts.SOURCE,
    un.SOURCE,
    vessel_watch.SOURCE,
    gfw_registry.SOURCE,
)
