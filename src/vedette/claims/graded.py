"""Graded: how good the source of a claim is, by the watch's letter and by how its claims were judged.

A source is who speaks. Nobody's grade rises by being repeated. A speaker whom the watch does not grade
has F: an expert quoted without a link is F, however good the paper that quotes him.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from vedette import fields
from vedette.claims.actors import actors
from vedette.steps import Step

LETTERS = "ABCDEF"


@dataclass(frozen=True)
class Graded:
    """The grades of the watch and what they are worth.

    ``rates``: how often a source of a letter reports what is so (docs/methods/evidence-model.md; an
    assumption). ``weight``: how many judged claims that assumption is worth. ``least_judged``: so many
    claims of a source that the watch does not grade must be judged before it has a letter at all.
    """

    grades: tuple[tuple[str, str], ...] = ()
    rates: tuple[tuple[str, float], ...] = (
        ("A", 0.90),
        ("B", 0.85),
        ("C", 0.75),
        ("D", 0.65),
        ("E", 0.55),
        ("F", 0.50),
    )
    weight: float = 10.0
    least_judged: int = 10


def graded(claims: pa.Table, reports: pa.Table, options: Graded = Graded()) -> pa.Table:
    """Give the claims with the letter and reliability of their source; copies count once in learning."""
    publishers = {
        row["report"]: row["publisher"] for row in reports.select(["report", "publisher"]).to_pylist()
    }
    rows = claims.to_pylist()
    tally: dict[str, Counter[bool]] = {}
    counted: set[tuple[str, str]] = set()
    for row in sorted(rows, key=lambda row: row["claim"]):
        source = source_of(row, publishers)
        key = (source, row["cluster"] or row["claim"])
        if row["accepted"] is not None and row["rule"] is not None and source and key not in counted:
            counted.add(key)
            tally.setdefault(source, Counter())[row["accepted"]] += 1
    return fields.from_rows([_with(row, publishers, tally, options) for row in rows], "claims")


def source_of(row: dict[str, Any], publishers: dict[str, str | None]) -> str:
    """Who speaks, by the main name of an actor we know, else as written; without a cue, the publisher."""
    words = row["speaker"] if row["cue"] or row["speaker"] else publishers.get(row["report"])
    words = (words or "").strip()
    named = [n.actor for n in actors(words)]
    whole = " ".join(words.casefold().removeprefix("the ").split())
    return named[0].name.casefold() if len(named) == 1 and named[0].name.casefold() == whole else whole


def _with(
    row: dict[str, Any], publishers: dict[str, str | None], tally: dict[str, Counter[bool]], options: Graded
) -> dict[str, object]:
    source = source_of(row, publishers)
    letter = letter_of(source, options.grades)
    held = tally.get(source, Counter())
    judged = held.total()
    rates = dict(options.rates)
    reliability = (options.weight * rates[letter] + held[True]) / (options.weight + judged)
    if judged and (letter != "F" or judged >= options.least_judged):
        letter = min((name for name in LETTERS[:5]), key=lambda name: abs(rates[name] - reliability))
    return {**row, "grade": letter, "reliability": round(reliability, 4)}


def letter_of(source: str, grades: tuple[tuple[str, str], ...]) -> str:
    """The letter of the longest graded name that the source's name begins with, whole words only; else F."""
    fitting = [
        (len(name), letter)
        for name, letter in grades
        if (start := name.casefold().strip().removeprefix("the "))
        and source.startswith(start)
        and not source[len(start) : len(start) + 1].isalnum()
    ]
    return max(fitting)[1] if fitting else "F"


STEP = Step("graded_claims", takes=("claims", "reports"), gives="claims", run=graded, options=Graded(), by="")
