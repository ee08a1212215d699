"""Destination mismatch: a ship calls in another country than the one she said she was bound for."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.events.rows import heard_until
from vedette.events.visited import sea_of
from vedette.fields import conform, empty, from_rows
from vedette.kernels.areas import Areas
from vedette.kernels.ids import stable_id
from vedette.kernels.sphere import distance_m
from vedette.steps import Step

Row = dict[str, Any]
RULE = "destination_mismatch/1"
_TOLD = re.compile(r"\s*(?:>+|=+>|-+>|<+>+)\s*")
_WORDS = re.compile(r"[^A-Z0-9 ]+")
_VAGUE = re.compile(
    r"\b(ORDERS?|ARMED|GUARDS?|TBA|TBN|UNKNOWN|AT SEA|HIGH SEAS?|OPEN SEA|DRIFTING|SECRET)\b"
    r"|^(NIL|NONE|N A|SEA|ANCHORAGE|EUROPE|ASIA|AFRICA)$"
    r"|^(CHINA|RUSSIA|JAPAN|KOREA|INDIA|TURKEY|IRAN|EGYPT|BRAZIL|USA)$"
)
_LOCODE = re.compile(r"([A-Z]{2}) ?([A-Z0-9]{3})")


@dataclass(frozen=True)
class DestinationMismatch:
    """When another port than the one she said is worth a word (all ours).

    Crews type the destination late, leave old ones standing, and call for bunkers or at roads on the way: so
    it must be said while she is at sea, stand for ``min_hours`` up to the call and be at most ``max_days``
    old, and the call be in another country, ``min_km`` off, and last ``min_call_hours``.
    Of namesakes in several countries the nearest is taken, if it is within ``namesake_km``: else one on no
    list may be meant.
    """

    min_hours: float = 6.0
    max_days: float = 14.0
    min_km: float = 50.0
    min_call_hours: float = 6.0
    namesake_km: float = 2500.0


class Book(NamedTuple):
    """The places by UN/LOCODE, by name, and by a part of a name with a hyphen where no name is so."""

    rows: list[Row]
    number: Mapping[str, int]
    by_code: Mapping[str, list[int]]
    by_name: Mapping[str, list[int]]
    by_part: Mapping[str, list[int]]
    sea: Areas


def destination_mismatches(
    events: pa.Table,
    statics: pa.Table,
    places: pa.Table,
    options: DestinationMismatch = DestinationMismatch(),
    until: datetime | None = None,
) -> pa.Table:
    """The events, and each call of a ship seen by AIS that is not where she said she was bound.

    What she said is resolved by UN/LOCODE or by the exact name of a place; of "A>B" the last counts. A name
    of places in several countries is a mismatch when it is with each, and the nearest is given. What is vague
    ("FOR ORDERS", a country, nothing) resolves to nothing and is no mismatch, nor is a stay at an anchorage.
    She must have said it since her call before. It is known when she has been there for ``min_call_hours``.
    Confidence 1: destinations are typed by hand and often stale.
    """
    where = pc.and_(pc.equal(events["kind"], "port_call"), events["mmsi"].is_valid())
    calls = events.filter(where).sort_by([(name, "ascending") for name in ("mmsi", "start", "event")])
    said = heard_until(statics, until).filter(pc.field("time").is_valid())
    said = said.filter(pc.is_in(said["mmsi"], calls["mmsi"])).sort_by(
        [(name, "ascending") for name in ("mmsi", "time", "record")]
    )
    columns = ["mmsi", "time", "destination", "source", "record"]
    spoken: dict[int, list[Row]] = defaultdict(list)
    for row in said.select(columns).to_pylist() if len(calls) else ():
        if row["destination"] is not None:
            spoken[row["mmsi"]].append(row)
    if not spoken:
        return events
    book = _book(places)
    found: list[Row] = []
    before: Row | None = None
    for call in calls.to_pylist():
        last = before if before and before["mmsi"] == call["mmsi"] else None
        found += _compared((call, last), spoken.get(call["mmsi"], []), book, options, until)
        before = call
    made = from_rows(found, "events").sort_by([("start", "ascending"), ("event", "ascending")])
    return conform(pa.concat_tables([events, made if found else empty("events")]), "events")


def _compared(
    calls: tuple[Row, Row | None],
    spoken: list[Row],
    book: Book,
    options: DestinationMismatch,
    until: datetime | None,
) -> list[Row]:
    call, before = calls
    shown = call["start"] + timedelta(hours=options.min_call_hours)
    if (call["end"] or until or shown) < shown:
        return []
    heard = [row for row in spoken if row["time"] <= call["start"]]
    if not heard:
        return []
    last = len(heard) - 1
    while last and bound_for(heard[last - 1]["destination"]) == bound_for(heard[-1]["destination"]):
        last -= 1
    first = heard[last]
    left = (before["end"] or call["start"]) if before else None
    held = call["start"] - max(first["time"], left or first["time"])
    fresh = left is None or heard[-1]["time"] >= before["start"]  # type: ignore[index]
    old = call["start"] - heard[-1]["time"] > timedelta(days=options.max_days)
    if held < timedelta(hours=options.min_hours) or old or not fresh:
        return []
    wanted = resolved(heard[-1]["destination"], book)
    here = book.number.get(call["place"])
    if not wanted or here is None or book.rows[here]["kind"] == "anchorage":
        return []
    nearest, metres = _nearest(wanted, here, book)
    several = len({book.rows[place]["country"] for place in wanted}) > 1
    if metres < options.min_km * 1e3 or (several and metres > options.namesake_km * 1e3):
        return []
    event = _event(call, heard[-1], book.rows[nearest], held, metres)
    return [event | {"known": max(call["known"] or shown, shown)}]


def _nearest(wanted: list[int], here: int, book: Book) -> tuple[int, float]:
    """The nearest of the places that may be meant, and how far it is; no way off where countries are one."""
    countries, own = [book.rows[place]["country"] for place in wanted], book.rows[here]["country"]
    if not own or not all(countries) or set(own.split("/")) & set("/".join(countries).split("/")):
        return wanted[0], 0.0
    metres, nearest = min((_apart([place], here, book.sea), place) for place in wanted)
    return nearest, metres


def _apart(wanted: list[int], here: int, sea: Areas) -> float:
    """Metres between the nearest points of the places that were meant and of another."""
    one, other = np.isin(sea.circle_area, wanted), sea.circle_area == here
    metres = distance_m(
        sea.circle_lat[one][:, None],
        sea.circle_lon[one][:, None],
        sea.circle_lat[other],
        sea.circle_lon[other],
    )
    return float(metres.min()) if metres.size else 0.0


def _event(call: Row, said: Row, place: Row, held: timedelta, metres: float) -> Row:
    sources = sorted(
        {name for name in (call["source"], said["source"]) if name},
        key=lambda name: (not name.startswith("synthetic:"), name),
    )
    details = {
        "said": said["destination"],
        "said_place": (place["name"] or place["place"]).split(",")[0],
        "said_country": place["country"],
        "held_h": round(held / timedelta(hours=1), 1),
        "distance_km": round(metres / 1000),
    }
    same = ("ship", "mmsi", "imo", "place", "start", "end", "lat", "lon", "end_lat", "end_lon", "duration_h")
    return {
        **{name: call[name] for name in same},
        "event": stable_id("destination_mismatch", call["event"]),
        "kind": "destination_mismatch",
        "confidence": 1.0,
        "details": json.dumps(details, ensure_ascii=False),
        "rule": RULE,
        "source": ", ".join(sources) or None,
        "because": [call["event"], *([said["record"]] if said["record"] else [])],
    }


def bound_for(text: str | None) -> str:
    """What a crew typed, its last leg, in plain capitals.

    >>> bound_for("busan>jp hkt"), bound_for("RU.VVO"), bound_for("Ust-Luga @@")
    ('JP HKT', 'RU VVO', 'UST LUGA')
    """
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().upper()
    last = [part for part in _TOLD.split(plain) if part.strip()]
    return " ".join(_WORDS.sub(" ", last[-1]).split()) if last else ""


def vague(text: str | None) -> bool:
    """Whether a destination names no place: nothing, orders, guards, a whole country.

    >>> [vague(said) for said in (None, "FOR ORDERS", "ARMED GUARD ON BOARD", "CHINA", "RU VVO")]
    [True, True, True, True, False]
    """
    said = bound_for(text)
    return len(said) < 2 or bool(_VAGUE.search(said))


def resolved(text: str | None, book: Book) -> list[int]:
    """The places that a destination may mean; none when it is vague."""
    said = bound_for(text)
    code = _LOCODE.fullmatch(said)
    if code and (found := book.by_code.get(code[1] + code[2])):
        return found
    name = said.replace(" ", "")
    return [] if vague(said) else book.by_name.get(name) or book.by_part.get(name, [])


def _book(places: pa.Table) -> Book:
    rows = places.sort_by([(name, "ascending") for name in ("place", "source", "record")])
    facts = rows.select(["place", "name", "kind", "country", "code"]).to_pylist()
    by_code: dict[str, list[int]] = defaultdict(list)
    by_name: dict[str, list[int]] = defaultdict(list)
    by_part: dict[str, list[int]] = defaultdict(list)
    for number, place in enumerate(facts):
        if place["code"]:
            by_code[place["code"]].append(number)
        for name in (place["name"] or "").split(","):
            plain = bound_for(name).replace(" ", "")
            if len(plain) >= 4 and number not in by_name[plain]:
                by_name[plain].append(number)
            for part in name.split("-") if "-" in name else ():
                plain = bound_for(part).replace(" ", "")
                if len(plain) >= 5 and number not in by_part[plain]:
                    by_part[plain].append(number)
    numbers = {place["place"]: n for n, place in enumerate(facts)}
    return Book(facts, numbers, by_code, by_name, by_part, sea_of(rows, 3000.0))


STEP = Step(
    "destination_mismatch",
    takes=("events", "statics", "places"),
    gives="events",
    run=destination_mismatches,
    options=DestinationMismatch(),
    timed=True,
)
