"""The brief as Markdown: no text of a stranger is markup."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outputs import world
from vedette.outputs import brief as briefs
from vedette.outputs import markdown
from vedette.outputs.markdown import escaped

_OURS = re.compile(r'<br>|<a id="r\d+"></a>')


def page(name: str = "Alpha", source: str = "sightings/sighted") -> str:
    return markdown.page(briefs.facts(world.tables(name, source), world.watch(name), world.UNTIL))


def rows(text: str) -> list[int]:
    """How many cells each table row has."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [len(re.findall(r"(?<!\\)\|", line)) for line in lines]


def test_it_says_the_same_as_the_page():
    text = page()

    assert "**Cargo is moving from Alpha: likely (50–80 %).** [1](#r1)" in text
    assert "- Likelihood: **likely**, 50–80 % (middle 67 %) [1](#r1)\n- Confidence: **moderate**\n" in text
    assert "Speaker 2 Alpha denies (17 Oct 2023): “no proof of Alpha”" in text


def test_every_link_has_its_anchor():
    text = page()

    assert set(re.findall(r"\(#(r\d+)\)", text)) <= set(re.findall(r'<a id="(r\d+)">', text))


def test_synthetic_rows_are_marked():
    assert page(source="synthetic:sea").count("`SYNTHETIC`") > 8
    assert "SYNTHETIC" not in page()


def test_an_empty_case_is_said_to_be_empty():
    text = markdown.page(briefs.facts({}, world.watch(), world.UNTIL))

    assert "**Nothing was observed up to 23 Oct 2023.**" in text


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>",
        "a|b|c",
        "`x`",
        "[x](http://y)",
        "# x",
        "- x",
        "**x**",
        "www.x.y",
        "\\|",
        "1. x",
    ],
)
def test_a_hostile_name_neither_breaks_a_table_nor_becomes_markup(name: str):
    text = page(name)

    assert rows(text) == rows(page())
    assert "<" not in _OURS.sub("", text)
    assert "http://" not in text


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_no_text_in_any_table_changes_the_shape(name: str):
    text = page(name)

    assert rows(text) == rows(page())
    assert "<" not in _OURS.sub("", text)


@given(st.text())
def test_an_escaped_text_is_one_line_without_a_bare_sign(text: str):
    said = escaped(text)

    assert "\n" not in said
    assert not re.search(r"(?<!\\)(?:\\\\)*[|`*\[\]<>]", said)


def test_ordinary_words_stay_readable():
    assert escaped("Rajin (Najin) port, 55–80 %; “said so”") == "Rajin (Najin) port, 55–80 %; “said so”"
