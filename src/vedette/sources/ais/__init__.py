"""Ship positions and what ships say of themselves: one file per publisher or format."""

from vedette.sources.ais import synthetic_csv
from vedette.steps import Source

SOURCES: tuple[Source, ...] = (synthetic_csv.SOURCE,)
