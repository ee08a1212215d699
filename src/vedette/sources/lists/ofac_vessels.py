"""OFAC's vessels as JSON, taken from its XML by somebody else: without the numbers of entries.

``designation_date`` is the day the list was published, the same on every row: it is the edition, and the day
on which no ship was designated.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from vedette.errors import SourceError
from vedette.sources import days, sheets
from vedette.sources.lists.listed import Edition
from vedette.sources.sheets import Made, Unusable
from vedette.sources.whole import whole
from vedette.steps import Batch, Opened, Reading, Source

LIST = "ofac-sdn-vessels"
NAME = "lists/ofac-vessels"
MOST_BYTES = 256 << 20


def recognise(opened: Opened) -> float:
    """How surely it is that file, by the names it uses."""
    head = opened.head
    return 0.95 if all(word in head for word in (b'"vessels"', b'"vessel_info"', b'"list_name"')) else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """One vessel each."""
    try:
        text = whole(opened, MOST_BYTES)
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"not JSON ({error})", file=opened.name) from error
    vessels = said.get("vessels") if isinstance(said, dict) else None
    if not isinstance(vessels, list):
        raise SourceError("has no list of vessels", file=opened.name)
    lines = [number for number, line in enumerate(text.split(b"\n"), 1) if line.lstrip().startswith(b'"imo"')]
    if len(lines) != len(vessels):
        lines = [1] * len(vessels)  # not laid out with a line for each number
    yield from sheets.batches(_made(opened, reading, list(zip(lines, vessels, strict=True))))


def _made(opened: Opened, reading: Reading, vessels: list[tuple[int, Any]]) -> Iterator[Made]:
    dates = Counter(one.get("designation_date") for _, one in vessels if isinstance(one, dict))
    of = Edition(LIST, reading.edition or _published(dates) or days.in_name(opened.name), NAME)
    seen: set[str] = set()
    for number, one in vessels:
        try:
            yield _vessel(one, f"{opened.file}:{number}", of, seen)
        except Unusable as error:
            yield sheets.refusal(opened, NAME, number, str(error), str(one))


def _published(dates: Counter[Any]) -> datetime | None:
    try:
        month, day, year = map(int, str(next(iter(dates))).split("/"))
        return datetime(year, month, day) if len(dates) == 1 else None
    except (ValueError, StopIteration):
        return None


def _vessel(one: object, record: str, of: Edition, seen: set[str]) -> Made:
    if not isinstance(one, dict) or not isinstance(one.get("vessel_info", {}), dict):
        raise Unusable("not a vessel")
    name, imo, more = one.get("name"), one.get("imo"), one.get("vessel_info", {})
    if not isinstance(name, str) or not name.strip() or not isinstance(imo, int | None):
        raise Unusable("the vessel has no name, or its number is no number")
    entity = f"{LIST}:{imo or sheets.slug(name)}"
    if entity in seen:
        entity = f"{entity}-{sheets.slug(name)}"
    if entity in seen:
        raise Unusable(f"{entity} stands in the file already")
    seen.add(entity)
    words = {
        key: sheets.storable(value).strip() or None for key, value in more.items() if isinstance(value, str)
    }
    tons = {key: float(value) for key, value in more.items() if isinstance(value, int | float) and value > 0}
    programmes = one.get("programs")
    return of.entity(
        record,
        entity,
        "vessel",
        names=[sheets.storable(name).strip()],
        imo=imo if imo and 1_000_000 <= imo <= 9_999_999 else None,
        call_sign=words.get("call_sign"),
        flag=words.get("flag"),
        vessel_type=words.get("vessel_type"),
        tonnage=tons.get("gross_tonnage"),
        deadweight=tons.get("dwt"),
        programmes=[str(p) for p in programmes] if isinstance(programmes, list) else [],
    )


SOURCE = Source(
    NAME,
    gives=("entities",),
    publisher="US Treasury, Office of Foreign Assets Control; taken from its XML by the compiler",
    licence="public domain (US government work)",
    url="https://ofac.treasury.gov/sanctions-list-service",
    recognise=recognise,
    read=read,
)
