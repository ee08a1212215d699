"""A labelled sea: ships in real waters that do known things, and everything that only looks like them.

It is for judging detectors, ours and those of others: ``labelled_sea(Labelled(region="baltic", seed=3))``
gives positions, statics, places and feeds as any source would, and the labels that say what truly happened.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.errors import WatchError
from vedette.fields import TIME, conform, empty, from_rows
from vedette.sources.ais.synthetic_csv import NAME
from vedette.synthetic import heard, unheard
from vedette.synthetic.actors import Actor, Stage
from vedette.synthetic.behaviours import BACKGROUND, BEHAVIOURS, Behaviour
from vedette.synthetic.plan import Sea
from vedette.synthetic.voyages import Array
from vedette.synthetic.waters import WATERS

LABELS = pa.schema(
    [
        ("kind", pa.string()),  # an event's kind or false position's pattern, silence, hidden_call, near, ...
        ("mmsi", pa.int64()),
        ("other_mmsi", pa.int64()),
        ("start", TIME),
        ("end", TIME),
        ("place", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("why", pa.string()),
        ("sure", pa.bool_()),  # false where it could not be seen, or nobody can say by the rule
        ("source", pa.string()),
    ]
)


START = datetime.fromisoformat("2030-01-01")


@dataclass(frozen=True)
class Reception:
    """How a sea is heard: minutes between messages under way and at rest, and the share heard of them.

    With ``passes`` a day, messages are heard only within passes of ``pass_min`` minutes.
    """

    moving_min: float
    resting_min: float
    heard: float
    passes: float = 0.0
    pass_min: float = 12.0


RECEPTION = {
    "dense": Reception(5.0, 10.0, 0.95),
    "thin": Reception(12.0, 30.0, 0.5),
    "seldom": Reception(20.0, 60.0, 0.9),
    "satellite": Reception(2.0, 4.0, 0.6, passes=7.0),
}


@dataclass(frozen=True)
class Labelled:
    """What a labelled sea is to be like.

    ``region`` is korea, baltic or oman; ``ships`` is about how many there are, since behaviours come with one
    to five ships each, and ``background`` are plain ships beside them, heard seldom; ``noise_m`` and
    ``clock_s`` are one standard deviation of positions and of clocks. ``outages`` are times in which whole
    cells are heard by nobody.
    """

    region: str = "korea"
    seed: int = 0
    ships: int = 100
    background: int = 150
    days: int = 30
    reception: str = "dense"
    noise_m: float = 10.0
    clock_s: float = 1.0
    outages: int = 6
    start: datetime = START


@dataclass(frozen=True)
class LabelledSea:
    """Tables of ``vedette.fields``, and what truly happened, as in LABELS."""

    positions: pa.Table
    statics: pa.Table
    places: pa.Table
    feeds: pa.Table
    labels: pa.Table
    ship_days: float
    until: datetime


def labelled_sea(
    options: Labelled = Labelled(), behaviours: tuple[Behaviour, ...] = BEHAVIOURS
) -> LabelledSea:
    """Make a labelled sea; the same options give the same rows. WatchError when there is no such region.

    >>> sea = labelled_sea(Labelled(ships=10, days=3))
    >>> sea.positions["source"][0].as_py()
    'synthetic:sea'
    """
    for name, known in ((options.region, WATERS), (options.reception, RECEPTION)):
        if name not in known:
            raise WatchError(f"There is no {name!r}.\nThere are: {', '.join(known)}.")
    stage = _played(options, behaviours)
    rng = np.random.default_rng([options.seed, 1])
    ears = unheard.ears(stage, RECEPTION, options, rng)
    got = [_messages(stage, actor, ears, options) for actor in stage.actors]
    positions = _positions(options, got)
    labels = unheard.labels(stage, ears, [one.hours for one in got])
    return LabelledSea(
        positions,
        _statics(options, stage, got),
        stage.waters.places(),
        _feed(positions),
        _table(options, labels),
        len(stage.actors) * float(options.days),
        options.start + timedelta(days=options.days),
    )


@dataclass(frozen=True)
class Got:
    """What was heard of a ship: the hours of true messages, and all messages with faults and numbers."""

    hours: Array
    messages: heard.Heard
    mmsi: np.ndarray


def _played(options: Labelled, behaviours: tuple[Behaviour, ...]) -> Stage:
    """Enough of each behaviour for its share of the ships, in turn, at least once."""
    rng = np.random.default_rng([options.seed, 0])
    stage = Stage(WATERS[options.region], rng, options.seed, options.days * 24.0)
    total = sum(behaviour.ships for behaviour in behaviours)
    for behaviour in behaviours:
        wanted, first = options.ships * behaviour.ships / total, len(stage.actors)
        while True:
            behaviour.play(stage)
            made = len(stage.actors) - first
            if made + 0.5 >= wanted:
                break
    for _ in range(options.background):
        BACKGROUND(stage)
    return stage


def _messages(stage: Stage, actor: Actor, ears: unheard.Ears, options: Labelled) -> Got:
    rng = np.random.default_rng([options.seed, actor.number, 3])
    reception = ears.of(actor)
    plan = Sea(
        "",
        options.start,
        options.start + timedelta(hours=stage.hours),
        stage.waters.region,
        (),
        (),
        moving_min=reception.moving_min,
        resting_min=reception.resting_min,
        noise_m=options.noise_m,
    )
    sent = heard.sent(plan, actor.way, rng)
    sent = sent.only(~heard.silent(actor.way, sent.hours))
    got = sent.only(ears.hear(sent, actor, rng))
    hours = got.hours
    for edit in actor.edits:
        got = edit(got, rng)
    got = heard.faulty(plan, got, rng)
    since, numbers = zip(*actor.numbers, strict=True)
    mmsi = np.asarray(numbers)[np.searchsorted(since, got.hours, side="right") - 1]
    if options.clock_s:
        got.hours = got.hours + np.round(rng.normal(0, options.clock_s, len(got.hours))) / 3600
    return Got(hours, got, mmsi)


def _times(options: Labelled, hours: Array) -> pa.Array:
    start = np.datetime64(options.start, "us")
    return pa.array(start + np.round(hours * 3600).astype("timedelta64[s]").astype("timedelta64[us]"), TIME)


def _positions(options: Labelled, got: list[Got]) -> pa.Table:
    parts = []
    for one in got:
        columns = {name: pa.array(column) for name, column in vars(one.messages).items() if name != "hours"}
        columns["mmsi"] = pa.array(one.mmsi, pa.int64())
        columns["time"] = _times(options, one.messages.hours)
        parts.append(pa.table(columns))
    rows = pa.concat_tables(parts).sort_by(
        [("time", "ascending"), ("mmsi", "ascending"), ("lat", "ascending")]
    )
    rows = rows.append_column("source", pa.repeat(NAME, len(rows)))
    lines = pa.array(np.arange(2, len(rows) + 2)).cast(pa.string())
    name = f"labelled-{options.region}-{options.seed}"
    rows = rows.append_column("record", pc.binary_join_element_wise(name, lines, ":"))
    return conform(rows, "positions", fill=True)


def _statics(options: Labelled, stage: Stage, got: list[Got]) -> pa.Table:
    """What each ship said: once a day, as daily files give it, and whenever it changed."""
    said: list[dict[str, object]] = []
    for actor, one in zip(stage.actors, got, strict=True):
        hours = one.hours
        asked = np.concatenate([np.arange(0.0, stage.hours, 24.0), [since for since, _, _ in actor.said]])
        at = np.unique(np.searchsorted(hours, asked))
        for hour in hours[at[at < len(hours)]].tolist():
            values = {field: value for since, field, value in sorted(actor.said, key=_since) if since <= hour}
            said.append(
                {
                    **values,
                    "imo": values.get("imo") or None,
                    "mmsi": actor.mmsi(hour),
                    "time": options.start + timedelta(seconds=round(hour * 3600)),
                    "ship_type": actor.ship_type,
                    "length_m": 60.0 + 10 * (actor.number % 12),
                    "width_m": 10.0 + 2 * (actor.number % 8),
                    "source": NAME,
                    "record": f"statics-{options.region}-{options.seed}:{len(said) + 2}",
                }
            )
    return conform(from_rows(said, "statics") if said else empty("statics"), "statics")


def _since(said: tuple[float, str, object]) -> float:
    return said[0]


def _feed(positions: pa.Table) -> pa.Table:
    time = positions["time"]
    row = {"source": NAME, "start": pc.min(time).as_py(), "end": pc.max(time).as_py(), "messages": len(time)}
    return from_rows([row], "feeds")


def _table(options: Labelled, labels: list[dict[str, object]]) -> pa.Table:
    rows = []
    for label in labels:
        start, end = (
            options.start + timedelta(seconds=round(min(float(label[side]), options.days * 24.0) * 3600))  # type: ignore[arg-type]
            for side in ("start", "end")
        )
        rows.append({"sure": True, **label, "start": start, "end": end, "source": NAME})
    order = [(name, "ascending") for name in ("mmsi", "start", "kind")]
    return pa.Table.from_pylist(rows, schema=LABELS).sort_by(order)
