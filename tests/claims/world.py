"""Reports of a few sentences, and what is found in them."""

from datetime import datetime

import pyarrow as pa

from tests.worlds import table
from vedette import fields
from vedette.claims import extract, graded, judged, origins
from vedette.claims.copies import copies

DAY = datetime(2023, 10, 17)


def report(
    name: str, text: str, *, day: datetime | None = DAY, publisher: str | None = "Agency", **more: object
) -> dict[str, object]:
    said = {"report": name, "text": text, "language": "en", "publisher": publisher, "published": day}
    return {**said, "source": "reports/text", "record": f"{name}:1", **more}


def ship(name: str, imo: int) -> dict[str, object]:
    return {
        "entity": f"l:{imo}",
        "kind": "vessel",
        "names": [name],
        "imo": imo,
        "source": "list",
        "record": "l:1",
    }


def read(
    *reports: dict[str, object], ships: tuple[dict[str, object], ...] = (), places: pa.Table | None = None
) -> pa.Table:
    entities = table("entities", *ships) if ships else fields.empty("entities")
    return extract.extract(
        table("reports", *reports), entities, places if places is not None else fields.empty("places")
    )


def said(text: str, **more: object) -> list[dict[str, object]]:
    """The claims of one text, in the order of the text."""
    rows = read(report("r", text), **more).to_pylist()
    return sorted(rows, key=lambda row: (row["span_start"], row["cue_start"] or 0))


def known(
    *reports: dict[str, object], decisions: pa.Table | None = None, grades: tuple[tuple[str, str], ...] = ()
) -> pa.Table:
    """The claims of some reports after all that follows: decisions, origins, grades."""
    rows = table("reports", *reports)
    claims = judged.judged(
        read(*reports), decisions if decisions is not None else fields.empty("decisions"), rows
    )
    claims = origins.origins(claims, copies(rows))
    return graded.graded(claims, rows, graded.Graded(grades=grades))


def verdict(claim: str, word: str, day: int = 1, **more: object) -> dict[str, object]:
    return {
        "decision": f"d{claim}{day}{word}",
        "alert": claim,
        "who": "x",
        "when": datetime(2024, 1, day),
        "verdict": word,
        **more,
    }
