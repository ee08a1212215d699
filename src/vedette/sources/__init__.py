"""The world to raw tables: one file per publisher or format, and one line for it here.

``recognised`` finds the source for a file by its content; the order of the tuple settles a tie.
"""

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


def recognised(opened: Opened, sources: tuple[Source, ...] = SOURCES) -> Source:
    """The source that is surest of a file; SourceError when none is at all."""
    best = max(sources, key=lambda source: source.recognise(opened))
    if best.recognise(opened) <= 0:
        raise SourceError(
            "not a format vedette knows",
            file=opened.name,
            hint="say which with --as NAME, or map the columns of a CSV with --columns map.toml",
        )
    return best


def named(name: str, sources: tuple[Source, ...] = SOURCES) -> Source:
    """The source of that name; SourceError with all names when there is none."""
    for source in sources:
        if source.name == name:
            return source
    raise SourceError(
        f"there is no source named {name!r}", hint="one of: " + ", ".join(s.name for s in sources)
    )
