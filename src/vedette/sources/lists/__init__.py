"""Sanctions lists and watch lists: one file per publisher or format."""

from vedette.sources.lists import gfw_registry, ofac, vessel_watch
from vedette.steps import Source

SOURCES: tuple[Source, ...] = (
    ofac.SOURCE,
    vessel_watch.SOURCE,
    gfw_registry.SOURCE,
)
