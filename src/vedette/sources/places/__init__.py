"""Ports, piers, crossings and areas: one file per publisher or format."""

from vedette.steps import Source

SOURCES: tuple[Source, ...] = ()
