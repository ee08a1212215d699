"""Tiny worlds of calls and looks, so that a test shows all there is."""

from datetime import datetime, timedelta

import pyarrow as pa

from vedette import fields
from vedette.indicators import calls

MONDAY = datetime(2021, 8, 2)
DAY = timedelta(days=1)


def week(number: int, days: float = 0) -> datetime:
    return MONDAY + timedelta(weeks=number, days=days)


def sighted(at: datetime, place: str = "alpha", ship: str | None = None, **more: object) -> dict[str, object]:
    end = more.pop("end", at)
    return {
        "event": f"call-{place}-{at:%Y%m%d}-{ship or 'x'}",
        "kind": "port_call",
        "ship": ship,
        "place": place,
        "start": at,
        "end": end,
        "rule": "sighted_call/1",
        "known": end,
        "source": "sightings",
        **more,
    }


def seen(at: datetime, place: str = "alpha", ship: str = "mmsi:1", **more: object) -> dict[str, object]:
    return {**sighted(at, place, ship), "rule": "port_call/1", "known": at, "source": "ais", **more}


def looked(
    start: datetime, end: datetime | None = None, place: str = "alpha", **more: object
) -> dict[str, object]:
    told = {"place": place, "start": start, "end": end or start, "subject": "ship", "negative": False}
    return {**told, "published": more.pop("published", end or start), **more}


def counted(
    start: datetime, end: datetime, count: float, place: str = "alpha", **more: object
) -> dict[str, object]:
    return looked(start, end, place, subject="count", count=count, negative=count == 0, **more)


def heard(
    weeks: range, ship_hours: int = 100, place: str = "alpha", source: str = "ais"
) -> list[dict[str, object]]:
    row = {"place": place, "messages": ship_hours, "ship_hours": ship_hours, "hours": 168, "source": source}
    return [{**row, "start": week(number)} for number in weeks]


def places(*names: str) -> pa.Table:
    return fields.from_rows([{"place": name, "role": "watched"} for name in names], "places")


def table(name: str, rows: list[dict[str, object]]) -> pa.Table:
    return fields.from_rows(rows, name)


def counts(
    events: list[dict[str, object]] | None = None,
    sightings: list[dict[str, object]] | None = None,
    exposures: list[dict[str, object]] | None = None,
    *,
    until: datetime,
    watched: tuple[str, ...] = ("alpha",),
    **options: object,
) -> dict[str, list[dict[str, object]]]:
    """The rows of each series."""
    given = calls.Calls(clock=str(options.pop("clock", "observed")), **options)  # type: ignore[arg-type]
    found = calls.calls(
        table("events", events or []),
        table("sightings", sightings or []),
        table("exposures", exposures or []),
        places(*watched),
        given,
        until=until,
    )
    series: dict[str, list[dict[str, object]]] = {}
    for row in fields.conform(found, "indicators").to_pylist():
        series.setdefault(row["series"], []).append(row)
    return series
