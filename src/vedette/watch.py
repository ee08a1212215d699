"""A watch: what is watched and why. Places, corridors, hypotheses and thresholds are data, read from TOML."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, TypeVar

from vedette.errors import WatchError

T = TypeVar("T")
ORDINAL = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9)
GRADES = "ABCDEF"
FLOWS = ("arms-suspect", "oil", "coal", "food", "unknown")
KINDS = ("imagery", "ais", "official", "press", "list")
BUNDLED = Path(__file__).parent / "watches"


@dataclass(frozen=True)
class Corridor:
    """A directed way between places: what leaves ``start`` places may arrive at ``to`` places.

    ``flow`` is the word of its publishers for what is carried (containers, oil); ``kind``, from FLOWS, is
    what the watch asks about there. Empty, it follows from the word; a word that names no goods is unknown.
    """

    name: str
    start: tuple[str, ...]
    to: tuple[str, ...]
    flow: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Evidence:
    """One kind of sign that bears on a hypothesis, and how strongly a person says it would.

    ``on`` is ``indicator`` (the series whose name fits the pattern ``match`` is in alarm; patterns joined
    by "|" are of series that count the same things, and make one item) or ``claim`` (a claim whose
    event_class fits ``match``). ``if_true`` and ``if_false`` are the chances of the sign being there when
    the hypothesis is true and when it is not, from the short list ORDINAL.
    """

    id: str
    title: str
    on: str
    match: str
    kind: str
    category: str
    channel: str
    if_true: float
    if_false: float
    reason: str
    corridor: str = ""
    polarity: str = "asserted"
    grade: str = ""  # of the source; empty: looked up in the watch's grades by publisher
    max_age_days: int = 120

    @property
    def joined(self) -> bool:
        """Whether the series it speaks of are one item, since they count the same things in two ways."""
        return "|" in self.match

    def speaks_of(self, series: str) -> bool:
        """Whether an indicator's series fits one of the patterns of ``match``, which "|" parts."""
        return self.on == "indicator" and any(
            fnmatchcase(series, pattern.strip()) for pattern in self.match.split("|")
        )


@dataclass(frozen=True)
class Hypothesis:
    """A question with its prior and the signs that bear on it."""

    id: str
    question: str
    statement: str
    prior: float
    prior_weight: float
    prior_source: str
    resolves: str = ""
    rivals: tuple[str, ...] = ()
    would_change: tuple[str, ...] = ()
    not_answered: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Cover:
    """Which places a published count is about whose words name none: where ``words`` are in what it counted.

    A count of nought clears each of the places; any other is of the first alone.
    """

    words: str
    places: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True)
class Meter:
    """A yearly cap on what is loaded at some places, and the least and most that one call may load."""

    name: str
    places: tuple[str, ...]
    least: float
    most: float
    cap: float
    unit: str = ""
    source: str = ""


@dataclass(frozen=True)
class Question:
    """A dated question: what would settle it, and by which rule or that a person does.

    ``days``: how long it stays open. ``series``: it is settled yes when a week of a series that fits the
    pattern counts ``least`` or more within them, and no when they have passed; empty, a person settles it.
    ``alike`` and ``of``: in how many of how many like cases it came true; ``hypothesis``: the judgement
    that bears on it.
    """

    id: str
    question: str
    criteria: str
    days: int = 28
    series: str = ""
    least: float = 1.0
    alike: float = 0.0
    of: float = 0.0
    base_source: str = ""
    hypothesis: str = ""
    if_true: float = 0.0
    if_false: float = 0.0
    until: str = ""


