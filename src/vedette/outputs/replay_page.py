"""A walk over the past as one HTML page that needs nothing else: the chart, what it comes to, its tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from vedette.outputs import replay_svg
from vedette.outputs.drawing.svg import Drawn
from vedette.outputs.pages import TEMPLATES, environment
from vedette.outputs.visible import shown


def page(
    measured: Mapping[str, Any],
    lines: Sequence[str],
    tables: Sequence[tuple[str, Mapping[str, str], Sequence[Mapping[str, str]]]],
    *,
    title: str,
    version: str,
) -> str:
    """The page of a walk: its measures with their times, what they come to in lines, and tables of words."""
    told = [
        (name, list(columns.values()), [[shown(row[key], 400) for key in columns] for row in rows])
        for name, columns, rows in tables
    ]
    made_up = any(one["made_up"] for one in (*measured["alarms"], *measured["changes"]))
    chart = replay_svg.drawn(measured, title=f"{shown(title, 120)}, {measured['clock']} clock")
    return (
        environment()
        .get_template("replay.html.j2")
        .render(
            title=shown(title, 160),
            clock=measured["clock"],
            lines=[shown(line, 600) for line in lines],
            tables=told,
            numbered="Days of lead before each labelled event",
            made_up=made_up,
            version=version,
            chart=_let_through(chart),
            style=_let_through(Drawn((TEMPLATES / "brief.css").read_text(encoding="utf-8"))),
        )
    )


def _let_through(drawn: Drawn) -> Markup:
    """Our own style sheet, and a picture whose every text went through ``tag``."""
    return Markup(drawn)  # noqa: S704
