import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from tests.worlds import heard, place, places, tracks_of
from vedette import fields, gazetteer
from vedette.events.port_call import port_calls


def named(name):
    return gazetteer.ports().filter(pc.equal(gazetteer.ports()["place"], name)).to_pylist()[0]


def test_it_holds_the_ports_of_the_world_and_watches_none():
    found = gazetteer.ports()

    assert found.schema == fields.schema("places")
    assert 10_000 < len(found) < 13_000
    assert found["role"].null_count == len(found)
    assert len(pc.unique(found["place"])) == len(found)
    assert gazetteer.FILE.stat().st_size < 600_000


def test_a_port_has_a_name_one_reads_its_code_and_points_round_its_berths():
    port = named("gaz-kr-busan-new-port")

    assert (port["name"], port["country"], port["code"]) == ("Busan New Port", "KR", "KRBNP")
    assert shapely.from_wkb(named("gaz-ru-vladivostok")["geometry"]).geom_type == "MultiPoint"
    assert named("gaz-kp-najin")["name"] == "Najin, Rajin, Rashin"
    assert named("gaz-hk-hong-kong")["country"] == "HK"


def test_every_point_is_on_the_globe():
    at = shapely.get_coordinates(shapely.from_wkb(gazetteer.ports()["geometry"].to_pylist()))

    assert np.abs(at[:, 0]).max() <= 180
    assert np.abs(at[:, 1]).max() <= 90
    assert 20_000 < len(at) < 30_000


def test_a_case_has_it_beside_its_own_places_unless_it_says_no():
    own = places(place("gaz-kr-busan"), place("mine"))

    found = gazetteer.beside(own)

    assert found["place"].to_pylist()[:2] == ["gaz-kr-busan", "mine"]
    assert len(found) == 2 + len(gazetteer.ports()) - 1
    assert gazetteer.beside(own, wanted=False).equals(own)


def test_only_places_where_something_happened_are_told():
    events = pa.table({"place": ["gaz-kr-busan", None, "mine"]})

    assert gazetteer.of_events(places(place("mine")), events)["place"].to_pylist() == ["mine", "gaz-kr-busan"]


def test_calls_are_found_without_any_file_of_places():
    berth = heard(0, 1, 2, lat=35.104, lon=129.094)

    found = port_calls(tracks_of(berth), gazetteer.ports(), fields.empty("feeds"))

    assert found["place"].to_pylist() == ["gaz-kr-busan"]


def test_what_the_user_added_comes_before_it_where_both_mean_one_port():
    berth = heard(0, 1, 2, lat=35.104, lon=129.094)
    own = places(place("wpi-60390", lat=35.1, lon=129.09, role=None))
    watched = places(place("pier", lat=35.12, lon=129.09))

    for mine in (own, watched):
        found = port_calls(tracks_of(berth), gazetteer.beside(mine), fields.empty("feeds"))

        assert found["place"].to_pylist() == mine["place"].to_pylist()
