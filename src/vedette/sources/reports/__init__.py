"""What governments and the press say: one file per publisher or format."""

from vedette.sources.reports import (
    other_corridors,
    reference_table,
    text,
    timeline,
    volume_estimates,
    watch_file,
)
from vedette.steps import Source

SOURCES: tuple[Source, ...] = (
    timeline.SOURCE,
    volume_estimates.SOURCE,
    other_corridors.SOURCE,
    reference_table.SOURCE,
    watch_file.SOURCE,
    text.SOURCE,
)
