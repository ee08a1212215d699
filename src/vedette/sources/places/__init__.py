"""Ports, piers, crossings and areas: one file per publisher or format."""

from vedette.sources.places import geojson, table, world_port_index
from vedette.steps import Source

SOURCES: tuple[Source, ...] = (
    geojson.SOURCE,
    table.SOURCE,
    world_port_index.SOURCE,
)
