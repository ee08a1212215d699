"""How often a silence is rightly called dark or unobserved, on made-up seas of which the truth is known.

In each sea ships fail on their own now and then (truth: dark, one ship silent while others are heard) and
receivers go down for a time (truth: unobserved, all cells they heard go silent). Three regions, three seeds,
three kinds of reception, beyond the stations none; a few silences are mere luck.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from vedette import fields, flow, synthetic
from vedette.watch import Watch

START = datetime.fromisoformat("2030-01-01")
REGIONS = {"north": (60.0, 20.0), "equator": (1.0, 103.0), "far east": (42.0, 131.0)}
# Share of messages heard near a station and beyond all, minutes between messages under way and at rest.
RECEPTION = {
    "dense": (0.95, 0.0, 10.0, 20.0),
    "seldom": (0.95, 0.0, 15.0, 75.0),
    "thin": (0.35, 0.0, 20.0, 40.0),
}
VERDICTS = ("dark", "unobserved", "unclear")


def plan(region: str, reception: str, *, ships: int = 60, days: int = 45) -> synthetic.Sea:
    """A sea of 2 by 4 degrees with five ports, two stations, and outages of one and of both."""
    south, west = REGIONS[region]
    near, beyond, moving, resting = RECEPTION[reception]
    ports = tuple(
        synthetic.Place(f"port-{n}", south + lat, west + lon)
        for n, (lat, lon) in enumerate([(0.3, 0.3), (1.7, 0.6), (0.9, 2.0), (0.4, 3.6), (1.6, 3.4)])
    )
    ears = ("west", 1.0), ("east", 3.0)
    down = (("west", 12, 20), ("east", 17, 9), ("west", 22, 60), ("east", 22, 60), ("east", 30, 36))
    phase = synthetic.Phase(START, tuple(port.id for port in ports), in_turn=False, stay_h=(10.0, 40.0))
    return synthetic.Sea(
        f"{region}, {reception}",
        START,
        START + timedelta(days=days),
        (south - 1, west - 1, south + 3, west + 5),
        ports,
        (synthetic.Fleet("ships", ships, 70, 100.0, 16.0, 6.0, (phase,), faults_per_day=0.03),),
        tuple(synthetic.Station(name, south + 1, west + lon, 180.0, near) for name, lon in ears),
        tuple(
            synthetic.Outage(name, START + timedelta(days=day), START + timedelta(days=day, hours=hours))
            for name, day, hours in down
        ),
        heard_elsewhere=beyond,
        moving_min=moving,
        resting_min=resting,
    )


def found(made: synthetic.Made, until: datetime) -> pa.Table:
    """The gaps that vedette finds in a sea and how it judges them."""
    steps = flow.steps_of(Watch("none", "Nothing"))
    feed = [
        {
            "source": made.positions["source"][0].as_py(),
            "start": pc.min(made.positions["time"]).as_py(),
            "end": pc.max(made.positions["time"]).as_py(),
            "messages": len(made.positions),
        }
    ]
    given = {"positions": made.positions, "statics": made.statics, "feeds": fields.from_rows(feed, "feeds")}
    ships = flow.together([flow.of_ships({**given, "places": fields.empty("places")}, steps, until)])
    events = flow.of_places({**ships, "places": fields.empty("places")}, steps, until)["events"]
    return events.filter(pc.equal(events["kind"], "gap"))


def judged(made: synthetic.Made, until: datetime) -> Iterator[tuple[str, str]]:
    """What each closed gap truly was, and what it was said to be; what was both is left out."""
    truth = made.truth.to_pylist()
    for gap in found(made, until).filter(pc.field("end").is_valid()).to_pylist():
        ours = [row for row in truth if row["mmsi"] == gap["mmsi"]]
        off = sum(_both(gap, row) for row in ours if row["kind"] == "dark")
        unheard = sum(_both(gap, row) for row in ours if row["kind"] == "unheard")
        down = any(_both(gap, row) for row in truth if row["kind"] == "outage")
        if off and not down:
            yield "one ship silent", json.loads(gap["details"])["class"]
        elif unheard and not off:
            yield "receivers down" if down else "sent, heard by nobody", json.loads(gap["details"])["class"]


def _both(gap: dict[str, datetime], row: dict[str, datetime]) -> float:
    """Hours in which both went on."""
    together = min(gap["end"], row["end"]) - max(gap["start"], row["start"])
    return max(0.0, together.total_seconds() / 3600)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--ships", type=int, nargs="+", default=[60])
    asked = parser.parse_args()
    started = time.monotonic()
    print(f"{'reception':<10} {'ships':>5} {'truth':<24}{'gaps':>6}" + "".join(f"{v:>12}" for v in VERDICTS))
    for reception in RECEPTION:
        for ships in asked.ships:
            counts: Counter[tuple[str, str]] = Counter()
            for region in REGIONS:
                sea = plan(region, reception, ships=ships)
                for seed in range(asked.seeds):
                    counts.update(judged(synthetic.sea(sea, seed), sea.end))
            for truth in sorted({truth for truth, _ in counts}):
                total = sum(counts[truth, verdict] for verdict in VERDICTS)
                shares = "".join(f"{counts[truth, verdict] / total:>12.1%}" for verdict in VERDICTS)
                print(f"{reception:<10} {ships:>5} {truth:<24}{total:>6}{shares}")
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
