"""SVG, written so that no text can become an element: every tag and attribute goes through ``tag``."""

import unicodedata
from collections.abc import Mapping
from html import escape
from typing import Any

from vedette.outputs.visible import shown

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
# Okabe and Ito's colours, told apart by every kind of eye; shapes and dashes say the same once more.
BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILLION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
INK, FAINT, LINE = "#1f2933", "#5b6770", "#8a949c"
_HALO: Mapping[str, Any] = {
    "stroke": "#ffffff",
    "stroke_width": 3,
    "stroke_linejoin": "round",
    "paint_order": "stroke",
}
_NARROW = frozenset("ijl.,:;|!'’ ()[]ftr-·°′")
_WIDE = frozenset("MWmw@%—")


class Drawn(str):
    """Text that is SVG already, made by ``tag``."""

    __slots__ = ()


def tag(name: str, *inside: str, title: str = "", **attributes: Any) -> Drawn:
    """An element; what is inside is escaped unless it was made by ``tag``.

    An underscore in an attribute's name is written as a hyphen, one at its end is dropped.

    >>> tag("text", "a<b", x=1.25, text_anchor="end")
    '<text x="1.25" text-anchor="end">a&lt;b</text>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    tip = Drawn(f"<title>{escape(shown(title, 400))}</title>") if title else ""
    held = tip + "".join(part if isinstance(part, Drawn) else escape(shown(part)) for part in inside)
    return Drawn(f"<{name}{given}>{held}</{name}>" if held else f"<{name}{given}/>")


def document(label: str, width: float, height: float, *inside: Drawn) -> Drawn:
    """A whole picture that stands by itself and inside a page."""
    return tag(
        "svg",
        tag("title", label),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        width=width,
        height=height,
        role="img",
        aria_label=label,
        font_family=FONT,
        font_size=12,
        fill=INK,
    )


def write(words: str, x: float, y: float, *, size: float = 12, halo: bool = False, **more: Any) -> Drawn:
    """A line of text; with ``halo`` it can be read over a map."""
    edge = _HALO if halo else {}
    return tag("text", words, x=x, y=y, font_size=size, **edge, **more)


def path(points: list[tuple[float, float]], *, closed: bool = False) -> str:
    """The data of a path through some points, to a tenth of a pixel, without steps too small to see."""
    told: list[str] = []
    for x, y in points:
        at = f"{x:.1f} {y:.1f}".replace(".0", "").replace("-0 ", "0 ")
        if not told or told[-1] != at:
            told.append(at)
    return "M" + "L".join(told) + ("Z" if closed else "")


def width_of(words: str, size: float = 12) -> float:
    """About how wide a line of text is, on the safe side; fonts differ from machine to machine."""
    return sum(map(_width, words)) * size


def _width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.04
    if letter in _NARROW:
        return 0.38
    return 0.95 if letter in _WIDE else 0.72 if letter.isupper() else 0.6


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return escape(shown(value, 4000) if not isinstance(value, Drawn) else value, quote=True)
