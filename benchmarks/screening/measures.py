"""What is measured of a suite, the same for every matcher; needs nothing but Python."""

from typing import Any, NamedTuple

Found = list[tuple[str, float]]


class Row(NamedTuple):
    """One matcher on one suite: how much it finds first, among ten, and where few negatives pass."""

    suite: str
    matcher: str
    asked: int
    none: int
    first: float
    ten: float
    at_one: float
    at_five: float
    seconds: float


def measured(suite: dict[str, Any], matcher: str, found: list[Found], seconds: float) -> list[Row]:
    """Answers to the questions of a suite, then to those that have none: a row, and where asked one a kind.

    The threshold is the score that at most 1 % (5 %) of the names without an entry pass with their best, over
    all kinds; a right answer counts when it is first and passes it. A suite without such names takes for each
    question the best of the wrong entries: what it would find if its own were not on the list.
    """
    questions = suite["asked"]
    asked, none = found[: len(questions)], found[len(questions) :]
    if suite["none"]:
        over = [f[0][1] if f else 0.0 for f in none]
    else:
        over = [
            next((score for entity, score in f if entity not in q[2]), 0.0)
            for f, q in zip(asked, questions, strict=True)
        ]
    over.sort(reverse=True)
    kinds = sorted({q[1] for q in questions}) if suite["by_kind"] else []
    rows = []
    for kind in (None, *kinds):
        some = [(f, q[2]) for f, q in zip(asked, questions, strict=True) if kind in (None, q[1])]
        name = suite["name"] if kind is None else f"  {kind}"
        rows.append(_row(name, matcher, some, over, seconds if kind is None else 0.0))
    return rows


def _row(
    name: str, matcher: str, some: list[tuple[Found, list[str]]], over: list[float], seconds: float
) -> Row:
    size = max(len(some), 1)
    firsts = [(bool(f) and f[0][0] in right, f[0][1] if f else 0.0) for f, right in some]

    def above(rate: float) -> float:
        passed = int(len(over) * rate)
        limit = over[passed] if passed < len(over) else 0.0
        return sum(ok and score > limit for ok, score in firsts) / size

    ten = sum(any(entity in right for entity, _ in f[:10]) for f, right in some) / size
    first = sum(ok for ok, _ in firsts) / size
    return Row(name, matcher, len(some), len(over), first, ten, above(0.01), above(0.05), seconds)


def heading() -> str:
    return f"{'suite':22s} {'matcher':20s} {'asked/none':>11s}  recall@1  @10  at 1 %  at 5 % of negatives  CPU s"


def line(row: Row) -> str:
    return (
        f"{row.suite:22s} {row.matcher:20s} {f'{row.asked}/{row.none}':>11s}  {row.first:8.2f} {row.ten:4.2f} "
        f"{row.at_one:7.2f} {row.at_five:7.2f} {row.seconds:20.1f}"
    )
