import pytest
import shapely

from tests.sources.opened import opened_from
from tests.sources.samples import only, reasons, tables
from vedette.sources.places import world_port_index

HEADER = "World Port Index Number,Main Port Name,UN/LOCODE,Country Code,Harbor Size,Latitude,Longitude\n"


def read(*rows):
    return tables(world_port_index.SOURCE, HEADER + "\n".join(rows) + "\n", "UpdatedPub150.csv")


def test_a_port_is_a_point_nobody_watches():
    port = only(read("60510,Najin,KP RJN,North Korea,Small,42.233333,130.3")["places"])

    assert shapely.from_wkb(port.pop("geometry")) == shapely.Point(130.3, 42.233333)
    assert port == {
        "place": "wpi-60510",
        "name": "Najin",
        "kind": "port",
        "country": "KP",
        "radius_m": None,
        "role": None,
        "code": "KPRJN",
        "source": "places/world-port-index",
        "record": "0123456789ab:2",
    }


@pytest.mark.parametrize(
    ("code", "country", "is_in"),
    [
        (" ", "North Korea", "KP"),
        ("COSDQ", "Dominican Republic", "DO"),
        ("NOMEH", " ", "NO"),
        (" ", " ", None),
        (" ", "Atlantis", None),
        ("XXABC", " ", None),
        ("", "KR", "KR"),
    ],
)
def test_the_country_is_that_of_the_name_and_else_of_the_code(code, country, is_in):
    assert only(read(f"1,Port,{code},{country},,1,2")["places"])["country"] == is_in


@pytest.mark.parametrize(
    ("number", "place", "code"), [("49454.5", "wpi-49454.5", "49454.5"), ("7950.0", "wpi-7950", "7950")]
)
def test_a_port_without_a_locode_goes_by_its_number(number, place, code):
    port = only(read(f"{number},Port, ,India,,1,2")["places"])

    assert (port["place"], port["code"]) == (place, code)


def test_a_row_without_a_number_or_a_position_is_refused():
    rows = read("x,Port,,India,,1,2", ",Port,,India,,1,2", "1,Port,,India,,,2", "1,Port,,India,,95,2")

    assert [line for line, _ in reasons(rows)] == [2, 3, 4, 5]
    assert reasons(rows)[0][1] == "the World Port Index number is 'x'"


def test_the_header_is_told_from_a_like_one():
    assert world_port_index.recognise(opened_from(HEADER.encode())) > 0.9
    assert world_port_index.recognise(opened_from(b"Port Number,Main Port Name,Latitude,Longitude\n")) == 0
