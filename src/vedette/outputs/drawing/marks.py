"""Marks: one shape for each kind of place or call, so that colour is never the only sign."""

import math
from typing import Any

from vedette.outputs.drawing.svg import BLACK, BLUE, FAINT, INK, VERMILLION, Drawn, path, tag

# The first word that a kind contains decides its shape; any other kind is a dot.
_SHAPES = (
    ("rail", "cross"),
    ("oil", "triangle"),
    ("naval", "star"),
    ("shipyard", "nabla"),
    ("strait", "ring"),
    ("area", "ring"),
    ("approach", "ring"),
    ("zone", "ring"),
    ("anchorage", "ring"),
    ("port", "square"),
    ("pier", "square"),
    ("terminal", "square"),
)
GAP_STYLES = {"dark": (BLACK, "7 4"), "unclear": (FAINT, "5 4"), "unobserved": (FAINT, "1.5 4")}


def shape_of(kind: str | None) -> str:
    """The shape for a kind of place.

    >>> shape_of("oil terminal"), shape_of("naval pier"), shape_of(None)
    ('triangle', 'star', 'dot')
    """
    return next((shape for word, shape in _SHAPES if word in (kind or "").lower()), "dot")


def place(kind: str | None, x: float, y: float, title: str = "") -> Drawn:
    """The mark of a place."""
    shape = shape_of(kind)
    edge: dict[str, Any] = {"stroke": "#ffffff", "stroke_width": 1}
    if shape == "ring":
        return tag("circle", title=title, cx=x, cy=y, r=5, fill="none", stroke=INK, stroke_width=1.4)
    if shape == "dot":
        return tag("circle", title=title, cx=x, cy=y, r=4, fill=INK, **edge)
    if shape == "cross":
        arms = path([(x - 5, y), (x + 5, y)]) + path([(x, y - 5), (x, y + 5)])
        return tag("path", title=title, d=arms, stroke=INK, stroke_width=2.4, fill="none")
    return tag("path", title=title, d=path(_outline(shape, x, y), closed=True), fill=INK, **edge)


def call(sighted: bool, x: float, y: float, count: int, title: str = "") -> Drawn:
    """The mark of some calls: a diamond when they were sighted, a disc when AIS showed them."""
    radius = call_radius(count)
    edge: dict[str, Any] = {"stroke": "#ffffff", "stroke_width": 1.2}
    if sighted:
        reach = radius * 1.25
        corners = [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]
        mark = tag("path", d=path(corners, closed=True), fill=VERMILLION, **edge)
    else:
        mark = tag("circle", cx=x, cy=y, r=radius, fill=BLUE, **edge)
    number = tag("text", str(count), x=x, y=y + 3.6, text_anchor="middle", font_size=10, fill="#ffffff",
                 font_weight=700)  # fmt: skip
    return tag("g", mark, number, title=title)


def call_radius(count: int) -> float:
    """Half the width of the mark of some calls: its area grows with the count, within reason."""
    return min(7.5 + 1.6 * math.sqrt(max(count - 1, 0)), 20.0)


def end_of_gap(x: float, y: float, colour: str, title: str = "") -> Drawn:
    """The open circle where a ship fell silent or was heard again."""
    return tag("circle", title=title, cx=x, cy=y, r=3.4, fill="#ffffff", stroke=colour, stroke_width=1.5)


def _outline(shape: str, x: float, y: float) -> list[tuple[float, float]]:
    if shape == "square":
        return [(x - 4, y - 4), (x + 4, y - 4), (x + 4, y + 4), (x - 4, y + 4)]
    if shape == "triangle":
        return [(x, y - 5.5), (x + 5, y + 4), (x - 5, y + 4)]
    if shape == "nabla":
        return [(x, y + 5.5), (x + 5, y - 4), (x - 5, y - 4)]
    turns = ((math.pi * step / 5 - math.pi / 2, 6.8 if step % 2 == 0 else 2.9) for step in range(10))
    return [(x + reach * math.cos(turn), y + reach * math.sin(turn)) for turn, reach in turns]
