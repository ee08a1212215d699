"""A busy roadstead on a working day: ferries, pilots and tugs pass each other, and nobody meets at sea.

The file holds 85 minutes, too short for a meeting of two hours; so it is also judged by half an hour.
"""

import pytest

from tests.real.test_events import flowed, read
from tests.worlds import place, places
from vedette import fields
from vedette.events.encounter import Encounter, encounters
from vedette.events.slow_points import SlowPoints, slow_points

PORTS = places(
    place("portsmouth", 50.81, -1.11, radius_m=4000.0),
    place("southampton", 50.89, -1.40, radius_m=6000.0),
    place("fawley", 50.83, -1.33, kind="oil terminal"),
    place("cowes", 50.76, -1.30),
    place("ryde", 50.74, -1.16),
    place("st-helens-road", 50.72, -1.04, kind="anchorage", radius_m=4000.0),
)


@pytest.fixture(scope="module")
def solent(shared):
    """The Solent after noon on 2016-01-12."""
    names = {
        "Time": "time",
        "MMSI": "mmsi",
        "Latitude_degrees": "lat",
        "Longitude_degrees": "lon",
        "SOG_knots": "speed_kn",
    }
    return flowed(read(shared / "ais" / "solent-2016-01-12.csv.gz", names), PORTS)


def test_no_two_ships_meet_in_the_solent(solent):
    kinds = solent["events"]["kind"].to_pylist()

    assert len(solent["tracks"]) > 10_000
    assert not {"encounter", "loitering"} & set(kinds)


def test_no_two_ships_are_together_for_half_an_hour_away_from_its_ports(solent):
    assert meetings_of_half_an_hour(solent["tracks"], PORTS) == 0


def test_few_neighbours_at_berths_that_nobody_listed_are_taken_for_meetings(solent):
    """More than a hundred were, before ships at rest had to be made fast to each other."""
    assert meetings_of_half_an_hour(solent["tracks"], fields.empty("places")) < 50


def meetings_of_half_an_hour(tracks, where):
    points = slow_points(tracks, where, SlowPoints(min_hours=0.5))
    return len(encounters(points, fields.empty("identities"), Encounter(min_hours=0.5)))
