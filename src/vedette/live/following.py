"""Following: what ships did, made anew only for the ships that were heard, from where it can still change.

The steps are those of a run. Of each ship there is a moment, her ``cut``: what she did before it is settled,
and is kept. When she is heard her record is read from some days before the cut, and what she did from the cut
on replaces what was made of it before. What a ship said of herself is little, and is always read whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette import fields, flow, running, store
from vedette.coverage import activity, cells
from vedette.engines import local
from vedette.kernels.arrays import HOUR_US, ints
from vedette.live import spans
from vedette.live.spans import EVER, Following, Ship
from vedette.steps import Step

Tables = dict[str, pa.Table]
COUNTED = {"coverage": cells, "activity": activity}
# The time by which a row lies before or after a cut, and how many microseconds its unit has.
KEYS = {
    "events": ("start", 1),
    "slow_points": ("slot", 1),
    "steady_points": ("slot", 1),
    "coverage": ("hour", HOUR_US),
    "activity": ("slot", activity.SLOT_US),
}


@dataclass
class Unit:
    """Some whole ships, and what is known of them.

    ``settled`` is what they did before their cuts, ``since`` what they did from then on, and ``told`` both,
    with what is said around it.
    """

    part: store.Part
    ships: dict[int, Ship] = field(default_factory=dict)
    statics: pa.Table = field(default_factory=lambda: fields.empty("statics"))
    settled: Tables = field(default_factory=dict)
    since: Tables = field(default_factory=dict)
    told: Tables = field(default_factory=dict)


@dataclass
class Follower:
    """What ships did, as the last tick left it; give it to ``running.run`` as its ``ships``."""

    options: Following = field(default_factory=Following)
    redone: int = 0  # ships made anew by the last call
    rows: int = 0  # positions read for them
    _units: list[Unit] = field(default_factory=list)
    _paths: dict[str, frozenset[str]] = field(default_factory=dict)
    _beside: Mapping[str, pa.Table] = field(default_factory=dict)
    _steps: str = ""
    _until: int = EVER
    _whole: int = EVER

    def __call__(
        self,
        case: store.Case,
        wish: running.Wish,
        beside: Mapping[str, pa.Table],
        steps: tuple[Step, ...],
    ) -> Tables:
        """What all ships did."""
        until = spans.us(wish.until)
        if self._anew(beside, steps, until):
            self._units, self._paths, self._whole = [], {}, until
        came: Tables = {}
        for name in ("positions", "statics"):
            # Read before the units are cut: what comes meanwhile is then among the next rows that came.
            self._paths[name], came[name] = store.came(case, name, self._paths.get(name, frozenset()))
        if not self._units:
            self._units = [Unit(part) for part in store.parts(case, wish.max_rows)]
        self._beside, self._steps, self._until = (
            dict(beside),
            repr([(s.name, s.options) for s in steps]),
            until,
        )
        tick = Tick(case, wish, beside, flow.of_phase(steps, "ships"), self.options)
        redone = local.map_tasks(
            lambda unit: tick.follow(unit, came), self._units, workers=wish.engine.at_once
        )
        found = list(redone)
        self.redone, self.rows = (sum(one[n] for one in found) for n in (0, 1))
        return flow.together([answer(unit) for unit in self._units])

    def _anew(self, beside: Mapping[str, pa.Table], steps: tuple[Step, ...], until: int) -> bool:
        """True when something changed that bears on what is settled, or the last whole run is long ago."""
        if not self._units or until < self._until:
            return True
        if until - self._whole > self.options.whole_h * HOUR_US:
            return True
        if repr([(step.name, step.options) for step in steps]) != self._steps:
            return True
        places = beside["places"]
        same = places is self._beside["places"] or places.equals(self._beside["places"])
        return not same or not spans.continued(self._beside["feeds"], beside["feeds"])


def answer(unit: Unit) -> Tables:
    """What the ships of a unit did."""
    found = {name: fields.empty(name) for name in flow.HANDED_ON} | unit.told
    for name in KEYS if unit.since else ():
        if name in COUNTED:
            summed = COUNTED[name].summed(unit.since[name])
            found[name] = flow.MERGED[name]([unit.settled.get(name, fields.empty(name)), summed])
        elif name != "events":
            found[name] = pa.concat_tables([unit.settled.get(name, fields.empty(name)), unit.since[name]])
    return found


@dataclass(frozen=True)
class Tick:
    """One call of the follower, for every unit alike."""

    case: store.Case
    wish: running.Wish
    beside: Mapping[str, pa.Table]
    steps: tuple[Step, ...]
    options: Following

    @property
    def until(self) -> int:
        """The moment the record is read up to, in microseconds."""
        return spans.us(self.wish.until)

    def follow(self, unit: Unit, came: Tables) -> tuple[int, int]:
        """Make anew what may have changed in a unit; of how many ships, and from how many positions."""
        said = came["statics"].filter(pa.array(store.in_part(unit.part, ints(came["statics"]["mmsi"]))))
        heard = spans.earliest(came["positions"], unit.part) | spans.earliest(said, unit.part)
        if spans.late(unit.ships, heard):
            heard = {**dict.fromkeys(unit.ships, EVER), **heard}
            unit.ships, unit.settled, unit.since, unit.told = {}, {}, {}, {}
        if len(said):
            unit.statics = self._only("said_again", {"statics": pa.concat_tables([unit.statics, said])})
        for mmsi in heard:
            unit.ships.setdefault(mmsi, Ship())
        due = sorted(heard.keys() | self._silent(unit))
        if not due:
            return 0, 0
        read = self._made(unit, due)
        self._tell(unit, due)
        return len(due), read

    def _silent(self, unit: Unit) -> set[int]:
        """The ships that were not heard, whose silence has grown by enough since they were made."""
        share, now = self.options.stale, self.until
        return {
            m for m, one in unit.ships.items() if now > one.ran and now - one.ran >= share * (now - one.last)
        }

    def _only(self, name: str, tables: Tables) -> pa.Table:
        steps = tuple(step for step in self.steps if step.name == name)
        return flow.passed(tables, steps, self.wish.until)[steps[0].gives]

    def _made(self, unit: Unit, due: list[int]) -> int:
        """Make what the ships do from their cuts on; a ship of which more must be read is made again."""
        rows, rest = 0, due
        while rest:
            again: set[int] = set()
            for group, bounds in spans.groups(unit.ships, rest, self.options, self.steps):
                made = self._run(unit, group, bounds)
                rows += len(made["positions"])
                wider = spans.wanting(unit.ships, made, group, self.steps, self.until)
                self._keep(unit, [mmsi for mmsi in group if mmsi not in wider], made)
                again |= wider
            rest = sorted(again)
        return rows

    def _run(self, unit: Unit, group: list[int], bounds: NDArray[np.int64]) -> Tables:
        """What the steps that read positions make of some ships, read from some moments on."""
        wanted = []
        if len(group) < max(50, len(unit.ships) // 2):
            wanted.append(pc.field("mmsi").isin(group))
        if (first := int(bounds.min())) > EVER:
            wanted.append(store.since(spans.moment(first)))
        rows, files = store.read_light(self.case, unit.part, reduce(and_, wanted) if wanted else None)
        rows = rows.filter(pa.array(spans.from_on(rows, "time", group, bounds)))
        given = {"positions": rows, "statics": spans.of(unit.statics, group), **self.beside}
        made = flow.passed(given, tuple(step for step in self.steps if _sails(step)), self.wish.until)
        read = {name: made[name] for name in ("positions", "tracks")}
        found = running.with_records({name: made[name] for name in KEYS if name in made}, files)
        return {**read, **found, **{name: room.counted(made["positions"]) for name, room in COUNTED.items()}}

    def _keep(self, unit: Unit, done: list[int], made: Tables) -> None:
        """Put what was made of some ships in the place of what was made before, and settle what can be."""
        if not done:
            return
        spans.join_stretches(unit.ships, made, unit.settled, done, self.steps)
        cuts = np.array([unit.ships[mmsi].cut for mmsi in done])
        later = spans.settle(unit.ships, made, done, (self.options, self.steps, self.beside), self.until)
        for name, (column, scale) in KEYS.items():
            rows = made[name].filter(pa.array(spans.from_on(made[name], column, done, cuts, scale)))
            stays = spans.from_on(rows, column, done, later, scale)
            if not stays.all():
                gone = rows.filter(pa.array(~stays))
                gone = COUNTED[name].summed(gone) if name in COUNTED else gone
                both = [unit.settled.get(name, gone.slice(0, 0)), gone]
                unit.settled[name] = flow.MERGED[name](both) if name in COUNTED else pa.concat_tables(both)
            others = spans.without(unit.since[name], done) if name in unit.since else rows.slice(0, 0)
            unit.since[name] = pa.concat_tables([others, rows.filter(pa.array(stays))]).combine_chunks()

    def _tell(self, unit: Unit, due: list[int]) -> None:
        """What some ships said of themselves, and what is said around what they did."""
        statics = spans.of(unit.statics, due)
        given = {"statics": statics, "identities": fields.empty("identities"), **self.beside}
        spoken = flow.passed(
            {**given, "events": fields.empty("events")},
            tuple(s for s in self.steps if s.takes == ("statics",) and s.name != "said_again"),
            self.wish.until,
        )
        did = [part["events"] for part in (unit.settled, unit.since) if "events" in part]
        events = pa.concat_tables([spoken["events"], *(spans.of(rows, due) for rows in did)])
        told = flow.passed(
            {**spoken, "events": events, "tracks": spans.first_rows(unit.ships, due)},
            tuple(step for step in self.steps if "events" in step.takes),
            self.wish.until,
        )
        for name in ("events", "identities"):
            before = unit.told.get(name, fields.empty(name))
            unit.told[name] = pa.concat_tables([spans.without(before, due), told[name]]).combine_chunks()
        for mmsi in due:
            unit.ships[mmsi].ran = self.until


def _sails(step: Step) -> bool:
    """True for steps that read where ships were; what several ships come to is counted apart."""
    reads = {"positions", "tracks"} & set(step.takes)
    return bool(reads) and "events" not in step.takes and step.gives not in COUNTED
