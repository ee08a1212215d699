"""What governments and the press say: one file per publisher or format."""

from vedette.steps import Source

SOURCES: tuple[Source, ...] = ()
