"""The map: what is drawn, what is not, and that no name can become a part of it."""

import json
import xml.etree.ElementTree as ET
from typing import Any

import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outputs import world
from vedette import fields
from vedette.outputs import map_svg
from vedette.outputs.drawing.frames import fitted
from vedette.outputs.drawing.labels import Wish, overlap, placed
from vedette.outputs.drawing.land import land, packs

SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "defs", "clipPath", "rect", "g", "path", "text", "circle"}


def drawn(places: pa.Table, events: pa.Table, tracks: pa.Table | None = None, **more: Any) -> ET.Element:
    return ET.XML(map_svg.drawn(places, events, tracks, **{"title": "A map", **more}))


def gap(**changed: Any) -> pa.Table:
    row = world.tables()["events"].to_pylist()[-1]
    return fields.from_rows([{**row, **changed}], "events")


def titles(picture: ET.Element) -> list[str]:
    return [element.text or "" for element in picture.iter(f"{SVG}title")]


def texts(picture: ET.Element) -> list[str]:
    return [element.text or "" for element in picture.iter(f"{SVG}text")]


def places() -> pa.Table:
    return world.tables()["places"]


def test_it_says_what_it_is_to_those_who_cannot_see_it():
    picture = drawn(places(), world.tables()["events"])

    assert picture.attrib["role"] == "img"
    assert picture.attrib["aria-label"] == "Map: A map"
    assert titles(picture)[0] == "Map: A map"


def test_sighted_calls_and_calls_seen_by_ais_differ_in_shape_and_are_counted():
    calls = world.tables()["events"].to_pylist()[:3]
    heard = [{**row, "event": f"h{n}", "rule": "port_call/1"} for n, row in enumerate(calls)]
    said = titles(drawn(places(), fields.from_rows([*calls, *heard], "events")))

    assert "3 calls sighted at Alpha Alpha, 3–17 Oct 2023" in said
    assert "3 calls seen by AIS at Alpha Alpha, 3–17 Oct 2023" in said


def test_a_gap_is_dashed_between_open_circles():
    picture = drawn(places(), gap())
    dashed = [path for path in picture.iter(f"{SVG}path") if path.find(f"{SVG}title") is not None]
    line = next(path for path in dashed if "silent" in (path.find(f"{SVG}title").text or ""))
    ends = [c for c in picture.iter(f"{SVG}circle") if "silent" in (c.findtext(f"{SVG}title") or "")]

    assert line.attrib["stroke-dasharray"]
    assert [end.attrib["fill"] for end in ends] == ["#ffffff", "#ffffff"]


def test_a_gap_that_goes_on_is_one_open_circle():
    picture = drawn(places(), gap(end=None, end_lat=None, end_lon=None, duration_h=None))
    said = [title for title in titles(picture) if "silent" in title]

    assert said == ["mmsi:273000001 silent since 5 Oct 2023; dark"]


def test_a_gap_whose_class_nobody_gave_is_not_drawn_as_dark():
    picture = drawn(places(), gap(details=json.dumps({"class": "<script>"})))

    assert any("unclear" in title for title in titles(picture))


def test_a_track_is_not_drawn_across_a_silence():
    hours = [0, 1, 2, 20, 21]
    track = pa.table(
        {
            "mmsi": [1] * 5,
            "lon": [130.5 + hour / 10 for hour in hours],
            "lat": [42.5] * 5,
            "time": pa.array([world.day("2023-10-01").replace(hour=hour) for hour in hours], fields.TIME),
        }
    )
    picture = drawn(places(), fields.empty("events"), track)
    line = next(p for p in picture.iter(f"{SVG}path") if p.findtext(f"{SVG}title") == "Track of MMSI 1")

    assert line.attrib["d"].count("M") == 2


def test_over_the_date_line_the_picture_stays_small_and_the_gap_short():
    row = gap(lat=52.0, lon=179.0, end_lat=52.5, end_lon=-179.0)
    picture = drawn(fields.empty("places"), row)
    scale = next(text for text in texts(picture) if " nm at " in text)

    assert int(scale.split(" nm")[0]) <= 50


