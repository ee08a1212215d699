"""Conflicts: claims that cannot both be so. Neither is taken for true; they are set side by side."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pyarrow as pa

from vedette import fields
from vedette.claims import matters
from vedette.kernels.ids import stable_id
from vedette.steps import Step

_QUANTITY = re.compile(r"([\d.]+) (.+)")
Row = dict[str, Any]


@dataclass(frozen=True)
class Conflicts:
    """When two claims of one matter are opposed.

    ``apart``: two counts of one thing differ when one is over so many times the other. ``days``: counts
    are of one matter when they were published within so many days. ``most_of_matter``: how many origins
    of one matter are compared.
    """

    apart: float = 1.25
    days: float = 120.0
    most_of_matter: int = 40


def conflicts(claims: pa.Table, options: Conflicts = Conflicts()) -> pa.Table:
    """Give the pairs of claims of one matter and different origins that are opposed; none is rejected."""
    by_matter: dict[tuple[object, ...], dict[str, Row]] = {}
    # What a speaker thinks unlikely neither says that it is so nor that it is not.
    rows = [row for row in claims.to_pylist() if row["accepted"] is not False and not row["unlikely"]]
    for row in sorted(rows, key=_order):
        for matter in _matters(row):
            firsts = by_matter.setdefault(matter, {})
            if len(firsts) < options.most_of_matter:
                firsts.setdefault(row["cluster"] or row["claim"], row)
    found: dict[str, dict[str, object]] = {}
    for matter, firsts in sorted(by_matter.items(), key=repr):
        for one, other in combinations(firsts.values(), 2):
            for kind, words in _opposed(one, other, options):
                row = _row(kind, matter, one, other, words)
                found.setdefault(str(row["conflict"]), row)
    return fields.from_rows([found[name] for name in sorted(found)], "conflicts")


def _order(row: Row) -> tuple[object, ...]:
    return (row["published"] is None, str(row["published"]), row["claim"])


def _matters(row: Row) -> Iterator[tuple[object, ...]]:
    """What a claim is comparable by: a kind of thing between two states, or at a ship or place."""
    family = matters.family(row)
    if family is None:
        return
    states = matters.states(row)
    if len(states) == 2:
        yield (family, *sorted(states))
    for ship in row["ships"] or ():
        yield (family, ship)
    for place in row["places"] or ():
        if row["quantity"]:
            yield (family, place)


def _opposed(one: Row, other: Row, options: Conflicts) -> Iterator[tuple[str, str]]:
    if one["claim"] == other["claim"]:
        return
    if _reversed(one, other):
        yield (
            "direction",
            (
                f"one has it go from {one['giver']} to {one['receiver']}, the other from {other['giver']} to "
                f"{other['receiver']}"
            ),
        )
    denied = [row for row in (one, other) if row["polarity"] == "denied"]
    if len(denied) == 1 and not (
        one["report"] == other["report"] and one["span_start"] == other["span_start"]
    ):
        yield "polarity", f"denied by {_who(denied[0])}, said by {_who(other if denied[0] is one else one)}"
    elif not denied and (pair := _counts(one, other, options)) is not None:
        yield "count", f"{pair[0]} against {pair[1]}"


def _reversed(one: Row, other: Row) -> bool:
    if (
        one["polarity"] != other["polarity"]
        or not (one["giver"] and one["receiver"])
        or one["giver"] == one["receiver"]
    ):
        return False
    return bool(one["giver"] == other["receiver"] and one["receiver"] == other["giver"])


def _counts(one: Row, other: Row, options: Conflicts) -> tuple[str, str] | None:
    """Two numbers of one unit that differ, of claims that were made about one time."""
    if one["report"] == other["report"] or not one["quantity"] or not other["quantity"]:
        return None
    said = (one["published"], other["published"])
    if None not in said and abs((said[0] - said[1]).days) > options.days:
        return None
    mine = {m[2]: float(m[1]) for part in one["quantity"].split("; ") if (m := _QUANTITY.fullmatch(part))}
    for part in other["quantity"].split("; "):
        if (m := _QUANTITY.fullmatch(part)) is None or m[2] not in mine:
            continue
        low, high = sorted((mine[m[2]], float(m[1])))
        if (
            low > 0
            and high / low > options.apart
            and m[2] not in ("hours", "days", "months", "years", "%", "km", "m")
        ):
            return f"{mine[m[2]]:.10g} {m[2]}", part
    return None


def _who(row: Row) -> str:
    return row["speaker"] or "a text nobody signed"


def _row(kind: str, matter: tuple[object, ...], one: Row, other: Row, words: str) -> dict[str, object]:
    known = [row["published"] for row in (one, other)]
    sources = sorted(
        {row["source"] or "" for row in (one, other)}, key=lambda s: not s.startswith("synthetic:")
    )
    return {
        "conflict": stable_id("conflict", kind, one["claim"], other["claim"]),
        "kind": kind,
        "matter": ", ".join(map(str, matter)),
        "one": one["claim"],
        "other": other["claim"],
        "words": words,
        "known": None if None in known else max(known),
        "source": sources[0],
        "because": sorted({one["claim"], other["claim"]}),
    }


STEP = Step("conflicts", takes=("claims",), gives="conflicts", run=conflicts, options=Conflicts(), by="")
