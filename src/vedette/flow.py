"""The whole of vedette on one page: what flows into what.

    sources ─ ais ─────► positions, statics ─► tracks ─┬─► events ─┐
            ─ sightings ─► sightings ──────────────────┘           │
            ─ lists ───────────────────────► entities, links ──────┼─► indicators ─► assessments ─► outputs
            ─ reports ─────────────────────► claims ───────────────┘
            ─ places ──► (used by all)            coverage ─► (judges gaps, masks indicators)

Every arrow is a step: a pure function from Arrow tables to an Arrow table. What a ship does is found ship by
ship (cut into parts by any engine); what concerns places and pairs of ships is found after that; what it
means is found week by week, from what was known by then: signs, then judgement (``vedette.replay`` walks
them). Last come the accounts: what was counted and what was claimed over the years, side by side.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from importlib.metadata import entry_points

import pyarrow as pa

from vedette import (
    accounts,
    assessment,
    claims,
    coverage,
    entities,
    events,
    fields,
    indicators,
    positions,
    tracks,
)
from vedette.coverage import activity, cells
from vedette.errors import WatchError
from vedette.steps import Step, answer, configured, sharing
from vedette.watch import Watch

ALL: tuple[Step, ...] = (
    *positions.STEPS,
    *tracks.STEPS,
    *coverage.STEPS,
    *events.STEPS,
    *claims.STEPS,
    *entities.STEPS,
    *indicators.STEPS,
    *assessment.STEPS,
    *accounts.STEPS,
)
PHASES = ("ships", "places", "said", "signs", "judgement", "accounts")
ACCOUNTS = ("flows", "listings", "effects")
SAID = ("copies", "mentions", "claims", "conflicts", "bearings")


def phase(step: Step) -> str:
    """Which of PHASES a step belongs to, ours or another package's."""
    if step.gives == "indicators":
        return "signs"
    if step.gives in ("evidence", "assessments", "alerts"):
        return "judgement"
    if step.gives in SAID:
        return "said"
    if step.gives in ACCOUNTS:
        return "accounts"
    return "ships" if step.by == "mmsi" else "places"


def of_phase(steps: tuple[Step, ...], name: str) -> tuple[Step, ...]:
    """Those of some steps that belong to a phase, in their order."""
    return tuple(step for step in steps if phase(step) == name)


# What the ships' steps hand on; positions and tracks are too many to keep and are made again when needed.
HANDED_ON = ("events", "coverage", "activity", "identities", "slow_points", "steady_points")


# Tables whose rows are of several ships: those of the parts are summed.
MERGED = {"coverage": cells.merge, "activity": activity.merge}


def joined() -> tuple[Step, ...]:
    """Steps of other packages that join by the entry point ``vedette.steps``."""
    return tuple(entry.load() for entry in entry_points(group="vedette.steps"))


def steps_of(watch: Watch, settings: Mapping[str, Mapping[str, object]] | None = None) -> tuple[Step, ...]:
    """All steps, with the options that the watch sets and then those that the user sets."""
    asked: dict[str, dict[str, object]] = {name: dict(values) for name, values in watch.steps.items()}
    for name, values in (settings or {}).items():
        asked.setdefault(name, {}).update(values)
    steps = (*ALL, *joined())
    if unknown := sorted(set(asked) - {step.name for step in steps}):
        names = ", ".join(step.name for step in steps)
        raise WatchError(f"There is no step {', '.join(unknown)}.\nThere are: {names}.")
    return sharing(
        tuple(configured(step, {**_from_watch(step, watch), **asked.get(step.name, {})}) for step in steps)
    )


def _from_watch(step: Step, watch: Watch) -> dict[str, object]:
    """What a watch says that is an option of the step: its clock, places, corridors, hypotheses, grades."""
    said: dict[str, object] = {
        "clock": watch.clock,
        "watched": watch.places,
        "corridors": tuple((c.name, c.start, c.to) for c in watch.corridors),
        "ways": tuple((c.name, c.start, c.to, c.flow, c.kind) for c in watch.corridors),
        "hypotheses": watch.hypotheses,
        "grades": tuple(sorted(watch.grades.items())),
        "covers": tuple((one.words, one.places) for one in watch.covers),
        "units": tuple(one.unit for one in watch.meters),
        "meters": tuple((one.name, one.places, one.least, one.most, one.cap) for one in watch.meters),
    }
    return {name: value for name, value in said.items() if hasattr(step.options, name)}


def of_ships(
    given: Mapping[str, pa.Table], steps: tuple[Step, ...], until: datetime | None
) -> dict[str, pa.Table]:
    """What some whole ships did, from their positions and statics."""
    tables = passed(given, of_phase(steps, "ships"), until)
    return {name: tables[name] for name in HANDED_ON}


def together(found: list[dict[str, pa.Table]]) -> dict[str, pa.Table]:
    """The answers for all parts as one; what counts several ships (``MERGED``) is summed."""
    return {
        name: MERGED[name]([part[name] for part in found])
        if name in MERGED
        else pa.concat_tables([fields.empty(name), *(part[name] for part in found)])
        for name in HANDED_ON
    }


def of_places(
    given: Mapping[str, pa.Table], steps: tuple[Step, ...], until: datetime | None
) -> dict[str, pa.Table]:
    """What was seen at places, added to what the ships did."""
    return passed(given, of_phase(steps, "places"), until)


def passed(
    given: Mapping[str, pa.Table], steps: tuple[Step, ...], until: datetime | None
) -> dict[str, pa.Table]:
    """The tables after each step in turn: a step replaces the table it also takes, or adds to it."""
    tables = dict(given)
    for step in steps:
        made = answer(step, {name: tables.get(name, fields.empty(name)) for name in step.takes}, until)
        before = tables.get(step.gives)
        tables[step.gives] = (
            made if step.gives in step.takes or before is None else pa.concat_tables([before, made])
        )
    for name in HANDED_ON:
        tables.setdefault(name, fields.empty(name))
    return tables


def with_clock(steps: tuple[Step, ...], clock: str) -> tuple[Step, ...]:
    """The same steps, told by which clock a sighting becomes known."""
    return tuple(
        replace(step, options=replace(step.options, clock=clock)) if hasattr(step.options, "clock") else step  # type: ignore[type-var]
        for step in steps
    )
