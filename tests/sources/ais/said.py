"""Sentences said by ships that do not exist, and what a source makes of them."""

from datetime import datetime
from functools import reduce
from operator import xor
from typing import Any

import pyais

from tests.sources.opened import opened_from
from vedette import fields
from vedette.steps import Reading, Source

NOON = datetime(2023, 11, 14, 12)
NOON_S = 1_699_963_200  # the same in seconds since 1970


def summed(body: bytes) -> bytes:
    return b"%s*%02X" % (body, reduce(xor, body, 0))


def tag(text: bytes) -> bytes:
    return b"\\" + summed(text) + b"\\"


AT_NOON = tag(b"c:%d" % NOON_S)
VOYAGE = {
    "shipname": "ANGARA",
    "callsign": "UBLS4",
    "imo": 9179842,
    "ship_type": 70,
    "to_bow": 100,
    "to_stern": 22,
    "to_port": 8,
    "to_starboard": 10,
    "draught": 6.4,
    "destination": "RAJIN",
    "month": 9,
    "day": 13,
    "hour": 18,
    "minute": 0,
}


def at(time: datetime, line: bytes) -> bytes:
    """Put the time before each sentence of a message."""
    stamp = tag(b"c:%d" % (NOON_S + (time - NOON).total_seconds()))
    return b"\n".join(stamp + sentence for sentence in line.split(b"\n"))


def ship(msg_type: int = 1, mmsi: int = 273210440, **values: Any) -> bytes:
    """Give the sentences of one message, a line each."""
    where = {} if msg_type in (4, 5, 24) else {"lat": 42.23, "lon": 130.3}
    told = {"msg_type": msg_type, "mmsi": mmsi, **where, **values}
    seq = values.get("seq", 1)
    return "\n".join(pyais.encode_dict(told, seq_id=seq, radio_channel="A")).encode()


def base_station(year: int = 2023, month: int = 11, day: int = 14, hour: int = 12, **values: Any) -> bytes:
    return ship(4, 2190047, year=year, month=month, day=day, hour=hour, **values)


def tables(source: Source, data: bytes, reading: Reading | None = None, name: str = "log.nmea") -> Any:
    """Give the rows of each table as dictionaries, after holding them to the contract."""
    rows: dict[str, list[dict[str, Any]]] = {"positions": [], "statics": [], "refusals": []}
    for batch in source.read(opened_from(data, name), reading or Reading()):
        assert batch.rows.schema == fields.schema(batch.table)
        rows[batch.table] += fields.conform(batch.rows, batch.table).to_pylist()
    return rows


def reasons(rows: Any) -> list[tuple[int, str]]:
    return [(row["line"], row["reason"]) for row in rows["refusals"]]
