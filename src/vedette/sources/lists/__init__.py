"""Sanctions lists and watch lists: one file per publisher or format."""

from vedette.sources.lists import (
    by_columns,
    eu_fsf,
    eu_journal,
    ftm,
    gfw_registry,
    ofac,
    ofac_advanced,
    ofac_history,
    ofac_vessels,
    opensanctions,
    uk,
    uk_parts,
    un,
    vessel_watch,
)
from vedette.steps import Source

SOURCES: tuple[Source, ...] = (
    ofac.SOURCE,
    ofac_advanced.SOURCE,
    ofac_history.SOURCE,
    ofac_vessels.SOURCE,
    eu_fsf.SOURCE,
    eu_journal.SOURCE,
    uk.SOURCE,
    uk_parts.SOURCE,
    un.SOURCE,
    ftm.SOURCE,
    opensanctions.SOURCE,
    vessel_watch.SOURCE,
    gfw_registry.SOURCE,
    by_columns.SOURCE,
)
