"""What was said of a ship and where she was heard: by herself, by lists, by those who saw or wrote of her."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import flow, positions, store
from vedette.dossier.finding import identities_of, imo_right, named
from vedette.dossier.parts import Entry, Heard, Mention, Said, Ship
from vedette.kernels.hulls import slug
from vedette.kernels.mids import flags
from vedette.outputs import words
from vedette.outputs.briefing import told
from vedette.outputs.briefing.known import made_up
from vedette.outputs.visible import shown

Row = Mapping[str, Any]
Tables = Mapping[str, pa.Table]
_SHIP_TYPES = {
    3: "fishing, towing or special",
    4: "high-speed craft",
    5: "service craft",
    6: "passenger",
    7: "cargo",
    8: "tanker",
    9: "other",
}
_MONTH = "(?:" + "|".join(words.MONTHS) + ")"
# A number after a name makes another name (Sparta IV, Maia-1), unless it is a day of a month.
_NUMERAL = rf"(?![\s-]+(?:[IVX]+\b|\d{{1,3}}\b(?!\s+{_MONTH})))"


def herself(tables: Tables, ship: Ship) -> tuple[Said, ...]:
    """Her names, numbers, call signs and flags as she sent them, each from the first time to the last."""
    said = tables["identities"]
    if ship.imo:
        said = identities_of(said, ship.imo)
    else:
        said = said.filter(pc.is_in(said["mmsi"], pa.array(ship.mmsis, pa.int64())))
    files = tables["files"].to_pylist()
    invented = {row["file"] for row in files if made_up(row["source"])}
    spans: dict[tuple[str, str], list[Row]] = {}
    for row in said.sort_by("start").to_pylist():
        flag = f"{row['flag']} (by MMSI {row['mmsi']})" if row["flag"] else None
        values = {"name": row["name"], "IMO": row["imo"], "MMSI": row["mmsi"], "call sign": row["call_sign"]}
        for what, value in {**values, "flag": flag}.items():
            if value:
                spans.setdefault((what, str(value)), []).append(row)
    order = ("name", "IMO", "MMSI", "call sign", "flag")
    return tuple(
        Said(
            what,
            value,
            "her own AIS",
            min(row["start"] for row in rows),
            max(row["end"] or row["start"] for row in rows),
            any(one.partition(":")[0] in invented for row in rows for one in row["because"] or ()),
            tuple(dict.fromkeys(one for row in rows for one in row["because"] or ()))[:8],
        )
        for (what, value), rows in sorted(spans.items(), key=lambda pair: order.index(pair[0][0]))
    )


def others(tables: Tables, ship: Ship, entries: Iterable[Entry]) -> tuple[Said, ...]:
    """What lists, and those who saw her, call her and number her, where her own number is theirs."""
    found: dict[tuple[str, str, str], Said] = {}
    rows = {row["entity"]: row for row in tables["entities"].to_pylist()}
    for entry in entries:
        row = rows[entry.entity]
        values = [("name", name) for name in row["names"] or ()]
        values += [(what, _plainly(row[column])) for what, column in _LISTED if row[column]]
        for what, value in values:
            by = "the case's own list" if entry.list.startswith("watch:") else entry.list
            key = (what, slug(value), by)
            found.setdefault(
                key, Said(what, value, by, row["list_date"], None, entry.synthetic, (entry.entity,))
            )
    for row in hers(tables["sightings"], ship):
        if named(row):
            by = row["publisher"] or "a publisher not named"
            key = ("name", slug(row["vessel_name"]), by)
            found.setdefault(
                key,
                Said(
                    "name",
                    row["vessel_name"],
                    by,
                    row["start"],
                    row["end"],
                    made_up(row["source"]),
                    (row["sighting"],),
                ),
            )
    return tuple(found.values())


_LISTED = (
    ("IMO", "imo"),
    ("MMSI", "mmsi"),
    ("call sign", "call_sign"),
    ("flag", "flag"),
    ("type", "vessel_type"),
    ("gross tonnage", "tonnage"),
)


def _plainly(value: object) -> str:
    return words.plain(value) if isinstance(value, float) else str(value)


def hers(sightings: pa.Table, ship: Ship) -> list[Row]:
    """The sightings that give one of her numbers; of a ship without numbers, none."""
    ours = pc.equal(sightings["imo"], ship.imo or -1)
    if ship.mmsis:
        mmsi = pc.is_in(sightings["mmsi"], pa.array(ship.mmsis, pa.int64()))
        none = pc.is_null(sightings["imo"])
        ours = pc.or_kleene(ours, pc.and_(mmsi, none) if ship.imo else mmsi)
    found: list[Row] = sightings.filter(pc.fill_null(ours, False)).sort_by("start").to_pylist()
    return found


def sighted(tables: Tables, ship: Ship, names: told.Names) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """The sightings with one of her numbers, and those that give only a name she bears."""
    own = tuple(_sighting(row, "her number", names) for row in hers(tables["sightings"], ship))
    slugs = {slug(name) for name in ship.names}
    kept = {mention.id for mention in own}
    alike = [
        row
        for row in tables["sightings"].to_pylist()
        if row["sighting"] not in kept and named(row) and slug(row["vessel_name"]) in slugs
    ]
    by_name = tuple(_sighting(row, _other(row, ship), names) for row in alike)
    return (own, by_name) if ship.imo or ship.mmsis else (by_name, ())


def _other(row: Row, ship: Ship) -> str:
    if ship.imo and row["imo"]:
        return f"name only, and another IMO number, {row['imo']}: not the same hull"
    return "name only: not shown to be the same ship"


def _sighting(row: Row, by: str, names: told.Names) -> Mention:
    return Mention(row["sighting"], "sightings", by, told.sighting(row, names), made_up(row["source"]))


def mentioned(tables: Tables, ship: Ship, names: told.Names) -> tuple[Mention, ...]:
    """The claims, and reports without one, that give her IMO number or a name of hers as whole words."""
    found, covered = [], set()
    for row in tables["claims"].sort_by("published").to_pylist():
        by = _mention(ship, row["text"])
        if by:
            covered.add(row["report"])
            told_ = told.claim({**row, "text": _round(ship, row["text"])}, names)
            found.append(Mention(row["claim"], "claims", by, told_, made_up(row["source"])))
    for row in tables["reports"].sort_by("published").to_pylist():
        by = _mention(ship, f"{row['title'] or ''}\n{row['text'] or ''}")
        if by and row["report"] not in covered:
            when = f" ({words.day(row['published'])})" if row["published"] else ""
            said = f"{told.report(row)}{when}: “{_round(ship, row['text'] or '')}”"
            found.append(Mention(row["report"], "reports", by, said, made_up(row["source"])))
    return tuple(found)


def _mention(ship: Ship, text: str | None) -> str:
    if not text:
        return ""
    if ship.imo and re.search(rf"(?<!\d){ship.imo}(?!\d)", text):
        return "her IMO number"
    name = next((name for name in ship.names if _pattern(name).search(text)), None)
    return f"the name {shown(name, 60)}" if name else ""


def _pattern(name: str) -> re.Pattern[str]:
    """A name as whole words, in any case but begun with a small letter: most names are words, too."""
    parts = [re.escape(part) for part in slug(name).split("-")]
    return re.compile(rf"(?<!\w)(?=[^a-z]){'[ _-]+'.join(f'(?i:{part})' for part in parts)}(?!\w){_NUMERAL}")


def _round(ship: Ship, text: str) -> str:
    """The words round the first place in a text that names her; a short text whole."""
    if len(text) <= 280:
        return shown(text)
    spots = [found.start() for name in ship.names if (found := _pattern(name).search(text))]
    spots += [found.start() for found in re.finditer(str(ship.imo or "no number"), text)]
    at = max(min(spots, default=0) - 120, 0)
    start = text.find(" ", at) + 1 if at else 0
    cut = text[start : start + 260]
    cut = cut.rpartition(" ")[0] or cut
    return shown(f"{'… ' if start else ''}{cut}{' …' if len(text) > start + 260 else ''}", 280)


def heard(case: store.Case, ship: Ship) -> tuple[Heard, ...]:
    """What was heard of each of her numbers; doubtful positions are counted and are no first or last."""
    found = []
    for mmsi in ship.mmsis:
        rows = store.read(case, "positions", pc.field("mmsi") == mmsi)
        if not len(rows):
            continue
        rows = flow.passed({"positions": rows}, positions.STEPS, None)["positions"].sort_by("time")
        reasons = [reason for reason in rows["doubt"].to_pylist() if reason]
        doubtful = Counter(one for reason in reasons for one in reason.split(", "))
        trusted = rows.filter(pc.and_(rows["doubt"].is_null(), rows["lat"].is_valid()))
        ends = trusted if len(trusted) else rows
        first, last = (ends.slice(at, 1).to_pylist()[0] for at in (0, len(ends) - 1))
        sources = tuple(sorted(one for one in pc.unique(rows["source"]).to_pylist() if one))
        found.append(
            Heard(
                mmsi,
                len(rows),
                first["time"],
                last["time"],
                first["lat"],
                first["lon"],
                last["lat"],
                last["lon"],
                dict(doubtful.most_common()),
                sources,
                any(map(made_up, sources)),
                len(pc.unique(pc.floor_temporal(ends["time"], unit="day"))),
            )
        )
    return tuple(found)


def particulars(case: store.Case, ship: Ship) -> tuple[str, ...]:
    """What her numbers and her own messages tell beside: the flag of an MMSI, type, size, where to, slips."""
    lines = [_mid(mmsi) for mmsi in ship.mmsis]
    if not ship.mmsis:
        return tuple(lines)
    rows = store.read(case, "statics", pc.is_in(pc.field("mmsi"), pa.array(ship.mmsis, pa.int64())))
    last: dict[str, Any] = {}
    for row in rows.sort_by("time").to_pylist():
        last |= {name: value for name, value in row.items() if value is not None}
    size = [
        f"{words.plain(last[one])} m {of}"
        for one, of in (("length_m", "long"), ("width_m", "wide"))
        if last.get(one)
    ]
    kind = _SHIP_TYPES.get((last.get("ship_type") or 0) // 10)
    parts = [f"type {last['ship_type']} ({kind})" if kind else "", *size]
    parts += [f"draught {words.plain(last['draught_m'])} m"] if last.get("draught_m") else []
    parts += [f"destination as typed “{shown(last['destination'], 40)}”"] if last.get("destination") else []
    if any(parts):
        lines.append(f"Her own AIS last said: {', '.join(part for part in parts if part)}.")
    wrong = Counter(one for one in rows["imo"].to_pylist() if one and not imo_right(one))
    if wrong:
        sent = words.joined([f"{number} ({times} ×)" for number, times in wrong.most_common(6)])
        lines.append(f"She also sent IMO numbers with a wrong check digit: {sent}.")
    return tuple(lines)


def _mid(mmsi: int) -> str:
    flag = flags(np.array([mmsi]))[0].as_py()
    said = f"MMSI {mmsi}: its first three digits"
    return f"{said} are those of flag {flag}." if flag else f"{said} tell no one flag."
