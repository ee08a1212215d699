"""One tick of the walk: calls at forty places over three years, weighed week by week."""

import argparse
import statistics
import time
from datetime import datetime, timedelta

import numpy as np

from vedette import fields
from vedette.indicators import calls

MONDAY = datetime(2021, 1, 4)
WEEK = timedelta(weeks=1)


def sea(places: int, weeks: int, rate: float, seed: int = 7) -> dict[str, object]:
    """Tables of a sea in which every place is heard each week and has about ``rate`` calls."""
    rng = np.random.default_rng(seed)
    names = [f"p{n}" for n in range(places)]
    events = [
        {
            "event": f"{place}-{n}-{k}",
            "kind": "port_call",
            "ship": f"mmsi:{k}",
            "place": place,
            "start": MONDAY + n * WEEK,
            "known": MONDAY + n * WEEK,
            "rule": "port_call/1",
            "source": "synthetic:bench",
        }
        for place in names
        for n in range(weeks)
        for k in range(rng.poisson(rate))
    ]
    heard = [
        {"place": place, "start": MONDAY + n * WEEK, "messages": 100, "ship_hours": 50, "hours": 168}
        for place in names
        for n in range(weeks)
    ]
    return {
        "events": fields.from_rows(events, "events"),
        "sightings": fields.empty("sightings"),
        "exposures": fields.from_rows(heard, "exposures"),
        "places": fields.from_rows([{"place": place, "role": "watched"} for place in names], "places"),
    }


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("--places", type=int, default=40)
    said.add_argument("--weeks", type=int, default=150)
    asked = said.parse_args()
    print(
        f"{'calls a week':>12} {'events':>9} {'ms a tick':>10}   ({asked.places} places, {asked.weeks} weeks)"
    )
    for rate in (0.02, 1.0, 10.0):
        tables = sea(asked.places, asked.weeks, rate)
        taken = []
        for _ in range(6):
            begun = time.process_time()
            calls.calls(*tables.values(), until=MONDAY + asked.weeks * WEEK)
            taken.append(time.process_time() - begun)
        print(f"{rate:>12} {len(tables['events']):>9,} {1000 * statistics.median(taken[1:]):>10.1f}")


if __name__ == "__main__":
    main()
