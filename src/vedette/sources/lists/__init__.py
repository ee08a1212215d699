"""Sanctions lists and watch lists: one file per publisher or format."""

from vedette.sources.lists import gfw_registry, ofac, ofac_history, vessel_watch
from vedette.steps import Source

SOURCES: tuple[Source, ...] = (
    ofac.SOURCE,
    ofac_history.SOURCE,
    vessel_watch.SOURCE,
    gfw_registry.SOURCE,
)
