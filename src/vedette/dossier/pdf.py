"""The due-diligence page as PDF, set by Typst from the same parts: what strangers wrote is data to it."""

import dataclasses
import json
import tempfile
from pathlib import Path
from typing import Any

from vedette.dossier.html import STANDINGS
from vedette.dossier.sheet import Sheet
from vedette.errors import MissingExtra
from vedette.outputs import words
from vedette.outputs.pages import TEMPLATES

MOST_REFS = 6


def page(sheet: Sheet) -> bytes:
    """The page of a ship as PDF; MissingExtra says how to get Typst when it is not installed."""
    try:
        import typst  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtra(
            "A PDF is set by Typst, which is not installed.\n"
            "Hint: pip install 'vedette[pdf]', or write --as html and print it from a browser."
        ) from error
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "ship.typ"
        source.write_bytes((TEMPLATES / "ship.typ").read_bytes())
        (Path(folder) / "sheet.json").write_text(json.dumps(_data(sheet)), encoding="utf-8")
        made: bytes = typst.compile(str(source), root=folder)
    return made


def _data(sheet: Sheet) -> dict[str, Any]:
    """What the template reads: the page without what only HTML needs, ids already as numbers of the annex."""
    parts = []
    for part in sheet.parts:
        rows = [
            {"cells": row.cells, "refs": _refs(sheet, row.refs), "synthetic": row.synthetic}
            for row in part.rows
        ]
        parts.append(
            {"title": part.title, "heads": part.heads, "rows": rows, "note": part.note, "none": part.none}
        )
    return {
        "title": sheet.title,
        "numbers_line": sheet.numbers_line,
        "asked": sheet.asked,
        "case": sheet.case,
        "made": words.moment(sheet.made),
        "version": sheet.version,
        "standing": sheet.standing,
        "standing_words": STANDINGS[sheet.standing],
        "result": sheet.result,
        "lines": [
            {"cells": row.cells, "refs": _refs(sheet, row.refs), "synthetic": row.synthetic}
            for row in sheet.lines
        ],
        "cautions": sheet.cautions,
        "synthetic": sheet.synthetic,
        "parts": parts,
        "records": [
            {**dataclasses.asdict(one), "quoted": sheet.quoted.get(one.number, "")} for one in sheet.records
        ],
        "left_out": sheet.left_out,
    }


def _refs(sheet: Sheet, refs: tuple[str, ...]) -> list[int]:
    return [sheet.numbers[one] for one in refs if one in sheet.numbers][:MOST_REFS]
