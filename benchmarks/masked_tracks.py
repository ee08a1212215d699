"""Silences cut into real tracks that are complete: how they are judged, and whether a hidden call is found.

The track is that of 249014000, a feeder between Korea and Japan, in January 2018: never unheard for six
hours. There is no second such ship in her water, and silence is judged by others, so a fleet is made of her:
the same track again and again, each a different number of whole days earlier or later, round the end of the
record. Reception, ways and calls are as they were; the company is made.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from vedette import coverage, fields, flow, positions, tracks
from vedette.kernels.arrays import ints, times
from vedette.watch import Watch

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "ais"
DAY_US = 86_400_000_000
FIRST_MMSI = 299_500_001
FEEDER = 249014000
FILE = "gfw-2018-01-korea-strait-hong-kong.csv.gz"
COLUMNS = ("ssvid", "timestamp", "lat", "lon", "speed")
NEEDED = {step.name for step in (*positions.STEPS, *tracks.STEPS, *coverage.STEPS)}
NEEDED |= {"gap", "judged", "port_call", "possible_call"}
# Where 249014000 calls, as ../shared/data/README.md says.
PORTS = {
    "busan": (35.08, 129.06, 5000.0),
    "busan-new": (35.07, 128.80, 5000.0),
    "hakata": (33.62, 130.39, 5000.0),
    "hiroshima": (34.35, 132.45, 6000.0),
}


def track() -> pa.Table:
    """The positions of the real ship."""
    text = pcsv.ConvertOptions(column_types={"timestamp": pa.string()})
    rows = pcsv.read_csv(SHARED / FILE, convert_options=text).select(COLUMNS)
    rows = rows.rename_columns(["mmsi", "time", "lat", "lon", "speed_kn"])
    rows = rows.append_column("line", pa.array(np.arange(2, len(rows) + 2)).cast(pa.string()))
    rows = rows.filter(pc.equal(rows["mmsi"], FEEDER))
    columns = {
        **{name: rows[name].cast(pa.float64()) for name in ("lat", "lon", "speed_kn")},
        "mmsi": rows["mmsi"],
        "time": pc.strptime(pc.utf8_slice_codeunits(rows["time"], 0, 19), "%Y-%m-%d %H:%M:%S", "us"),
        "source": pa.repeat("real", len(rows)),
        "record": pc.binary_join_element_wise("feeder", rows["line"], ":"),
    }
    return fields.conform(pa.table(columns), "positions", fill=True)


def fleet(one: pa.Table, ships: int) -> pa.Table:
    """The track and copies of it that are whole days earlier or later, round the end of the record."""
    time = ints(one["time"])
    days = int((time.max() - time.min()) // DAY_US) + 1
    parts = []
    for ship in range(ships):
        moved = (time - time.min() + (ship * days // ships) * DAY_US) % (days * DAY_US) + time.min()
        rows = one.set_column(1, "time", times(moved))
        rows = rows.set_column(0, "mmsi", pa.repeat(pa.scalar(FIRST_MMSI + ship, pa.int64()), len(rows)))
        parts.append(rows.set_column(9, "source", pa.repeat("synthetic:re-timed", len(rows))))
    return pa.concat_tables(parts).sort_by([("time", "ascending"), ("mmsi", "ascending")])


def places() -> pa.Table:
    """The ports of 249014000, as watched places."""
    rows = []
    for name, (lat, lon, radius_m) in PORTS.items():
        point = np.array([lon, lat], "<f8").tobytes()
        rows.append(
            {"place": name, "name": name, "kind": "port", "radius_m": radius_m, "role": "watched"}
            | {"geometry": b"\x01\x01\x00\x00\x00" + point, "source": "list", "record": f"ports:{len(rows)}"}
        )
    return fields.from_rows(rows, "places")


def events(heard: pa.Table, where: pa.Table, until: datetime) -> list[dict[str, object]]:
    """What vedette finds, with details read."""
    # Alone in her water nobody can say she would have been heard, so calls of any likelihood are asked for.
    all_calls = {"possible_call": {"least_unobserved": 0.0}}
    steps = tuple(step for step in flow.steps_of(Watch("none", "Nothing"), all_calls) if step.name in NEEDED)
    grouped = heard.group_by("source").aggregate([("time", "min"), ("time", "max"), ("mmsi", "count")])
    feeds = fields.conform(grouped.rename_columns(["source", "start", "end", "messages"]), "feeds")
    beside = {"places": where, "feeds": feeds}
    given = {**beside, "positions": heard, "statics": fields.empty("statics")}
    ships = flow.together([flow.of_ships(given, steps, until)])
    rows = flow.of_places({**beside, **ships}, steps, until)["events"].to_pylist()
    return [{**row, "details": json.loads(row["details"] or "{}")} for row in rows]


def without(heard: pa.Table, start: datetime, end: datetime, mmsi: int | None = None) -> pa.Table:
    """The positions less those between two moments, of one ship or of all."""
    lost = (pc.field("time") > pa.scalar(start, fields.TIME)) & (
        pc.field("time") < pa.scalar(end, fields.TIME)
    )
    if mmsi is not None:
        lost &= pc.field("mmsi") == mmsi
    return heard.filter(~lost)


def _span(heard: pa.Table) -> tuple[datetime, datetime]:
    return pc.min(heard["time"]).as_py(), pc.max(heard["time"]).as_py()


def judged(ships: int, looks: int, seed: int) -> Iterator[tuple[str, str]]:
    """How silences of 7 to 48 hours are judged: of every fifth ship in turn, and of all ships together."""
    rng = np.random.default_rng(seed)
    rows = fleet(track(), ships)
    first, last = _span(rows)
    hours = (last - first) / timedelta(hours=1)

    def silence() -> tuple[datetime, datetime]:
        length = rng.uniform(7, 48)
        start = first + timedelta(hours=rng.uniform(hours * 0.3, hours - length - 6))
        return start, start + timedelta(hours=length)

    for look in range(looks):
        cut, silences = rows, {}
        for ship in range(look % 5, ships, 5):
            silences[FIRST_MMSI + ship] = silence()
            cut = without(cut, *silences[FIRST_MMSI + ship], FIRST_MMSI + ship)
        found = events(cut, fields.empty("places"), last)
        for mmsi, span in silences.items():
            yield "one ship silent", _class(found, *span, mmsi)
        span = silence()
        found = events(without(rows, *span), fields.empty("places"), last)
        for ship in range(ships):
            yield "all ships silent", _class(found, *span, FIRST_MMSI + ship)


def _class(found: list[dict[str, object]], start: datetime, end: datetime, mmsi: int) -> str:
    for row in found:
        closed = row["kind"] == "gap" and row["mmsi"] == mmsi and row["end"] is not None
        if closed and row["start"] <= start and row["end"] >= end:  # type: ignore[operator]
            return str(row["details"]["class"])  # type: ignore[index]
    return "no gap"


def calls() -> Counter[tuple[str, str]]:
    """Whether a silence that hides a real call is said to allow it, and one without a call to allow one."""
    one, where = track(), places()
    last = _span(one)[1]
    whole = [row for row in events(one, where, last) if row["kind"] == "port_call" and row["end"]]
    hours = timedelta(hours=2)
    stays = [row for row in whole if row["confidence"] == 4 and row["duration_h"] >= 1]
    stays = [row for row in stays if row["end"] + hours < last]
    counts: Counter[tuple[str, str]] = Counter()
    lengths = []
    for stay in stays:
        start, end = stay["start"] - hours, stay["end"] + hours
        lengths.append(end - start)
        said = _possible(without(one, start, end), where, start, end, last)
        ours = [row for row in said if row["place"] == stay["place"]]
        inside = [row for row in ours if row["start"] <= stay["start"] and row["end"] >= stay["end"]]
        counts["hides a call", "silences"] += 1
        counts["hides a call", "stays too short to be asked for (under 2 h)"] += stay["duration_h"] < 2
        counts["hides a call", "port found"] += bool(ours)
        counts["hides a call", "window holds the stay"] += bool(inside)
        counts["hides a call", "other ports feasible too"] += len({row["place"] for row in said}) - bool(ours)
    typical = sorted(lengths)[len(lengths) // 2]
    moment = _span(one)[0] + timedelta(days=1)
    while moment + typical < last:
        length = typical
        while length >= timedelta(hours=6) and any(
            row["start"] < moment + length and row["end"] > moment for row in whole
        ):
            length -= timedelta(hours=1)
        if length >= timedelta(hours=6):
            end = moment + length
            said = _possible(without(one, moment, end), where, moment, end, last)
            counts["hides none", "silences"] += 1
            counts["hides none", "some port feasible"] += bool(said)
            counts["hides none", "ports feasible"] += len({row["place"] for row in said})
        moment += timedelta(hours=6)
    return counts


def _possible(
    heard: pa.Table, where: pa.Table, start: datetime, end: datetime, until: datetime
) -> list[dict[str, object]]:
    return [
        row
        for row in events(heard, where, until)
        if row["kind"] == "possible_call" and row["start"] <= end and (row["end"] or until) >= start  # type: ignore[operator]
    ]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--looks", type=int, default=6, help="how often silences are cut into each fleet")
    parser.add_argument("--ships", type=int, nargs="+", default=[10, 25])
    asked = parser.parse_args()
    if not SHARED.is_dir():
        print(f"SKIPPED: no real tracks, the folder {SHARED} is absent.", file=sys.stderr)
        return
    verdicts = ("dark", "unobserved", "unclear", "no gap")
    print(f"{'ships':>6}  {'truth':<20}{'silences':>9}" + "".join(f"{v:>12}" for v in verdicts))
    for ships in asked.ships:
        counts = Counter(judged(ships, asked.looks, seed=ships))
        for truth in sorted({truth for truth, _ in counts}):
            total = sum(counts[truth, verdict] for verdict in verdicts)
            shares = "".join(f"{counts[truth, verdict] / total:>12.1%}" for verdict in verdicts)
            print(f"{ships:>6}  {truth:<20}{total:>9}{shares}")
    if "possible_call" in {step.name for step in flow.ALL}:
        for (truth, what), count in sorted(calls().items()):
            print(f"249014000, a silence that {truth}: {what} {count}")


if __name__ == "__main__":
    main()
