"""The chart of an indicator."""

import xml.etree.ElementTree as ET
from datetime import timedelta
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outputs import world
from vedette import fields
from vedette.outputs import chart_svg
from vedette.outputs.chart_svg import Marked

SVG = "{http://www.w3.org/2000/svg}"


def weeks(**changed: Any) -> pa.Table:
    rows = [{**row, **changed} for row in world.tables()["indicators"].to_pylist()]
    return fields.from_rows(rows, "indicators")


def drawn(rows: pa.Table, **more: Any) -> ET.Element:
    return ET.XML(chart_svg.drawn(rows, **{"title": "Calls a week", **more}))


def tips(picture: ET.Element, tag: str) -> list[str]:
    return [element.findtext(f"{SVG}title") or "" for element in picture.iter(SVG + tag)]


def test_a_week_not_observed_is_hatched_and_has_no_bar():
    picture = drawn(weeks())
    hatched = [tip for tip in tips(picture, "rect") if tip.startswith("Not observed")]

    assert "Not observed or counted: 25 Sep – 1 Oct 2023" in hatched
    assert not any(tip.startswith("Week of 25 Sep") for tip in tips(picture, "rect"))


def test_a_week_that_has_no_row_is_hatched_too():
    rows = weeks().take([0, 4])

    assert any("25 Sep" in tip for tip in tips(drawn(rows), "rect"))


def test_a_week_in_alarm_says_so_in_colour_shape_and_words():
    picture = drawn(weeks())
    texts = [element.text for element in picture.iter(f"{SVG}text")]

    assert sum(tip.endswith("alarm") for tip in tips(picture, "rect")) == 2
    assert sum(tip.endswith("alarm") for tip in tips(picture, "path")) == 2
    assert "alarm, week of 9 Oct 2023" in texts


def test_a_bar_tells_its_count_band_and_chance():
    assert (
        "Week of 9 Oct 2023: 1 counted; 0.05 to be expected (0 to 0); 3 in 4 weeks, of which the chance is "
        "1 in 1,100 if nothing has changed; alarm"
    ) in tips(drawn(weeks()), "rect")


def test_a_bar_leads_to_its_record():
    picture = drawn(weeks(), links={"i-3": "#r7"})

    assert [link.attrib["href"] for link in picture.iter(f"{SVG}a")] == ["#r7"]


def test_marked_moments_are_labelled_and_those_outside_are_not_drawn():
    inside, outside = world.day("2023-10-13"), world.day("2021-01-01")
    picture = drawn(weeks(), marked=[Marked(inside, "Eye: disclosure"), Marked(outside, "long ago")])
    texts = [element.text for element in picture.iter(f"{SVG}text")]

    assert "Eye: disclosure" in texts
    assert "long ago" not in texts
    assert "13 Oct 2023: Eye: disclosure" in tips(picture, "path")


def test_many_moments_at_once_keep_their_lines_when_words_have_no_room():
    at = world.day("2023-10-13")
    crowd = [Marked(at + timedelta(hours=n), f"somebody of the crowd, number {n}") for n in range(30)]

    assert sum("crowd" in tip for tip in tips(drawn(weeks(), marked=crowd), "path")) == 30


def test_synthetic_counts_put_a_banner_on_the_chart():
    texts = [element.text for element in drawn(weeks(source="synthetic:sea")).iter(f"{SVG}text")]

    assert "SYNTHETIC DATA" in texts


def test_no_weeks_give_a_picture_that_says_so():
    texts = [element.text for element in drawn(fields.empty("indicators")).iter(f"{SVG}text")]

    assert "No week was counted." in texts


def test_the_same_weeks_in_any_order_give_the_same_bytes():
    rows = weeks()

    assert chart_svg.drawn(rows, title="x") == chart_svg.drawn(rows.take([4, 2, 0, 1, 3]), title="x")


counts = st.none() | st.floats(0, 1e6)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(counts, counts, counts), min_size=1, max_size=90), st.text())
def test_any_counts_and_any_words_make_sound_xml(values: list[tuple[float | None, ...]], name: str):
    first = world.day("2022-01-03")
    rows = [
        {"indicator": str(n), "series": name, "start": first + n * world.WEEK, "value": value, "rule": name,
         "end": first + (n + 1) * world.WEEK, "expected": mean, "high": high, "low": 0.0}
        for n, (value, mean, high) in enumerate(values)
    ]  # fmt: skip
    picture = drawn(
        fields.from_rows(rows, "indicators"), title=name, marked=[Marked(first + world.WEEK, name)]
    )

    assert {element.tag.removeprefix(SVG) for element in picture.iter()} <= {
        "svg", "title", "defs", "pattern", "rect", "g", "path", "text", "a",
    }  # fmt: skip
