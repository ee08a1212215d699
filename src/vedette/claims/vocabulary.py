"""The words that claims are found by: one table a kind in the folder ``words``, read once."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_name("words")
# PLOVER's earlier names, as its published gold records have them, and what its manual calls them now.
EARLIER_NAMES = {
    "COOP": "COOPERATE",
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "YIELD": "RETREAT",
    "FIGHT": "ASSAULT",
    "REDUCE": "SANCTION",
}


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a table of words: fields between tabs, lines that begin with # left out."""
    for line in (WORDS / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def pairs(name: str) -> dict[str, str]:
    """Each word of a table whose rows are a value and its words between semicolons, and the value."""
    return {word: value for value, words in rows(name) for word in words.split(";")}


@cache
def verbs() -> dict[str, str]:
    """Lemma of a verb that makes a claim, and its kind; the first kind named holds."""
    return _kinds("cues")


@cache
def nouns() -> dict[str, str]:
    """Lemma of a noun that stands for somebody's words, and its kind."""
    return _kinds("nouns")


def _kinds(name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, words in rows(name):
        for word in words.split():
            found.setdefault(word, kind)
    return found


@cache
def adjectives() -> dict[str, str]:
    """An adjective or participle whose subject holds what hangs on it, and its kind."""
    return _kinds("adjectives")


@cache
def idioms() -> dict[str, str]:
    """A verb with a small word, as ``point out``, and its kind."""
    found: dict[str, str] = {}
    for kind, words in rows("idioms"):
        for word in words.split(";"):
            found.setdefault(word, kind)
    return found


@cache
def things() -> dict[str, str]:
    """A word for what is given or moved, in lower case, and its kind: arms, tech, oil ..."""
    return {word: kind for kind, words in rows("things") for word in words.split()}


@cache
def marks() -> dict[str, frozenset[str]]:
    """Words that hedge, plan, condition or deny, by what they do."""
    return {kind: frozenset(words.split()) for kind, words in rows("hedges")}


@cache
def happenings() -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    """Lemmas of verbs and of nouns that tell what happened: PLOVER class and our mode; the first holds."""
    by_verb: dict[str, tuple[str, str]] = {}
    by_noun: dict[str, tuple[str, str]] = {}
    for class_, mode, verbal, nominal in rows("events"):
        for word in verbal.split():
            by_verb.setdefault(word.replace("_", " "), (class_, mode))
        for word in nominal.split():
            by_noun.setdefault(word.replace("_", " "), (class_, mode))
    return by_verb, by_noun


@cache
def objects() -> dict[str, list[tuple[str, str, frozenset[str]]]]:
    """What a verb tells of some things only: its class, our mode, and those things."""
    found: dict[str, list[tuple[str, str, frozenset[str]]]] = {}
    for class_, mode, verbal, things_ in rows("objects"):
        for verb in verbal.split():
            found.setdefault(verb, []).append((class_, mode, frozenset(things_.split())))
    return found


@cache
def words(name: str) -> frozenset[str]:
    """A set of words, by the name of the code that looks things up in it."""
    return _sets()[name]


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {name: frozenset(listed.split()) for name, listed in rows("sets")}


@cache
def acts() -> dict[str, str]:
    """Lemmas of speaking that is itself an event, and its PLOVER class, whatever is spoken of."""
    return pairs("acts")


def classes() -> list[str]:
    """The PLOVER classes in use, and MOVE, which is ours."""
    return list(dict.fromkeys(class_ for class_, *_ in rows("events")))
