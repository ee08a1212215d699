"""What a brief is made of: facts in words, each with the ids it rests on. How they look is not said here."""

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from vedette.outputs.chart_svg import Marked


@dataclass(frozen=True)
class Line:
    """A sentence, the ids of the rows it rests on, and whether any of them was made up."""

    text: str
    refs: tuple[str, ...] = ()
    synthetic: bool = False


@dataclass(frozen=True)
class Judgement:
    """One hypothesis as it is judged: how likely, and apart from that how sure we are of the judging.

    ``bare`` when no sign bears on it at the time, so that what is said is the prior and nothing else.
    ``hangs_on``: the smallest set of signs without which the likelihood would have another word.
    """

    hypothesis: str
    statement: str
    question: str
    likelihood: str
    percent: str
    spread: str
    confidence: str
    level: int | None
    level_words: str
    rule: str
    changed: tuple[Line, ...]
    prior: str
    prior_source: str
    refs: tuple[str, ...]
    synthetic: bool
    bare: bool = False
    hangs_on: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Item:
    """One item of evidence, with what was said or counted, and what the judgement would be without it."""

    anchor: str
    title: str
    told: tuple[Line, ...]
    kind: str
    grade: str
    known: str
    ratio: str
    raw_ratio: str
    without: str
    synthetic: bool


@dataclass(frozen=True)
class Weighed:
    """The items that bear on one hypothesis, the strongest first, and its rivals."""

    hypothesis: str
    statement: str
    percent: str
    items: tuple[Item, ...]
    rivals: tuple[str, ...]


@dataclass(frozen=True)
class Denial:
    """A claim that something is not so, beside the claims it is set against."""

    denial: Line
    beside: tuple[Line, ...]


@dataclass(frozen=True)
class Series:
    """One indicator: its weeks as rows, what they come to in words, and the moments worth a line."""

    series: str
    title: str
    told: Line
    weeks: pa.Table
    marked: tuple[Marked, ...]


@dataclass(frozen=True)
class Chart:
    """What the map shows; without places and events there is none."""

    title: str
    places: pa.Table
    events: pa.Table
    tracks: pa.Table | None
    core: tuple[str, ...]
    names: tuple[tuple[int, str], ...]
    told: tuple[Line, ...]


@dataclass(frozen=True)
class Ship:
    """A ship that was observed: her names and numbers, what was seen, and where she is listed."""

    name: str
    numbers: str
    observed: tuple[Line, ...]
    listed: tuple[Line, ...]
    synthetic: bool


@dataclass(frozen=True)
class Wanted:
    """A sign that would move a judgement and has not been seen: what it is, and what it would tell.

    ``if_seen`` and ``if_not`` are the judgement with it and once it was looked for in vain; ``settles`` the
    share of today's doubt that looking is expected to take away. Empty for a judgement that kept none.
    """

    hypothesis: str
    title: str
    if_seen: str
    if_not: str = ""
    settles: str = ""


@dataclass(frozen=True)
class Open:
    """What is open on one hypothesis: what would change the judgement, and what it does not answer."""

    statement: str
    resolves: str
    would_change: tuple[str, ...]
    not_answered: tuple[str, ...]
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True)
class Grade:
    """How often a source of some grade is taken to report what happened, and what did not."""

    grade: str
    hits: str
    false: str


@dataclass(frozen=True)
class FileUsed:
    """A file the case rests on, or could not use."""

    name: str
    sha256: str
    source: str
    rows: str
    refused: str
    period: str
    note: str


@dataclass(frozen=True)
class Record:
    """One entry of the annex: what a row says, which entries it rests on, and where it was read."""

    number: int
    id: str
    kind: str
    text: str
    rests_on: tuple[int, ...]
    records: tuple[str, ...]
    more: int
    synthetic: bool


@dataclass(frozen=True)
class Foretold:
    """A dated question with what was said of it, beside the base rate, and what came of it."""

    question: Line
    opened: str
    by: str
    chance: str
    base: str
    state: str


@dataclass(frozen=True)
class Passage:
    """What was counted in one direction in one year, of one kind, each number a line; empty when none was.

    ``seen`` and ``sighted`` are calls where it begins, ``ended`` those sighted where it ends.
    """

    direction: str
    kind: str
    basis: str
    year: str
    voyages: Line
    seen: Line
    sighted: Line
    possible: Line
    ended: Line
    capacity: tuple[Line, ...]
    synthetic: bool


@dataclass(frozen=True)
class Published:
    """A number somebody published: of which flow, how many of what, of when, by whom and in what words."""

    direction: str
    kind: str
    number: Line
    period: str
    publisher: str
    words: str
    said: str


@dataclass(frozen=True)
class Side:
    """One direction between two countries: what was observed, what is claimed and what is denied, apart."""

    direction: str
    observed: tuple[Line, ...]
    claimed: tuple[Line, ...]
    denied: tuple[Line, ...]


@dataclass(frozen=True)
class Exchanged:
    """What went between two countries, each way."""

    between: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Passed:
    """The flows of a case as a reader wants them: counted, published, and each way side by side."""

    passages: tuple[Passage, ...]
    published: tuple[Published, ...]
    published_left_out: int
    exchanged: tuple[Exchanged, ...]


@dataclass(frozen=True)
class Listing:
    """One list over one year, each number in words; "not known" where no edition in hand tells."""

    list: str
    year: str
    designated: str
    came: str
    left: str
    entries: str
    vessels: str
    editions: str
    covered: Line


@dataclass(frozen=True)
class Effect:
    """A designated hull, or all of one day, before and after: a line for each of the four questions."""

    name: str
    hull: str
    by: str
    day: str
    calls: Line
    dark: Line
    identity: Line
    route: Line
    synthetic: bool


@dataclass(frozen=True)
class Sanctioned:
    """How sanctions held; ``unseen``: designated hulls of which nothing was seen on either side."""

    listings: tuple[Listing, ...]
    acts: tuple[Line, ...]
    effects: tuple[Effect, ...]
    effects_left_out: int
    unseen: int


@dataclass(frozen=True)
class Brief:
    """All the facts of a brief. ``numbers`` gives the annex entry of an id; others are not linked."""

    title: str
    purpose: str
    until: datetime
    known_until: str
    clock: str
    level: int | None
    level_words: str
    headline: str
    empty: bool
    synthetic: tuple[str, ...]
    judgements: tuple[Judgement, ...]
    findings: tuple[Line, ...]
    evidence: tuple[Weighed, ...]
    denials: tuple[Denial, ...]
    contradictions: tuple[Line, ...]
    borne: tuple[Line, ...]
    series: tuple[Series, ...]
    series_left_out: int
    map: Chart | None
    ships: tuple[Ship, ...]
    ships_left_out: int
    passed: Passed
    sanctioned: Sanctioned
    limits: tuple[Line, ...]
    assumptions: tuple[str, ...]
    open: tuple[Open, ...]
    foretold: tuple[Foretold, ...]
    scored: str
    grades: tuple[Grade, ...]
    files: tuple[FileUsed, ...]
    files_left_out: int
    editions: tuple[str, ...]
    version: str
    records: tuple[Record, ...]
    records_left_out: int
    numbers: dict[str, int]
