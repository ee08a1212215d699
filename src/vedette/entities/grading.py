"""What agreement of numbers and names is worth: a grade, a score, and the sentence that says why.

Identity first: the same number of the hull is the same hull whatever her name, and another valid number is
another hull whatever her name. A name alone is never certain.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from vedette.entities.standing import Entry
from vedette.kernels import imo as numbers
from vedette.kernels import registers
from vedette.kernels.countries import code_or_words
from vedette.kernels.letters import quoted

IDENTITY, CORROBORATED, NAME_ONLY, POSSIBLE = "identity", "name and corroboration", "name only", "possible"
GRADES = (IDENTITY, CORROBORATED, NAME_ONLY, POSSIBLE)
RANK = {grade: place for place, grade in enumerate(GRADES)}
_MMSI_DIGITS = 9
_CALL_SIGN_LEAST = 3
_BY_CALL_SIGN, _BY_FLAG = 0.4, 0.8  # what is left of the doubt about a name when these agree too


@dataclass(frozen=True)
class Grading:
    """The thresholds and scores of the grades.

    ``sure_name`` and ``like_name`` are read off the false-alarm curve of ``make bench-screening``. A ship
    with another valid number is named at all only when her name is the same or nearly (``named_alike``), so
    that nobody need wonder. The other scores order the reasons and are no
    probabilities: a number of the hull above one that passes from ship to ship, that above a name.
    """

    sure_name: float = 0.75
    like_name: float = 0.62
    most_by_name: float = 0.98
    same_imo: float = 1.0
    same_id: float = 0.99
    same_mmsi: float = 0.97
    mmsi_alone: float = 0.9
    number_passed_on: float = 0.6
    slip_with_name: float = 0.7
    slip_alone: float = 0.5
    contradicted: float = 0.4
    named_alike: float = 0.85
    weak_alias: float = 0.9


class Query(NamedTuple):
    """What is asked of the lists: a name, numbers or both, as they were written.

    ``number`` is of a register (LEI, INN); ``trouble`` says why a row of a file cannot be asked at all.
    """

    id: str
    name: str = ""
    kind: str | None = None
    imo: str = ""
    mmsi: str = ""
    call_sign: str = ""
    flag: str = ""
    number: str = ""
    trouble: str = ""


class Named(NamedTuple):
    """How a name asked agrees with one of an entry: 0 to 1, that name, in words; ``same``: all its words."""

    score: float
    name: str
    role: str
    words: str
    same: bool = False


class Feature(NamedTuple):
    """One thing that agreed, or contradicts (score 0): what it is, and in words."""

    feature: str
    score: float
    words: str


class Match(NamedTuple):
    """One entry that may be who was asked for."""

    entry: Entry
    grade: str
    score: float
    features: tuple[Feature, ...]
    contradicted: bool = False

    @property
    def reason(self) -> str:
        """One sentence."""
        said = "; ".join(one.words for one in self.features)
        return f"{said[:1].upper()}{said[1:]}."


def digits(text: str) -> str:
    """The digits of a number as it was written, without words before it or a fraction of nought behind.

    >>> digits("IMO 9020534"), digits("9020534.0"), digits("none")
    ('9020534', '9020534', '')
    """
    return "".join(c for c in re.sub(r"\.0+\s*$", "", text[:40]) if c in "0123456789")


def call_sign(text: str | None) -> str:
    """A call sign in capitals without spaces; nothing when it is too short to tell one."""
    sign = re.sub(r"[^A-Z0-9]", "", (text or "")[:40].upper())
    return sign if len(sign) >= _CALL_SIGN_LEAST else ""


class _Agreed(NamedTuple):
    """What agrees of one entry.

    ``imo`` is same, wrong (the same, with a wrong check digit), slip, other or none; ``register`` is one (a
    number of one register), several (one that may repeat by country) or nothing.
    """

    imo: str
    mmsi: bool
    call_sign: bool
    flag: bool
    name: float
    asked_name: bool
    register: str = ""


def match(query: Query, entry: Entry, named: Named | None, options: Grading) -> Match | None:
    """What one entry is to what was asked; None when too little agrees."""
    imo, number = _imo(query, entry)
    mmsi, sign = _mmsi(query, entry), _call_sign(query, entry)
    register, register_number = _register(query, entry)
    features = [one for one in (number, register_number, mmsi, sign) if one]
    score = _name_score(named, options)
    if named and score >= options.like_name:
        features.append(Feature("name", round(score, 4), named.words))
    elif query.name and features:
        features.append(Feature("name", 0.0, f"{quoted(query.name)} is none of the names there"))
    same_flag = _flag(query, entry) if features else None
    features += [same_flag] if same_flag else []
    agreed = _Agreed(
        imo, mmsi is not None, sign is not None, same_flag is not None, score, bool(query.name), register
    )
    found = _graded(agreed, options)
    if found is None:
        return None
    grade, points = found
    if imo == "other":
        alike = named is not None and (named.same or score >= options.named_alike)
        if not (mmsi or sign or alike):
            return None
        grade, points = POSSIBLE, min(points, options.contradicted)
    elif len(features) == 1 and features[0].feature == "name":
        features.append(Feature("not compared", 0.0, "nothing but the name was compared"))
    return Match(entry, grade, round(points, 4), tuple(features), imo == "other")


def _name_score(named: Named | None, options: Grading) -> float:
    if named is None:
        return 0.0
    score = named.score * options.most_by_name
    return score * options.weak_alias if named.role == "weak alias" else score


def _graded(agreed: _Agreed, options: Grading) -> tuple[str, float] | None:
    """The grade and score that the features deserve, before any contradiction."""
    if agreed.imo == "same":
        return IDENTITY, options.same_imo
    if agreed.register == "one":
        return IDENTITY, options.same_id
    name, named = agreed.name, agreed.name >= options.like_name
    sure = name >= options.sure_name
    number = agreed.mmsi or agreed.call_sign or agreed.register != ""
    found: tuple[str, float] | None = (POSSIBLE, name) if named else None
    if agreed.mmsi and (agreed.call_sign or named or not agreed.asked_name):
        found = IDENTITY, options.same_mmsi if agreed.call_sign or named else options.mmsi_alone
    elif sure and (agreed.call_sign or agreed.register):
        found = CORROBORATED, 1 - (1 - name) * _BY_CALL_SIGN
    elif agreed.imo in ("slip", "wrong"):
        found = POSSIBLE, options.slip_with_name if named else options.slip_alone
    elif number:
        least = options.number_passed_on if agreed.mmsi else options.slip_alone
        found = POSSIBLE, max(least, min(name, options.sure_name))
    elif sure:
        found = (CORROBORATED, 1 - (1 - name) * _BY_FLAG) if agreed.flag else (NAME_ONLY, name)
    return found


def _imo(query: Query, entry: Entry) -> tuple[str, Feature | None]:
    """The IMO number: same, wrong (the same, with a wrong check digit), slip, other, or none compared."""
    asked = digits(query.imo)
    if not asked or entry.imo is None or query.kind not in (None, entry.kind) or entry.kind == "person":
        return "none", None
    firm = entry.kind == "organisation"
    said: tuple[str, float, str] = ("none", 0.0, "")
    if int(asked) == entry.imo:
        if firm:
            return "same", Feature("company number", 1.0, f"company number {asked} is the same")
        right = numbers.is_ship(entry.imo)
        said = (
            ("same", 1.0, f"IMO number {asked} is the same")
            if right
            else ("wrong", 0.5, f"IMO number {asked} is the same, but its check digit is wrong")
        )
    elif firm:
        return "none", None
    elif entry.imo in numbers.repairs(asked):
        slip = numbers.slip(asked, entry.imo)
        said = "slip", 0.5, f"IMO {asked} fails its check digit and may be {entry.imo} with {slip}"
    elif numbers.is_ship(int(asked)) and numbers.is_ship(entry.imo):
        words = f"IMO {asked} is not {entry.imo}, and both pass their check digit: another hull"
        said = "other", 0.0, words
    how, score, words = said
    return how, Feature("IMO number", score, words) if words else None


def _mmsi(query: Query, entry: Entry) -> Feature | None:
    asked = digits(query.mmsi)
    if len(asked) != _MMSI_DIGITS or entry.mmsi is None or int(asked) != entry.mmsi:
        return None
    return Feature("MMSI", 0.9, f"MMSI {asked} is the same (a number that passes from ship to ship)")


def _call_sign(query: Query, entry: Entry) -> Feature | None:
    asked = call_sign(query.call_sign)
    if not asked or asked != call_sign(entry.call_sign):
        return None
    return Feature("call sign", 0.6, f"call sign {asked} is the same (it passes from ship to ship)")


def _register(query: Query, entry: Entry) -> tuple[str, Feature | None]:
    """A number of a register that the entry bears too, whatever it is called where only one side says."""
    scheme, asked = registers.split(query.number) if query.number else ("", "")
    if not asked:
        return "", None
    for one in entry.ids:
        theirs, number = registers.split(one)
        if number == asked and (not scheme or not theirs or scheme == theirs):
            called = (theirs or scheme or "register").upper()
            if theirs in registers.ONE_REGISTER:
                return "one", Feature("register number", 0.99, f"{called} {number} is the same")
            words = f"{called} number {number} is the same (another country may give it too)"
            return "several", Feature("register number", 0.6, words)
    return "", None


def _flag(query: Query, entry: Entry) -> Feature | None:
    asked = code_or_words(query.flag)
    if asked is None or asked != code_or_words(entry.flag):
        return None
    return Feature("flag", 0.3, f"flag {asked} is the same")
