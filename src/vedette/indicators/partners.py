"""Partners: from which countries ships come to a watched place, their shares, and how concentrated."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from vedette.indicators import plain, record
from vedette.kernels import arrays, weeks
from vedette.steps import Step


@dataclass(frozen=True)
class Partners:
    """How many weeks are one window, how long a voyage may last, and how many draws and calls a test needs.

    Half a year smooths the season of two partners alike; ten arrivals in each half are the fewest of which a
    share means anything. The draws are seeded.
    """

    watched: tuple[str, ...] = ()
    window_weeks: int = 26
    voyage_days: float = 60.0
    least: int = 10
    alpha: float = 0.005
    draws: int = 2000
    seed: int = 1


def partners(
    events: pa.Table, places: pa.Table, options: Partners = Partners(), *, until: datetime
) -> pa.Table:
    """Give, for each country with watched places, the share of each partner and the concentration of all.

    An arrival is a call of a known ship there whose call before, within ``voyage_days``, was in another
    country: that is the partner. ``partners/COUNTRY/PARTNER``: ``value`` the share in the last
    ``window_weeks`` with its 80 % range. ``partners/COUNTRY/hhi``: the Herfindahl index with its range, and
    as ``surprise`` the chance, if the shares had not changed, of an index as far from that of the window
    before. One row each, at the last week.
    """
    calls = record.known_by(events, "port_call", until)
    called = places.filter(pc.is_in(places["place"], pc.unique(calls["place"])))
    country = dict(zip(called["place"].to_pylist(), called["country"].to_pylist(), strict=True))
    among = set(record.watched(places, options.watched).to_pylist())
    arrivals = _arrivals(calls, country, among, options)
    now = int(weeks.week_of(record.micros_of(until)))
    found = []
    for home, some in sorted(arrivals.items()):
        late = [one for one in some if now - options.window_weeks < one["week"] <= now]
        early = [
            one for one in some if now - 2 * options.window_weeks < one["week"] <= now - options.window_weeks
        ]
        if late:
            found += _of_country(home, late, early, now, options)
    return plain.rows(found, "partners/1")


def _arrivals(
    calls: pa.Table, country: dict[str, str | None], among: set[str], options: Partners
) -> dict[str, list[dict[str, Any]]]:
    calls = calls.filter(pc.and_(calls["ship"].is_valid(), calls["place"].is_valid()))
    calls = calls.sort_by([("ship", "ascending"), ("start", "ascending"), ("event", "ascending")])
    when = arrays.ints(pc.coalesce(calls["start"], calls["end"]), null=-1)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    last: tuple[str | None, str | None, int] = (None, None, 0)
    rows = calls.select(["event", "ship", "place", "known", "source", "details"]).to_pylist()
    for at, row in zip(when.tolist(), rows, strict=True):
        here = country.get(row["place"]) or json.loads(row["details"] or "{}").get("country")
        ship, left, since = last
        near = ship == row["ship"] and at - since <= options.voyage_days * weeks.DAY_US
        if near and left and here and left != here and row["place"] in among:
            found[here].append({**row, "partner": left, "week": int(weeks.week_of(at))})
        last = row["ship"], here, at
    return found


def _of_country(
    home: str, late: list[dict[str, Any]], early: list[dict[str, Any]], now: int, options: Partners
) -> list[dict[str, Any]]:
    names = sorted({one["partner"] for one in (*late, *early)})
    ours, before = (
        np.asarray([sum(o["partner"] == n for o in some) for n in names]) for some in (late, early)
    )
    rng = np.random.default_rng(options.seed)
    drawn = rng.dirichlet(ours + 0.5, options.draws)
    base = {
        "week": now,
        "window": float(len(late)),
        "window_weeks": float(options.window_weeks),
        "known": max((one["known"] for one in late if one["known"]), default=None),
        "source": plain.source(one["source"] for one in late),
    }
    found = []
    for n, name in enumerate(names):
        low, high = np.quantile(drawn[:, n], (0.1, 0.9))
        ids = sorted(one["event"] for one in late if one["partner"] == name)
        share: dict[str, Any] = {
            "value": ours[n] / ours.sum(),
            "low": float(low),
            "high": float(high),
            "because": ids,
        }
        found.append({**base, **share, "series": f"partners/{home}/{name}"})
    low, high = np.quantile((drawn**2).sum(axis=1), (0.1, 0.9))
    value = float(((ours / ours.sum()) ** 2).sum())
    whole: dict[str, Any] = {"value": value, "low": float(low), "high": float(high)}
    whole |= {"because": sorted(one["event"] for one in (*late, *early)), "series": f"partners/{home}/hhi"}
    if min(ours.sum(), before.sum()) >= options.least:
        p = _changed(ours, before, rng, options.draws)
        whole |= {"surprise": p, "alarm": p < options.alpha, "detector": "shares"}
        whole["expected"] = float(((before / before.sum()) ** 2).sum())
    return [*found, {**base, **whole}]


def _changed(ours: np.ndarray, before: np.ndarray, rng: np.random.Generator, draws: int) -> float:
    """The chance of two indices so far apart if both halves are draws from the shares of both together."""

    def index(counts: np.ndarray) -> np.ndarray:
        return np.asarray(((counts / counts.sum(axis=-1, keepdims=True)) ** 2).sum(axis=-1))

    shares = (ours + before) / (ours + before).sum()
    one, two = (index(rng.multinomial(int(some.sum()), shares, draws)) for some in (ours, before))
    apart = abs(float(index(ours) - index(before)))
    return float((1 + (np.abs(one - two) >= apart - 1e-12).sum()) / (draws + 1))


STEP = Step(
    "partners",
    takes=("events", "places"),
    gives="indicators",
    run=partners,
    options=Partners(),
    by="",
    timed=True,
)
