"""Sanctions lists and watch lists: one file per publisher or format."""

from vedette.steps import Source

SOURCES: tuple[Source, ...] = ()
