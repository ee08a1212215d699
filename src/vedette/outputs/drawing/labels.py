"""Where names can stand: beside their mark, over nothing else, and inside the picture."""

from collections.abc import Iterable
from dataclasses import dataclass

from vedette.outputs.drawing.svg import width_of

Box = tuple[float, float, float, float]
_SIDES = ((1, 0), (-1, 0), (0.7, -1), (-0.7, -1), (0.7, 1), (-0.7, 1), (0, -1), (0, 1))
_STEPS = (0.0, 10.0, 22.0, 38.0, 58.0)


@dataclass(frozen=True)
class Wish:
    """A name that wants to stand beside a mark of some radius."""

    words: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Label:
    """A name that has its place: where it starts, and the mark when it stands apart from it."""

    words: str
    x: float
    y: float
    anchor: str
    box: Box
    mark: tuple[float, float] | None


def placed(wishes: Iterable[Wish], taken: Iterable[Box], within: Box, size: float = 12) -> list[Label | None]:
    """A place for each name in turn, or None where there is no room: first come, first served."""
    boxes, found = list(taken), []
    for wish in wishes:
        label = next((one for one in _offers(wish, size) if _free(one.box, boxes, within)), None)
        if label is not None:
            boxes.append(label.box)
        found.append(label)
    return found


def overlap(one: Box, other: Box) -> bool:
    """True when two boxes share any part.

    >>> overlap((0, 0, 2, 2), (1, 1, 3, 3)), overlap((0, 0, 2, 2), (2, 0, 3, 2))
    (True, False)
    """
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def round_mark(x: float, y: float, radius: float) -> Box:
    """The box a mark takes."""
    return (x - radius, y - radius, x + radius, y + radius)


def _offers(wish: Wish, size: float) -> Iterable[Label]:
    width = width_of(wish.words, size)
    for step in _STEPS:
        for across, down in _SIDES:
            away = wish.radius + 4 + step
            x, y = wish.x + across * away, wish.y + down * away
            start = x if across > 0 else x - width if across < 0 else x - width / 2
            middle = y if down == 0 else y + down * size * 0.4
            anchor = "start" if across > 0 else "end" if across < 0 else "middle"
            box = (start - 1, middle - size * 0.62, start + width + 1, middle + size * 0.62)
            mark = (wish.x, wish.y) if step > 10 else None
            yield Label(wish.words, x, middle + size * 0.35, anchor, box, mark)


def _free(box: Box, taken: list[Box], within: Box) -> bool:
    inside = within[0] <= box[0] and within[1] <= box[1] and box[2] <= within[2] and box[3] <= within[3]
    return inside and not any(overlap(box, other) for other in taken)
