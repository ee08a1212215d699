"""Running a case: from its positions, sightings, lists and claims to events, signs and judgement.

The tables that the flow makes are made anew and each is put in place by one commit, so a run that was
stopped is completed by the next, and a second run changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields, flow, gazetteer, packing, positions, replay, saying, store, watch
from vedette.assessment import forecasting
from vedette.engines import Engine, local
from vedette.steps import Step

# Measured: what the interpreter holds, and what a position costs while its track is made.
BASE_BYTES, ROW_BYTES = 640 << 20, 700
CELLS_WAIT = 1_000_000
MADE = (
    "coverage",
    "outages",
    "exposures",
    "events",
    "identities",
    "hulls",
    "ownership",
    "contacts",
    "indicators",
    "evidence",
    "assessments",
    "alerts",
    "flows",
    "listings",
    "effects",
)
WEEKS_BACK = 156


@dataclass(frozen=True)
class Wish:
    """How a case is to be run."""

    until: datetime
    start: datetime | None = None
    clock: str | None = None
    settings: Mapping[str, Mapping[str, object]] | None = None
    memory: int = 2 << 30  # what one process may hold
    engine: Engine = field(default_factory=local.engine)
    progress: Callable[[str, int, int], None] | None = None
    memory_of_weeks: replay.Memory | None = None  # what the last run made of weeks that may not have changed

    @property
    def max_rows(self) -> int:
        """How many positions may be in one part."""
        return int(max(1e5, (self.memory - BASE_BYTES) / ROW_BYTES / self.engine.at_once))


Tables = dict[str, pa.Table]
Ships = Callable[[store.Case, Wish, Mapping[str, pa.Table], tuple[Step, ...]], Tables]


def run(case: store.Case, wish: Wish, ships: "Ships | None" = None) -> Tables:
    """Make all that follows from what was added, store it, and give it.

    ``ships`` makes what the ships did, from the case, the wish, places and feeds, and the steps; unless it
    is given, that is made from the whole record.
    """
    tables, steps = found(case, wish, ships)
    walked = walk(tables, steps, wish, case)
    made = {**tables, **walked.tables}
    made |= flow.passed(made, flow.of_phase(steps, "accounts"), wish.until)
    for name in MADE:
        store.replace(case, name, made[name])
    saying.keep(case, made)
    forecast(case, made, wish.until)
    return made


def forecast(case: store.Case, made: Mapping[str, pa.Table], until: datetime) -> None:
    """Settle the forecasts that a rule decides, and open one for each question that has none open."""
    questions = watch.read(case.watch).questions
    kept = store.read(case, "forecasts")
    done, fresh = forecasting.asked(questions, made, kept, until)
    for rows, how in ((done, "settled"), (fresh, "opened")):
        if len(rows):
            store.append(
                case, "forecasts", rows, f"{how} {until.isoformat()} {','.join(rows['forecast'].to_pylist())}"
            )


def found(case: store.Case, wish: Wish, ships: Ships | None = None) -> tuple[Tables, tuple[Step, ...]]:
    """What ships did and what was seen at places, and the steps as this case has them."""
    said = watch.read(case.watch)
    steps = flow.steps_of(said, wish.settings)
    if wish.clock:
        steps = flow.with_clock(steps, wish.clock)
    beside = {
        "places": gazetteer.beside(first_of_each(store.read(case, "places")), wanted=said.gazetteer),
        "feeds": listening(store.read(case, "feeds")),
    }
    tables = {**beside, **(ships or whole)(case, wish, beside, steps)}
    for name in ("sightings", "reports", "claims", "decisions", "entities", "links"):
        tables[name] = store.read(case, name)
    tables = flow.of_places(tables, steps, wish.until)
    return {**tables, **saying.found(case, tables, steps, wish.until)}, steps


def whole(case: store.Case, wish: Wish, beside: Mapping[str, pa.Table], steps: tuple[Step, ...]) -> Tables:
    """What all ships did, from the whole record, part by part."""
    parts = store.parts(case, wish.max_rows)
    kernel = partial(of_part, case, beside, steps, wish.until)
    answers: list[dict[str, pa.Table]] = []
    for done, answer in enumerate(wish.engine.map(kernel, parts), 1):
        answers.append(answer)
        # Parts share cells: what waits to be summed is kept below what is summed already.
        if sum(len(one["coverage"]) for one in answers[1:]) > max(CELLS_WAIT, len(answers[0]["coverage"])):
            answers = [flow.together(answers)]
        if wish.progress:
            wish.progress("ships", done, len(parts))
    return flow.together(answers)


def of_part(
    case: store.Case,
    beside: Mapping[str, pa.Table],
    steps: tuple[Step, ...],
    until: datetime,
    part: store.Part,
) -> Tables:
    """What the ships of a part did, read from the case wherever this runs."""
    heard, files = store.read_light(case, part)
    given = {"positions": heard, "statics": store.read_part(case, "statics", part)}
    return with_records(flow.of_ships({**beside, **given}, steps, until), files)


def with_records(tables: Mapping[str, pa.Table], files: list[str]) -> dict[str, pa.Table]:
    """The same tables with FILE:LINE where a record was carried as a number: see ``packing.written``."""
    made = dict(tables)
    for name, rows in tables.items():
        for column in rows.schema:
            if column.name.startswith("record"):
                text = packing.written(rows[column.name], files)
            elif column.name == "because":
                lists = rows["because"].combine_chunks()
                text = pa.ListArray.from_arrays(lists.offsets, packing.written(lists.values, files))
            else:
                continue
            made[name] = made[name].set_column(rows.column_names.index(column.name), column.name, text)
    return made


def walk(
    tables: Mapping[str, pa.Table],
    steps: tuple[Step, ...],
    wish: Wish,
    case: store.Case,
    *,
    asking: bool = False,
) -> replay.Walked:
    """The signs and judgement of each week up to ``until``, each from what was known by then.

    With ``asking`` the dated questions of the watch are asked and settled on the way too.
    """
    said = watch.read(case.watch)
    return replay.walk(
        tables,
        flow.of_phase(steps, "signs"),
        flow.of_phase(steps, "judgement"),
        clock=wish.clock or said.clock,
        questions=said.questions if asking else (),
        start=wish.start or wish.until - timedelta(weeks=WEEKS_BACK),
        until=wish.until,
        again=tuple(step for step in steps if step.takes[0] == "sightings" and step.gives == "events"),
        progress=(lambda done, of: wish.progress and wish.progress("weeks", done, of)),
        memory=wish.memory_of_weeks,
    )


def tracks_behind(case: store.Case, made: Mapping[str, pa.Table], *, most_ships: int = 12) -> pa.Table:
    """The trusted tracks round the events that put a series in alarm, for a brief to draw beside them.

    Of at most so many ships, those with the most such events; two days before and after each event.
    """
    alarms = made["indicators"].filter(pc.fill_null(made["indicators"]["alarm"], False))
    under = made["events"].filter(pc.is_in(made["events"]["event"], pc.list_flatten(alarms["because"])))
    counts = pc.value_counts(under["mmsi"].drop_null()).to_pylist()
    ships = [
        pair["values"] for pair in sorted(counts, key=lambda p: (-p["counts"], p["values"]))[:most_ships]
    ]
    if not ships:
        return fields.empty("tracks")
    said = {step.name: step for step in flow.steps_of(watch.read(case.watch))}
    needed = (*(said[step.name] for step in positions.STEPS), said["motion"])
    rows = store.read(case, "positions", pc.field("mmsi").isin(ships))
    tracks = flow.passed({"positions": rows}, needed, None)["tracks"]
    mmsi, time = tracks["mmsi"].to_numpy(), tracks["time"].to_numpy()
    near = np.zeros(len(tracks), dtype=np.bool_)
    margin = np.timedelta64(2, "D")
    for event in under.filter(pc.is_in(under["mmsi"], pa.array(ships))).to_pylist():
        first, last = np.datetime64(event["start"]), np.datetime64(event["end"] or event["start"])
        near |= (mmsi == event["mmsi"]) & (time >= first - margin) & (time <= last + margin)
    return tracks.filter(pa.array(near)).select(["mmsi", "time", "lat", "lon", "source"])


def first_of_each(places: pa.Table) -> pa.Table:
    """One row for each place id: a watched one before a gazetteer's, then by source and record.

    So the choice does not depend on the order in which files were added.
    """
    if not len(places):
        return places
    listed = pc.cast(places["role"].is_null(), pa.int8())
    rows = places.append_column("listed", listed).sort_by(
        [(name, "ascending") for name in ("place", "listed", "source", "record")]
    )
    ids = rows["place"].to_pylist()
    first = [n for n, place in enumerate(ids) if n == 0 or place != ids[n - 1]]
    return rows.take(pa.array(first)).select(places.column_names)


def listening(feeds: pa.Table) -> pa.Table:
    """The stretches of each source joined where they touch, whatever file they came from."""
    rows: list[dict[str, object]] = []
    for row in feeds.sort_by([("source", "ascending"), ("start", "ascending")]).to_pylist():
        last = rows[-1] if rows else None
        if last and last["source"] == row["source"] and row["start"] <= last["end"]:
            last["end"] = max(last["end"], row["end"])
            last["messages"] += row["messages"]
        else:
            rows.append(row)
    return fields.from_rows(rows, "feeds")


def last_known(case: store.Case, now: datetime) -> datetime:
    """Until when the case's record runs: what its watch says, else its latest row; never later than now."""
    if (said := watch.read(case.watch).until) is not None:
        return min(said, now)
    times = []
    for table, column in (("files", "last"), ("sightings", "end"), ("sightings", "published")):
        latest = pc.max(store.read(case, table)[column]).as_py()
        if latest is not None:
            times.append(latest)
    return min(max(times, default=now), now)
