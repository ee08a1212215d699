"""The chart of a walk: how each question stood week by week, when alarms came, and what was labelled."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from vedette.outputs import words
from vedette.outputs.chart_svg import Axes, months
from vedette.outputs.drawing import paper
from vedette.outputs.drawing.svg import (
    BLUE,
    FAINT,
    INK,
    ORANGE,
    PURPLE,
    SKY,
    VERMILLION,
    Drawn,
    document,
    path,
    tag,
    write,
)
from vedette.outputs.visible import shown

WIDTH, LEFT, LANE, STRIP, ALARMS = 900.0, 44.0, 96.0, 16.0, 34.0
_LEVELS = ("#dfe4e8", SKY, ORANGE, VERMILLION)
Row = Mapping[str, Any]


def drawn(measured: Mapping[str, Any], *, title: str) -> Drawn:
    """Draw a walk from its measures: a lane of alarms, then one for each question.

    In a lane the line is the probability, the shade its 80 % range, and the strip below it the level.
    """
    first, last = measured["start"], measured["until"]
    names = list(dict.fromkeys(row["hypothesis"] for row in measured["levels"]))
    top = 54.0
    labels = _numbered(measured["leads"])
    under = top + 14 + ALARMS + len(names) * (LANE + STRIP + 26)
    axes = Axes(first, last, 1.0, LEFT, top + 14, WIDTH - LEFT - 16, under - top - 14)
    parts = [_quiet(axes, measured), _alarms(axes, measured["alarms"])]
    for number, name in enumerate(names):
        rows = [row for row in measured["levels"] if row["hypothesis"] == name]
        at = axes.top + ALARMS + number * (LANE + STRIP + 26) + 18
        parts.append(_lane(axes, rows, name, at))
    parts.append(_labels(axes, labels))
    legend, bottom = paper.legend(_samples(), LEFT, under + 44, axes.width)
    made_up = any(one["made_up"] for one in (*measured["alarms"], *measured["changes"]))
    return document(
        f"Replay: {title}" + (" (partly synthetic data)" if made_up else ""),
        WIDTH,
        bottom,
        tag("rect", x=0, y=0, width=WIDTH, height=bottom, fill="#ffffff"),
        paper.heading(title, 8, 22, right=WIDTH - 8, made_up=made_up, size=14),
        *parts,
        months(axes),
        legend,
    )


def _numbered(leads: Sequence[Row]) -> list[tuple[int, Row]]:
    return list(enumerate(leads, 1))


def _quiet(axes: Axes, measured: Mapping[str, Any]) -> Drawn:
    """A shade over the weeks in which every alarm is false."""
    end = min(max(measured["quiet_until"], axes.first), axes.last)
    wide = axes.x(end) - axes.left
    if wide <= 0:
        return tag("g")
    tip = f"Quiet weeks: {measured['quiet_weeks']}; what is raised in them is false"
    ground = tag("rect", title=tip, x=axes.left, y=axes.top, width=wide, height=axes.height, fill="#f3f5f7")
    said = write("quiet: what is raised here is false", axes.left + 6, axes.top + 12, size=10, fill=FAINT)
    return tag("g", ground, said) if wide > 190 else ground


def _alarms(axes: Axes, alarms: Sequence[Row]) -> Drawn:
    y = axes.top + ALARMS - 6
    parts = [write("alarms", LEFT - 6, y, size=10, fill=FAINT, text_anchor="end")]
    for one in alarms:
        x = axes.x(min(max(one["when"], axes.first), axes.last))
        corners = [(x, y + 2), (x - 4.5, y - 7), (x + 4.5, y - 7)]
        tip = f"{words.day(one['when'])}: {one['title']}" + (" (synthetic)" if one["made_up"] else "")
        look = {"fill": "none", "stroke": VERMILLION} if one["made_up"] else {"fill": VERMILLION}
        parts.append(tag("path", title=tip, d=path(corners, closed=True), **look))
    return tag("g", *parts)


def _lane(axes: Axes, rows: list[Row], name: str, top: float) -> Drawn:
    """One question: its probability with the range, and its level below."""

    def y(p: float) -> float:
        return top + LANE * (1 - p)

    parts = [write(shown(name, 60), axes.left, top - 5, size=11, font_weight=600)]
    for p, said in ((0.0, "0"), (0.5, "50 %"), (1.0, "100")):
        line = path([(axes.left, y(p)), (axes.left + axes.width, y(p))])
        parts.append(tag("path", d=line, stroke="#dfe4e8", stroke_width=0.8))
        parts.append(write(said, axes.left - 5, y(p) + 3.5, size=9, text_anchor="end", fill=FAINT))
    upper = [(axes.x(row["when"]), y(row["high"])) for row in rows]
    lower = [(axes.x(row["when"]), y(row["low"])) for row in reversed(rows)]
    parts.append(tag("path", d=path(upper + lower, closed=True), fill=SKY, fill_opacity=0.35))
    middle = path([(axes.x(row["when"]), y(row["probability"])) for row in rows])
    parts.append(tag("path", d=middle, fill="none", stroke=BLUE, stroke_width=1.6))
    return tag("g", *parts, *_strip(axes, rows, top + LANE + 4))


def _strip(axes: Axes, rows: list[Row], top: float) -> list[Drawn]:
    """The level from tick to tick, each stretch with its number."""
    parts = []
    ends = [*(row["when"] for row in rows[1:]), axes.last]
    stretches: list[tuple[int, datetime, datetime]] = []
    for row, end in zip(rows, ends, strict=True):
        if stretches and stretches[-1][0] == row["level"]:
            stretches[-1] = (row["level"], stretches[-1][1], end)
        else:
            stretches.append((row["level"], row["when"], end))
    for level, start, end in stretches:
        x, wide = axes.x(start), max(axes.x(end) - axes.x(start), 1.5)
        tip = f"Level {words.level(level)}, {words.span(start, end)}"
        parts.append(
            tag("rect", title=tip, x=x, y=top, width=wide, height=STRIP - 4, fill=_LEVELS[min(level, 3)])
        )
        if wide > 9:
            parts.append(
                write(str(level), x + wide / 2, top + 9.5, size=9, text_anchor="middle", font_weight=600)
            )
    return parts


def _labels(axes: Axes, labels: Sequence[tuple[int, Row]]) -> Drawn:
    """A line at each labelled event with its number in the table of lead times."""
    parts: list[Drawn] = []
    ends = [-99.0] * 4
    for number, one in sorted(labels, key=lambda pair: pair[1]["when"]):
        x = axes.x(min(max(one["when"], axes.first), axes.last))
        line = path([(x, axes.top), (x, axes.top + axes.height)])
        tip = f"{words.day(one['when'])}: {one['label']}: {one['text']}"
        look: dict[str, Any] = {"stroke": PURPLE, "stroke_width": 1.1, "stroke_dasharray": "2 2"}
        parts.append(tag("path", title=tip, d=line, fill="none", **look))
        # Numbers that would stand on each other go up a row.
        row = next((row for row, end in enumerate(ends) if x - end > 13), len(ends) - 1)
        ends[row] = x
        up = axes.top - 3 - 9 * row
        parts.append(write(str(number), x, up, size=9, text_anchor="middle", fill="#8a3f6e"))
    return tag("g", *parts)


def _samples() -> dict[str, Drawn]:
    dashed: dict[str, Any] = {"stroke": PURPLE, "stroke_width": 1.4, "stroke_dasharray": "2 2"}
    levels = [
        tag("rect", x=7.0 * n, y=-6, width=7, height=10, fill=colour) for n, colour in enumerate(_LEVELS)
    ]
    return {
        "alarm (hollow: synthetic)": tag("path", d="M13 4L8.5 -4L17.5 -4Z", fill=VERMILLION),
        "probability": tag("path", d="M0 0L26 0", stroke=BLUE, stroke_width=1.6),
        "its 80 % range": tag("rect", y=-6, width=26, height=10, fill=SKY, fill_opacity=0.35),
        "level 0, 1, 2, 3": tag("g", *levels, stroke=INK, stroke_width=0.2),
        "labelled event, by its number in the table": tag("path", d="M0 0L26 0", **dashed),
    }
