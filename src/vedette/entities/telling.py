"""In words: how a name asked and a name on a list agree, with both as they were written."""

from vedette.entities.meanings import of_company, of_person
from vedette.entities.names import Spelling
from vedette.kernels.letters import quoted, scripts
from vedette.kernels.likeness import word_likeness

_LIKE = 0.7
_MIXING = {"latin", "cyrillic", "greek"}
_ROLES = {
    "name": "the name", "other name": "another name", "alias": "an alias", "former name": "a former name",
    "weak alias": "an alias that the list itself calls weak",
}  # fmt: skip


def agreement(name: str, asked: Spelling, written: str, known: Spelling, role: str) -> str:
    """One clause.

    >>> from vedette.entities.names import spellings
    >>> a, b = "Sparta IІІ", "SPARTA III"
    >>> print(agreement(a, spellings(a)[0], b, spellings(b)[0], "name"))
    'Sparta IІІ' reads as SPARTA 3 (it mixes Cyrillic and Latin letters), as does the name there, 'SPARTA III'
    """
    there = f"{_ROLES.get(role, 'a name')} there, {quoted(written)}"
    read = f"{quoted(name)}{_read_as(name, asked)}"
    meant = _meant(asked, known)
    if meant and sorted(asked.tokens) == sorted(known.tokens):
        return f"{read.replace(' reads as ', ', read as ')} means the same as {there} ({meant})"
    if asked.tokens == known.tokens:
        if name.casefold() == written.casefold():
            return f"{quoted(name)} is {there}"
        return f"{read}, as does {there}" if " reads as " in read else f"{read} has the words of {there}"
    if sorted(asked.tokens) == sorted(known.tokens):
        return f"{read} has the words of {there}, in another order"
    if "".join(asked.words) == "".join(known.words) and asked.numerals == known.numerals:
        return f"{read} is {there}, spaced otherwise"
    said = "; ".join(part for part in (*_differences(asked, known), meant) if part)
    return f"{read} is like {there} ({said})"


def _read_as(name: str, asked: Spelling) -> str:
    if name.isascii():
        return ""
    mixed = sorted({one for word in name.split() if len(s := scripts(word) & _MIXING) > 1 for one in s})
    note = f" (it mixes {' and '.join(mixed).title().replace('And', 'and')} letters)" if mixed else ""
    return f" reads as {str(asked).upper()}{note}"


def _meant(asked: Spelling, known: Spelling) -> str:
    """The words that are written otherwise and were read as the same; nothing where there are none."""
    if not (asked.written or known.written):
        return ""
    mine, theirs = asked.written or asked.words, known.written or known.words
    shared = set(asked.words) & set(known.words)
    otherwise = [word for word in mine if word not in theirs] + [word for word in theirs if word not in mine]
    read = {word: shared & {*of_company(word), *of_person(word)} - {word} for word in otherwise}
    said = [word for word in otherwise if read[word]]
    if not said:
        return ""
    meant = set().union(*(read[word] for word in said))
    return f"{', '.join(said[:6])} read as {_listed([word for word in asked.words if word in meant])}"


def _differences(asked: Spelling, known: Spelling) -> list[str]:
    """What is written otherwise, what only one of the two has."""
    mine = [one for one in asked.tokens if one not in known.tokens]
    theirs = [one for one in known.tokens if one not in asked.tokens]
    pairs = sorted((-word_likeness(a, b), a, b) for a in mine for b in theirs if a[0] != "#" != b[0])
    like: list[str] = []
    for less, a, b in pairs:
        if -less >= _LIKE and a in mine and b in theirs:
            like.append(f"{a} for {b}")
            mine.remove(a)
            theirs.remove(b)
    run, other = "".join(mine), "".join(theirs)
    if mine and theirs and word_likeness(run, other) >= _LIKE:
        like.append(f"{' '.join(mine)} for {' '.join(theirs)}")
        mine, theirs = [], []
    return [
        ", ".join(like),
        f"only asked: {_listed(mine)}" if mine else "",
        f"only there: {_listed(theirs)}" if theirs else "",
    ]


def _listed(words: list[str]) -> str:
    return " ".join(word.removeprefix("#") for word in words[:6]) + (" …" if len(words) > 6 else "")
