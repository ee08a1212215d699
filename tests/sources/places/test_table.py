import pytest
import shapely

from tests.sources.samples import only, reasons, tables
from vedette.sources.places import table

HEADER = "place_id,name,country,lat,lon,radius_km,kind,unlocode,role\n"


def read(*rows):
    return tables(table.SOURCE, HEADER + "\n".join(rows) + "\n", "places.csv")


def test_a_place_is_a_point_with_a_radius():
    place = only(
        read('harbour,"The Harbour, three piers",KP,42.2271,130.2826,1.5,port,KP RJN,loading port')["places"]
    )
    geometry = place.pop("geometry")

    assert shapely.from_wkb(geometry) == shapely.Point(130.2826, 42.2271)
    assert place == {
        "place": "harbour",
        "name": "The Harbour, three piers",
        "kind": "port",
        "country": "KP",
        "radius_m": 1500.0,
        "role": "loading port",
        "code": "KPRJN",
        "source": "places/table",
        "record": "0123456789ab:2",
    }


def test_a_place_without_a_role_is_listed_for_only_a_gazetteer_has_none():
    place = only(read("harbour,,,42,130,,,,")["places"])

    assert (place["role"], place["radius_m"], place["country"], place["code"]) == ("listed", None, None, None)


@pytest.mark.parametrize(
    ("written", "country"), [("KP/RU", "KP/RU"), ("kp", "KP"), ("North Korea", None), ("KPR", None)]
)
def test_a_country_is_two_letters_and_on_a_border_two_of_them(written, country):
    assert only(read(f"harbour,,{written},42,130,,,,")["places"])["country"] == country


@pytest.mark.parametrize(
    ("lat", "lon", "radius"),
    [
        ("91", "130", ""),
        ("42", "181", ""),
        ("42N", "130", ""),
        ("", "130", ""),
        ("nan", "130", ""),
        ("1e9", "1", ""),
        ("42", "130", "0"),
        ("42", "130", "-1"),
        ("42", "130", "5000"),
        ("42", "130", "wide"),
    ],
)
def test_bad_coordinates_and_radii_are_refused(lat, lon, radius):
    rows = read(f"a,,,{lat},{lon},{radius},,,", "b,,,42,130,1,,,")

    assert [line for line, _ in reasons(rows)] == [2]
    assert only(rows["places"])["place"] == "b"


def test_a_place_needs_an_id():
    assert reasons(read(",Harbour,,42,130,,,,")) == [(2, "the place has no place_id")]
