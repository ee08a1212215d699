"""Tiny worlds, so that a test shows all there is: who was heard when and where, which places there are."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

import numpy as np
import pyarrow as pa
import shapely

from vedette import fields, flow
from vedette.steps import Step, answer
from vedette.tracks.motion import tracks
from vedette.watch import Corridor, Evidence, Hypothesis, Watch

NOON = datetime(2023, 9, 1, 12)
SHIP = 273000001
HERE = (42.0, 131.0)


def at(hours: float) -> datetime:
    """So many hours after noon."""
    return NOON + timedelta(hours=float(hours))


def table(name: str, *rows: dict[str, object]) -> pa.Table:
    return fields.from_rows(list(rows), name)


def heard(
    *hours: float,
    mmsi: int = SHIP,
    lat: float | Sequence[float] = HERE[0],
    lon: float | Sequence[float] = HERE[1],
    speed: float | Sequence[float | None] | None = 0.0,
    source: str = "ais",
    file: str = "f",
    **more: object,
) -> pa.Table:
    """Positions of one ship at some hours after noon; a place or speed given once holds for all."""
    return fields.from_rows(
        [
            {
                "mmsi": mmsi,
                "time": at(hour),
                "lat": _one(lat, number),
                "lon": _one(lon, number),
                "speed_kn": _one(speed, number),
                "source": source,
                "record": f"{file}{mmsi}:{number + 2}",
                **more,
            }
            for number, hour in enumerate(hours)
        ],
        "positions",
    )


def _one(value: object, number: int) -> object:
    return value[number] if isinstance(value, (list, tuple, np.ndarray, range)) else value


def tracks_of(*positions: pa.Table) -> pa.Table:
    return tracks(pa.concat_tables(positions))


def place(
    name: str,
    lat: float = HERE[0],
    lon: float = HERE[1],
    *,
    kind: str = "port",
    radius_m: float | None = 3000.0,
    role: str | None = "watched",
    corners: Sequence[tuple[float, float]] | None = None,
) -> dict[str, object]:
    """One place: a circle, or with ``corners`` (longitude, latitude) a polygon."""
    shape = shapely.Polygon(corners) if corners else shapely.Point(lon, lat)
    return {
        "place": name,
        "name": name,
        "kind": kind,
        "geometry": shape.wkb,
        "radius_m": None if corners else radius_m,
        "role": role,
        "source": "places",
        "record": f"p:{name}",
    }


def places(*rows: dict[str, object]) -> pa.Table:
    return fields.from_rows(list(rows), "places")


def listened(*spans: tuple[float, float], source: str = "ais") -> pa.Table:
    """Stretches in which a source listened, from and to some hours after noon."""
    return table(
        "feeds", *({"source": source, "start": at(a), "end": at(b), "messages": 1000} for a, b in spans)
    )


def sighted(
    name: str, start: float = 0.0, end: float | None = None, *, where: str = "port", **more: object
) -> dict[str, object]:
    """One sighting, of a ship nobody names unless ``more`` says who; published a week later."""
    last = at(start if end is None else end)
    return {
        "sighting": name,
        "place": where,
        "start": at(start),
        "end": last,
        "subject": "ship",
        "negative": False,
        "identification": "named by source" if more.get("vessel_name") else "unnamed",
        "published": last + timedelta(days=7),
        "publisher": "Publisher",
        "source": "sightings",
        "record": f"s:{name}",
        **more,
    }


def rows_of(found: pa.Table, *columns: str) -> list[tuple[object, ...]]:
    """Some columns of each row."""
    return list(zip(*(found[name].to_pylist() for name in columns), strict=True))


def sailed(
    mmsi: int,
    legs: Sequence[tuple[float, float, float, float]],
    every_h: float = 0.5,
    silent: Sequence[tuple[float, float]] = (),
    source: str = "ais",
) -> pa.Table:
    """Positions of a ship that is at (hour, lat, lon, speed) and goes straight between, silent at times."""
    corner = np.array(legs, dtype=float)
    hours = np.arange(corner[0, 0], corner[-1, 0], every_h)
    for start, end in silent:
        hours = hours[(hours < start) | (hours > end)]
    lat, lon = (np.interp(hours, corner[:, 0], corner[:, side]) for side in (1, 2))
    still = corner[np.maximum(np.searchsorted(corner[:, 0], hours, side="right") - 1, 0), 3]
    return heard(*hours, mmsi=mmsi, lat=lat, lon=lon, speed=still, source=source)


# A small sea: two ports, a naval pier beside one, a strait, a port in a gazetteer twice, a rail crossing.
ALPHA, BETA = (42.2, 130.3), (42.75, 133.08)
SEA = (
    place("alpha", *ALPHA, radius_m=2000.0),
    place("beta", *BETA, radius_m=4000.0),
    place("beta-oil", 42.73, 133.05, kind="oil terminal"),
    place("pier", 42.88, 132.34, kind="naval pier", radius_m=4000.0),
    place("gazetteer-1", 42.87, 131.38, role=None),
    place("gazetteer-2", 42.872, 131.382, role=None),
    place("strait", kind="strait", corners=[(131, 41.5), (132, 41.5), (132, 42.6), (131, 42.6)]),
    place("crossing", 42.42, 130.64, kind="rail"),
)
WEEKS = 40
END = NOON + timedelta(weeks=WEEKS)


def _ferry(mmsi: int, weeks: int, *, dark: bool, source: str = "ais") -> pa.Table:
    """One ship that goes from alpha to beta and back each week, and may be silent on the way back."""
    legs: list[tuple[float, float, float, float]] = []
    silent = []
    for week in range(weeks):
        start = week * 168.0
        legs += [(start, *ALPHA, 0.0), (start + 30, *ALPHA, 11.0), (start + 44, *BETA, 0.1)]
        legs += [(start + 80, *BETA, 10.0), (start + 96, *ALPHA, 0.0)]
        if dark:
            silent.append((start + 70, start + 100))
    return sailed(mmsi, legs, every_h=2.0, silent=silent, source=source)


def _adrift(mmsi: int, lat: float, source: str = "ais") -> pa.Table:
    """One ship that comes to a place at sea, drifts there over midnight, and goes."""
    legs = [
        (0.0, 40.0, 131.5, 9.0),
        (6.5, lat, 131.5, 0.5),
        (19.0, lat, 131.52, 9.0),
        (24.0, 40.5, 131.5, 9.0),
    ]
    return sailed(mmsi, legs, every_h=0.25, source=source)


def _two_hulls(mmsi: int, source: str = "ais") -> pa.Table:
    """One number heard by turns at two places for a day."""
    return heard(
        *np.arange(0, 24, 0.5), mmsi=mmsi, lat=[38.0, 38.01, 44.5, 44.51] * 12, lon=131.9, source=source
    )


def _renamed(mmsi: int, imo: int, source: str = "ais") -> list[dict[str, object]]:
    """What a ship said each day: another name from the tenth day on, another draught from the fifteenth."""
    return [
        {
            "mmsi": mmsi,
            "time": at(24.0 * day),
            "imo": imo,
            "name": "VOLGA" if day < 10 else "NEVA",
            "draught_m": 6.0 if day < 15 else 8.5,
            "source": source,
            "record": f"d{mmsi}:{day + 2}",
        }
        for day in range(20)
    ]


def _positions() -> pa.Table:
    bad = heard(1, 2, 3, 4, mmsi=273000009, lat=[91.0, 0.0, 42.0, 42.0], lon=[181.0, 0.0, 131.0, 131.0])
    twice = heard(3, 3, 9, 9.5, mmsi=273000009, lat=42.0, lon=[131.0, 131.0, 171.0, 131.0], file="g")
    return pa.concat_tables(
        [
            _ferry(273000001, WEEKS, dark=False),
            _ferry(273000002, WEEKS, dark=True),
            _ferry(445000003, 3, dark=True, source="synthetic:sea"),
            heard(*range(0, 90, 3), mmsi=351000004, lat=42.871, lon=131.381, speed=0.1),
            heard(*np.arange(0, 30, 0.5), mmsi=477000005, lat=np.linspace(40, 45, 60), lon=131.5, speed=10.2),
            heard(
                0, 0.5, 1, 1.5, mmsi=412000006, lat=42.0, lon=[179.9, -179.9, 179.95, -179.95], speed=102.3
            ),
            heard(5, mmsi=123),
            heard(10_000, mmsi=273000007),
            _adrift(273000010, 41.0),
            _adrift(351000011, 41.002),
            _adrift(445000012, 41.003, source="synthetic:sea"),
            _two_hulls(273000020),
            _two_hulls(445000021, source="synthetic:sea"),
            bad,
            twice,
        ]
    )


def on_list(entity: str, name: str, *, kind: str = "vessel", **more: object) -> dict[str, object]:
    """One entry of the list its id begins with, in one edition, read as a line of its own."""
    held = {
        "entity": entity,
        "kind": kind,
        "names": [name],
        "programmes": ["ARMS"],
        "list": entity.partition(":")[0],
        "list_date": NOON,
        "source": "lists",
        "record": f"l:{entity}",
    }
    return {**held, **more}


def tied(entity: str, to: str, role: str = "linked to", **more: object) -> dict[str, object]:
    """One link from an entry, as its list gives it, in one edition."""
    held = {
        "from": entity,
        "to": to,
        "role": role,
        "detail": to.removeprefix("name:"),
        "list": entity.partition(":")[0],
        "list_date": NOON,
        "source": "lists",
        "record": f"l:{entity}>{to}",
    }
    return {**held, **more}


def _on_lists() -> dict[str, pa.Table]:
    """Two lists that do not agree, and a company whose two ships both of them have."""
    return {
        "entities": table(
            "entities",
            on_list("one:1", "ANGARA", imo=9179842, flag="Russia", tonnage=8811.0),
            on_list("two:7", "Angara", imo=9179842, flag="Palau", list_date=NOON + timedelta(weeks=9)),
            on_list("one:2", "VOLGA", imo=9074729, tonnage=8800.0, listed_on=NOON - timedelta(days=99)),
            on_list("one:3", "M COMPANY", kind="organisation"),
            on_list("one:4", "A PERSON", kind="person", programmes=[]),
        ),
        "links": table(
            "links",
            tied("one:1", "name:M COMPANY"),
            tied("one:2", "name:M COMPANY", "owner", detail="60 %"),
            tied("one:3", "one:4", "owner", detail="75 %"),
            tied("two:7", "name:Ангара", "alias"),
        ),
    }


def _stored() -> dict[str, pa.Table]:
    said = {"source": "ais", "time": NOON}
    week = timedelta(weeks=1)
    looks = [sighted(f"look-{n}", n * 168.0, where="alpha", negative=True) for n in range(WEEKS - 6)]
    seen = [
        sighted("a1", 5800, 5824, where="alpha", imo=9179842, vessel_name="Angara", count=300.0),
        sighted("a2", 5810, 5830, where="alpha", publisher="Other"),
        sighted("b1", 5900, 5924, where="beta", imo=9179842, vessel_name="ANGARA"),
        sighted("a3", 6000, 6024, where="alpha", vessel_name="Maria", identification="matched by features"),
        sighted("a4", 6000, 6024, where="alpha", subject="cargo", flow="containers", count=90.0),
        sighted("s1", 6100, 6124, where="strait", vessel_name="Lady R", source="synthetic:sightings"),
    ]
    claim = {"claim": "c1", "speaker": "White House", "polarity": "asserted", "event_class": "transfer"}
    stored = {
        "positions": _positions(),
        "statics": table(
            "statics",
            {"mmsi": 273000001, "imo": 9179842, "name": "ANGARA", "record": "s:1", **said},
            {
                "mmsi": 273000001,
                "imo": 1234567,
                "name": "ANGARA",
                "record": "s:2",
                **said,
                "time": NOON + week,
            },
            {"mmsi": 273000002, "name": "MARIA", "call_sign": "UABC", "record": "s:3", **said},
            *_renamed(273000022, 9074729),
            *_renamed(352000023, 9074729),
            {"mmsi": 538000024, "imo": 9074729, "record": "s:4", **said, "time": NOON + 5 * week},
        ),
        "places": places(*SEA),
        "feeds": listened((0, 24 * 100), (24 * 102, 7 * 24 * WEEKS)),
        "sightings": table("sightings", *looks, *seen),
        "reports": table("reports", *REPORTS),
        "decisions": table(
            "decisions", {"decision": "d", "alert": "c", "when": END, "verdict": "accepted", "who": "x"}
        ),
        "claims": table("claims", {**claim, "published": END - 3 * week, "source": "r", "record": "r:1"}),
        **_on_lists(),
    }
    return {name: stored.get(name, fields.empty(name)) for name in fields.TABLES}


def _printed(name: str, text: str, hours: float, publisher: str | None) -> dict[str, object]:
    said = {"report": name, "title": name, "text": text, "language": "en", "publisher": publisher}
    return {**said, "published": at(hours), "source": "reports/text", "record": f"r{name}:1"}


_STORY = (
    "The ministry of defence in Beta said on Friday that the Angara had carried 300 containers of shells "
    "from Alpha to Beta. Officials in Alpha denied that any weapons had been delivered. The two states may "
    "hold joint drills next year, an intelligence service suggested, and the foreign minister plans to visit "
    "Alpha in May 2024."
)
REPORTS = (
    _printed("story", _STORY, 500, "Agency"),
    _printed("again", "A headline\n\n" + _STORY, 520, "Paper"),
    _printed(
        "other", "Alpha sent 500 containers to Beta, an institute said. It was no secret.", 700, "Institute"
    ),
    _printed(
        "russian",
        "Судно «Ангара» вышло из порта 17 октября 2023 года с 300 контейнерами на борту.",
        800,
        None,
    ),
)


def watch() -> Watch:
    """A watch over the small sea, so that the steps of judgement have something to judge."""
    seen = Evidence(
        "calls",
        "Calls",
        "indicator",
        "calls/*",
        "imagery",
        "shipping",
        "satellite",
        if_true=0.7,
        if_false=0.1,
        reason="made up",
    )
    said = Evidence(
        "said",
        "A claim",
        "claim",
        "transfer",
        "official",
        "official acts",
        "state",
        if_true=0.7,
        if_false=0.2,
        reason="made up",
    )
    asked = Hypothesis(
        "h", "Does it run?", "It runs.", prior=0.1, prior_weight=10, prior_source="x", evidence=(seen, said)
    )
    return Watch(
        "small", "A small sea", corridors=(Corridor("ab", ("alpha",), ("beta",)),), hypotheses=(asked,)
    )


def steps() -> tuple[Step, ...]:
    """Every step of the flow, with what the small watch says."""
    return flow.steps_of(watch())


@cache
def example_tables() -> dict[str, pa.Table]:
    """All tables of a small, realistic case: what was added, and what the flow made of it."""
    tables = _stored()
    for step in steps():
        made = answer(step, tables, END)
        before = tables[step.gives]
        tables[step.gives] = made if step.gives in step.takes else pa.concat_tables([before, made])
    return tables
