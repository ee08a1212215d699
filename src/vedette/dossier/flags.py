"""Which published red flags something of a ship bears on. A flag is an observation and accuses nobody."""

import csv
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import pyarrow as pa

from vedette.dossier.parts import Flag, Owner
from vedette.outputs import words
from vedette.outputs.briefing.known import made_up
from vedette.outputs.briefing.told import details
from vedette.watch import BUNDLED

Row = Mapping[str, Any]
MOST = 12
MANY_SILENCES = 3


class Rule(NamedTuple):
    """What of an event bears on which flags: ``seen(row, measured, kind of the place)``."""

    codes: tuple[str, ...]
    one: str
    many: str
    seen: Callable[[Row, Row, str], bool]


def _kind(name: str) -> Callable[[Row, Row, str], bool]:
    return lambda row, _, __: row["kind"] == name


def _changed(*names: str) -> Callable[[Row, Row, str], bool]:
    return lambda row, said, _: row["kind"] == "identity_change" and said.get("field") in names


def _rule(name: str) -> Callable[[Row, Row, str], bool]:
    return lambda row, _, __: str(row["rule"] or "").startswith(f"{name}/")


def _silences(row: Row, said: Row, _: str) -> bool:
    often = said.get("gaps_12_months")
    return row["kind"] == "gap" and isinstance(often, int) and often >= MANY_SILENCES


RULES: tuple[Rule, ...] = (
    Rule(
        ("RF01", "RF23", "RF28"),
        "silence judged dark",
        "silences judged dark",
        lambda row, said, _: row["kind"] == "gap" and said.get("class") == "dark",
    ),
    Rule(
        ("RF16",),
        "silence after two others or more within 12 months",
        "silences, three or more within 12 months",
        _silences,
    ),
    Rule(("RF02", "RF28"), "clash of numbers", "clashes of numbers", _kind("identity_clash")),
    Rule(("RF42",), "day without an IMO number", "days without an IMO number", _kind("missing_number")),
    Rule(
        ("RF45",),
        "IMO number shared with another MMSI",
        "times an IMO number was shared",
        _rule("shared_number"),
    ),
    Rule(
        ("RF02", "RF26"),
        "change of name or number",
        "changes of name or number",
        _changed("name", "imo", "mmsi", "call_sign"),
    ),
    Rule(("RF13", "RF26"), "change of flag", "changes of flag", _changed("flag")),
    Rule(("RF03",), "position that cannot be true", "positions that cannot be true", _kind("false_position")),
    Rule(
        ("RF04",),
        "call elsewhere than she had said",
        "calls elsewhere than she had said",
        _kind("destination_mismatch"),
    ),
    Rule(("RF07", "RF24"), "meeting at sea", "meetings at sea", _kind("encounter")),
    Rule(
        ("RF08",),
        "meeting at sea by night",
        "meetings at sea by night",
        lambda row, said, _: row["kind"] == "encounter" and said.get("night") in ("all", "part"),
    ),
    Rule(
        ("RF17",),
        "meeting with a ship that had said neither name nor IMO number",
        "meetings with ships that had said neither name nor IMO number",
        lambda row, said, _: row["kind"] == "encounter" and bool(said.get("unknown")),
    ),
    Rule(
        ("RF09",),
        "wait at sea, or silence with time to meet another that was silent too",
        "waits at sea, and silences with time to meet another that was silent too",
        lambda row, _, __: row["kind"] in ("loitering", "possible_meeting"),
    ),
    Rule(("RF10",), "voyage by a detour", "voyages by a detour", _kind("call_chain")),
    Rule(
        ("RF11",),
        "first call of hers at a place",
        "first calls of hers at places",
        lambda row, said, _: row["kind"] == "port_call" and said.get("first_for_ship") is True,
    ),
    Rule(
        ("RF48",),
        "stay at a naval pier",
        "stays at naval piers",
        lambda row, _, kind: row["kind"] in ("port_call", "zone") and "naval" in kind,
    ),
    Rule(
        ("RF46",),
        "call of a dry ship at an oil terminal, by the type she states",
        "calls of a dry ship at oil terminals, by the type she states",
        lambda row, said, _: row["kind"] == "port_call" and bool(said.get("class_mismatch")),
    ),
    Rule(
        ("RF56",),
        "change of draught while no call was seen",
        "changes of draught while no call was seen",
        lambda row, said, _: row["kind"] == "draught_change" and said.get("seen") in ("nothing", "silence"),
    ),
    Rule(
        ("RF52",),
        "stretch in company with a ship on military business by its own word",
        "stretches in company with ships on military business by their own word",
        lambda row, said, _: row["kind"] == "escort" and said.get("naval") is True,
    ),
)
_AT_BERTH = ("port_call", "zone")


