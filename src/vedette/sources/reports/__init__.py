"""What governments and the press say: one file per publisher or format."""

from vedette.sources.reports import (
    feed,
    json_lines,
    mail,
    other_corridors,
    pdf,
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
    pdf.SOURCE,
    mail.SOURCE,
    feed.SOURCE,
    json_lines.SOURCE,
    text.SOURCE,
)