@dataclass(frozen=True)
class Watch:
    """Everything a watch says. An empty tuple of places means: every place that has a role.

    ``until`` is for a closed case: the moment its record ends, however late some of it was published.
    ``ships`` and ``companies`` are one's own: IMO numbers, MMSI or names, for which lists are watched.
    ``gazetteer``: whether the ports that come with vedette are looked at beside the places of the case.
    """

    name: str
    title: str
    purpose: str = ""
    clock: str = "published"
    until: datetime | None = None
    gazetteer: bool = True
    places: tuple[str, ...] = ()
    ships: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    corridors: tuple[Corridor, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    covers: tuple[Cover, ...] = ()
    meters: tuple[Meter, ...] = ()
    questions: tuple[Question, ...] = ()
    grades: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


def read(path: Path) -> Watch:
    """The watch in a TOML file; WatchError says which key is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WatchError(f"{path}: cannot be read as TOML ({error}).") from error
    return from_toml(data, str(path))


def bundled(name: str) -> Path:
    """The folder of a watch that comes with vedette; WatchError names those there are."""
    names = sorted(p.parent.name for p in BUNDLED.glob("*/watch.toml"))
    if name not in names:
        raise WatchError(f"There is no bundled watch {name!r}.\nThere are: {', '.join(names)}.")
    return BUNDLED / name


def from_toml(data: Mapping[str, Any], where: str = "watch") -> Watch:
    """The watch a parsed TOML file says; tables of the file are named as the dataclasses are, singular."""
    rest = dict(data)
    corridors = tuple(
        _build(
            Corridor, {**row, "start": row.get("from", row.get("start", ()))}, f"{where}: corridor", {"from"}
        )
        for row in rest.pop("corridor", ())
    )
    for corridor in corridors:
        if corridor.kind and corridor.kind not in FLOWS:
            raise WatchError(
                f"{where}: corridor {corridor.name!r}: kind is {corridor.kind!r}; it must be one of {FLOWS}."
            )
    hypotheses = tuple(_hypothesis(row, where) for row in rest.pop("hypothesis", ()))
    parts = {
        "covers": tuple(_build(Cover, row, f"{where}: cover") for row in rest.pop("cover", ())),
        "meters": tuple(_build(Meter, row, f"{where}: meter") for row in rest.pop("meter", ())),
        "questions": tuple(_build(Question, row, f"{where}: question") for row in rest.pop("question", ())),
    }
    grades = dict(rest.pop("grades", {}))
    for publisher, grade in grades.items():
        if grade not in GRADES:
            raise WatchError(f"{where}: the grade of {publisher!r} is {grade!r}; it must be A to F.")
    if "until" in rest:
        rest["until"] = _moment(rest["until"], where)
    built = {**rest, **parts, "corridors": corridors, "hypotheses": hypotheses, "grades": grades}
    watch = _build(Watch, built, where)
    if watch.clock not in ("published", "observed"):
        raise WatchError(f"{where}: clock is {watch.clock!r}; it must be 'published' or 'observed'.")
    if not isinstance(watch.gazetteer, bool):
        raise WatchError(f"{where}: gazetteer is {watch.gazetteer!r}; it must be true or false.")
    return watch


def _moment(value: object, where: str) -> datetime:
    """A TOML date, or a time with or without its zone, as UTC without a zone."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    raise WatchError(f"{where}: until is {value!r}; it must be a date such as 2024-04-30.")


def _hypothesis(row: Mapping[str, Any], where: str) -> Hypothesis:
    name = f"{where}: hypothesis {row.get('id', '?')!r}"
    items = tuple(_build(Evidence, item, f"{name}, evidence") for item in row.get("evidence", ()))
    for item in items:
        for chance in (item.if_true, item.if_false):
            if chance not in ORDINAL:
                raise WatchError(f"{name}, {item.id!r}: {chance} is not one of {ORDINAL}.")
        if item.on not in ("indicator", "claim"):
            raise WatchError(f"{name}, {item.id!r}: on is {item.on!r}; it must be 'indicator' or 'claim'.")
        if item.kind not in KINDS:
            raise WatchError(f"{name}, {item.id!r}: kind is {item.kind!r}; it must be one of {KINDS}.")
        if item.grade and item.grade not in GRADES:
            raise WatchError(f"{name}, {item.id!r}: grade is {item.grade!r}; it must be A to F.")
    built = _build(Hypothesis, {**row, "evidence": items}, name)
    if not 0.02 <= built.prior <= 0.98:
        raise WatchError(f"{name}: prior is {built.prior}; it must lie in 0.02 to 0.98.")
    return built


def _build(
    kind: type[T], row: Mapping[str, Any], where: str, drop: frozenset[str] | set[str] = frozenset()
) -> T:
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    given = {key: tuple(v) if isinstance(v, list) else v for key, v in row.items() if key not in drop}
    if extra := sorted(set(given) - known):
        raise WatchError(f"{where}: unknown key {', '.join(extra)}.\nKnown: {', '.join(sorted(known))}.")
    try:
        return kind(**given)
    except TypeError as error:
        raise WatchError(f"{where}: {error}.") from error
