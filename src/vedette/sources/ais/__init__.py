"""Ship positions and what ships say of themselves: one file per publisher or format."""

from vedette.steps import Source

SOURCES: tuple[Source, ...] = ()
