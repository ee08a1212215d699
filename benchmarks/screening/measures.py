"""What is measured of a suite, the same for every matcher; needs nothing but Python."""

from typing import NamedTuple

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


def measured(suite: str, matcher: str, found: list[Found], right: list[list[str]], seconds: float) -> Row:
    """Answers to the questions, then to those that have none."""
    asked, none = found[: len(right)], found[len(right) :]
    firsts = [(bool(f) and f[0][0] in r, f[0][1] if f else 0.0) for f, r in zip(asked, right, strict=True)]
    ten = [any(entity in r for entity, _ in f[:10]) for f, r in zip(asked, right, strict=True)]
    over = sorted((f[0][1] if f else 0.0 for f in none), reverse=True)
    size = max(len(right), 1)

    def above(rate: float) -> float:
        passed = int(len(over) * rate)
        limit = over[passed] if passed < len(over) else 0.0
        return sum(ok and score > limit for ok, score in firsts) / size

    first = sum(ok for ok, _ in firsts) / size
    return Row(
        suite, matcher, len(right), len(none), first, sum(ten) / size, above(0.01), above(0.05), seconds
    )


def heading() -> str:
    return f"{'suite':22s} {'matcher':20s} {'asked/none':>11s}  recall@1  @10  at 1 %  at 5 % of negatives  CPU s"


def line(row: Row) -> str:
    return (
        f"{row.suite:22s} {row.matcher:20s} {f'{row.asked}/{row.none}':>11s}  {row.first:8.2f} {row.ten:4.2f} "
        f"{row.at_one:7.2f} {row.at_five:7.2f} {row.seconds:20.1f}"
    )
