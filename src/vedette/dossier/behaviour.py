"""What a ship did, event by event in words, each no surer than what it rests on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.dossier.parts import Event, Ship
from vedette.outputs import words
from vedette.outputs.briefing import told
from vedette.outputs.briefing.known import made_up
from vedette.outputs.briefing.told import Names, details, guessed, out_of_reach, window
from vedette.outputs.visible import shown

Row = Mapping[str, Any]
_KINDS = {
    "port_call": "Call",
    "zone": "Inside the watched area",
    "possible_call": "Could have called",
    "possible_meeting": "Could have met",
    "encounter": "Lay beside another ship",
    "loitering": "Loitered",
    "false_position": "Position that cannot be true",
    "identity_change": "Changed what she says of herself",
    "identity_clash": "Numbers clash",
    "missing_number": "Said no IMO number",
    "draught_change": "Changed her reported draught",
    "call_chain": "Came by a detour",
    "destination_mismatch": "Called elsewhere than she said",
    "escort": "Kept company with another ship",
}
_MANY = {
    "port_call": ("call", "calls"),
    "gap": ("silence", "silences"),
    "encounter": ("meeting", "meetings"),
    "loitering": ("stretch of loitering", "stretches of loitering"),
    "false_position": ("position that cannot be true", "positions that cannot be true"),
    "possible_call": ("call she could have made unseen", "calls she could have made unseen"),
    "possible_meeting": ("meeting that could have been", "meetings that could have been"),
}
_AIS_CALL: Mapping[float, str] = {
    4: "seen to come, {} and leave",
    3: "seen to {}, and to come or to leave",
    2: "seen to {}; coming and leaving not seen",
    1: "passed by",
}
_AIS_ZONE: Mapping[float, str] = {
    3: "seen to enter and leave",
    2: "seen to enter or leave",
    1: "only seen inside",
}
_SIGHTED = {2.0: "named by those who saw her", 1.5: "matched by her looks", 1.0: "nobody says who she was"}
_SILENT = {
    "unobserved": "not observed: nobody was listening",
    "dark": "dark: she would have been heard",
}


def hers(events: pa.Table, ship: Ship) -> pa.Table:
    """The events that are hers or in which she was the other ship, newest last."""
    ours = pc.equal(events["ship"], ship.key)
    if ship.imo:
        for column in ("imo", "other_imo"):
            ours = pc.or_kleene(ours, pc.equal(events[column], ship.imo))
    elif ship.mmsis:
        for column in ("mmsi", "other_mmsi"):
            ours = pc.or_kleene(ours, pc.is_in(events[column], pa.array(ship.mmsis, pa.int64())))
    rows = events.filter(pc.fill_null(ours, False))
    return rows.sort_by([("start", "ascending"), ("end", "ascending"), ("event", "ascending")])


def timeline(
    rows: pa.Table,
    sightings: pa.Table,
    ship: Ship,
    names: Names,
    listed: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[Event, ...]:
    """All she did or was seen to do, newest last; ``listed``: what is to be said of lists, by event."""
    said = dict(zip(sightings["sighting"].to_pylist(), sightings["published"].to_pylist(), strict=True))
    told = (_event(row, said, ship, names) for row in rows.to_pylist())
    known = listed or {}
    return tuple(
        replace(one, listed=known[one.event], like=(*one.like, *known[one.event]))
        if one.event in known
        else one
        for one in told
    )


def _event(row: Row, said: Mapping[str, datetime | None], ship: Ship, names: Names) -> Event:
    measured = details(row)
    sighted = str(row["rule"] or "").startswith("sighted")
    silent = shown(measured.get("class") or "unclear", 30) if row["kind"] == "gap" else ""
    return Event(
        event=row["event"],
        kind=row["kind"],
        words=_gap(row, measured) + out_of_reach(measured, names)
        if silent
        else _did(row, measured, ship, names) + _reported(row, measured, said),
        start=row["start"],
        end=row["end"],
        duration_h=row["duration_h"],
        confidence=_confidence(row, sighted=sighted),
        source=row["source"],
        synthetic=made_up(row["source"]),
        because=tuple(row["because"] or ()),
        like=(row["kind"], row["place"] or "", silent, str(sighted), str(made_up(row["source"]))),
    )


def lasted(hours: float | None) -> str:
    """A length of time in words.

    >>> lasted(0.4), lasted(19.2), lasted(245.9)
    ('24 min', '19 h', '10 days')
    """
    if hours is None:
        return "still going on"
    if hours < 1 / 60:
        return "under a minute"
    if hours < 1:
        return f"{round(hours * 60)} min"
    return f"{hours:.0f} h" if hours < 72 else f"{hours / 24:.0f} days"


def _gap(row: Row, measured: Mapping[str, Any]) -> str:
    """A silence, and what those who did not hear her were doing: not heard alone is never dark."""
    kind = shown(measured.get("class") or "unclear", 30)
    why = _SILENT.get(kind)
    if why is None and kind == "unclear":
        heard = measured.get("listened_h")
        listened = isinstance(heard, (int, float)) and not isinstance(heard, bool)
        why = (
            f"unclear: somebody listened for {lasted(heard)} of it, and whether they would have heard her "
            "is not judged"
            if listened
            else "unclear: nobody can tell who listened"
        )
    silence = f"for {lasted(row['duration_h'])}" if row["end"] else "since then"
    said = f"Not heard {silence} ({why or kind})"
    metres = measured.get("distance_m")
    if row["end"] and isinstance(metres, (int, float)) and not isinstance(metres, bool):
        said += f"; back {words.plain(round(metres / 1852))} nm away" if metres >= 1852 else "; back nearby"
    if often := words.silences(measured):
        said += f"; {often}"
    return said


def _did(row: Row, measured: Mapping[str, Any], ship: Ship, names: Names) -> str:
    what = _KINDS.get(row["kind"], words.begun(words.kind(shown(row["kind"] or "", 40))))
    where = f"at {names.place(row['place'])}" if row["place"] else ""
    if row["kind"] == "zone":
        where = names.place(row["place"])
    mine = row["ship"] == ship.key or row["mmsi"] in ship.mmsis
    other = (row["other_imo"], row["other_mmsi"]) if mine else (row["imo"], row["mmsi"])
    who = f"with {_numbered(*other, names)}" if any(other) else ""
    said = " ".join(part for part in (what, where, who) if part)
    if row["kind"] == "possible_call":
        return f"{said}, {window(row)}; not seen there{guessed(measured)}"
    if row["kind"] == "possible_meeting":
        return f"{said}, {window(row)}; both were silent"
    said += _detail(row["kind"], measured)
    if about := told.met(measured, names):
        said += f"; {about}"
    if row["duration_h"] is None and row["start"]:
        said += (
            ", still there when last heard" if row["kind"] in ("port_call", "zone") else ", still going on"
        )
    chance = measured.get("probability")
    if isinstance(chance, (int, float)) and 0 <= chance <= 1 and not isinstance(chance, bool):
        said += f"; {words.percent(chance)} likely"
    return said


def _detail(kind: str, measured: Mapping[str, Any]) -> str:
    """What a detector measured that a reader wants in the same breath."""

    def told(name: str, longest: int = 60) -> str:
        value = measured.get(name)
        if isinstance(value, float):
            return words.plain(value)
        return shown(value, longest) if isinstance(value, (str, int)) else ""

    if kind == "encounter" and (metres := told("median_distance_m")):
        speed = told("median_speed_kn")
        return f", {metres} m apart" + (f" at {speed} kn" if speed else "")
    if kind == "false_position" and (pattern := told("pattern")):
        return ": " + words.false_position(pattern, measured)
    if kind == "escort" and (miles := told("median_distance_nm")):
        return f", {miles} nm apart at {told('median_speed_kn')} kn" + words.company(measured)
    if kind == "identity_change" and (after := told("after")):
        return f": {told('field')} from {told('before') or 'none'} to {after}"
    if kind == "identity_clash" and (what := told("class")):
        number = told("said")
        return f": {what}" + (f" ({number})" if number else "")
    return _of_calls(kind, measured, told)


def _of_calls(kind: str, measured: Mapping[str, Any], told: Callable[[str], str]) -> str:
    """What else is known of a call or a chain of them, and of a draught that changed."""
    said = ""
    if kind == "call_chain" and isinstance(stops := measured.get("by_way_of"), list):
        way = words.joined([shown(str(stop), 60) for stop in stops], longest=3)
        return f" from {told('from')} by way of {way}, {told('days')} days"
    if kind == "destination_mismatch":
        return f", having said “{told('said')}” ({told('said_place')}) for {told('held_h')} h"
    if kind == "draught_change" and (change := words.draught(measured)):
        return f": {change}"
    if kind != "port_call":
        return said
    if (before := told("draught_before")) and (after := told("draught_after")) and before != after:
        said += f", draught {before} m before and {after} m after"
    if measured.get("first_for_ship") is True:
        said += f", her first there in a record of {told('record_days')} days"
    if mismatch := told("class_mismatch"):
        said += f", {mismatch}"
    return said


def _reported(row: Row, measured: Mapping[str, Any], said: Mapping[str, datetime | None]) -> str:
    """Who saw it, when that was published, and what they say."""
    publishers = measured.get("publishers")
    if not isinstance(publishers, list) or not publishers:
        return ""
    who = words.joined([shown(one, 60) for one in publishers], longest=3)
    dates = [date for one in row["because"] or () if (date := said.get(one))]
    when = f" ({words.day(min(dates))})" if dates else ""
    seen = f": “{shown(measured['what'], 160)}”" if measured.get("what") else ""
    return f"; {who} {'reports' if len(publishers) == 1 else 'report'}{when}{seen}"


def _numbered(imo: int | None, mmsi: int | None, names: Names) -> str:
    return names.ship(f"imo:{imo}" if imo else f"mmsi:{mmsi}")


def _confidence(row: Row, *, sighted: bool) -> str:
    grade = row["confidence"]
    if grade is None or row["kind"] == "possible_call":
        return ""
    scales: Mapping[str, Mapping[float, str]] = {"port_call": _AIS_CALL, "zone": _AIS_ZONE}
    scale = _SIGHTED if sighted else scales.get(row["kind"], {})
    stop = "stop" if details(row).get("stop_h") else "fall silent"
    return scale.get(grade, f"confidence {words.plain(grade)}").replace("{}", stop)


def folded(timeline: Sequence[Event], at_most: int) -> list[list[Event]]:
    """The timeline with more than ``at_most`` like events put together, where the first of them stands.

    When that still leaves more than four times as many lines, fewer like events are put together too.
    """
    groups: dict[tuple[str, ...], list[Event]] = {}
    for event in timeline:
        groups.setdefault(event.like, []).append(event)
    most = at_most
    while most > 1 and sum(len(some) if len(some) <= most else 1 for some in groups.values()) > 4 * at_most:
        most //= 2
    lines: list[list[Event]] = []
    for event in timeline:
        some = groups[event.like]
        if len(some) <= most:
            lines.append([event])
        elif some[0] is event:
            lines.append(some)
    return lines


def together(some: Sequence[Event], names: Names) -> str:
    """Like events in one sentence: how many, and how long the shortest and the longest lasted."""
    kind, place, silent, *_ = some[0].like
    one, many = _MANY.get(kind) or (words.kind(shown(kind, 40)), "")
    if kind == "zone":
        said = f"{words.plain(len(some))} stays in the watched area {names.place(place)}"
    else:
        said = words.counted(len(some), one, many)
    if place and kind != "zone":
        said += f" at {names.place(place)}"
    if silent:
        said += f" ({_SILENT.get(silent, silent)})"
    hours = sorted(event.duration_h for event in some if event.duration_h is not None)
    if hours and hours[-1]:
        said += f", {lasted(hours[0])} to {lasted(hours[-1])} each"
    return said
