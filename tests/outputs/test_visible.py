"""What strangers typed, made visible."""

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from vedette.outputs.visible import shown, visible


def test_a_right_to_left_override_is_shown_by_its_number():
    assert visible("invoice\u202efdp.exe") == "invoice[U+202E]fdp.exe"


def test_control_characters_become_pictures_and_line_ends_stay():
    assert visible("a\x00b\x1b[31m\tc\r\nd\x85") == "a␀b␛[31m\tc\nd[U+0085]"


def test_hangul_cyrillic_and_joined_persian_stay_as_they_are():
    for name in ("라진항", "Ангара", "می\u200cخواهم", "São João"):
        assert visible(name) == shown(name) == name


def test_a_tower_of_combining_marks_is_thinned_but_real_marks_stay():
    assert shown("Z" + "\u0301" * 40 + "o") == "Z\u0301\u0301\u0301o"
    assert shown("e\u0302\u0301") == "e\u0302\u0301"


def test_a_line_is_never_longer_than_asked():
    assert shown("x" * 500, longest=10) == "x" * 9 + "…"
    assert shown("x" * 10, longest=10) == "x" * 10


@given(st.text())
def test_what_is_visible_can_stand_in_xml(text: str):
    element = ET.Element("t")
    element.text = visible(text)

    ET.XML(ET.tostring(element, encoding="unicode"))


@given(st.text())
def test_making_visible_twice_changes_nothing(text: str):
    assert visible(visible(text)) == visible(text)
