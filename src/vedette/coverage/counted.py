"""Counted: a published count without a place is of the watched place that its words name first.

Who counted calls at a place over a period was looking at it, so the count is exposure there. A count says in
words what was counted, and only a case with its places can tell which of the words are places.
"""

import re
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from vedette.steps import Step


@dataclass(frozen=True)
class Counted:
    """What the watch says of counts whose words name no place: words in them, and which places they mean."""

    covers: tuple[tuple[str, tuple[str, ...]], ...] = ()


def counted(sightings: pa.Table, places: pa.Table, options: Counted = Counted()) -> pa.Table:
    """The same sightings, with the place of a count where its words name a watched place by its id.

    A hyphen of the id is a space or a hyphen in the words, case does not matter, and at one spot the longest
    id wins. Names are not searched: "port" and "bay" are in too many. What names no place may be one of the
    ``covers``; a count of nought is then about each of their places, one row each. What is left keeps none.
    """
    watched = places.filter(pc.field("role").is_valid())["place"].to_pylist()
    open_ = pc.and_(pc.equal(sightings["subject"], "count"), pc.is_null(sightings["place"]))
    if not watched or not pc.any(open_).as_py():
        return sightings
    ids = {place.replace("-", " ").casefold(): place for place in watched}
    longest_first = sorted(ids, key=lambda words: (-len(words), words))
    pattern = re.compile(
        r"\b(?:" + "|".join(re.escape(w).replace(r"\ ", "[ -]") for w in longest_first) + r")\b"
    )
    found = [
        _named(pattern, what, ids) if asked else place
        for asked, what, place in zip(
            open_.to_pylist(), sightings["what"].to_pylist(), sightings["place"].to_pylist(), strict=True
        )
    ]
    at = sightings.column_names.index("place")
    placed = sightings.set_column(at, "place", pa.array(found, pa.string()))
    return _covered(placed, options) if options.covers else placed


def _covered(sightings: pa.Table, options: Counted) -> pa.Table:
    """The same rows, with the places that the watch says a count without place is about."""
    rows = []
    for row in sightings.to_pylist():
        said = (row["what"] or "").casefold() if row["subject"] == "count" and row["place"] is None else ""
        places = next((places for words, places in options.covers if said and words.casefold() in said), ())
        nought = row["count"] == 0
        for n, place in enumerate(places if nought else places[:1]):
            rows.append(
                {**row, "place": place, "sighting": f"{row['sighting']}@{place}" if n else row["sighting"]}
            )
        if not places:
            rows.append(row)
    return pa.Table.from_pylist(rows, schema=sightings.schema)


def _named(pattern: re.Pattern[str], what: str | None, ids: dict[str, str]) -> str | None:
    match = pattern.search((what or "").casefold())
    return ids[match[0].replace("-", " ")] if match else None


STEP = Step(
    "counted", takes=("sightings", "places"), gives="sightings", run=counted, options=Counted(), by="sighting"
)
