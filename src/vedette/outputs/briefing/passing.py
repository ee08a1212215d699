"""What went from country to country: numbers that were counted, beside those published and claimed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from vedette.kernels.countries import name_of
from vedette.outputs import words
from vedette.outputs.briefing.known import made_up
from vedette.outputs.briefing.parts import Exchanged, Line, Passage, Passed, Published, Side
from vedette.outputs.visible import shown

MOST_PUBLISHED = 40
Row = Mapping[str, Any]
_BEGIN, _END, _VOYAGES = "calls where it begins", "calls where it ends", "voyages"
_SHIPS = re.compile(r"(round )?(ship|vessel|trip|voyage|tanker|call|visit|transit|movement|shipment)s?|count")
_COUNTED = ("seen", "sighted", "possible", "capacity")


def passed(flows: pa.Table) -> Passed:
    """The flows of a case: a passage a year, then what was published, then each way side by side."""
    rows = flows.to_pylist()
    published = [row for row in rows if row["how"] == "published"]
    published.sort(key=lambda row: (_flow(row), -(row["known"].timestamp() if row["known"] else 0.0)))
    return Passed(
        tuple(_passages([row for row in rows if row["how"] in _COUNTED])),
        tuple(_published(row) for row in published[:MOST_PUBLISHED]),
        max(len(published) - MOST_PUBLISHED, 0),
        tuple(_exchanged(rows)),
    )


def direction(row: Row) -> str:
    """Whence and whither, by the names of the countries."""
    return f"{shown(name_of(row['from']), 60)} to {shown(name_of(row['to']), 60)}"


def _flow(row: Row) -> tuple[str, ...]:
    return tuple(str(row[name] or "~") for name in ("from", "to", "kind", "basis"))


def _passages(rows: Iterable[Row]) -> Iterable[Passage]:
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault((*_flow(row), row["start"], made_up(row["source"])), []).append(row)
    for _, some in sorted(groups.items(), key=lambda one: tuple(str(part) for part in one[0])):
        first = some[0]

        def told(what: str, *how: str, some: list[Row] = some) -> Line:
            mine = [row for row in some if row["what"] == what and row["how"] in how]
            refs = tuple(row["flow"] for row in mine)
            if len(how) > 1:
                return Line("; ".join(f"{words.plain(row['value'])} {row['how']}" for row in mine), refs)
            return Line("; ".join(_number(row) for row in mine), refs)

        bounds = [row for row in some if row["how"] == "capacity"]
        yield Passage(
            direction=direction(first),
            kind=shown(first["kind"], 40),
            basis=shown(first["basis"] or "nothing says", 80),
            year=str(first["start"].year),
            voyages=told(_VOYAGES, "seen", "sighted"),
            seen=told(_BEGIN, "seen"),
            sighted=told(_BEGIN, "sighted"),
            possible=told(_BEGIN, "possible"),
            ended=told(_END, "sighted"),
            capacity=tuple(
                Line(f"{_number(row)}: {shown(row['words'], 200)}", (row["flow"],)) for row in bounds
            ),
            synthetic=made_up(first["source"]),
        )


def _number(row: Row) -> str:
    """The number of a row with its bounds, and its unit when it is no call."""
    if row["how"] == "capacity":
        return f"{words.plain(row['low'] or 0)} to {words.plain(row['high'] or 0)} {shown(row['what'], 40)}"
    value = words.plain(row["value"])
    if row["how"] == "possible":
        value = f"{row['value']:.1f}"
    return f"{value} ({words.plain(row['low'])} to {words.plain(row['high'])})" if row["high"] else value


def _published(row: Row) -> Published:
    more = "at least " if row["low"] is not None else ""
    number = f"{more}{words.plain(row['value'])} {shown(row['what'], 40)}"
    return Published(
        direction=direction(row),
        kind=shown(row["kind"], 40),
        number=Line(number, (row["flow"],), made_up(row["source"])),
        period=words.span(row["start"], row["end"]),
        publisher=shown(row["publisher"] or "not named", 80),
        words=shown(row["words"] or "", 240),
        said=words.day(row["known"]) if row["known"] else "",
    )


def _exchanged(rows: Iterable[Row]) -> Iterable[Exchanged]:
    pairs: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        first, second = sorted((row["from"] or "~", row["to"] or "~"))
        pairs.setdefault((first, second), []).append(row)
    for (first, second), some in sorted(pairs.items()):
        ways = [(first, second), (second, first)] if second != "~" else [(first, "~"), ("~", first)]
        sides = [_side(way, [r for r in some if (r["from"] or "~", r["to"] or "~") == way]) for way in ways]
        names = " and ".join(shown(name_of(None if code == "~" else code), 60) for code in (first, second))
        yield Exchanged(
            names, tuple(side for side in sides if second != "~" or side.claimed or side.observed)
        )


def _side(way: tuple[str, str], rows: list[Row]) -> Side:
    left, reached = (None if code == "~" else code for code in way)
    return Side(
        direction=direction({"from": left, "to": reached}),
        observed=tuple(_observed([row for row in rows if row["how"] in _COUNTED[:3]])),
        claimed=tuple(_claimed([row for row in rows if row["how"] in ("asserted", "published")])),
        denied=tuple(_said(row) for row in rows if row["how"] == "denied"),
    )


def _observed(rows: list[Row]) -> Iterable[Line]:
    """What was counted over all years, of one kind and one way of seeing in a line."""
    groups: dict[tuple[str, str, str, bool], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["kind"], row["what"], row["how"], made_up(row["source"])), []).append(row)
    for (kind, what, how, synthetic), some in sorted(groups.items()):
        years = sorted({row["start"].year for row in some})
        when = f"{years[0]} to {years[-1]}" if len(years) > 1 else str(years[0])
        many = sum(row["value"] for row in some)
        number = f"{many:.1f}" if how == "possible" else words.plain(many)
        named = what.replace("calls", "call").removesuffix("s" * (what == _VOYAGES)) if many == 1 else what
        said = f"{number} {named} {how}, {when} (asked about: {shown(kind, 40)})"
        yield Line(said, tuple(row["flow"] for row in some), synthetic)


def _claimed(rows: list[Row]) -> Iterable[Line]:
    """The claims of a year in a line, and of each publisher the last number of each unit of goods.

    Published counts of ships are no claims of goods; they stand in the table of what was published.
    """
    yield from (_said(row) for row in rows if row["how"] == "asserted")
    last: dict[tuple[str, str], Row] = {}
    for row in sorted(rows, key=lambda row: str(row["known"] or "")):
        if row["how"] == "published" and not _SHIPS.fullmatch(row["what"]):
            last[str(row["publisher"]), row["what"]] = row
    for row in last.values():
        one = _published(row)
        yield Line(
            f"{one.publisher}: {one.number.text}, {one.period} ({one.kind})",
            one.number.refs,
            one.number.synthetic,
        )


def _said(row: Row) -> Line:
    waiting = int((row["high"] or 0) - row["value"])
    wait = f", and {waiting} that nobody has judged" if waiting else ""
    many = words.counted(row["value"], "origin")
    said = f"{row['start'].year}, {shown(row['kind'], 40)}: {many}{wait}; {shown(row['words'], 300)}"
    return Line(said, (row["flow"],), made_up(row["source"]))
