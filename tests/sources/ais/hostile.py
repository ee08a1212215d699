"""Logs as nobody should write them, and as some do: what both ways of reading must agree on."""

import os
import random
from datetime import UTC, datetime
from typing import Any

import pyais

from tests.sources.ais.said import NOON_S, summed, tag
from vedette.kernels.ais_rows import CHARACTERS
from vedette.steps import Reading

__all__ = ("ARMOUR", "CHARACTERS", "NOON_S", "environment", "log", "values")

TIMED = (b"c:%d", b"s:abc,c:%d", b"c:%d,n:12", b"g:1-2-7,c:%d", b"1G2:7,c:%d", b"c:%d000", b"c:%d.5")
LONG = b"g:1-1-a_group_with_a_very_long_name"
TIMED += (LONG + b",c:%d", b"c:%d,g:2-3-77-", b"s:x*,c:%d")
UNTIMED = (
    b"g:2-2-7",
    b"g:1-2-7",
    b"2G2:7",
    LONG,
    b"g:",
    b"g",
    b"s:x",
    b"",
    b"g:1-",
    b":",
    b"c:",
    b"c",
    b"cc:1",
)
AFTER = (b",%d", b",b0033,%d", b",%d.5", b", %d ", b"%d", b",%d000", b",,%d000000", b"\t,%d", b",%d\0")
BEFORE = (b"%d ", b"[%d000] ", b"%d;", b"2023-11-14T12:00:00Z ", b"2023-11-14 12:00:00, ", b"a word ")
BEFORE += (
    b"[%d] ",
    b"%d.5 ",
    b"%d_ ",
    b"%dx",
    b"%d ,",
    b"0%d ",
    b"2023-13-14T12:00:00Z ",
    b"2023-11-14T12:00:00",
)
BEFORE += (
    b"2023-11-14T13:00:00+01:00 ",
    b"2023-11-14T12:00:00.5Z ",
    b"2023-11-14T12:00:00Zx",
    b"2023-11-14T",
)
BEFORE += (b"2024-02-29 23:59:59;", b"2023-11-14T12:00:60Z ", b"2023-1", b"[", b"1", b"2023-11-14x12:00:00 ")
GATEHOUSE = (b"2013,3,18,9,19,9,499,", b"2013,3,18,9,19,9", b"0,3,18,9,19,9,4,5", b"2023,2,29,9,19,9,4,5")
GATEHOUSE += (b"2024,2,29,9,19,9,4,5", b"2013,+3,18,9,19,9,4,5", b"2013,3,18,24,0,0,0,0", b"")
OTHERS = (b"GPRMC,120000.00,A,5250.5,N,00542.3,E,0.020,,141123,,,A", b"GPGGA,120001,5250.8,N,00525.7,E,1,00")
OTHERS += (
    b"GPZDA,120000,14,11,2023,,",
    b"GPGLL,,,,,120000,A",
    b"GPGSV,1",
    b"GPTXT,!AIVDM,1",
    b"XXVDX,1",
    b"GP",
)
BYTES = (0, 9, 10, 13, 32, 33, 36, 42, 44, 48, 65, 92, 97, 255)
ARMOUR = bytes([*range(48, 88), *range(96, 120)])


