"""What a dossier is made of: each finding with the ids of the rows it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from vedette.kernels.listing import OWN
from vedette.outputs.visible import shown

_LISTS = {
    "ofac-sdn": "OFAC SDN",
    "ofac-sdn-vessels": "OFAC SDN (vessels)",
    "uk": "UK",
    "eu": "EU",
    "un": "UN",
}


def listed_as(name: str | None) -> str:
    """A list by the name its readers use; the case's own by that, and others by their id.

    >>> listed_as("ofac-sdn"), listed_as("watch:vessels"), listed_as(None)
    ('OFAC SDN', "the case's own list", 'a list')
    """
    text = str(name or "")
    if text.startswith(OWN):
        return "the case's own list"
    return _LISTS.get(text.casefold()) or shown(text, 40) or "a list"


@dataclass(frozen=True)
class Ship:
    """Whose dossier it is: a hull by its number, else a number heard, else only a name.

    ``shared`` holds the IMO numbers that one MMSI said, when there is more than one.
    """

    key: str
    imo: int | None = None
    mmsis: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    call_signs: tuple[str, ...] = ()
    shared: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """One name, number, call sign or flag, who gives it, and from when to when it was given."""

    what: str
    value: str
    by: str
    start: datetime | None
    end: datetime | None
    synthetic: bool
    because: tuple[str, ...]


@dataclass(frozen=True)
class Heard:
    """What was heard of one MMSI: how much, from where to where, by whom, and how much of it is doubtful."""

    mmsi: int
    positions: int
    first: datetime
    last: datetime
    first_lat: float | None
    first_lon: float | None
    last_lat: float | None
    last_lon: float | None
    doubtful: Mapping[str, int]
    sources: tuple[str, ...]
    synthetic: bool
    days: int = 0


@dataclass(frozen=True)
class Event:
    """One line of the timeline; ``like`` is the same for events that may be told together.

    ``listed`` says of each list that has her, or whom she met, whether it had them then and has them now.
    """

    event: str
    kind: str
    words: str
    start: datetime | None
    end: datetime | None
    duration_h: float | None
    confidence: str
    source: str | None
    synthetic: bool
    because: tuple[str, ...]
    like: tuple[str, ...]
    listed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """One thing a list says of her, in its own words, from one edition to another.

    ``gone``: the newest edition, when that says it no more; ``against``: what others say that cannot be true
    beside it.
    """

    fact: str
    what: str
    value: str
    list: str
    entity: str
    since: datetime | None
    last: datetime | None
    gone: datetime | None
    against: tuple[str, ...]
    synthetic: bool
    because: tuple[str, ...]


@dataclass(frozen=True)
class Owner:
    """Somebody whom a list ties to her, in one step or two; ``listed_as`` when designated now."""

    tie: str
    name: str
    kind: str | None
    steps: int
    roles: tuple[str, ...]
    through: str
    share: float | None
    listed_as: tuple[str, ...]
    list: str
    last: datetime | None
    gone: datetime | None
    words: str
    synthetic: bool
    because: tuple[str, ...]


@dataclass(frozen=True)
class Tie:
    """One thing that ties her to a ship that is listed; what it shows is that and no more."""

    contact: str
    kind: str
    words: str
    other: str
    list: str
    standing: str
    start: datetime | None
    then: str | None
    now: str | None
    known: datetime | None
    synthetic: bool
    because: tuple[str, ...]


@dataclass(frozen=True)
class Flag:
    """Published red flags that something of hers bears on: an observation, which accuses nobody."""

    codes: tuple[str, ...]
    titles: tuple[str, ...]
    words: str
    because: tuple[str, ...]
    synthetic: bool


@dataclass(frozen=True)
class Entry:
    """One entry of a list, by what it was found, and whom the list links it to.

    ``gone``: the newest edition of the list, when that has the entry no more.
    """

    entity: str
    list: str
    list_date: datetime | None
    found_by: str
    words: str
    names: tuple[str, ...]
    imo: int | None
    programmes: tuple[str, ...]
    linked: tuple[str, ...]
    gone: datetime | None
    synthetic: bool
    standing: str | None = None
    listed_on: datetime | None = None
    since: datetime | None = None
    record: str | None = None


@dataclass(frozen=True)
class Mention:
    """A row of somebody's that names the ship, in that somebody's words; ``by`` says what it gives of her."""

    id: str
    table: str
    by: str
    words: str
    synthetic: bool


@dataclass(frozen=True)
class Alert:
    """One alert that rests, among others, on so many of her events and sightings."""

    alert: str
    level: int | None
    title: str
    raised: datetime | None
    rests_on: int
    synthetic: bool


@dataclass(frozen=True)
class List:
    """One list that was looked through: its newest edition and its size."""

    list: str
    edition: datetime | None
    editions: int
    entries: int
    vessels: int
    synthetic: bool


@dataclass(frozen=True)
class Feed:
    """One source of positions: from when to when it was heard, and how much."""

    source: str
    start: datetime
    end: datetime
    messages: int
    stretches: int


@dataclass(frozen=True)
class Checked:
    """What was looked through, so that a clear result says what it is clear of."""

    lists: tuple[List, ...]
    feeds: tuple[Feed, ...]
    positions: int
    identities: int
    events: int
    sightings: int
    reports: int
    claims: int


@dataclass(frozen=True)
class Dossier:
    """All that a case holds on one ship; ``ship`` is None when it holds nothing on whom was asked for."""

    asked: str
    ship: Ship | None
    title: str
    notes: tuple[str, ...]
    said: tuple[Said, ...]
    particulars: tuple[str, ...]
    heard: tuple[Heard, ...]
    timeline: tuple[Event, ...]
    sightings: tuple[Mention, ...]
    entries: tuple[Entry, ...]
    same_name: tuple[Entry | Mention, ...]
    mentions: tuple[Mention, ...]
    alerts: tuple[Alert, ...]
    checked: Checked
    facts: tuple[Fact, ...] = ()
    owners: tuple[Owner, ...] = ()
    owned: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    flags: tuple[Flag, ...] = ()
    unknown: tuple[str, ...] = ()
