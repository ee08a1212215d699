"""Tables of red flags and typologies: official words on what to look for, not anything that was seen."""

from collections.abc import Iterator

from vedette.errors import SourceError
from vedette.sources import sheets
from vedette.steps import Batch, Opened, Reading, Source

NAME = "reports/reference-table"
_RED_FLAGS = frozenset({"code", "red_flag", "what_to_see"})
_TYPOLOGIES = frozenset({"typology", "looks_like_in_data"})


def recognise(opened: Opened) -> float:
    """How surely the columns are those of a reference table."""
    return max(sheets.fits(opened, _RED_FLAGS), sheets.fits(opened, _TYPOLOGIES))


def read(opened: Opened, _reading: Reading) -> Iterator[Batch]:
    """Refuse the file, and say why: recognising it tells the user that it was not overlooked."""
    raise SourceError(
        "a reference table of red flags, not observations: nothing to add",
        file=opened.name,
        hint="it says what to look for; what was seen goes in as sightings, reports or AIS",
    )
    yield  # a source gives batches, and this one none


SOURCE = Source(
    NAME,
    gives=(),
    publisher="the authorities named in each row",
    licence="as the compiler says",
    url="",
    recognise=recognise,
    read=read,
)
