"""Ships to choose from: by name in any script or number, those that matter most first."""

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from anyascii import anyascii

from vedette.console.web.held import Held, plain

MOST_FOUND = 20
MOST_SHOWN = 60
# Of these every ship has many; what else she did tells her from others.
ORDINARY = ("port_call", "zone", "gap")


@dataclass
class Known:
    """What is told of a ship where one is chosen."""

    ship: str
    name: str
    words: str
    by: str
    lists: set[str] = field(default_factory=set)
    flag: str | None = None
    events: int = 0
    findings: int = 0
    last: Any = None
    synthetic: bool = False

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Listed ships that something is known of first, then those with most findings."""
        return (bool(self.lists) and self.events > 0, self.findings, self.events)


def ships(held: Held, asked: str) -> dict[str, Any]:
    """Ships whose name, in any script, or number holds what was typed; without it, those that matter most."""
    known = held.once(lambda: _known(held), "ships")
    typed = [(part, anyascii(part).casefold()) for part in asked.casefold().split()]
    hits = [one for one in known if all(a in one.words or b in one.words for a, b in typed)]
    rows = [
        {name: getattr(one, name) for name in ("ship", "name", "by", "flag", "events", "findings", "last")}
        | {"lists": sorted(one.lists), "synthetic": one.synthetic}
        for one in hits[: MOST_FOUND if typed else MOST_SHOWN]
    ]
    return {"ships": plain(rows), "all": len(hits), "snapshot": held.snapshot()}


def _known(held: Held) -> list[Known]:
    found: dict[str, Known] = {}
    entities = held.read("entities")
    for row in entities.filter(pc.equal(entities["kind"], "vessel")).to_pylist():
        names = row["names"] or []
        key = next((f"{n}:{row[n]}" for n in ("imo", "mmsi") if row[n]), f"name:{names[0] if names else ''}")
        said = " ".join(
            map(str, (*names, row["imo"] or "", row["mmsi"] or "", row["call_sign"] or ""))
        ).casefold()
        one = found.setdefault(key, Known(key, names[0] if names else key, "", f"on {row['list']}"))
        one.words = f"{one.words} {said} {anyascii(said).casefold()}"
        one.lists.add(row["list"])
        one.flag = one.flag or row["flag"]
    for row in held.read("identities").to_pylist():
        name = row["name"] or row["ship"]
        said = f"{name} {row['imo'] or ''} {row['mmsi'] or ''} {row['call_sign'] or ''}".casefold()
        one = found.setdefault(row["ship"], Known(row["ship"], name, "", "heard on AIS"))
        one.words = f"{one.words} {said} {anyascii(said).casefold()}"
        one.synthetic |= (row["source"] or "").startswith("synthetic:")
    _counted(found, held.read("events"))
    return sorted(found.values(), key=lambda one: one.rank, reverse=True)


def _counted(found: dict[str, Known], events: pa.Table) -> None:
    """Add how many events each ship has, how many of them are out of the ordinary, and her last."""
    telling = pc.invert(pc.is_in(events["kind"], pa.array(ORDINARY))).cast(pa.int64())
    rows = events.select(["ship", "start"]).append_column("telling", telling)
    for row in (
        rows.group_by("ship")
        .aggregate([("start", "count"), ("start", "max"), ("telling", "sum")])
        .to_pylist()
    ):
        one = found.get(row["ship"])
        if one is not None:
            one.events, one.findings, one.last = row["start_count"], row["telling_sum"], row["start_max"]
