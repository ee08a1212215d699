"""Bearing on: in which corridor of the watch a claim that was read lies, and what sign of it that is.

Compilers of timelines write both beside their claims; here they follow from what was read, so that a claim
found in an article can meet the same rules of a watch once a person has accepted it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from vedette import fields
from vedette.claims import matters, vocabulary
from vedette.claims.actors import actors
from vedette.steps import Step

Row = dict[str, Any]
# Which kinds of thing go with which question a watch asks of a corridor; what is not named goes with any.
_GOODS = {"arms": "arms-suspect", "oil": "oil", "coal": "coal", "food": "food"}
_ACTS = {
    "visit": "visit",
    "designation": "designation",
    "veto": "un",
    "drill": "drill",
    "joint_drill": "drill",
}
_TOLD = frozenset(("AID", "MOVE", "COOPERATE", "ACCUSE"))
_SEEN = vocabulary.words("bearing_on.seen")
_OFFICIAL = ("state", "body", "service", "ministry", "institute")


@dataclass(frozen=True)
class BearingOn:
    """The corridors of the watch: name, places from, places to, word for the goods, kind of goods."""

    ways: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str, str], ...] = ()


def bearing_on(claims: pa.Table, places: pa.Table, options: BearingOn = BearingOn()) -> pa.Table:
    """Give the claims with ``corridor`` and ``sign``; those that a person took down keep their own words."""
    countries = {row["place"]: row["country"] for row in places.select(["place", "country"]).to_pylist()}
    rows = claims.to_pylist()
    for row in rows:
        if row["rule"] is not None:
            row["corridor"] = _corridor(row, countries, options)
            row["sign"] = _sign(row)
    return fields.from_rows(rows, "claims")


def _corridor(row: Row, countries: Mapping[str, str | None], options: BearingOn) -> str | None:
    """The first corridor that fits by its places, or else by its two states and its goods."""
    goods = _GOODS.get(matters.family(row) or "")
    named, states = set(row["places"] or ()), matters.states(row)
    for by_place in (True, False):
        for name, start, to, _, kind in options.ways:
            if goods and kind and goods != kind:
                continue
            ends = [{countries.get(place) for place in side} - {None} for side in (start, to)]
            if by_place and named & set(start) and (named & set(to) or not ends[1] or states & ends[1]):
                return name
            if not by_place and _between(row, states, ends):
                return name
    return None


def _between(row: Row, states: frozenset[str], ends: list[set[str | None]]) -> bool:
    """Whether a claim is of the two sides of a corridor, and not the wrong way round."""
    if not all(ends) or not all(states & side for side in ends):
        return False
    if row["giver"] and row["receiver"]:
        return row["giver"] in ends[0] and row["receiver"] in ends[1]
    return True


def _sign(row: Row) -> str | None:
    """The word that watches use for what is said to have happened."""
    if row["unlikely"] or row["modality"] in ("planned", "conditional"):
        return None
    if row["polarity"] == "denied":
        return "denial"
    if row["mode"] in _ACTS:
        return _ACTS[row["mode"]]
    told = row["event_class"] in _TOLD and matters.family(row) in ("arms", "oil", "coal", "voyage")
    if not (told and row["cue"] and _official(row["speaker"] or "")):
        return None
    words = set((row["text"] or "").casefold().replace(",", " ").replace(".", " ").split())
    return "disclosure" if words & _SEEN else "statement"


def _official(speaker: str) -> bool:
    """Whether a state, one of its bodies or an institute speaks."""
    low = speaker.casefold()
    return any(n.actor.kind.split(" of ")[0] in _OFFICIAL or n.actor.state for n in actors(speaker)) or (
        "institute" in low or "ministry" in low or "government" in low
    )


STEP = Step(
    "claims_bear_on",
    takes=("claims", "places"),
    gives="claims",
    run=bearing_on,
    options=BearingOn(),
    by="claim",
)
