"""Lists for the page: what the case holds, their rows a page at a time, and how sanctions held."""

from dataclasses import asdict
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from anyascii import anyascii

from vedette.console.accounts import held_sanctions
from vedette.console.web.held import Held, plain
from vedette.console.web.rows import moment

SHOWN = ("entity", "kind", "names", "imo", "flag", "programmes", "remarks")


def lists(held: Held) -> dict[str, Any]:
    """Each list and edition that the case holds: how large, how old, and what kinds stand in it."""

    def made() -> list[dict[str, Any]]:
        rows = held.read("entities").select(["list", "list_date", "kind", "entity"])
        counted = rows.group_by(["list", "list_date", "kind"]).aggregate([("entity", "count")]).to_pylist()
        found: dict[tuple[str, Any], dict[str, Any]] = {}
        for row in counted:
            key = (row["list"], row["list_date"])
            one = found.setdefault(key, {"list": key[0], "edition": key[1], "kinds": {}, "entries": 0})
            one["kinds"][row["kind"]] = row["entity_count"]
            one["entries"] += row["entity_count"]
        return [one for _, one in sorted(found.items(), key=lambda p: (p[0][0] or "", str(p[0][1])))]

    return {"lists": plain(held.once(made, "lists")), "snapshot": held.snapshot()}


def entries(held: Held, name: str, edition: str | None, typed: str, span: tuple[int, int]) -> dict[str, Any]:
    """Some entries of one edition, of those whose name, number, programme or remark holds what was typed.

    ``span`` says how many, and after how many of those that fit.
    """
    limit, offset = span
    when = moment(edition)

    def made() -> tuple[pa.Table, list[str]]:
        rows = held.read("entities")
        rows = rows.filter(pc.fill_null(pc.equal(rows["list"], name), False))
        dates = rows["list_date"]
        same = (
            pc.is_null(dates)
            if when is None
            else pc.fill_null(pc.equal(dates, pa.scalar(when, dates.type)), False)
        )
        rows = rows.filter(same).select(SHOWN)
        return rows, [_words(row) for row in rows.to_pylist()]

    rows, words = held.once(made, "entries", name, str(when))
    parts = [(part, anyascii(part).casefold()) for part in typed.casefold().split()]
    fits = [n for n, text in enumerate(words) if all(a in text or b in text for a, b in parts)]
    some = rows.take(pa.array(fits[offset : offset + limit], pa.int64())).to_pylist()
    return {
        "rows": plain(some),
        "fit": len(fits),
        "all": len(words),
        "offset": offset,
        "snapshot": held.snapshot(),
    }


def _words(row: dict[str, Any]) -> str:
    said = [
        *(row["names"] or []),
        row["imo"],
        row["flag"],
        *(row["programmes"] or []),
        row["remarks"],
        row["kind"],
    ]
    text = " ".join(str(one) for one in said if one).casefold()
    return text if text.isascii() else f"{text} {anyascii(text).casefold()}"


def sanctions(held: Held) -> dict[str, Any]:
    """How sanctions held, as ``vedette sanctions`` and the brief say it."""
    made = held.once(lambda: asdict(held_sanctions(held.read, held.case.watch)), "sanctions")
    return {"sanctions": plain(made), "snapshot": held.snapshot()}