def log(seed: int, most: int = 400) -> tuple[bytes, Reading]:
    """Give a log of up to so many messages, and how to read it."""
    chance, lines, now = random.Random(seed), list[bytes](), NOON_S
    for _ in range(chance.choice((3, 20, most // 4, most))):
        parts = _message(chance)
        if chance.random() < 0.3:
            chance.shuffle(parts)
        for line in parts[chance.random() < 0.1 :]:
            now += chance.choice((0, 0, 0, 0, 0, 0, 1, 5, 40, -3, 4000))
            lines.append(_spoiled(chance, _with_time(chance, line, now)))
    if chance.random() < 0.3:
        chance.shuffle(lines)
    lines += chance.choice(([], [], [], [b"\0" * 1500], [b"\xff" * 3]))
    data = b"\n".join(lines) + chance.choice((b"", b"\n", b"\r\n", b"\n\n"))
    date = chance.choice((None, datetime(2023, 11, 14), datetime(1980, 1, 1)))
    until = chance.choice((None, None, datetime(2023, 11, 14), datetime(2023, 11, 12)))
    return data, Reading(block_bytes=chance.choice((1, 7, 64, 500, 1 << 20)), date=date, now=until)


def environment(more: dict[str, str]) -> dict[str, str]:
    """Give this process's environment and some more."""
    return {**os.environ, **more}


def values(chance: random.Random, kind: int) -> dict[str, Any]:
    """Give what a message of a type may say, as pyais takes it."""
    clock = kind in (4, 11)
    return {
        "msg_type": kind,
        "mmsi": chance.choice((273210440, 273000001, 980000001, 989999999, chance.randrange(1 << 30))),
        **({} if kind in (5, 24) else {"lat": chance.uniform(-91, 91), "lon": chance.uniform(-181, 181)}),
        "speed": chance.choice((0, 5.5, 63, 102.3, 1023 if kind == 9 else 3)),
        "course": chance.choice((0, 12, 300, 360)),
        "heading": chance.randrange(512),
        "status": chance.randrange(16),
        "shipname": chance.choice(("", "ANGARA", " X  Y", "@@", "A" * 20, "A@B")),
        "callsign": chance.choice(("", "UBLS4")),
        "imo": chance.choice((0, 9179842)),
        "ship_type": chance.choice((0, 70, 31)),
        "destination": chance.choice(("", "RAJIN", "RU LED>X")),
        "to_bow": chance.choice((0, 100)),
        "to_stern": chance.choice((0, 22)),
        "draught": chance.choice((0, 6.4)),
        "year": chance.choice((0, 2023, 2023, 2023, 1999, 9999)),
        "month": chance.choice((0, 11, 11, 11, 2) if clock else range(16)),
        "day": chance.choice((0, 14, 14, 14, 30) if clock else range(32)),
        "hour": chance.choice((12, 12, 24) if clock else range(32)),
        "minute": chance.randrange(64),
        "second": chance.randrange(60),
        "partno": chance.randrange(2),
        "mothership_mmsi": 273000001,
        "text": "HI",
        "data": b"\x01",
    }


def _message(chance: random.Random) -> list[bytes]:
    if chance.random() < 0.15:
        size = chance.choice((28, 28, 71, 72, 52, 53, 27, 35, 36, 16, 3, 200))
        return _sentences(
            chance,
            chance.choice(b"15HCK24000;w0").to_bytes(1, "big") + bytes(chance.choices(ARMOUR, k=size - 1)),
        )
    kind = chance.choice((1, 1, 2, 3, 4, 5, 5, 8, 9, 11, 14, 18, 19, 21, 24, 24, 27))
    said = values(chance, kind)
    lines = pyais.encode_dict(said, seq_id=chance.randrange(10), radio_channel=chance.choice("AB"))
    return [line.encode() for line in lines]


def _sentences(chance: random.Random, payload: bytes) -> list[bytes]:
    size = -(-len(payload) // chance.choice((1, 1, 1, 2, 3, 9)))
    parts = [payload[at : at + size] for at in range(0, len(payload), size)]
    begin = chance.choice((b"AI", b"BS", b"A*", b"\0\xff", b"!!")) + chance.choice((b"VDM", b"VDM", b"VDO"))
    sequence = chance.choice((b"", b"1", b"2", b"12345678901", b"7,", b"x")) if len(parts) > 1 else b""
    key = b"%s,%s" % (sequence, chance.choice((b"A", b"B", b"", b"1", b"A LONG CHANNEL")))
    fill = chance.choice((b"0", b"0", b"2", b"5", b"6", b"", b"2,2"))
    return [
        b"!" + summed(b"%s,%d,%d,%s,%s,%s" % (begin, len(parts), n, key, part, fill))
        for n, part in enumerate(parts, 1)
    ]


def _with_time(chance: random.Random, line: bytes, now: int) -> bytes:
    def said(text: bytes) -> bytes:
        return text % now if b"%d" in text else text

    when = datetime.fromtimestamp(now, UTC)
    gatehouse = b"%d,%d,%d,%d,%d,%d,%d,219,,2190048,1,28" % (*when.timetuple()[:6], chance.choice((0, 499)))
    return chance.choice(
        (
            line,
            line,
            line,
            tag(said(chance.choice(TIMED))) + line,
            tag(said(chance.choice(TIMED))) + line,
            tag(chance.choice(UNTIMED)) + line,
            tag(b"g:%d-2-%d" % (chance.randrange(1, 3), chance.randrange(1300))) + line,
            tag(b"s:x") + tag(b"c:%d" % now) + line,
            tag(b"c:%d" % now) + b"\n" + line,
            line + said(chance.choice(AFTER)),
            said(chance.choice(BEFORE)) + line,
            said(chance.choice(BEFORE)) + tag(said(chance.choice((b"c:%d", b"s:x", b"g:2-2-7")))) + line,
            said(chance.choice(BEFORE)) + line + said(chance.choice(AFTER)),
            b"$" + summed(b"PGHP,1," + gatehouse) + b"\n" + line,
            b"$" + summed(b"PGHP,1," + chance.choice(GATEHOUSE)) + b"\n" + line,
            tag(b"g:1-2-3,c:%d" % now) + b"$" + summed(chance.choice(OTHERS)) + b"\n" + line,
            b"$" + summed(chance.choice(OTHERS)) + b"\n" + line,
        )
    )


def _spoiled(chance: random.Random, line: bytes) -> bytes:
    draw = chance.random()
    if draw < 0.75:
        return line
    if draw < 0.85:
        data = bytearray(line)
        for _ in range(chance.choice((1, 1, 2, 5))):
            data[chance.randrange(len(data))] = chance.choice((*BYTES, chance.randrange(256)))
        return bytes(data)
    return chance.choice(
        (
            b" " + line,
            b"\t" + line,
            b"#" + line,
            b"x" + line,
            line + b"\r",
            line + b" \r",
            line + b"\x0b",
            line + line,
            line + b"x" * 900,
            line + b"x" * 5000,
            line.replace(b"*", b",0*"),
            line[: chance.randrange(len(line))],
            line.lower(),
        )
    )
