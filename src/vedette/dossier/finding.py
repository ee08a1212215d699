"""Who is asked for: an IMO number, an MMSI or a name, and which hull of the case that is."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import store
from vedette.dossier.parts import Ship
from vedette.entities.hulls import NAMES
from vedette.errors import CaseError
from vedette.events.sighted_call import NO_NAME
from vedette.kernels.hulls import hull, slug
from vedette.kernels.marks import imo_valid, mmsi_is_ship
from vedette.outputs import words
from vedette.outputs.visible import shown

MOST = 12
LONGEST = 200
_NUMBER = re.compile(r"(?:(imo|mmsi)\s*(?:no\.?|number)?[\s:.#-]*)?(\d{5,12})", re.IGNORECASE | re.ASCII)
_DIGITS = {"imo": 7, "mmsi": 9}
Tables = Mapping[str, pa.Table]


def ship(case: store.Case, tables: Tables, wanted: str) -> Ship | None:
    """The ship asked for; None when the case knows none such, CaseError when it may be one of several."""
    wanted = wanted.strip()[:LONGEST]
    number = _NUMBER.fullmatch(wanted)
    if not slug(wanted):
        raise CaseError("No ship was asked for.\nHint: give an IMO number, an MMSI or a name.")
    if number:
        kind, digits = (number[1] or "").lower(), number[2]
        if len(digits) == 7 and kind != "mmsi":
            return _by_imo(case, tables, int(digits))
        if len(digits) == 9 and kind != "imo":
            return _by_mmsi(case, tables, int(digits))
    found = _by_name(case, tables, wanted)
    if found is None and number:
        wrong = f"an {kind.upper()} number of {_DIGITS[kind]}" if kind else "7 (IMO) or 9 (MMSI)"
        raise CaseError(
            f"{number[0]} has {len(number[2])} digits; {wrong} was wanted, and no ship is named so."
        )
    return found


def imo_right(imo: int | None) -> bool:
    """True for a number that can be a ship's IMO number."""
    return imo is not None and bool(imo_valid(np.array([imo]))[0])


def _by_imo(case: store.Case, tables: Tables, imo: int) -> Ship | None:
    vessels = _vessels(tables)
    if not imo_right(imo):
        raise CaseError(_no_ships_number(case, tables, imo))
    rows = {
        "identities": identities_of(tables["identities"], imo),
        "entities": vessels.filter(pc.equal(vessels["imo"], imo)),
        "sightings": tables["sightings"].filter(pc.equal(tables["sightings"]["imo"], imo)),
        "events": tables["events"].filter(
            pc.or_kleene(pc.equal(tables["events"]["imo"], imo), pc.equal(tables["events"]["other_imo"], imo))
        ),
    }
    if not any(map(len, rows.values())):
        if company := _company(tables, imo):
            raise CaseError(company)
        return None
    notes = []
    if company := _company(tables, imo):
        notes.append(f"The same digits are a company's: {company.splitlines()[0]}")
    return _made(f"imo:{imo}", imo, rows, tuple(notes))


def identities_of(identities: pa.Table, imo: int) -> pa.Table:
    """What a hull said: rows with her IMO number, and those without any of an MMSI that only she used."""
    own = pc.equal(identities["imo"], imo)
    numbers = pc.unique(identities.filter(own)["mmsi"])
    others = pc.unique(identities.filter(pc.not_equal(identities["imo"], imo))["mmsi"])
    hers = pc.and_(pc.is_in(identities["mmsi"], numbers), pc.invert(pc.is_in(identities["mmsi"], others)))
    return identities.filter(pc.or_(pc.fill_null(own, False), pc.and_(hers, pc.is_null(identities["imo"]))))


def _no_ships_number(case: store.Case, tables: Tables, imo: int) -> str:
    """Why a number of seven digits is no ship's, and what it may be instead."""
    if company := _company(tables, imo):
        return company
    near = [
        one
        for one in _known_imos(tables)
        if one != imo and (_distance(one, imo) == 1 or _swapped(str(one), str(imo)))
    ]
    called: dict[int, str | None] = {}
    for row in _vessels(tables).to_pylist():
        called.setdefault(row["imo"], (row["names"] or [None])[0])
    known = [f"{one} ({shown(called[one], 60)})" if called.get(one) else str(one) for one in near]
    lines = [f"{imo} is no ship's IMO number: its check digit is wrong."]
    # The store keeps no range of this column, so the filter stands behind the reading and not in it.
    statics = (store.read_part(case, "statics", part) for part in store.parts(case, 1 << 20))
    senders = sorted(
        {one for rows in statics for one in rows.filter(pc.equal(rows["imo"], imo))["mmsi"].to_pylist()}
    )
    if senders:
        lines.append(f"It was sent by {words.joined([f'MMSI {one}' for one in senders], longest=MOST)}.")
    if known:
        lines.append(f"Known here and one slip away: {words.joined(known, longest=MOST)}.")
    lines.append("Hint: compare it with where you have it from, or ask by MMSI or name.")
    return "\n".join(lines)


