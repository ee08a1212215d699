"""The chart of an indicator: what was counted each week against what was to be expected.

A week that was not observed is hatched: it is missing, never zero. The band and the mean are always drawn.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from vedette.outputs import words
from vedette.outputs.drawing import paper
from vedette.outputs.drawing.labels import Box, overlap
from vedette.outputs.drawing.svg import (
    BLUE,
    FAINT,
    INK,
    LINE,
    PURPLE,
    SKY,
    VERMILLION,
    Drawn,
    document,
    path,
    tag,
    width_of,
    write,
)
from vedette.outputs.visible import shown

_BAR, _WEEK = "#56626d", timedelta(days=7)
_LABEL_ROWS = 5
_FEWEST_WEEKS = 26
_MISSING = "not observed or counted"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Marked:
    """A moment worth a line in the chart: a claim, a listing, a meeting."""

    time: datetime
    words: str


@dataclass(frozen=True)
class Chart:
    """How large the chart is, and how many weeks it goes back."""

    width: float = 900.0
    plot: float = 150.0
    most_weeks: int = 78
    name: str = "chart"  # begins the ids inside the picture, which must differ on a page with several


@dataclass(frozen=True)
class Axes:
    """Where a time and a count fall on the paper."""

    first: datetime
    last: datetime
    most: float
    left: float
    top: float
    width: float
    height: float

    def x(self, time: datetime) -> float:
        """Pixels from the left."""
        return self.left + (time - self.first) / (self.last - self.first) * self.width

    def y(self, count: float) -> float:
        """Pixels from the top; more than the axis holds ends at its top."""
        return self.top + self.height * (1 - min(count, self.most) / self.most)


def drawn(
    indicators: pa.Table,
    *,
    title: str,
    marked: Sequence[Marked] = (),
    links: Mapping[str, str] | None = None,
    chart: Chart = Chart(),
) -> Drawn:
    """Draw the weeks of one series; ``links`` gives the address a bar leads to, by indicator."""
    rows = [row for row in indicators.to_pylist() if row["start"] is not None]
    rows = sorted(rows, key=lambda row: row["start"])
    if rows:
        earliest = rows[-1]["start"] - (chart.most_weeks - 1) * _WEEK
        rows = [row for row in rows if row["start"] >= earliest]
    made_up = any(str(row["source"] or "").startswith("synthetic:") for row in rows)
    if not rows:
        return _empty(title, chart)
    axes = _axes(rows, chart)
    lines, axes = _marked(axes, marked)
    bottom = axes.top + axes.height + 44
    legend, bottom = paper.legend(_samples(chart, rows, bool(marked)), axes.left, bottom, axes.width)
    foot, bottom = paper.lines(_small_print(rows), axes.left, bottom - 12, axes.width)
    label = f"Weekly counts: {title}" + (" (synthetic data)" if made_up else "")
    return document(
        label,
        chart.width,
        bottom,
        tag("defs", _hatch(chart)),
        tag("rect", x=0, y=0, width=chart.width, height=bottom, fill="#ffffff"),
        paper.heading(title, 8, 22, right=chart.width - 8, made_up=made_up, size=14),
        _unobserved(axes, rows, chart),
        _grid(axes),
        _band(axes, rows),
        _bars(axes, rows, links or {}),
        _mean(axes, rows),
        lines,
        _alarms(axes, rows),
        months(axes),
        legend,
        foot,
    )


def _empty(title: str, chart: Chart) -> Drawn:
    return document(
        f"Weekly counts: {title}: no week was counted",
        chart.width,
        60,
        tag("rect", x=0, y=0, width=chart.width, height=60, fill="#ffffff"),
        paper.heading(title, 8, 22, right=chart.width - 8, made_up=False, size=14),
        write("No week was counted.", 8, 44, fill=FAINT),
    )


def _axes(rows: list[Row], chart: Chart) -> Axes:
    most = max(1.0, *(row[part] or 0.0 for row in rows for part in ("value", "high", "expected"))) * 1.12
    step, last = _step(most), _end(rows[-1])
    first = min(rows[0]["start"], last - _FEWEST_WEEKS * _WEEK)
    return Axes(first, last, step * math.ceil(most / step), 44, 40, chart.width - 60, chart.plot)


def _end(row: Row) -> datetime:
    end: datetime = row["end"] if row["end"] and row["end"] > row["start"] else row["start"] + _WEEK
    return end


def _step(most: float) -> float:
    """A round distance between lines, so that there are five or fewer, and whole: counts are.

    >>> _step(3.0), _step(17.0), _step(90.0)
    (1.0, 5.0, 20.0)
    """
    return next(float(m * 10**p) for p in range(12) for m in (1, 2, 5) if most / (m * 10**p) <= 5)


def _grid(axes: Axes) -> Drawn:
    step, lines = _step(axes.most), []
    for number in range(round(axes.most / step) + 1):
        y = axes.y(number * step)
        lines.append(
            tag(
                "path",
                d=path([(axes.left, y), (axes.left + axes.width, y)]),
                stroke="#dfe4e8",
                stroke_width=0.8,
            )
        )
        lines.append(
            write(words.plain(number * step), axes.left - 7, y + 3.5, size=10, text_anchor="end", fill=FAINT)
        )
    middle = axes.top + axes.height / 2
    turned = f"rotate(-90 12 {middle:.1f})"
    lines.append(write("a week", 12, middle, size=10, text_anchor="middle", fill=FAINT, transform=turned))
    return tag("g", *lines)


def _unobserved(axes: Axes, rows: list[Row], chart: Chart) -> Drawn:
    """Hatches over the weeks without a count, and over those that have no row at all."""
    spans: list[tuple[datetime, datetime]] = []
    at = axes.first
    for row in rows:
        if row["start"] > at:
            spans.append((at, row["start"]))
        if row["value"] is None:
            spans.append((row["start"], _end(row)))
        at = max(at, _end(row))
    joined: list[tuple[datetime, datetime]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    parts = []
    for start, end in joined:
        tip = words.begun(f"{_MISSING}: {words.span(start, end - timedelta(days=1))}")
        look: dict[str, Any] = {"height": axes.height, "fill": f"url(#{chart.name}-hatch)"}
        x = axes.x(start)
        parts.append(tag("rect", title=tip, x=x, y=axes.top, width=axes.x(end) - x, **look))
    return tag("g", *parts)


def _hatch(chart: Chart) -> Drawn:
    stripe = tag("path", d="M0 6L6 0M-1.5 1.5L1.5 -1.5M4.5 7.5L7.5 4.5", stroke="#aab3ba", stroke_width=1)
    ground = tag("rect", width=6, height=6, fill="#f1f3f5")
    name = f"{chart.name}-hatch"
    return tag("pattern", ground, stripe, id=name, width=6, height=6, patternUnits="userSpaceOnUse")


def _band(axes: Axes, rows: list[Row]) -> Drawn:
    parts = []
    for row in rows:
        if row["low"] is None or row["high"] is None:
            continue
        top, foot = axes.y(row["high"]), axes.y(row["low"])
        x, wide = axes.x(row["start"]), axes.x(_end(row)) - axes.x(row["start"])
        # A band of nothing to nothing is still a band: a line on the axis shows it.
        parts.append(tag("rect", x=x, y=min(top, foot - 2), width=wide, height=max(foot - top, 2.0)))
    return tag("g", *parts, fill=SKY, fill_opacity=0.45)


def _mean(axes: Axes, rows: list[Row]) -> Drawn:
    runs: list[list[tuple[float, float]]] = [[]]
    for row in rows:
        if row["expected"] is None:
            runs.append([])
            continue
        y = axes.y(row["expected"])
        runs[-1] += [(axes.x(row["start"]), y), (axes.x(_end(row)), y)]
    data = "".join(path(run) for run in runs if run)
    return tag("path", d=Drawn(data), fill="none", stroke=BLUE, stroke_width=1.6) if data else tag("g")


def _bars(axes: Axes, rows: list[Row], links: Mapping[str, str]) -> Drawn:
    parts = []
    for row in rows:
        if not row["value"]:
            continue
        x, wide = axes.x(row["start"]), axes.x(_end(row)) - axes.x(row["start"])
        top = axes.y(row["value"])
        bar = tag(
            "rect",
            title=told(row),
            x=x + wide * 0.14,
            y=top,
            width=max(wide * 0.72, 1.5),
            height=axes.top + axes.height - top,
            fill=VERMILLION if row["alarm"] else _BAR,
        )
        address = links.get(row["indicator"])
        parts.append(tag("a", bar, href=address) if address else bar)
    return tag("g", *parts)


def told(row: Row) -> str:
    """A week of a series in a sentence."""
    week = f"Week of {words.day(row['start'])}"
    if row["value"] is None:
        return f"{week}: {_MISSING}"
    parts = [f"{week}: {words.plain(row['value'])} counted"]
    if row["expected"] is not None:
        band = (
            f" ({words.plain(row['low'])} to {words.plain(row['high'])})" if row["high"] is not None else ""
        )
        parts.append(f"{words.plain(row['expected'])} to be expected{band}")
    if row["surprise"] is not None and row["window"] is not None and row["window_weeks"]:
        over = words.counted(row["window_weeks"], "week")
        rare = words.chance(row["surprise"])
        parts.append(
            f"{words.plain(row['window'])} in {over}, of which the chance is {rare} if nothing has changed"
        )
    return "; ".join(parts) + ("; alarm" if row["alarm"] else "")


def _alarms(axes: Axes, rows: list[Row]) -> Drawn:
    """A triangle over each alarm, and a date where a run of them begins."""
    parts: list[Drawn] = []
    taken: list[Box] = []
    before = False
    for row in rows:
        if row["alarm"]:
            x = (axes.x(row["start"]) + axes.x(_end(row))) / 2
            y = max(axes.y(row["value"] or 0) - 4, axes.top + 3)
            corners = [(x, y), (x - 4.5, y - 8), (x + 4.5, y - 8)]
            parts.append(tag("path", title=told(row), d=path(corners, closed=True), fill=VERMILLION))
            said = f"alarm, week of {words.day(row['start'])}"
            box = (x - 8 - width_of(said, 10), y - 12, x - 8, y)
            if not before and box[0] > axes.left and not any(overlap(box, other) for other in taken):
                parts.append(
                    write(said, x - 8, y - 1, size=10, halo=True, text_anchor="end", font_weight=600)
                )
                taken.append(box)
        before = bool(row["alarm"])
    return tag("g", *parts)


def _marked(axes: Axes, marked: Sequence[Marked]) -> tuple[Drawn, Axes]:
    """Lines at the marked moments, their words in rows above the plot, and the axes moved down for them."""
    inside = sorted((one for one in marked if axes.first <= one.time <= axes.last), key=lambda one: one.time)
    rows: list[list[Box]] = []
    spots = [_row_for(rows, axes, axes.x(one.time), shown(one.words, 80)) for one in inside]
    lowered = replace(axes, top=axes.top + 14.0 * len(rows) + 14)
    foot = lowered.top + lowered.height
    lines, said = [], []
    for one, (row, start, words_of) in zip(inside, spots, strict=True):
        x, y = lowered.x(one.time), 46.0 + 14.0 * min(row, len(rows))
        tip = f"{words.day(one.time)}: {one.words}"
        look: dict[str, Any] = {"stroke": PURPLE, "stroke_width": 1.2, "stroke_dasharray": "2 2"}
        lines.append(tag("path", title=tip, d=path([(x, y + 3), (x, foot)]), fill="none", **look))
        if words_of:
            said.append(write(words_of, start, y, size=10, halo=True, fill="#8a3f6e"))
    return tag("g", *lines, *said), lowered


def _row_for(rows: list[list[Box]], axes: Axes, x: float, said: str) -> tuple[int, float, str]:
    """The first row with room for some words, right of their line or left of it; no words when full."""
    said = paper.fitting(said, 250, 10)
    long = width_of(said, 10)
    starts = [x, x - long] if x + long <= axes.left + axes.width else [x - long]
    for row in range(_LABEL_ROWS):
        if row == len(rows):
            rows.append([])
        for start in starts:
            box = (start - 4, 0.0, start + long + 4, 1.0)
            if start >= axes.left and not any(overlap(box, other) for other in rows[row]):
                rows[row].append(box)
                return row, start, said
    return len(rows), x, ""


def months(axes: Axes) -> Drawn:
    """A tick at each month, its name where there is room, and the year below January and the first."""
    foot, parts = axes.top + axes.height, []
    parts.append(tag("path", d=path([(axes.left, foot), (axes.left + axes.width, foot)]), stroke=INK))
    months = _month_starts(axes.first, axes.last)
    every = next(n for n in (1, 2, 3, 6, 12, 120) if axes.width / max(len(months), 1) * n >= 30)
    named = False
    for start in months:
        if start < axes.first:
            continue
        x = axes.x(start)
        parts.append(tag("path", d=path([(x, foot), (x, foot + 5)]), stroke=LINE))
        if (start.month - 1) % every == 0 and x < axes.left + axes.width - 14:
            parts.append(write(words.month(start), x + 2, foot + 14, size=10, fill=FAINT))
            if not named or start.month == 1:
                parts.append(write(str(start.year), x + 2, foot + 26, size=10, fill=INK, font_weight=600))
            named = True
    if not named:
        parts.append(write(words.day(axes.first), axes.left, foot + 14, size=10, fill=FAINT))
    return tag("g", *parts)


def _month_starts(first: datetime, last: datetime) -> list[datetime]:
    at = first.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = []
    while at < last:
        found.append(at)
        at = at.replace(year=at.year + at.month // 12, month=at.month % 12 + 1)
    return found


def _samples(chart: Chart, rows: list[Row], marked: bool) -> dict[str, Drawn]:
    """What each sign means; what does not appear is not explained, save the band and the hatch."""
    triangle = path([(13, 4), (8.5, -4), (17.5, -4)], closed=True)
    samples = {
        "counted in the week": tag("rect", x=8, y=-7, width=10, height=12, fill=_BAR),
        "alarm": tag("path", d=triangle, fill=VERMILLION),
        "mean expected": tag("path", d="M0 0L26 0", stroke=BLUE, stroke_width=1.6),
        "10–90 % expected": tag("rect", y=-6, width=26, height=10, fill=SKY, fill_opacity=0.45),
        _MISSING: tag("rect", y=-6, width=26, height=10, fill=f"url(#{chart.name}-hatch)"),
        "said or done then": tag(
            "path", d="M0 0L26 0", stroke=PURPLE, stroke_width=1.4, stroke_dasharray="2 2"
        ),
    }
    if not any(row["alarm"] for row in rows):
        del samples["alarm"]
    if not marked:
        del samples["said or done then"]
    return samples


def _small_print(rows: list[Row]) -> str:
    rules = words.joined(sorted({row["rule"] for row in rows if row["rule"]}))
    weeks = sorted({row["window_weeks"] for row in rows if row["window_weeks"]})
    missing = sum(row["value"] is None for row in rows)
    parts = [
        f"Detector: {rules}" if rules else "",
        f"tested over windows of {words.counted(weeks[-1], 'week')}" if weeks else "",
        f"{missing} of {words.counted(len(rows), 'week')} not observed" if missing else "every week observed",
    ]
    return "; ".join(part for part in parts if part) + "."
