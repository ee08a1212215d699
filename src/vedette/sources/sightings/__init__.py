"""What was seen where, and what was counted: one file per publisher or format."""

from vedette.steps import Source

SOURCES: tuple[Source, ...] = ()
