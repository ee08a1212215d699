import json

import numpy as np
import pyarrow as pa
import pytest

from tests.worlds import SHIP, at, heard, rows_of
from vedette import flow
from vedette.errors import WatchError
from vedette.events import on_land as module
from vedette.events.displaced_together import displaced_together
from vedette.events.on_land import OnLand, on_land
from vedette.events.teleport import teleports
from vedette.outputs import words
from vedette.positions.doubts import doubts
from vedette.positions.duplicates import duplicates
from vedette.steps import answer
from vedette.watch import Watch

# The coast of Oregon at 44.5 north, which runs straight: at sea, 4 and 20 km inland, and under 2 km.
NORTH = 44.5
SEA, INLAND, FAR_INLAND, HARBOUR = -124.09, -124.03, -123.8, -124.06


def marked(*positions):
    return doubts(duplicates(pa.concat_tables(positions)))


def found(*positions, **options):
    return on_land(marked(*positions), OnLand(**options))


def way(*lon, every=0.05, **more):
    """One number heard at some longitudes in turn, every three minutes."""
    return heard(*(every * np.arange(len(lon))), lat=NORTH, lon=list(lon), **more)


@pytest.mark.redflag("RF03")
def test_a_ship_at_sea_that_is_heard_on_land_for_a_while_and_comes_back():
    rows = found(away_and_back())

    assert rows_of(rows, "mmsi", "start", "end", "lon", "end_lon", "confidence") == [
        (SHIP, at(10 / 60), at(20 / 60), SEA, INLAND, 3.0)
    ]
    told = json.loads(rows["details"][0].as_py())
    assert (told["pattern"], told["messages"]) == ("on land", 10)
    assert 2 < told["inland_km"] < 6
    assert words.false_position("on land", told).endswith("km inland, and back again")


def away_and_back(there=INLAND, times=10, sea=SEA):
    return way(*[sea] * 10, *[there] * times, *[sea] * 10, every=1 / 60)


@pytest.mark.redflag("RF03")
def test_far_inland_it_is_a_teleport_that_says_so_and_no_second_event():
    rows = marked(away_and_back(FAR_INLAND))

    assert len(on_land(rows)) == 0
    told = [json.loads(text) for text in displaced_together(teleports(rows))["details"].to_pylist()]
    assert [one["pattern"] for one in told] == ["teleport"]
    assert 17 < told[0]["inland_km"] < 22


def test_what_a_watch_asks_of_teleports_holds_here_too():
    steps = flow.steps_of(Watch("none", "Nothing"), {"teleport": {"min_jump_nm": 30.0}})
    by_name = {step.name: step for step in steps}
    rows = marked(away_and_back(FAR_INLAND))

    assert len(answer(by_name["teleport"], {"positions": rows})) == 0
    assert len(answer(by_name["on_land"], {"positions": rows})) == 1
    with pytest.raises(WatchError):
        flow.steps_of(Watch("none", "Nothing"), {"on_land": {"teleport": "all"}})


@pytest.mark.parametrize("messages", [1, 2])
def test_a_wrong_coordinate_inland_or_two_are_none(messages):
    assert len(found(away_and_back(times=messages))) == 0


def test_a_coarse_coast_at_a_harbour_is_none():
    rows = away_and_back(HARBOUR, sea=SEA - 0.03)

    assert (len(found(rows)), len(found(rows, min_inland_km=0.5))) == (0, 1)


def test_the_same_jump_along_the_coast_at_sea_is_none():
    assert len(found(away_and_back(SEA - (INLAND - SEA)))) == 0


@pytest.mark.parametrize("minutes", [3, 15, 60])
def test_a_way_up_a_river_is_none_however_seldom_she_is_heard(minutes):
    up = np.arange(0, 6, minutes / 60)
    lon = SEA + np.concatenate([up, up[::-1]]) * 12 / 60 / np.cos(np.radians(NORTH))

    assert len(found(way(*[SEA] * 5, *lon, *[SEA] * 5, every=minutes / 60))) == 0


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ((32.36, 31.35), (32.56, 29.85)),  # Suez
        ((9.0, 53.87), (10.3, 54.45)),  # Kiel
        ((-79.93, 9.45), (-79.5, 8.85)),  # Panama
    ],
)
@pytest.mark.parametrize("minutes", [2, 20])
def test_a_passage_of_a_canal_is_none(begin, end, minutes):
    hours = np.arange(0, 12, minutes / 60)
    lon, lat = (np.interp(hours, [0, 12], [begin[n], end[n]]) for n in (0, 1))

    assert len(found(heard(*hours, lat=lat, lon=lon))) == 0


def test_a_late_receiver_beside_a_river_is_none():
    hours = np.arange(0, 8, 0.05)
    east = np.clip(hours - 1, 0, 3) * 10 / 60 / np.cos(np.radians(NORTH))
    late = (hours > 1) & (hours < 5)

    rows = found(
        heard(*hours, lat=NORTH, lon=SEA + east),
        heard(*(hours[late] + 0.55), lat=NORTH, lon=SEA + east[late], file="g"),
    )

    assert len(rows) == 0


def test_a_ship_that_is_mostly_inland_is_one_of_rivers():
    river = heard(*(-12 + 0.05 * np.arange(100)), lat=NORTH - 0.1, lon=INLAND + 0.02, file="g")
    rows = (river, away_and_back())

    assert (len(found(*rows)), len(found(*rows, most_inland=1.0))) == (0, 1)


def test_no_land_is_looked_up_for_ships_that_do_not_jump(monkeypatch):
    def never(*_):
        raise AssertionError("looked up")

    monkeypatch.setattr(module, "land_at", never)
    monkeypatch.setattr(module, "inland_km", lambda lat, _: np.zeros(0) if not len(lat) else never())

    assert len(found(way(*np.linspace(SEA - 0.5, SEA, 50)))) == 0
