"""Unheard: who hears the ships of a labelled sea, which silences follow, and what nobody could see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from vedette.synthetic.actors import Actor, Label, Stage
from vedette.synthetic.heard import Heard
from vedette.synthetic.voyages import Array

SILENCE_H = 6.0
# How long a ship may be unheard within something that takes hours, for it to be seen as it was.
_MOST_H = {"encounter": 0.8, "loitering": 0.8, "escort": 0.8}
_LEAST_TURNS, _LEAST_A_TURN = 3.0, 6.0
_SPOILS = ("teleport", "circle")
_HALF_A_BOX_DEG = (1.0, 2.0)
_OUTAGE_H = (12.0, 60.0)
_JUMP_KN = 50.0
_LENGTHENED = 1.25  # half of what ``out_of_reach`` leaves to spare
_LONGER = 12.0  # as ``gap.own_cadence_factor``


class Options(Protocol):
    """What of the options of a labelled sea is used here."""

    @property
    def reception(self) -> str: ...
    @property
    def outages(self) -> int: ...


class Outage:
    """A box (south, west, north, east) in which nobody is heard between two hours."""

    def __init__(self, box: tuple[float, ...], start: float, end: float) -> None:
        self.box, self.start, self.end = box, start, end

    def loses(self, messages: Heard) -> NDArray[np.bool_]:
        """True for the messages nobody hears because of it."""
        south, west, north, east = self.box
        inside = (messages.lat >= south) & (messages.lat <= north)
        inside &= (messages.lon >= west) & (messages.lon <= east)
        return np.asarray(inside & (messages.hours >= self.start) & (messages.hours <= self.end))


@dataclass
class Ears:
    """All receivers: outages, passes of satellites, and for each ship the hours lost to outages."""

    outages: list[Outage]
    passes: Array
    pass_h: float
    kinds: Mapping[str, Any]
    usual: str
    lost: dict[int, Array]

    def of(self, actor: Actor) -> Any:
        """How a ship is heard."""
        return self.kinds["seldom" if actor.seldom and not self.kinds[self.usual].passes else self.usual]

    def hear(self, sent: Heard, actor: Actor, rng: np.random.Generator) -> NDArray[np.bool_]:
        """True for the messages of a ship that are heard."""
        reception = self.of(actor)
        got = rng.random(len(sent.hours)) < reception.heard
        if reception.passes:
            last = np.searchsorted(self.passes, sent.hours, side="right") - 1
            got &= (last >= 0) & (sent.hours - self.passes[np.maximum(last, 0)] <= self.pass_h)
        down = np.zeros(len(got), dtype=np.bool_)
        for outage in self.outages:
            down |= outage.loses(sent)
        self.lost[actor.number] = sent.hours[got & down]
        return np.asarray(got & ~down)


def ears(stage: Stage, kinds: Mapping[str, Any], options: Options, rng: np.random.Generator) -> Ears:
    """The receivers of a sea: boxes of a few degrees fall silent now and then."""
    outages = []
    for number in range(options.outages):
        # By turns in open water and off a port, since there the ships are.
        lat, lon = stage.spot(rng) if number % 2 else stage.port(rng).out[-1]
        tall, wide = rng.uniform(*_HALF_A_BOX_DEG, 2)
        start = rng.uniform(0.2, 0.85) * stage.hours
        # Whole cells of a quarter degree, so that in each all or nobody is heard.
        box = tuple(
            float(np.round(4 * edge) / 4) for edge in (lat - tall, lon - wide, lat + tall, lon + wide)
        )
        outages.append(Outage(box, start, start + rng.uniform(*_OUTAGE_H)))
    satellite = kinds["satellite"]
    passes = np.sort(rng.uniform(0, stage.hours, int(satellite.passes * stage.hours / 24)))
    return Ears(outages, passes, satellite.pass_min / 60, kinds, options.reception, {})


def labels(stage: Stage, heard_by: Ears, hours: list[Array]) -> list[Label]:
    """All labels of a sea within its time: those of the ships, and the silences that came of it.

    What a ship did while she was not heard well enough is not ``sure``; nor is what false positions spoil.
    """
    all_labels = [label for actor in stage.actors for label in actor.labels]
    heard: dict[int, Array] = {}
    for number, actors in _numbers(stage).items():
        parts = [_of_number(actor, number, hours[actor.number]) for actor in actors]
        heard[number] = np.sort(np.concatenate(parts))
        lost = [_of_number(actor, number, heard_by.lost[actor.number]) for actor in actors]
        all_labels += _silences(number, actors, heard[number], np.sort(np.concatenate(lost)), heard_by)
    silent = [label for label in all_labels if label["kind"] == "silence"]
    spoilt = [label for label in all_labels if label["kind"] in _SPOILS]
    kept = [label for label in all_labels if float(label["start"]) < stage.hours]  # type: ignore[arg-type]
    return [
        {
            **label,
            "sure": label.get("sure", True) and _seen(label, heard, spoilt, stage) and _alone(label, silent),
        }
        for label in kept
    ]


def _numbers(stage: Stage) -> dict[int, list[Actor]]:
    found: dict[int, list[Actor]] = {}
    for actor in stage.actors:
        for _, number in actor.numbers:
            found.setdefault(number, []).append(actor)
    return found


def _of_number(actor: Actor, number: int, hours: Array) -> Array:
    since, numbers = zip(*actor.numbers, strict=True)
    said = np.asarray(numbers)[np.searchsorted(since, hours, side="right") - 1]
    return np.asarray(hours[said == number])


def _silences(number: int, actors: list[Actor], hours: Array, lost: Array, ears: Ears) -> list[Label]:
    """The silences of a number of six hours and more, and whether she or the receivers were silent.

    Sure are those of one cause that are longer than twelve times the longest usual interval.
    """
    found: list[Label] = []
    usual = ears.of(actors[0])
    least = max(SILENCE_H, _LONGER * usual.resting_min / usual.heard / 60)
    sure = len(actors) == 1 and not usual.passes
    for at in np.flatnonzero(np.diff(hours) >= SILENCE_H).tolist():
        start, end = float(hours[at]), float(hours[at + 1])
        off = sum(max(0.0, min(end, d[1]) - max(start, d[0])) for actor in actors for d in actor.way.dark)
        down = bool(((lost > start) & (lost < end)).any())
        why = "transponder off" if off else "receivers down" if down else "sent, and heard by nobody"
        clear = (
            sure
            and end - start >= least
            and (off > 0.9 * (end - start) - 1.0 if off else down)
            and not (off and down)
        )
        found.append(
            {"kind": "silence", "mmsi": number, "start": start, "end": end, "why": why, "sure": clear}
        )
    return found


def _seen(label: Label, heard: dict[int, Array], spoilt: list[Label], stage: Stage) -> bool:
    kind, start, end = str(label["kind"]), float(label["start"]), float(label["end"])  # type: ignore[arg-type]
    ships = [number for number in (label["mmsi"], label.get("other_mmsi")) if number is not None]
    end = min(end, stage.hours)
    if kind in ("silence", "near", "hidden_call", "out_of_reach", "identity_clash"):
        return True
    for number in ships:
        hours = heard.get(number, np.zeros(0))  # type: ignore[call-overload]
        there = hours[(hours >= start) & (hours <= end)]
        if kind in _MOST_H and np.diff(np.concatenate([[start], there, [end]])).max() > _MOST_H[kind]:
            return False
        if kind in ("port_call", *_SPOILS) and len(there) < 4:
            return False
        if not _shaped(label, hours, there):
            return False
        if kind not in _SPOILS and any(
            one["mmsi"] == number and float(one["start"]) < end and float(one["end"]) > start  # type: ignore[arg-type]
            for one in spoilt
        ):
            return False
    return True


def _alone(label: Label, silent: list[Label]) -> bool:
    """Whether a silence out of reach of a place lasted no longer than her transponder was off."""
    if label["kind"] != "out_of_reach":
        return True
    start, end = float(label["start"]), float(label["end"])  # type: ignore[arg-type]
    return not any(
        one["mmsi"] == label["mmsi"]
        and float(one["start"]) < end  # type: ignore[arg-type]
        and float(one["end"]) > start  # type: ignore[arg-type]
        and float(one["end"]) - float(one["start"]) > _LENGTHENED * (end - start)  # type: ignore[arg-type]
        for one in silent
    )


def _shaped(label: Label, hours: Array, there: Array) -> bool:
    """Whether enough was heard of a false position, and round it, to tell it."""
    if label["kind"] == "teleport":
        return _jumped(label, hours)
    length = float(label["end"]) - float(label["start"])  # type: ignore[arg-type]
    return label["kind"] != "circle" or _round(label, len(there), length)


def _jumped(label: Label, hours: Array) -> bool:
    """Whether she was heard so shortly before and after the jumps that no ship could have gone there."""
    start, end, most = float(label["start"]), float(label["end"]), float(label["away_nm"]) / _JUMP_KN  # type: ignore[arg-type]
    before, after = hours[hours < start], hours[hours > end]
    first, last = hours[hours >= start][:1], hours[hours <= end][-1:]
    return bool(
        (np.diff([*before[-1:], *first]) < most).all() and (np.diff([*last, *after[:1]]) < most).all()
    )


def _round(circle: Label, messages: int, hours: float) -> bool:
    """Whether a circle can be told from scatter: three rounds, each of six messages."""
    turns = hours / float(circle["turn_h"])  # type: ignore[arg-type]
    return turns >= _LEAST_TURNS and messages >= _LEAST_A_TURN * turns
