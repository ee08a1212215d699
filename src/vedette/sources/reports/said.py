"""What somebody said, as a person took it down: one report and the one claim in it."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from vedette.kernels.ids import stable_id
from vedette.kernels.languages import language_of
from vedette.sources.sheets import Made

_RELAY = re.compile(r"\s+via\s+|\s*[(;,]|\s+relayed by\s+", re.IGNORECASE)

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Said:
    """One report and what it claims. With ``claimed`` false it is a text nobody has taken a claim from.

    With ``article`` its words alone are what it is: the same words of the same publisher are one report,
    whatever file, title or day they came with. A row of a table is another report on another day.
    """

    text: str
    source: str
    record: str
    title: str | None = None
    publisher: str | None = None
    published: datetime | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    article: bool = False
    claimed: bool = True
    speaker: str | None = None
    cue: str | None = None
    polarity: str = "asserted"
    modality: str | None = "fact"
    actors: tuple[str, ...] = ()
    event_class: str | None = None
    quantity: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    corridor: str | None = None
    label: str | None = None
    accepted: bool | None = None


def rows(said: Said) -> tuple[Made, ...]:
    """The row of ``reports``, and that of ``claims``, spanning all the text, if anything is claimed."""
    report: dict[str, object] = {
        "report": _id(said),
        "title": said.title,
        "publisher": said.publisher,
        "published": said.published,
        "url": said.url,
        "author": said.author,
        "language": said.language or language_of(said.text),
        "text": said.text,
        "sha256": hashlib.sha256(said.text.encode()).hexdigest(),
        "source": said.source,
        "record": said.record,
    }
    if not said.claimed:
        return (("reports", report),)
    speaker = said.speaker or said.publisher
    claim: dict[str, object] = {
        "claim": stable_id("claim", report["report"], speaker, said.event_class, said.polarity, said.start),
        "report": report["report"],
        "speaker": speaker,
        "cue": said.cue,
        "polarity": said.polarity,
        "modality": said.modality,
        "actors": list(said.actors),
        "event_class": said.event_class,
        "text": said.text,
        "quantity": said.quantity,
        "span_start": 0,
        "span_end": len(said.text),
        "start": said.start,
        "end": said.end,
        "published": said.published,
        "corridor": said.corridor,
        "cluster": _cluster(said, speaker),
        "accepted": said.accepted,
        "label": said.label,
        "source": said.source,
        "record": said.record,
    }
    return (("reports", report), ("claims", claim))


def _id(said: Said) -> str:
    if said.article:
        words = " ".join(_WORD.findall(said.text.casefold()))
        return stable_id("report", (said.publisher or "").casefold(), words)
    return stable_id("report", said.publisher, said.published, said.title, said.text)


def origin(publisher: str | None) -> str:
    """Who said it first, as far as the publisher's line tells: what is relayed is not said twice.

    >>> origin("White House via CSIS"), origin("RUSI (Planet Labs), relayed by JoongAng Ilbo")
    ('white house', 'rusi')
    """
    return _RELAY.split((publisher or "").strip(), maxsplit=1)[0].casefold()


def _cluster(said: Said, speaker: str | None) -> str:
    # One statement is dated by different people to different days of what it tells, but came out on one.
    day = said.published or said.start
    return stable_id("cluster", origin(speaker), said.polarity, said.event_class, day and day.date())
