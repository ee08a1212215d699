"""KML that Earth viewers read, whatever a ship is called."""

import io
import xml.etree.ElementTree as ET
from datetime import datetime
from typing import Any

import shapely
from hypothesis import given
from hypothesis import strategies as st

from vedette import fields
from vedette.outputs import kml

NS = "{http://www.opengis.net/kml/2.2}"
NOON = datetime.fromisoformat("2023-09-12T12")


def written(table: str, *rows: dict[str, Any]) -> ET.Element:
    stream = io.BytesIO()
    kml.write(table, fields.from_rows(list(rows), table), stream)
    return ET.XML(stream.getvalue())


def test_a_gap_is_a_line_in_the_style_of_what_is_inferred():
    gap = {"event": "g", "kind": "gap", "start": NOON, "lat": 1.0, "lon": 2.0, "end_lat": 3.0, "end_lon": 4.0}
    mark = written("events", gap).find(f".//{NS}Placemark")

    assert mark.find(f"{NS}styleUrl").text == "#inferred"
    assert mark.find(f".//{NS}coordinates").text == "2.0,1.0 4.0,3.0"
    assert mark.find(f".//{NS}begin").text == "2023-09-12T12:00:00Z"


def test_a_polygon_with_a_hole_keeps_it():
    ring = shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 6, 6))
    found = written("places", {"place": "p", "name": "p", "geometry": ring.wkb})

    assert len(found.findall(f".//{NS}innerBoundaryIs")) == 1


def test_a_position_has_its_moment():
    found = written("positions", {"mmsi": 5, "time": NOON, "lat": 1.0, "lon": 2.0})

    assert found.find(f".//{NS}when").text == "2023-09-12T12:00:00Z"


def test_synthetic_rows_are_named_so():
    found = written("positions", {"mmsi": 5, "time": NOON, "lat": 1.0, "lon": 2.0, "source": "synthetic:x"})

    assert found.find(f".//{NS}Placemark/{NS}name").text == "SYNTHETIC 5"


@given(st.text(), st.text())
def test_no_name_makes_an_element_of_its_own(name: str, what: str):
    plain = written("sightings", {"sighting": "s", "vessel_name": "x", "what": "y", "lat": 1.0, "lon": 2.0})
    found = written("sightings", {"sighting": "s", "vessel_name": name, "what": what, "lat": 1.0, "lon": 2.0})

    assert [element.tag for element in found.iter()] == [element.tag for element in plain.iter()]
