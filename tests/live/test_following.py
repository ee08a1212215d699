"""What is made anew only where it can have changed is what the whole record comes to."""

import random
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from vedette import fields, flow, running, store, watch
from vedette.live import following, spans
from vedette.live.spans import Following
from vedette.synthetic.labelled import Labelled, LabelledSea, labelled_sea

EXACT = Following(settled_h=24.0, step_h=3.0, look_h=30.0, stale=0.0, whole_h=1e9)


DAYS = 14


def case_of(path: Path) -> store.Case:
    text = (watch.bundled("default") / "watch.toml").read_text(encoding="utf-8")
    return store.create(path, f"gazetteer = false\n{text}")


def until_then(rows: pa.Table, since: datetime, until: datetime) -> pa.Table:
    time = rows["time"].to_numpy()
    return rows.filter(pa.array((time >= np.datetime64(since)) & (time < np.datetime64(until))))


def as_rows(table: pa.Table) -> list[str]:
    return sorted(map(repr, table.to_pylist()))


def differences(
    found: dict[str, pa.Table], wanted: dict[str, pa.Table]
) -> dict[str, tuple[list[str], list[str]]]:
    """The rows of each table that only one of the two has."""
    apart = {}
    for name in flow.HANDED_ON:
        one, other = as_rows(found[name]), as_rows(wanted[name])
        if one != other:
            mine, theirs = set(one), set(other)
            apart[name] = (
                [row for row in one if row not in theirs],
                [row for row in other if row not in mine],
            )
    return apart


def ticked(sea: LabelledSea, path: Path, cuts: list[datetime], check: set[int]) -> following.Follower:
    """Follow a sea from cut to cut, and hold it against the whole record where that is asked."""
    case = case_of(path)
    # Two weeks of cadence would be most of the sea: then little could be left unread.
    steps = flow.steps_of(watch.read(case.watch), {"gap": {"cadence_days": 2.0}})
    follower = following.Follower(EXACT)
    before = datetime(1970, 1, 1)
    for number, cut in enumerate(cuts):
        for name, rows in (("positions", sea.positions), ("statics", sea.statics)):
            store.append(case, name, until_then(rows, before, cut), f"{name} {number}")
        feeds = sea.feeds.to_pylist()
        heard = [{**row, "end": min(row["end"], cut)} for row in feeds if row["start"] < cut]
        beside = {"places": sea.places, "feeds": fields.from_rows(heard, "feeds")}
        wish = running.Wish(cut, memory=1 << 30)
        found = follower(case, wish, beside, steps)
        if number in check:
            wanted = running.whole(case, wish, beside, steps)
            apart = differences(found, wanted)
            assert not apart, {k: (v[0][:2], v[1][:2], len(v[0]), len(v[1])) for k, v in apart.items()}
        before = cut
    return follower


@pytest.mark.parametrize(
    ("region", "reception", "seed"),
    [
        pytest.param("korea", "dense", 1, marks=pytest.mark.slow),
        ("baltic", "thin", 2),
        pytest.param("oman", "satellite", 3, marks=pytest.mark.slow),
        pytest.param("korea", "seldom", 4, marks=pytest.mark.slow),
    ],
)
def test_however_a_sea_is_cut_into_ticks_its_ships_did_the_same(region, reception, seed, tmp_path):
    sea = labelled_sea(
        Labelled(region=region, reception=reception, seed=seed, ships=30, background=15, days=DAYS)
    )
    rng = random.Random(seed)
    start = sea.until - timedelta(days=DAYS)
    hours = [*sorted({0.5 + (24 * DAYS - 1) * rng.random() for _ in range(14)}), 24.0 * DAYS]
    cuts = [start + timedelta(hours=h) for h in hours]

    follower = ticked(sea, tmp_path / "case", cuts, {5, 8, 11, len(cuts) - 1})

    settled = [ship for unit in follower._units for ship in unit.ships.values() if ship.cut > spans.EVER]
    assert len(settled) > 15, "too little was settled to show anything"
    assert follower.rows < 0.8 * len(sea.positions)
