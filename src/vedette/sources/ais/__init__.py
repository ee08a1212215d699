"""Ship positions and what ships say of themselves: one file per publisher or format."""

from vedette.sources.ais import danish, global_fishing_watch, marine_cadastre, other_csv, synthetic_csv
from vedette.steps import Source

SOURCES: tuple[Source, ...] = (
    synthetic_csv.SOURCE,
    danish.SOURCE,
    marine_cadastre.SOURCE,
    global_fishing_watch.SOURCE,
    other_csv.SOURCE,
)
