"""Places as GeoJSON: a FeatureCollection of points with a radius, and of polygons."""

import json
import re
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from vedette.errors import SourceError
from vedette.sources import sheets
from vedette.sources.places import geometry, watched
from vedette.sources.sheets import Made, Row, Unusable
from vedette.sources.whole import whole
from vedette.steps import Batch, Opened, Reading, Source

NAME = "places/geojson"
MOST_BYTES = 64 << 20
_BLANKS = re.compile(r"[ \t\r\n]*")
_JSON = json.JSONDecoder()


def recognise(opened: Opened) -> float:
    """How surely this is a collection of features that have a place_id."""
    head = opened.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(b"{") or b'"FeatureCollection"' not in head:
        return 0.0
    return 1.0 if b'"place_id"' in head else 0.0


def read(opened: Opened, _reading: Reading) -> Iterator[Batch]:
    """One place a feature; ``record`` has the line on which the feature begins."""
    text = sheets.replaced(whole(opened, MOST_BYTES))
    yield from sheets.batches(_made(text, opened))


def _made(text: str, opened: Opened) -> Iterator[Made]:
    line, counted = 1, 0
    try:
        for at, feature in features(text):
            line, counted = line + text.count("\n", counted, at), at
            try:
                yield "places", _place(feature, opened.file, line)
            except Unusable as error:
                yield sheets.refusal(opened, NAME, line, str(error), text[at : at + 200])
    except (ValueError, RecursionError) as error:
        reason = "is nested too deep" if isinstance(error, RecursionError) else str(error)[:200]
        raise SourceError(f"is not a GeoJSON FeatureCollection ({reason})", file=opened.name) from error


def features(text: str) -> Iterator[tuple[int, Any]]:
    """Each item of the list ``features`` of a JSON object, and where in the text it begins.

    ValueError when the text is not such an object.

    >>> list(features('{"type": "x", "features": [1, {}]}'))
    [(27, 1), (30, {})]
    """
    at = _expect(text, 0, "{")
    found = False
    while True:
        at = _expect(text, at, '"')
        key, at = scanstring(text, at)
        at = _expect(text, at, ":")
        if key == "features":
            found, at = True, _expect(text, at, "[")
            closing = _after_blanks(text, at)
            if text[closing : closing + 1] == "]":
                at = closing + 1
            else:
                while True:
                    begins = _after_blanks(text, at)
                    item, at = _JSON.raw_decode(text, begins)
                    yield begins, item
                    at = _expect(text, at, ",]")
                    if text[at - 1] == "]":
                        break
        else:
            _, at = _JSON.raw_decode(text, _after_blanks(text, at))
        at = _expect(text, at, ",}")
        if text[at - 1] == "}":
            break
    if not found:
        raise ValueError("it has no list of features")


def _after_blanks(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def _expect(text: str, at: int, wanted: str) -> int:
    at = _after_blanks(text, at)
    if at >= len(text) or text[at] not in wanted:
        there = repr(text[at : at + 1]) if at < len(text) else "the end"
        raise ValueError(f"{' or '.join(wanted)} wanted, {there} found at character {at}")
    return at + 1


def _place(feature: object, file: str, line: int) -> dict[str, object]:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise Unusable("the feature has no properties")
    words = {
        str(key).casefold(): sheets.storable(str(value)).strip()
        for key, value in feature["properties"].items()
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    }
    outline = geometry.from_geojson(feature.get("geometry"))
    return dict(watched.from_facts(Row(file, line, words), outline, NAME))


SOURCE = Source(
    NAME,
    gives=("places",),
    publisher="the compiler of the file",
    licence="as the compiler says",
    url="",
    recognise=recognise,
    read=read,
)