def hit(
    events: pa.Table, contacts: Iterable[Row], owners: Iterable[Owner], places: pa.Table
) -> tuple[Flag, ...]:
    """The flags her events, ties and owners bear on, with how often and the rows that show it."""
    kinds = dict(zip(places["place"].to_pylist(), places["kind"].to_pylist(), strict=True))
    seen: list[tuple[Rule, list[Row]]] = [(rule, []) for rule in RULES]
    rows = {row["event"]: row for row in events.to_pylist()}
    for row in rows.values():
        said, kind = details(row), str(kinds.get(row["place"]) or "").lower()
        for rule, some in seen:
            if rule.seen(row, said, kind):
                some.append(row)
    found = [
        _flag(rule.codes, words.counted(len(some), rule.one, rule.many), [row["event"] for row in some], some)
        for rule, some in seen
        if some
    ]
    return (*found, *_of_ties(list(contacts), rows), *_of_owners(list(owners)))


def _of_ties(contacts: list[Row], rows: Mapping[str, Row]) -> Iterable[Flag]:
    listed = [
        row
        for row in contacts
        if row["kind"] == "itself"
        and row["standing"] == "designated"
        and row["then"] == "listed"
        and row["event"] in rows
        and rows[row["event"]]["kind"] in _AT_BERTH
    ]
    if listed:
        events = dict.fromkeys(row["event"] for row in listed)
        said = words.counted(
            len(events), "call or stay while a list had her", "calls or stays while a list had her"
        )
        yield _flag(
            ("RF33", "RF38"), said, [*events, *dict.fromkeys(row["entity"] for row in listed)], listed
        )
    met = [
        row for row in contacts if row["kind"] in ("met", "kept company") and row["standing"] == "designated"
    ]
    if met:
        events = dict.fromkeys(row["event"] for row in met)
        said = words.counted(
            len(events),
            "meeting with a ship that a list has now or had then",
            "meetings with ships that a list has now or had then",
        )
        yield _flag(("RF30", "RF33"), said, [*events], met)
    kin = [
        row for row in contacts if row["kind"] in ("sister", "took over") and row["standing"] == "designated"
    ]
    if kin:
        ships = {row["listed"] for row in kin}
        said = words.counted(
            len(ships),
            "listed ship that she is a sister of, or whose route she took up",
            "listed ships that she is a sister of, or whose route she took up",
        )
        yield _flag(("RF51",), said, [row["contact"] for row in kin], kin)


def _of_owners(owners: list[Owner]) -> Iterable[Flag]:
    listed = [one for one in owners if one.listed_as]
    if listed:
        names = {one.name.casefold() for one in listed}
        said = words.counted(
            len(names),
            "designated party behind her within two steps",
            "designated parties behind her within two steps",
        )
        synthetic = any(one.synthetic for one in listed)
        ids = tuple(dict.fromkeys(one for owner in listed for one in owner.listed_as))[:MOST]
        yield Flag(
            ("RF50",),
            (_titles().get("RF50", ""),),
            f"{said} (whether they serve an army, the lists' own words say)",
            ids,
            synthetic,
        )


def _flag(codes: tuple[str, ...], said: str, ids: list[str], rows: Iterable[Row]) -> Flag:
    titles = tuple(_titles().get(code, "") for code in codes)
    synthetic = any(made_up(row["source"]) for row in rows)
    return Flag(codes, titles, said, tuple(ids[:MOST]), synthetic)


@cache
def _titles() -> dict[str, str]:
    path = BUNDLED / "redflags.csv"
    with path.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: row["red_flag"] for row in csv.DictReader(rows)}
