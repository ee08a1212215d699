"""What every picture of a brief carries: its title, its legend, its small print."""

from collections.abc import Mapping

from vedette.outputs.drawing.svg import FAINT, INK, Drawn, tag, width_of, write

SYNTHETIC = "SYNTHETIC DATA"
_MADE_UP = "#8a1c4a"


def heading(title: str, x: float, y: float, *, right: float, made_up: bool, size: float = 15) -> Drawn:
    """The title, and at its right a banner when any of what is shown was made up."""
    room = right - x - (170 if made_up else 0)
    parts = [write(fitting(title, room, size), x, y, size=size, font_weight=600, fill=INK)]
    if made_up:
        parts.append(tag("rect", x=right - 150, y=y - 16, width=150, height=22, fill=_MADE_UP, rx=2))
        parts.append(
            write(
                SYNTHETIC, right - 75, y - 1, size=11, text_anchor="middle", fill="#ffffff", font_weight=700
            )
        )
    return tag("g", *parts)


def fitting(words: str, room: float, size: float) -> str:
    """The words, cut short with an ellipsis when they are wider than the room."""
    if width_of(words, size) <= room:
        return words
    while words and width_of(words + "…", size) > room:
        words = words[:-1]
    return words.rstrip() + "…"


def legend(samples: Mapping[str, Drawn], left: float, top: float, width: float) -> tuple[Drawn, float]:
    """Each sign beside what it means, in rows; and where the next line may start."""
    x, y, parts = left, top, []
    for said, sample in samples.items():
        words = fitting(said, width - 40, 11)
        needed = 34 + width_of(words, 11) + 18
        if x + needed > left + width + 18 and x > left:
            x, y = left, y + 20
        parts.append(tag("g", sample, transform=f"translate({x:.1f} {y - 4:.1f})"))
        parts.append(write(words, x + 34, y, size=11))
        x += needed
    return tag("g", *parts), y + 18 if samples else y - 12


def lines(words: str, left: float, top: float, width: float, size: float = 10) -> tuple[Drawn, float]:
    """Small print, broken into lines that fit; and the height it ends at."""
    rows, row = [], ""
    for word in words.split():
        longer = f"{row} {word}" if row else word
        if row and width_of(longer, size) > width:
            rows.append(row)
            longer = word
        row = fitting(longer, width, size)
    rows += [row] if row else []
    step = size * 1.35
    written = [write(row, left, top + step * (n + 1), size=size, fill=FAINT) for n, row in enumerate(rows)]
    return tag("g", *written), top + step * (len(rows) + 1)
