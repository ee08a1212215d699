"""What a dossier does not know: lists the case lacks, days nobody heard her, and registers it has none of."""

from collections.abc import Iterable
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from vedette.dossier.parts import Checked, Entry, Heard, Ship, listed_as
from vedette.outputs import words
from vedette.outputs.briefing.told import details
from vedette.outputs.visible import shown

# The publishers a compliance officer is asked about first, and how the names of their lists begin.
PUBLISHERS = (
    ("the US Treasury (OFAC)", "ofac"),
    ("the European Union", "eu"),
    ("the United Kingdom", "uk"),
    ("the UN Security Council", "un"),
)
OLD_DAYS = 30
NO_REGISTER = (
    "Owners, operators and managers are those that lists name. No register of ships or companies was asked, "
    "so owners on no list are not known."
)


def gaps(
    ship: Ship, entries: Iterable[Entry], heard: Iterable[Heard], events: pa.Table, checked: Checked
) -> tuple[str, ...]:
    """Each gap in what this dossier knows, in a sentence; there are always some."""
    return (
        *_lists(checked, _end(checked, heard)),
        *_dates(entries),
        *_by_number(ship),
        *_positions(list(heard), checked),
        *_silences(events),
        NO_REGISTER,
    )


def _end(checked: Checked, heard: Iterable[Heard]) -> datetime | None:
    times = [*(one.end for one in checked.feeds), *(one.last for one in heard)]
    return max((one for one in times if one), default=None)


def _lists(checked: Checked, end: datetime | None) -> Iterable[str]:
    held = [one.list.casefold() for one in checked.lists]
    missing = [who for who, start in PUBLISHERS if not any(_of(name, start) for name in held)]
    if missing:
        yield f"No list of {words.joined(missing)} is in this case, so nothing is said of them."
    for one in checked.lists:
        if one.edition is None:
            yield f"The list {shown(one.list, 60)} is not dated: since when it says so is not known."
        elif end and (end - one.edition).days > OLD_DAYS:
            days = words.plain((end - one.edition).days)
            yield f"The newest edition of {listed_as(one.list)} is {days} days older than the last position."


def _of(name: str, start: str) -> bool:
    return name == start or name.startswith((f"{start}-", f"{start}:", f"{start}_"))


def _dates(entries: Iterable[Entry]) -> Iterable[str]:
    bare = sorted(
        {listed_as(one.list) for one in entries if one.standing == "designated" and one.listed_on is None}
    )
    if bare:
        do = "do" if len(bare) > 1 else "does"
        yield (
            f"{words.joined(bare)} {do} not say when she was designated; what is known is the first edition "
            "in hand that has her."
        )


def _by_number(ship: Ship) -> Iterable[str]:
    if not ship.imo:
        yield "Her IMO number is not known, so lists were compared by weaker marks, or not at all."
    if not ship.mmsis:
        yield "No message in this case ties an MMSI to her, so no position of hers is known."


def _positions(heard: list[Heard], checked: Checked) -> Iterable[str]:
    for one in heard:
        days = (one.last.date() - one.first.date()).days + 1
        if one.days and one.days < days:
            yield (
                f"MMSI {one.mmsi} was heard on {words.counted(one.days, 'day')} of the {words.plain(days)} "
                "from the first to the last."
            )
    if not checked.feeds:
        yield "The case holds no AIS, so where she went is not known."


def _silences(events: pa.Table) -> Iterable[str]:
    rows = events.filter(pc.equal(events["kind"], "gap")).to_pylist()
    hours: dict[str, float] = {}
    for row in rows:
        kind = str(details(row).get("class") or "unclear")
        hours[kind] = hours.get(kind, 0.0) + (row["duration_h"] or 0.0)
    unheard = [
        f"{words.plain(round(hours[kind]))} h {shown(kind, 20)}" for kind in sorted(hours) if hours[kind] >= 1
    ]
    if unheard:
        yield f"Her silences that have ended: {words.joined(unheard)}. Not observed is not dark."
