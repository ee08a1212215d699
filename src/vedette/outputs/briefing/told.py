"""A row in a sentence: what it says and who says it, never more."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from vedette.kernels.countries import name_of
from vedette.kernels.series_names import series_name
from vedette.outputs import chart_svg, words
from vedette.outputs.visible import shown

Row = Mapping[str, Any]
_VERBS = {"hedged": "suggests", "planned": "says that it is planned", "conditional": "says, with a condition"}
_KINDS = {
    "gap": "AIS silence",
    "port_call": "Port call",
    "zone": "Inside the area",
    "no_call": "Looked at, and no ship was there",
    "cargo_seen": "Cargo seen",
    "false_position": "Position that cannot be true",
    "escort": "Two ships in company",
    "identity_clash": "Numbers clash",
    "missing_number": "Says no IMO number, though ships of her type and size have one",
    "call_chain": "Indirect voyage, ending",
    "destination_mismatch": "Called elsewhere than she said,",
    "possible_call": "Could have called unseen",
    "possible_meeting": "Could have met unheard",
}


@dataclass(frozen=True)
class Names:
    """What ids of places and ships are called, and who published a report."""

    places: Mapping[str, str]
    ships: Mapping[str, str]
    publishers: Mapping[str, str | None] = field(default_factory=dict)

    def place(self, place: str | None) -> str:
        """The name of a place, up to its first comma; its id when it has none."""
        return shown(self.places.get(place or "") or place or "a place not named", 80).split(",")[0]

    def ship(self, ship: str | None, mmsi: int | None = None) -> str:
        """A ship by name and number."""
        if ship is None:
            return f"MMSI {mmsi}" if mmsi else "a ship not named"
        kind, _, number = ship.partition(":")
        numbered = f"{kind.upper()} {number}" if kind in ("imo", "mmsi") else shown(number or ship, 60)
        name = self.ships.get(ship)
        return f"{shown(name, 60)} ({numbered})" if name and kind != "name" else numbered


def series(name: str, names: Names) -> str:
    """What a series counts.

    >>> series("legs/way/a>b", Names({"a": "Alpha, two piers"}, {}))
    'Voyages from Alpha to b'
    """
    return shown(series_name(name, names.place), 160)


def claim(row: Row, names: Names) -> str:
    """A claim as somebody's words.

    Where nobody marked whose words they are, the publisher passes them on: a denial is then not his.
    """
    who = shown(row["speaker"] or "Somebody unnamed", 90)
    publisher = names.publishers.get(row["report"] or "")
    own = bool(row["cue"]) or (publisher is not None and publisher != row["speaker"])
    if row["polarity"] == "denied":
        verb = "denies" if own else "reports a denial"
    else:
        verb = _VERBS.get(row["modality"] or "", "says" if own else "reports")
    when = f" ({words.day(row['published'])})" if row["published"] else ""
    what = shown(row["text"] or words.kind(row["event_class"]), 320)
    return f"{who} {verb}{when}: “{what}”"


def sighting(row: Row, names: Names) -> str:
    """A sighting as its publisher's report."""
    who = shown(row["publisher"] or "A publisher not named", 90)
    when = f" ({words.day(row['published'])})" if row["published"] else ""
    ship = shown(row["vessel_name"], 60) if row["vessel_name"] else ""
    ship += f" (IMO {row['imo']})" if row["imo"] else ""
    parts = [
        "nothing there" if row["negative"] else "",
        ship.strip(),
        f"“{shown(row['what'], 200)}”" if row["what"] else "",
        f"at {names.place(row['place'])}" if row["place"] else "",
        words.span(row["start"], row["end"]) if row["start"] or row["end"] else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"{who} reports{when}: {said}"


def event(row: Row, names: Names) -> str:
    """An event as it was observed, or as those who saw it report."""
    measured = details(row)
    if row["kind"] == "possible_call":
        return possible(row, measured, names)
    if row["kind"] == "possible_meeting":
        both = [names.ship(row["ship"], row["mmsi"]), f"MMSI {row['other_mmsi']}"]
        return f"{words.begun(words.joined(both))} could have met, {window(row)}; both were silent"
    what = _KINDS.get(row["kind"], words.begun(words.kind(row["kind"])))
    where = f"at {names.place(row['place'])}" if row["place"] else ""
    who = "" if row["kind"] in ("no_call", "cargo_seen") else f"by {names.ship(row['ship'], row['mmsi'])}"
    parts = [part for part in (where, who) if part]
    said = f"{what} {' '.join(parts)}, {words.span(row['start'], row['end'])}".replace(" ,", ",")
    if row["kind"] == "gap":
        said += f", {words.plain(row['duration_h'])} h" if row["duration_h"] is not None else ", still silent"
        said += f"; {shown(measured.get('class') or 'unclear', 20)}" + out_of_reach(measured, names)
    if row["kind"] == "escort":
        said += words.company(measured)
    if row["kind"] == "false_position":
        said += f"; {words.false_position(shown(measured.get('pattern') or '', 20), measured)}"
    if row["kind"] == "identity_clash" and measured.get("class"):
        said += f"; {shown(measured['class'], 80)}"
    more = [met(measured, names)]
    if row["kind"] in _SAID:
        more.append(_SAID[row["kind"]](measured))
    said += "".join(f"; {one}" for one in more if one)
    publishers = measured.get("publishers")
    if isinstance(publishers, list) and publishers:
        said += f"; reported by {words.joined([shown(name, 60) for name in publishers], longest=3)}"
    elif str(row["rule"] or "").startswith("port_call"):
        said += "; seen by AIS"
    return said


def possible(row: Row, measured: Mapping[str, Any], names: Names) -> str:
    """A call that there was time for, which nobody saw."""
    who = words.begun(names.ship(row["ship"], row["mmsi"]))
    said = f"{who} could have called at {names.place(row['place'])}, {window(row)}"
    return f"{said}; not seen there{guessed(measured)}"


def window(row: Row) -> str:
    """When a ship could have been at a place: from the earliest arrival to the latest departure."""
    if row["start"] is None:
        return "at a time not known"
    if row["end"] is None:
        return f"from {words.moment(row['start'])} on"
    return f"between {words.moment(row['start'])} and {words.moment(row['end'])}"


def guessed(measured: Mapping[str, Any]) -> str:
    """How likely a call that nobody saw is taken to be, and how many other places were as possible."""
    chance, others = measured.get("probability"), measured.get("others")
    said = ""
    if isinstance(chance, (int, float)) and not isinstance(chance, bool) and 0 <= chance <= 1:
        said += f", {words.percent(chance)} likely by time and distance alone"
    if isinstance(others, int) and not isinstance(others, bool) and others > 0:
        said += f"; so she could at {words.counted(others, 'other watched place')}"
    return said


def out_of_reach(measured: Mapping[str, Any], names: Names) -> str:
    """The watched places near a silence that the ship had no time to reach over water."""
    places = measured.get("out_of_reach")
    if not isinstance(places, list) or not places:
        return ""
    named = [names.place(one) for one in places if isinstance(one, str)]
    return f"; could not have reached {words.joined(named, longest=3)}" if named else ""


def indicator(row: Row, names: Names) -> str:
    """A week of a series in a sentence."""
    return f"{series(row['series'], names)}. {chart_svg.told(row)}"


def evidence(row: Row, names: Names) -> str:
    """An item of evidence, with what it does to the odds."""
    del names
    graded = f"{words.kind(row['kind'])}, grade {row['grade'] or 'not given'}"
    odds = f", odds {words.ratio(row['lr'])}" if row["lr"] is not None else ""
    return f"Evidence ({graded}{odds}): {shown(row['title'], 300)}"


def entity(row: Row) -> str:
    """A list entry, as its list writes it."""
    names = words.joined([shown(name, 80) for name in row["names"] or ()], longest=3)
    own = str(row["list"] or "").startswith("watch:")
    who = "The case's own list of ships" if own else shown(row["list"] or "A list", 60)
    parts = [
        f"{who} lists {names or 'an entry without a name'}",
        f"IMO {row['imo']}" if row["imo"] else "",
        f"under {words.joined([shown(p, 40) for p in row['programmes']], longest=4)}"
        if row["programmes"]
        else "",
        f"edition of {words.day(row['list_date'])}" if row["list_date"] else "edition not dated",
    ]
    return ", ".join(part for part in parts if part)


def assessment(row: Row) -> str:
    """A judgement at its date."""
    how = f"{shown(row['words'] or 'not judged', 40)}"
    middle = f" ({words.percent(row['probability'])})" if row["probability"] is not None else ""
    said = f"Judgement of {shown(row['hypothesis'], 60)} at {words.day(row['until'])}: {how}{middle}"
    return f"{said}; level {words.level(row['level'])}"


_SAID: Mapping[str, Callable[[Row], str]] = {"gap": words.silences, "draught_change": words.draught}


def met(measured: Row, names: Names) -> str:
    """Who two ships that met were, how far out, and which watched places they called at; else nothing."""
    parts = []
    flags = [measured.get(name) for name in ("flag", "other_flag")]
    if "other_flag" in measured and any(flags):
        parts.append(f"flags {words.joined([shown(one or 'not known', 20) for one in flags])}")
    unknown = measured.get("unknown")
    if isinstance(unknown, list) and unknown:
        who = words.joined([f"MMSI {shown(str(one), 20)}" for one in unknown])
        parts.append(f"{who} had said neither name nor IMO number")
    metres = measured.get("shore_m")
    if "other_flag" in measured and isinstance(metres, (int, float)):
        parts.append(f"{words.plain(round(metres / 1852))} nm from the shore")
    watched = measured.get("watched")
    if isinstance(watched, list) and watched:
        called = words.joined([names.place(str(one)) for one in watched], longest=3)
        parts.append(f"one or the other called shortly before or after at {called}")
    return "; ".join(parts)


def weeks(rows: Sequence[Row], names: Names) -> str:
    """Some weeks of a series, by the most surprising one and how long it was in alarm."""
    top = min(rows, key=lambda row: (1.0 if row["surprise"] is None else row["surprise"], row["start"]))
    said = f"{series(top['series'], names)}: "
    if top["window"] is not None and top["window_weeks"]:
        said += f"{words.plain(top['window'])} in the {words.counted(top['window_weeks'], 'week')} "
    said += f"to {words.day(last_day(top['end']))}"
    if top["surprise"] is not None:
        said += f", of which the chance is {words.chance(top['surprise'])} if nothing has changed"
    alarms = sorted(row["start"] for row in rows if row["alarm"])
    if alarms:
        said += f"; in alarm in {words.counted(len(alarms), 'week')}, first in that of {words.day(alarms[0])}"
    return said + "."


def flow(row: Row) -> str:
    """One number of what went from one country to another."""
    number = words.plain(row["value"]) if row["value"] is not None else "bounds"
    if row["low"] is not None and row["high"] is not None:
        number += f" ({words.plain(row['low'])} to {words.plain(row['high'])})"
    way = " to ".join(shown(name_of(row[side]), 60) for side in ("from", "to"))
    who = f" by {shown(row['publisher'], 80)}" if row["publisher"] else ""
    said = f"{way}, {shown(row['kind'], 40)}: {number} {shown(row['what'], 60)} {row['how']}{who}"
    return f"{said}, {words.span(row['start'], last_day(row['end']) if row['end'] else None)}"


def report(row: Row) -> str:
    """A text, by who published it and under what title."""
    title = shown(row["title"] or "text without a title", 160)
    return f"{shown(row['publisher'] or 'A publisher not named', 90)}: {title}"


def details(row: Row) -> dict[str, Any]:
    """What else a detector measured; nothing when it is not a JSON object."""
    try:
        told = json.loads(row.get("details") or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def last_day(end: datetime) -> datetime:
    """The last day of a period that ends at a midnight which no longer belongs to it."""
    return end - timedelta(microseconds=1)


TOLD: Mapping[str, Callable[[Row, Names], str]] = {
    "evidence": evidence,
    "indicators": indicator,
    "events": event,
    "sightings": sighting,
    "claims": claim,
    "entities": lambda row, _: entity(row),
    "alerts": lambda row, _: f"Alert, level {words.level(row['level'])}: {shown(row['title'], 300)}",
    "assessments": lambda row, _: assessment(row),
    "reports": lambda row, _: report(row),
    "flows": lambda row, _: flow(row),
    "forecasts": lambda row, _: (
        f"Forecast of {words.day(row['opened'])}: {shown(row['question'], 300)} "
        f"By {words.day(row['resolves'])}: {words.percent(row['probability'])}"
    ),
    "listings": lambda row, _: f"{shown(row['list'], 60)} in {row['start'].year}",
    "effects": lambda row, _: (
        f"{shown(row['name'], 60)}, designated {words.day(row['designated'])} by {shown(row['list'], 60)}: "
        f"{shown(row['words'], 300)}"
    ),
}