def test_synthetic_rows_put_a_banner_on_the_map():
    assert "SYNTHETIC DATA" in texts(drawn(places(), gap(source="synthetic:sea")))
    assert "SYNTHETIC DATA" not in texts(drawn(places(), gap()))


def test_what_lies_outside_is_counted_and_not_hidden():
    far = gap(lat=-30.0, lon=10.0, end_lat=-31.0, end_lon=10.0)
    said = " ".join(texts(drawn(places(), far, core=("alpha", "beta"))))

    assert "1 event began outside the map." in said


def test_an_empty_map_is_still_a_map():
    assert drawn(fields.empty("places"), fields.empty("events")) is not None


def test_the_same_input_gives_the_same_bytes():
    rows = world.tables()["events"]

    assert map_svg.drawn(places(), rows, title="x") == map_svg.drawn(places(), rows, title="x")


@pytest.mark.parametrize("corners", [((-179, -70), (179, 75)), ((100, 0), (150, 60)), ((118, 32), (146, 55))])
def test_no_map_is_larger_than_its_bound(corners: tuple[tuple[float, float], ...]):
    rows = [
        {"place": f"p{n}", "name": "x", "geometry": shapely.Point(at).wkb} for n, at in enumerate(corners)
    ]

    picture = map_svg.drawn(fields.from_rows(rows, "places"), fields.empty("events"), title="x")
    assert len(picture) < 300_000


def test_the_finest_coast_that_a_pixel_can_show_is_taken():
    near, far = land((130, 42, 131, 43), 0.001), land((120, 33, 145, 54), 0.5)

    assert near[1] != far[1]
    assert {credit for _, some in (near, far) for credit in some} == {pack.credit for pack in packs()}


def test_land_is_where_it_is_on_both_sides_of_the_date_line():
    shape, _ = land((170.0, 60.0, 190.0, 70.0), 0.05)

    assert shape.contains(shapely.Point(178.0, 67.0))
    assert shape.contains(shapely.Point(182.0, 67.0))
    assert not shape.contains(shapely.Point(180.0, 61.0))


@pytest.mark.parametrize(
    ("lon", "lat", "dry"), [(37, 66, 0), (100, 66, 1), (0, 67, 0), (160, 72, 0), (0, -85, 1)]
)
def test_land_and_sea_are_not_mistaken(lon: float, lat: float, dry: bool):
    shape, _ = land((-180.0, -90.0, 180.0, 84.0), 0.4)

    assert shape.contains(shapely.Point(lon, lat)) == bool(dry)


points = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=20)


@given(points)
def test_a_frame_holds_what_it_was_made_for(some: list[tuple[float, float]]):
    frame = fitted(some, left=0, top=0, width=900, tallest=600)

    assert frame.height <= 600.001
    assert frame.east - frame.west <= 360.001
    for lon, lat in some:
        if abs(lat) < 80 and frame.east - frame.west < 359:
            assert -0.01 <= frame.x(lon) <= 900.01


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=20), st.floats(0, 300), st.floats(0, 200)), max_size=25)
)
def test_labels_never_overlap_and_never_leave_the_picture(wishes: list[tuple[str, float, float]]):
    found = placed([Wish(said, x, y, 5.0) for said, x, y in wishes], [], (0, 0, 300, 200))
    boxes = [label.box for label in found if label is not None]

    assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= 300 and box[3] <= 200 for box in boxes)
    assert not any(overlap(one, other) for n, one in enumerate(boxes) for other in boxes[n + 1 :])


@settings(max_examples=25, deadline=None)
@given(
    st.text() | st.sampled_from(["<img src=x onerror=alert(1)>", '"/><script>x</script>', "'; x='", "&lt;"])
)
def test_no_name_becomes_an_element_or_an_attribute(name: str):
    rows = world.tables(name or "x")
    plain = drawn(rows["places"], rows["events"], title="x")
    picture = drawn(rows["places"], rows["events"], title=name, names={273000001: name})

    assert {element.tag.removeprefix(SVG) for element in picture.iter()} <= TAGS
    names = {key for element in plain.iter() for key in element.attrib}
    assert {key for element in picture.iter() for key in element.attrib} <= names
