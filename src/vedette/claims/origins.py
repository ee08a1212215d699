"""Origins: which claims are one, however often they are printed, so that each is weighed once.

One speaker saying one thing of one matter within a week is one origin, whoever prints it. What a paper
says in its own words belongs to the text, which copies share. Denied and asserted are never one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from vedette import fields
from vedette.claims import matters
from vedette.claims.actors import actors
from vedette.kernels.ids import stable_id
from vedette.steps import Step


@dataclass(frozen=True)
class Origins:
    """``days``: a speaker who says it again after so many days has said it anew."""

    days: float = 7.0


def origins(claims: pa.Table, copies: pa.Table, options: Origins = Origins()) -> pa.Table:
    """Give the claims with ``origin`` and, where no person set it, ``cluster``."""
    first = dict(zip(copies["report"].to_pylist(), copies["origin"].to_pylist(), strict=True))
    rows = claims.to_pylist()
    groups: dict[tuple[object, ...], list[dict[str, Any]]] = {}
    for row in rows:
        row["origin"] = first.get(row["report"], row["report"])
        if row["rule"] is not None:
            groups.setdefault(_key(row), []).append(row)
    for key, group in groups.items():
        _clustered(key, group, options)
    return fields.from_rows(rows, "claims")


def _key(row: dict[str, Any]) -> tuple[object, ...]:
    matter = (matters.family(row), row["event_class"], row["giver"], row["receiver"], row["quantity"])
    stance = (row["polarity"], bool(row["unlikely"]))
    speaker = matters.speaker_key(row)
    named = row["cue"] is not None and speaker and any(actors(row["speaker"] or ""))
    if named and any(matter[:2]):
        return ("said", speaker, *stance, *matter, tuple(sorted(matters.states(row))))
    words = " ".join((row["text"] or "").casefold().split())
    return ("text", row["origin"], speaker, *stance, words)


def _clustered(key: tuple[object, ...], group: list[dict[str, Any]], options: Origins) -> None:
    """One cluster for each stretch of the group without a silence longer than the option."""
    last: datetime | None = None
    name = ""
    for row in sorted(group, key=lambda r: (r["published"] is not None, r["published"] or 0, r["claim"])):
        day = row["published"]
        apart = day is not None and last is not None and day - last > timedelta(days=options.days)
        if not name or apart or (day is not None and last is None and key[0] == "said" and not name):
            name = stable_id("cluster", *key, day and day.date())
        last = day or last
        row["cluster"] = name


STEP = Step("origins", takes=("claims", "copies"), gives="claims", run=origins, options=Origins(), by="")