def _known_imos(tables: Tables) -> list[int]:
    columns = [_vessels(tables)["imo"], tables["identities"]["imo"], tables["sightings"]["imo"]]
    return sorted({one for column in columns for one in pc.unique(column).to_pylist() if imo_right(one)})


def _distance(one: int, other: int) -> int:
    return sum(a != b for a, b in zip(f"{one:07d}", f"{other:07d}", strict=True))


def _swapped(one: str, other: str) -> bool:
    apart = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return len(apart) == 2 and apart[1] == apart[0] + 1 and sorted(one) == sorted(other)


def _company(tables: Tables, number: int) -> str:
    """What to say of a number that lists give as a company's; nothing when none does."""
    entities = tables["entities"]
    firms = entities.filter(
        pc.fill_null(
            pc.and_(pc.equal(entities["imo"], number), pc.not_equal(entities["kind"], "vessel")), False
        )
    ).to_pylist()
    if not firms:
        return ""
    firm = firms[-1]
    name = shown((firm["names"] or ["a company without a name"])[0], 80)
    ids = {row["entity"] for row in firms} | {f"name:{one}" for row in firms for one in row["names"] or ()}
    ours = pc.fill_null(pc.is_in(tables["links"]["to"], pa.array(sorted(ids), pa.string())), False)
    linked = tables["links"].filter(ours)["from"].to_pylist()
    vessels = {row["entity"]: row for row in _vessels(tables).to_pylist()}
    ships = sorted({_told(vessels[one]) for one in linked if one in vessels})
    said = f"{number} is the company number of {name}, says {shown(firm['list'] or 'a list', 60)}."
    hint = "Hint: ask for a ship" + (
        f" linked to it there: {words.joined(ships, longest=MOST)}." if ships else "."
    )
    return f"{said}\n{hint}"


def _told(row: Mapping[str, Any]) -> str:
    name = shown((row["names"] or ["a ship without a name"])[0], 60)
    return f"{name} (IMO {row['imo']})" if row["imo"] else name


def _by_mmsi(case: store.Case, tables: Tables, mmsi: int) -> Ship | None:
    said = tables["identities"].filter(pc.equal(tables["identities"]["mmsi"], mmsi))
    imos = sorted(one for one in pc.unique(said["imo"]).to_pylist() if one is not None)
    if len(imos) == 1:
        found = _by_imo(case, tables, imos[0])
        note = f"MMSI {mmsi} said IMO {imos[0]}; this is the dossier of that hull."
        return found and Ship(**{**vars(found), "notes": (note, *found.notes)})
    vessels, seen = _vessels(tables), tables["sightings"]
    rows = {
        "identities": said,
        "entities": vessels.filter(pc.equal(vessels["mmsi"], mmsi)),
        "sightings": seen.filter(pc.equal(seen["mmsi"], mmsi)),
        "events": tables["events"].filter(pc.equal(tables["events"]["mmsi"], mmsi)),
    }
    heard = store.read(case, "positions", pc.field("mmsi") == mmsi)
    if not len(heard) and not any(map(len, rows.values())):
        return None
    notes = []
    if not bool(mmsi_is_ship(np.array([mmsi]))[0]):
        notes.append(f"{mmsi} is no ship's number: those begin with 2 to 7.")
    if len(imos) > 1:
        notes.append(
            f"MMSI {mmsi} said {len(imos)} IMO numbers ({words.joined(map(str, imos), longest=6)}): several "
            "hulls, one after the other or at once, or a slip. This dossier is of the number, and tells what "
            "all of them did."
        )
    given = sorted({one for one in rows["entities"]["imo"].to_pylist() if one and one not in imos})
    if given and not imos:
        notes.append(
            f"She said no IMO number. A list gives this MMSI to IMO {words.joined(map(str, given))}; "
            "numbers pass from ship to ship, so ask for that number too."
        )
    return _made(f"mmsi:{mmsi}", None, {**rows, "mmsi": [mmsi]}, tuple(notes), tuple(imos))


def _made(
    key: str,
    imo: int | None,
    rows: Mapping[str, Any],
    notes: tuple[str, ...],
    shared: tuple[int, ...] = (),
) -> Ship:
    names = [*rows["identities"]["name"].to_pylist()]
    names += [name for row in rows["entities"]["names"].to_pylist() for name in row or ()]
    names += [row["vessel_name"] for row in rows["sightings"].to_pylist() if named(row)]
    mmsis = {one for one in rows["identities"]["mmsi"].to_pylist() if one}
    mmsis |= set(rows.get("mmsi", ()))
    signs = [*rows["identities"]["call_sign"].to_pylist(), *rows["entities"]["call_sign"].to_pylist()]
    return Ship(
        key,
        imo,
        tuple(sorted(mmsis)),
        _distinct(names),
        tuple(sorted({s for s in signs if s})),
        shared,
        notes,
    )


