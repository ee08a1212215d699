"""Grades: how good a source is, by the Admiralty letter the watch gives its publisher."""

from collections.abc import Iterable

UNKNOWN = "F"  # reliability cannot be judged: what it says moves nothing


def best(publishers: Iterable[str | None], grades: tuple[tuple[str, str], ...]) -> str:
    """The best grade among some publishers; F when the watch grades none of them.

    >>> best(["Journal of Ports, relayed by X"], (("journal of ports", "B"), ("X", "A")))
    'B'
    """
    return min((of(name, grades) for name in publishers if name), default=UNKNOWN)


def of(publisher: str, grades: tuple[tuple[str, str], ...]) -> str:
    """The grade of the longest graded name the publisher's name begins with, whole words only.

    What follows the name is how the source worked or who relayed it: the first hand is what is graded.
    """
    asked = publisher.casefold().strip()
    fitting = [
        (len(name), grade)
        for name, grade in grades
        if (start := name.casefold().strip())
        and asked.startswith(start)
        and not asked[len(start) : len(start) + 1].isalnum()
    ]
    return max(fitting)[1] if fitting else UNKNOWN
