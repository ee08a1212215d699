"""The world to raw tables: one file per publisher or format, and one line for it here.

``recognised`` finds the source for a file by its content; the order of the tuple settles a tie.
"""

from importlib.metadata import entry_points
from pathlib import Path

from vedette.errors import SourceError
from vedette.sources import ais, lists, places, reports, sightings
from vedette.steps import Opened, Source

SOURCES: tuple[Source, ...] = (
    *ais.SOURCES,
    *lists.SOURCES,
    *sightings.SOURCES,
    *places.SOURCES,
    *reports.SOURCES,
)


def known() -> tuple[Source, ...]:
    """Our sources, then those of other packages, which join by the entry point ``vedette.sources``."""
    return (*SOURCES, *(entry.load() for entry in entry_points(group="vedette.sources")))


def recognised(opened: Opened) -> Source:
    """The source that is surest of a file; SourceError when none is at all."""
    best, sure = max(((s, s.recognise(opened)) for s in known()), key=lambda pair: pair[1])
    if sure <= 0:
        raise SourceError(
            "not a format vedette knows",
            file=opened.name,
            hint="say which with --as NAME, or map the columns of a CSV with --columns map.toml",
        )
    return best


def mapped(columns: Path) -> Source:
    """The source that reads by a map of columns: of a list when the map says so, else of positions."""
    return named(lists.by_columns.NAME if lists.by_columns.is_of_entities(columns) else "ais/csv")


def named(name: str) -> Source:
    """The source of that name; SourceError with all names when there is none."""
    for source in known():
        if source.name == name:
            return source
    raise SourceError(
        f"there is no source named {name!r}", hint="one of: " + ", ".join(s.name for s in known())
    )