def _distinct(names: Iterable[str | None]) -> tuple[str, ...]:
    """Each name once, as it was first written, however it is spaced or cased."""
    kept: dict[str, str] = {}
    for name in names:
        if name and slug(name):
            kept.setdefault(slug(name), name)
    return tuple(kept.values())


def named(row: Mapping[str, Any]) -> bool:
    """Whether a sighting names one ship, and not a class or a pair of them."""
    return bool(row["vessel_name"]) and not str(row["identification"] or "").startswith(NO_NAME)


def _by_name(case: store.Case, tables: Tables, wanted: str) -> Ship | None:
    known = _names(tables)
    asked = slug(wanted)
    exact = sorted({key for key, name in known if slug(name) == asked})
    found = exact or sorted({key for key, name in known if f"-{asked}-" in f"-{slug(name)}-"})
    if not found:
        return None
    numbered = [key for key in found if not key.startswith("name:")]
    if len(numbered) > 1 or (not numbered and len(found) > 1):
        raise CaseError(_several(known, numbered or found, wanted, exact=bool(exact)))
    key = (numbered or found)[0]
    kind, _, number = key.partition(":")
    if kind == "name":
        name = next(name for one, name in known if one == key)
        return Ship(
            key, names=(name,), notes=("Only a name is known: no number ties these rows to one ship.",)
        )
    chosen = _by_imo(case, tables, int(number)) if kind == "imo" else _by_mmsi(case, tables, int(number))
    note = f"Found by the name {shown(wanted, 60)!r} alone; {kind.upper()} {number} is the only number here "
    note += "that goes with it." if exact else "whose name has that word; no ship is named exactly so."
    return chosen and Ship(**{**vars(chosen), "notes": (note, *chosen.notes)})


def _names(tables: Tables) -> list[tuple[str, str]]:
    """Every name in the case with the key of the hull that bore it.

    An MMSI that said one IMO number is that hull, also where it did not repeat it.
    """
    said = tables["identities"].to_pylist()
    imos: dict[int, set[int]] = {}
    for row in said:
        if row["imo"]:
            imos.setdefault(row["mmsi"], set()).add(row["imo"])
    found: list[tuple[str | None, str | None]] = []
    others = _other_names(tables["links"])
    for row in said:
        own = imos.get(row["mmsi"], set())
        found.append((hull(row["imo"] or (min(own) if len(own) == 1 else None), row["mmsi"]), row["name"]))
    for row in _vessels(tables).to_pylist():
        for name in (*(row["names"] or ()), *others.get(row["entity"], ())):
            imo = row["imo"] if imo_right(row["imo"]) else None
            found.append((hull(imo, row["mmsi"], name), name))
    for row in tables["sightings"].to_pylist():
        if named(row):
            imo = row["imo"] if imo_right(row["imo"]) else None
            found.append((hull(imo, row["mmsi"], row["vessel_name"]), row["vessel_name"]))
    return list(dict.fromkeys((key, name) for key, name in found if key and name))


def _other_names(links: pa.Table) -> dict[str, list[str]]:
    """The aliases and former names of each entry."""
    ours = links.filter(pc.is_in(links["role"], pa.array(NAMES)))
    found: dict[str, list[str]] = {}
    for of, to, detail in zip(*(ours[name].to_pylist() for name in ("from", "to", "detail")), strict=True):
        if name := str(to or "").removeprefix("name:") or detail:
            found.setdefault(of, []).append(name)
    return found


def _several(known: list[tuple[str, str]], keys: list[str], wanted: str, *, exact: bool) -> str:
    how = "are named" if exact else "have in their name"
    lines = [f"{len(keys)} ships {how} {shown(wanted, 60)!r}, and a name alone does not tell them apart:"]
    for key in keys[:MOST]:
        kind, _, number = key.partition(":")
        names = _distinct(name for one, name in known if one == key)
        called = words.joined([shown(name, 60) for name in names], longest=3)
        lines.append(f"  {called}" if kind == "name" else f"  {kind.upper()} {number}  {called}")
    if len(keys) > MOST:
        lines.append(f"  and {len(keys) - MOST} more")
    lines.append(
        "Hint: ask by a number." if not keys[0].startswith("name:") else "Hint: give the whole name."
    )
    return "\n".join(lines)


def _vessels(tables: Tables) -> pa.Table:
    entities = tables["entities"]
    return entities.filter(pc.fill_null(pc.equal(entities["kind"], "vessel"), False))
