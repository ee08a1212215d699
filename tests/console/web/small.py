"""A small case with findings of each kind that is shown, and names that strangers would like run."""

from datetime import datetime, timedelta
from pathlib import Path

from vedette import fields, store, watch

BEGIN = datetime(2024, 1, 1)
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "SAFE\u202egnp.exe",
    "Z" + "\u0301" * 20,
    "나진호 АНГАРА",
)


def case(folder: Path, *, ships: int = 5) -> store.Case:
    """Ships that steam east off Rajin for two days with a silence each, alerts and a denied claim."""
    said = (watch.bundled("rajin") / "watch.toml").read_text(encoding="utf-8")
    made = store.create(folder, said)
    names = [HOSTILE[n % len(HOSTILE)] for n in range(ships)]
    _add(made, "positions", [row for n in range(ships) for row in _way(n)])
    _add(made, "statics", [_static(n, name) for n, name in enumerate(names)])
    _add(made, "identities", [_identity(n, name) for n, name in enumerate(names)])
    _add(made, "events", [row for n in range(ships) for row in _events(n)])
    _add(
        made,
        "feeds",
        [{"source": "ais/x", "start": BEGIN, "end": BEGIN + timedelta(days=2), "messages": 96 * ships}],
    )
    _add(made, "coverage", [_heard(hour, ships) for hour in range(48) if not 10 <= hour < 18])
    _add(made, "indicators", [_sign(week) for week in range(8)])
    _add(made, "alerts", [alert(n) for n in range(3)])
    _add(made, "reports", [_report()])
    _add(made, "claims", [_claim("c1", "asserted"), _claim("c2", "denied")])
    _add(made, "entities", [entity(n, name) for n, name in enumerate(names)])
    return made


def _add(made: store.Case, table: str, rows: list[dict[str, object]]) -> None:
    store.append(made, table, fields.from_rows(rows, table), f"made-{table}")


def _way(ship: int) -> list[dict[str, object]]:
    return [
        {
            "mmsi": 273000000 + ship,
            "time": BEGIN + timedelta(minutes=30 * step),
            "lat": 41.5 + 0.1 * ship,
            "lon": 130.5 + 0.03 * step,
            "speed_kn": 11.0,
            "course_deg": 90.0,
            "source": "ais/x",
            "record": f"f:{step}",
        }
        for step in range(96)
        if not 20 <= step < 36
    ]


def _static(ship: int, name: str) -> dict[str, object]:
    return {"mmsi": 273000000 + ship, "time": BEGIN, "name": name, "source": "ais/x", "record": "f:1"}


def _identity(ship: int, name: str) -> dict[str, object]:
    mmsi = 273000000 + ship
    return {
        "ship": f"mmsi:{mmsi}",
        "mmsi": mmsi,
        "name": name,
        "start": BEGIN,
        "end": BEGIN,
        "source": "ais/x",
        "because": [],
    }


def _events(ship: int) -> list[dict[str, object]]:
    mmsi = 273000000 + ship
    start, end = BEGIN + timedelta(hours=10), BEGIN + timedelta(hours=18)
    both = {
        "ship": f"mmsi:{mmsi}",
        "mmsi": mmsi,
        "source": "ais/x",
        "known": end,
        "because": ["f:20"],
        "rule": "gap/1",
    }
    gap = {
        **both,
        "event": f"gap-{ship}",
        "kind": "gap",
        "start": start,
        "end": end,
        "lat": 41.5 + 0.1 * ship,
        "lon": 131.1,
        "end_lat": 41.5 + 0.1 * ship,
        "end_lon": 131.58,
        "duration_h": 8.0,
        "details": '{"class": "dark", "speed_kn": 11.0}',
    }
    call = {
        **both,
        "event": f"call-{ship}",
        "kind": "possible_call",
        "place": "rajin",
        "start": start,
        "end": end,
        "lat": 42.2271,
        "lon": 130.2826,
        "details": f'{{"gap": "gap-{ship}", "probability": 0.2}}',
    }
    return [gap, call]


def _heard(hour: int, ships: int) -> dict[str, object]:
    return {
        "cell": "41.5_131.0",
        "hour": BEGIN + timedelta(hours=hour),
        "messages": 2 * ships,
        "ships": ships,
        "heard": 0.9,
    }


def _sign(week: int) -> dict[str, object]:
    start = BEGIN - timedelta(weeks=8 - week)
    looked = week != 3
    return {
        "indicator": f"sign-{week}",
        "series": "calls/seen/rajin",
        "start": start,
        "end": start + timedelta(weeks=1),
        "value": float(week == 7) * 3 if looked else None,
        "exposure": 1.0 if looked else 0.0,
        "expected": 0.1,
        "low": 0.0,
        "high": 1.0,
        "window": 3.0,
        "window_weeks": 4.0,
        "surprise": 0.001,
        "alarm": week == 7,
        "known": BEGIN,
        "rule": "calls/1",
        "source": "ais/x",
        "because": ["gap-0"],
    }


def alert(number: int) -> dict[str, object]:
    """One of many alerts of a series, an hour after the one before."""
    return {
        "alert": f"alarm-{number}",
        "level": 1 + number % 2,
        "title": f"Calls at rajin {HOSTILE[0]} {number}",
        "subject": "calls/seen/rajin",
        "raised": BEGIN + timedelta(hours=number),
        "reason": "3 counted, 0.1 expected",
        "source": "ais/x",
        "because": ["sign-7"],
    }


TEXT = "Nobody knew. The minister said <script>alert(2)</script> containers had left Rajin. Others differ."


def _report() -> dict[str, object]:
    return {
        "report": "r1",
        "title": HOSTILE[0],
        "publisher": "A paper",
        "published": BEGIN,
        "url": "javascript:alert(3)",
        "text": TEXT,
        "sha256": "0",
        "source": "reports/text",
        "record": "r:1",
    }


def _claim(name: str, polarity: str) -> dict[str, object]:
    return {
        "claim": name,
        "report": "r1",
        "speaker": "The minister",
        "polarity": polarity,
        "event_class": "shipment",
        "text": "containers had left Rajin",
        "span_start": TEXT.index("containers"),
        "span_end": TEXT.index(". Others"),
        "published": BEGIN,
        "corridor": "rajin-ru",
        "cluster": f"cluster-{name}",
        "actors": [],
        "source": "reports/text",
        "record": "r:1",
    }


def entity(number: int, name: str) -> dict[str, object]:
    return {
        "entity": f"list:{number}",
        "kind": "vessel",
        "names": [name],
        "imo": 9000000 + number,
        "programmes": ["DPRK"],
        "list": "list",
        "list_date": BEGIN,
        "source": "lists/x",
        "record": "l:1",
    }
