"""The strip of time under every view: what was heard, what was found, and when nobody listened."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette.console.web import naming
from vedette.console.web.held import Held, plain

BINS = 240
LANES: dict[str, tuple[str, ...]] = {
    "calls": ("port_call", "sighted_call", "zone", "cargo_seen"),
    "silences": ("gap",),
    "inferred": ("possible_call", "possible_meeting"),
    "meetings": ("encounter", "escort", "loitering"),
    "deception": (
        "false_position",
        "identity_change",
        "identity_clash",
        "missing_number",
        "destination_mismatch",
        "draught_change",
    ),
}


def strip(held: Held, first: datetime | None, last: datetime | None) -> dict[str, Any]:
    """Counts in BINS equal bins from the first to the last moment of the case, or of a part of it."""
    return dict(held.once(lambda: _strip(held, first, last), "strip", str(first), str(last)))


def _strip(held: Held, first: datetime | None, last: datetime | None) -> dict[str, Any]:
    events, coverage, sightings = held.read("events"), held.read("coverage"), held.read("sightings")
    seconds = [s for s in (_range(coverage["hour"]), _range(events["start"])) if s]
    low = int(first.timestamp()) if first else min((s[0] for s in seconds), default=0)
    high = int(last.timestamp()) if last else max((s[1] for s in seconds), default=1)
    edges = np.linspace(low, max(high, low + 1), BINS + 1)
    heard = np.zeros(BINS)
    if len(coverage):
        heard, _ = np.histogram(_seconds(coverage["hour"]), edges, weights=coverage["messages"].to_numpy())
    lanes = {}
    for name, kinds in LANES.items():
        rows = events.filter(pc.is_in(events["kind"], pa.array(kinds)))
        lanes[name] = np.histogram(_seconds(rows["start"]), edges)[0].tolist()
    seen = sightings.filter(pc.is_valid(sightings["start"]))
    seen = seen.filter(pc.not_equal(seen["subject"], "count"))
    lanes["sightings"] = np.histogram(_seconds(seen["start"]), edges)[0].tolist()
    return {
        "first": low,
        "last": int(edges[-1]),
        "heard": heard.astype(int).tolist(),
        "listened": _listened(held, edges),
        "lanes": lanes,
        "alerts": _alerts(held),
        "outages": _outages(held, low, int(edges[-1])),
        "labelled": _labelled(held),
    }


def _alerts(held: Held) -> list[dict[str, Any]]:
    names = ("alert", "level", "raised", "title", "source")
    rows = held.read("alerts").select(names).sort_by("raised").to_pylist()
    title = naming.titles(held)
    return [plain({**row, "title": title(row["title"])}) for row in rows[:500]]


def _labelled(held: Held) -> list[dict[str, Any]]:
    rows = held.read("claims").to_pylist()
    return [
        plain({"time": r["published"], "words": r["text"] or r["label"]})
        for r in rows
        if r["label"] and r["published"]
    ][:100]


def _outages(held: Held, low: int, high: int) -> list[list[int]]:
    """The outages long enough to be seen on the strip."""
    least = timedelta(seconds=(high - low) / 1000)
    rows = held.read("outages").sort_by("start").to_pylist()
    utc = np.datetime64("1970-01-01T00:00:00")
    found = []
    for row in rows:
        end = row["end"]
        if end is None or end - row["start"] >= least:
            one = int((np.datetime64(row["start"]) - utc) / np.timedelta64(1, "s"))
            other = high if end is None else int((np.datetime64(end) - utc) / np.timedelta64(1, "s"))
            found.append([one, other])
    return found[:500]


def _listened(held: Held, edges: NDArray[np.float64]) -> list[float]:
    """The share of each bin in which a feed of positions was there at all."""
    share = np.zeros(len(edges) - 1)
    feeds = held.read("feeds")
    width = np.diff(edges)
    for start, end in zip(_seconds(feeds["start"]), _seconds(feeds["end"]), strict=True):
        share = np.maximum(
            share, np.clip(np.minimum(edges[1:], end) - np.maximum(edges[:-1], start), 0, None) / width
        )
    return [round(float(one), 3) for one in share]


def _seconds(column: pa.ChunkedArray) -> NDArray[np.int64]:
    return np.asarray(column.drop_null().cast(pa.int64()).to_numpy() // 1_000_000)


def _range(column: pa.ChunkedArray) -> tuple[int, int] | None:
    seconds = _seconds(column)
    return (int(seconds.min()), int(seconds.max())) if len(seconds) else None
