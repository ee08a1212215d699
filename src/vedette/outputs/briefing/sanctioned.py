"""How sanctions held: lists over the years, acts as reported, designated ships before and after."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from vedette.outputs import words
from vedette.outputs.briefing import spoken, told
from vedette.outputs.briefing.known import made_up
from vedette.outputs.briefing.parts import Effect, Line, Listing, Sanctioned
from vedette.outputs.visible import shown

MOST_EFFECTS, MOST_ACTS, MOST_LISTINGS = 30, 12, 40
ACTS = ("un", "designation", "SANCTION")
Row = Mapping[str, Any]


def sanctioned(tables: Mapping[str, pa.Table], names: told.Names) -> Sanctioned:
    """The lists, the acts and the effects of a case as a reader wants them."""
    listings = tables["listings"].sort_by([("list", "ascending"), ("start", "ascending")]).to_pylist()
    groups: dict[tuple[datetime, str, str], list[Row]] = {}
    for row in tables["effects"].to_pylist():
        groups.setdefault((row["designated"], row["list"], row["ship"] or "~"), []).append(row)
    seen = {key: some for key, some in groups.items() if any(row["before"] or row["after"] for row in some)}
    seen |= {key: some for key, some in groups.items() if any("later than" in row["words"] for row in some)}
    order = sorted(seen, key=lambda key: (key[2] == "~", key), reverse=False)
    return Sanctioned(
        listings=tuple(_listing(row) for row in listings[-MOST_LISTINGS:]),
        acts=tuple(_acts(tables["claims"], names)),
        effects=tuple(_effect(seen[key]) for key in order[:MOST_EFFECTS]),
        effects_left_out=max(len(seen) - MOST_EFFECTS, 0),
        unseen=len(
            {key[2] for key in groups if key not in seen and key[2] != "~"} - {key[2] for key in seen}
        ),
    )


def _listing(row: Row) -> Listing:
    def number(name: str) -> str:
        return "not known" if row[name] is None else words.plain(row[name])

    covered = f"{number('covered')} of {number('observed')}" if row["covered"] is not None else "not known"
    return Listing(
        list=shown(row["list"] or "", 40),
        year=str(row["start"].year),
        designated=number("designated"),
        came=number("came"),
        left=number("left"),
        entries=number("entries"),
        vessels=number("vessels"),
        editions=number("editions"),
        covered=Line(covered, (row["listing"],), made_up(row["source"])),
    )


def _acts(claims: pa.Table, names: told.Names) -> Iterable[Line]:
    """Votes, vetoes and designations that somebody accepted as said, the latest first, one of each origin."""
    rows = claims.filter(pc.fill_null(claims["accepted"], False))
    rows = rows.filter(pc.is_in(rows["event_class"], pa.array(ACTS)))
    seen: set[str] = set()
    for row in rows.sort_by([("published", "descending"), ("claim", "ascending")]).to_pylist():
        origin = row["cluster"] or row["claim"]
        if origin not in seen and len(seen) < MOST_ACTS:
            seen.add(origin)
            yield spoken.line(row, names)


def _effect(rows: list[Row]) -> Effect:
    first = rows[0]
    cells = {row["measure"]: _cell(row) for row in rows}
    none = Line("")
    return Effect(
        name=shown(first["name"] or first["ship"] or "a hull", 60),
        hull=shown(first["ship"] or "", 20),
        by=shown(first["list"] or "", 60),
        day=words.day(first["designated"]),
        calls=cells.get("calls", none),
        dark=cells.get("dark", none),
        identity=cells.get("identity", none),
        route=cells.get("route", none),
        synthetic=any(made_up(row["source"]) for row in rows),
    )


def _cell(row: Row) -> Line:
    """Before and after in so many weeks looked at, and what that shows."""
    if min(row["before_weeks"], row["after_weeks"]) == 0 and not row["before"] + row["after"]:
        return Line("not observed" if "later than" not in row["words"] else _later(row), (row["effect"],))
    said = (
        f"{row['before']} in {words.counted(row['before_weeks'], 'week')} before, "
        f"{row['after']} in {words.plain(row['after_weeks'])} after: {row['verdict']}"
    )
    if row["low"] is not None and row["verdict"] != "not enough seen":
        high = words.plain(row["high"]) if row["high"] is not None else "any number"
        said += f" (× {words.plain(row['low'])} to {high})"
    return Line(said + (f"; {_later(row)}" if "later than" in row["words"] else ""), (row["effect"],))


def _later(row: Row) -> str:
    return next((part for part in row["words"].replace(";", ",").split(", ") if "later than" in part), "")
