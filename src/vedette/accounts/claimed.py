"""Published and claimed: what others count or say went from one country to another, each by who says it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields
from vedette.accounts.goods import OF_MODE, UNKNOWN, Way, meant, of_word
from vedette.kernels import acts

Row = dict[str, Any]
# Classes of a compiled timeline that say something moved along their corridor.
_MOVED = ("disclosure", "statement", "use", "transfer", "denial", "volume estimate")
_HANDED = ("AID", "COOPERATE", "MOVE", "RETREAT")
_QUANTITY = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<more>\+)?\s+(?P<unit>[^\d\s;,][^;,]*)")
# Where a number that was read from prose is a lower bound.
_MORE_THAN = re.compile(
    r"(?:more than|over|at least|upwards? of|above|no (?:fewer|less) than|not less than|in excess of)\s+"
    r"(?:about |some |an estimated )?(\d[\d,]*(?:\.\d+)?)",
    re.IGNORECASE,
)
_UNJUDGED = " (nobody has judged this claim)"
# What is counted of ships, not of what they carry.
_SHIPS = re.compile(r"(round )?(ship|vessel|trip|voyage|tanker|call|visit|transit|movement)s?")


def counts(sightings: pa.Table, ways: Iterable[Way], clock: str, until: datetime) -> list[Row]:
    """Published counts over periods, each by its publisher."""
    ways = tuple(ways)
    rows = sightings.filter(pc.fill_null(pc.equal(sightings["subject"], "count"), False))
    found = []
    for row in rows.filter(rows["count"].is_valid()).to_pylist():
        known = row["end"] if clock == "observed" else row["published"] or row["end"]
        if known is None or known > until:
            continue
        way = meant(ways, row["flow"], row["corridor"])
        kind = way.kind if way else of_word(row["flow"])
        if way is None and kind == UNKNOWN and not row["flow"]:
            continue
        low = row["count"] if str(row["what"] or "").startswith("at least") else None
        found.append(
            {
                **_flow(kind, way, (None, None)),
                "how": "published",
                "what": row["unit"] or "count",
                "start": row["start"],
                "end": row["end"],
                "value": row["count"],
                "low": low,
                "publisher": row["publisher"],
                "words": row["what"],
                "known": known,
                "source": row["source"],
                "because": [row["sighting"]],
            }
        )
    return found


def said(claims: pa.Table, ways: Iterable[Way], clock: str, until: datetime) -> list[Row]:
    """What is claimed to have gone, and what is denied: quantities by who says so, claims by origin and year.

    A claim that a person rejected is left out. Claims of one origin count once; the value counts those that
    somebody accepted, the upper bound also those that nobody has judged.
    """
    ways = tuple(ways)
    rows = claims.append_column("since", acts.known(claims, clock))
    rows = rows.filter(pc.fill_null(pc.less_equal(rows["since"], pa.scalar(until, fields.TIME)), False))
    rows = rows.filter(pc.fill_null(rows["accepted"], True)).sort_by(
        [("since", "ascending"), ("claim", "ascending")]
    )
    found: list[Row] = []
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows.to_pylist():
        about = _about(row, ways)
        if about is None:
            continue
        kind, way = about
        flow = _flow(kind, way, (row["giver"], row["receiver"]))
        if row["polarity"] == "asserted":
            found += _quantities(row, flow)
        how = "denied" if row["polarity"] == "denied" else "asserted"
        groups[(*flow.values(), how, row["since"].year, _made_up(row))].append(row)
    return _told_once(found) + [_claimed(key, some) for key, some in groups.items()]


def _told_once(rows: list[Row]) -> list[Row]:
    """One row for a number that one publisher is recorded with more than once, on all those claims.

    The words are those of the claim that a person accepted, where one did.
    """
    same: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        who = (row["publisher"] or "").casefold().removeprefix("the ")
        flow = (row["kind"], row["from"], row["to"], row["what"])
        same[(*flow, row["value"], row["low"], row["start"], row["end"], who, _made_up(row))].append(row)
    found = []
    for some in same.values():
        first = min(some, key=lambda row: row["words"].endswith(_UNJUDGED))
        because = sorted({claim for row in some for claim in row["because"]})
        found.append({**first, "known": min(row["known"] for row in some), "because": because})
    return found


def _made_up(row: Row) -> bool:
    return (row["source"] or "").startswith("synthetic:")


def _about(row: Row, ways: tuple[Way, ...]) -> tuple[str, Way | None] | None:
    """The kind of goods a claim is about, and the way it means; None when it tells of nothing handed over."""
    class_, mode = row["event_class"] or "", row["mode"] or ""
    if row["about"]:
        class_, _, mode = row["about"].partition("/")
    parts = list(_parts(row["quantity"]))
    kind = OF_MODE.get(mode) or next((k for _, _, unit in parts if (k := of_word(unit)) != UNKNOWN), UNKNOWN)
    joined = {(way.left, way.reached): way for way in ways}
    if class_ in _MOVED:
        way = next((way for way in ways if way.name == row["corridor"]), None)
        way = way or next((w for _, _, unit in parts if (w := meant(ways, unit))), None)
        return (way.kind, way) if way else None
    sides = (row["giver"], row["receiver"])
    if any(sides) and (mode in OF_MODE or class_ in _HANDED):
        way = next(
            (
                way
                for (left, reached), way in joined.items()
                if (sides[0] is None or sides[0] in left)
                and (sides[1] is None or sides[1] in reached)
                and kind in (UNKNOWN, way.kind)
                and any(way.word and way.word in unit for _, _, unit in parts)
            ),
            None,
        )
        return (way.kind if way else kind), way
    way = next((w for _, _, unit in parts if (w := meant(ways, unit))), None)
    return (way.kind, way) if way and parts else None


def _flow(kind: str, way: Way | None, sides: tuple[str | None, str | None]) -> Row:
    left, reached = way.direction if way else sides
    return {
        "kind": kind,
        "basis": f"corridor {way.name}" if way else "a claim",
        "from": sides[0] or left,
        "to": sides[1] or reached,
    }


def _parts(quantity: str | None) -> Iterator[tuple[float, bool, str]]:
    """The numbers of a claim's quantity, whether it is "or more", and their units.

    What a publisher derived from its own number ("equivalent as published") is not another count.

    >>> list(_parts("1000+ containers; equivalent as published: 200,000 rounds"))
    [(1000.0, True, 'containers')]
    """
    own = (quantity or "").partition("; equivalent as published")[0]
    for part in _QUANTITY.finditer(own):
        yield float(part["number"].replace(",", "")), bool(part["more"]), part["unit"].strip().casefold()


def _quantities(row: Row, flow: Row) -> Iterator[Row]:
    bounds = {float(said.replace(",", "")) for said in _MORE_THAN.findall(row["text"] or "")}
    for number, more, unit in _parts(row["quantity"]):
        if _SHIPS.fullmatch(unit):
            continue
        judged = "" if row["accepted"] else _UNJUDGED
        yield {
            **flow,
            "how": "published",
            "what": unit[:40],
            "start": row["start"],
            "end": row["end"] or row["since"],
            "value": number,
            "low": number if more or number in bounds else None,
            "publisher": row["speaker"],
            "words": f"“{row['text'] or row['quantity']}”{judged}",
            "known": row["since"],
            "source": row["source"],
            "because": [row["claim"]],
        }


def _claimed(key: tuple[Any, ...], some: list[Row]) -> Row:
    kind, basis, left, reached, how, year, _ = key
    clusters: dict[str, bool] = {}
    for row in some:
        name = row["cluster"] or row["claim"]
        clusters[name] = clusters.get(name, False) or bool(row["accepted"])
    speakers = list(dict.fromkeys(row["speaker"] or "somebody unnamed" for row in some))
    return {
        "kind": kind,
        "basis": basis,
        "from": left,
        "to": reached,
        "how": how,
        "what": "claims of one origin",
        "start": datetime(year, 1, 1),
        "end": datetime(year + 1, 1, 1),
        "value": float(sum(clusters.values())),
        "high": float(len(clusters)),
        "words": "; ".join(speakers[:8]) + (f" and {len(speakers) - 8} more" if len(speakers) > 8 else ""),
        "known": max(row["since"] for row in some),
        "source": next(
            (row["source"] for row in some if _made_up(row)),
            some[0]["source"],
        ),
        "because": sorted(row["claim"] for row in some),
    }
