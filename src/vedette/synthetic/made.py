"""The sea whole: what was heard of every ship, what the ships said of themselves, and the truth of it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from vedette.fields import TIME, conform, empty
from vedette.sources.ais.synthetic_csv import COLUMNS, MARK, NAME
from vedette.synthetic import heard
from vedette.synthetic.plan import Fleet, Sea, read
from vedette.synthetic.voyages import Array, Course, course

# No state has the maritime identification digits 299, so no real ship can carry these numbers.
FIRST_MMSI = 299_000_001
TRUTH = pa.schema(
    [
        ("mmsi", pa.int64()),
        ("name", pa.string()),
        ("kind", pa.string()),  # port_call, dark (transponder off), unheard (on, and nobody heard), outage
        ("place", pa.string()),
        ("start", TIME),
        ("end", TIME),
        ("why", pa.string()),
        ("source", pa.string()),
    ]
)
_UNHEARD_H = 6.0


@dataclass(frozen=True)
class Made:
    """A sea that never was: tables of ``vedette.fields``, and what truly happened, as in TRUTH."""

    positions: pa.Table
    statics: pa.Table
    truth: pa.Table
    seed: int


def sea(plan: Sea, seed: int | None = None) -> Made:
    """Make the sea of a plan; the same seed gives the same rows."""
    seed = plan.seed if seed is None else seed
    fleets = [fleet for fleet in plan.fleets for _ in range(fleet.count)]
    positions, truth = [], list(_outages(plan))
    for number, fleet in enumerate(fleets):
        rng = np.random.default_rng([seed, number])
        way = course(plan, fleet, rng)
        all_sent = heard.sent(plan, way, rng)
        said = all_sent.only(~heard.silent(way, all_sent.hours))
        lucky = rng.random(len(said.hours)) < heard.chance(plan, said)
        got = said.only(lucky)
        truth += _truth(plan, number, way, got.hours, said)
        positions.append(_positions(plan, number, heard.faulty(plan, got, rng)))
    rows = _in_order(positions, seed) if positions else empty("positions")
    return Made(rows, _statics(fleets, rows), _table(truth), seed)


def write(plan: Path, to: Path, truth: Path | None = None, *, seed: int | None = None) -> Made:
    """Make the sea a TOML file plans and write it, and its truth where that is asked for."""
    made = sea(read(plan), seed)
    write_csv(made, to)
    if truth is not None:
        write_truth(made, truth)
    return made


def write_csv(made: Made, path: Path) -> None:
    """Write the positions and what the ships said of themselves in one file that says what it is."""
    said = made.statics.sort_by("mmsi")
    which = pc.index_in(made.positions["mmsi"], said["mmsi"])
    columns = {name: said[name].take(which) for name in COLUMNS if name in said.column_names}
    seconds = made.positions["time"].cast(pa.timestamp("s"))
    columns["time"] = pc.strftime(seconds, format="%Y-%m-%dT%H:%M:%SZ")
    for name in ("lat", "lon", "speed_kn", "course_deg", "heading_deg", "status"):
        columns[name] = made.positions[name]
    with path.open("wb") as stream:
        stream.write(f"{MARK}, seed {made.seed}\n".encode())
        ready = pa.table({name: columns[name] for name in COLUMNS})
        pcsv.write_csv(ready, stream, pcsv.WriteOptions(quoting_style="none", quoting_header="none"))


def write_truth(made: Made, path: Path) -> None:
    """Write what truly happened: for tests and for judging detectors, never for a case."""
    with path.open("wb") as stream:
        stream.write(f"{MARK}, seed {made.seed}: the truth, not a source\n".encode())
        pcsv.write_csv(made.truth, stream)


def name_of(number: int) -> str:
    """The name of a made-up ship; no reader can take it for a real one."""
    return f"SYNTHETIC {number + 1:02d}"


def _times(plan: Sea, hours: Array) -> pa.Array:
    start = np.datetime64(plan.start, "us")
    return pa.array(start + np.round(hours * 3.6e9).astype("timedelta64[us]"), TIME)


def _positions(plan: Sea, number: int, got: heard.Heard) -> pa.Table:
    count = len(got.hours)
    columns = {name: pa.array(column) for name, column in vars(got).items() if name != "hours"}
    columns["mmsi"] = pa.repeat(pa.scalar(FIRST_MMSI + number, pa.int64()), count)
    columns["time"] = _times(plan, got.hours)
    return pa.table(columns)


def _in_order(parts: list[pa.Table], seed: int) -> pa.Table:
    rows = pa.concat_tables(parts).sort_by([("time", "ascending"), ("mmsi", "ascending")])
    rows = rows.append_column("source", pa.repeat(NAME, len(rows)))
    lines = pa.array(np.arange(3, len(rows) + 3)).cast(pa.string())
    rows = rows.append_column("record", pc.binary_join_element_wise(f"sea-{seed}", lines, ":"))
    return conform(rows, "positions", fill=True)


def _statics(fleets: list[Fleet], rows: pa.Table) -> pa.Table:
    firsts = rows.group_by("mmsi", use_threads=False).aggregate([("time", "min"), ("record", "first")])
    first = {row["mmsi"]: row for row in firsts.to_pylist()}
    said = []
    for number, fleet in enumerate(fleets):
        if (mmsi := FIRST_MMSI + number) in first:
            said.append(
                {
                    "mmsi": mmsi,
                    "time": first[mmsi]["time_min"],
                    "name": name_of(number),
                    "ship_type": fleet.ship_type,
                    "length_m": float(fleet.length_m),
                    "width_m": float(fleet.width_m),
                    "draught_m": float(fleet.draught_m),
                    "source": NAME,
                    "record": first[mmsi]["record_first"],
                }
            )
    return pa.Table.from_pylist(said, schema=empty("statics").schema)


def _truth(plan: Sea, number: int, way: Course, got: Array, said: heard.Heard) -> list[dict[str, object]]:
    found: list[tuple[str, str | None, float, float, str]] = []
    for place, start, end in way.stays:
        hidden = heard.silent(way, np.array([start, end])).all()
        found.append(("port_call", place, start, end, "transponder off" if hidden else "transponder on"))
    found += [("dark", place or None, start, end, why) for start, end, place, why in way.dark]
    for at in np.flatnonzero(np.diff(got) >= _UNHEARD_H):
        before, after = float(got[at]), float(got[at + 1])
        if not any(start < after and end > before for start, end, _, _ in way.dark):
            between = said.only((said.hours > before) & (said.hours < after))
            found.append(("unheard", None, before, after, _why_unheard(plan, between)))
    mmsi, name = FIRST_MMSI + number, name_of(number)
    starts, ends = (_times(plan, np.array([row[at] for row in found])).to_pylist() for at in (2, 3))
    return [
        {"mmsi": mmsi, "name": name, "kind": kind, "place": place, "why": why, "source": NAME}
        | {"start": start, "end": end}
        for (kind, place, _, _, why), start, end in zip(found, starts, ends, strict=True)
    ]


def _why_unheard(plan: Sea, between: heard.Heard) -> str:
    if not heard.inside(plan, between).all():
        return "outside the region of the receivers"
    times = [((o.start - plan.start), (o.end - plan.start)) for o in plan.outages]
    spans = [(start.total_seconds() / 3600, end.total_seconds() / 3600) for start, end in times]
    if any(((between.hours >= start) & (between.hours <= end)).any() for start, end in spans):
        return "a receiver was down"
    return "sent, and heard by nobody"


def _outages(plan: Sea) -> list[dict[str, object]]:
    return [
        {"kind": "outage", "place": outage.station, "start": outage.start, "end": outage.end}
        | {"why": "a receiver was down", "source": NAME}
        for outage in plan.outages
    ]


def _table(truth: list[dict[str, object]]) -> pa.Table:
    rows = pa.Table.from_pylist(truth, schema=TRUTH)
    return rows.sort_by([("mmsi", "ascending"), ("start", "ascending"), ("kind", "ascending")])
