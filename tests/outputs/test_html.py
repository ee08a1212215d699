"""The brief as a page: whole in itself, and deaf to what strangers write."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outputs import world
from vedette.outputs import brief as briefs
from vedette.outputs import html

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "=cmd|' /C calc'!A0",
    "\u202egnp.exe",
    "</style></title></svg><iframe>",
    "]]>--><!--",
    "javascript:alert(1)",
    "Z" + "\u0301" * 60,
]


class Seen(HTMLParser):
    """Every element with the names of its attributes, and every address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[tuple[str, tuple[str, ...]]] = set()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add((tag, tuple(sorted(name for name, _ in attrs))))
        found = dict(attrs)
        self.addresses += [
            found[name] or "" for name in ("href", "src", "xlink:href", "action") if name in found
        ]
        self.ids += [found["id"] or ""] if "id" in found else []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def seen(text: str) -> Seen:
    parser = Seen()
    parser.feed(text)
    parser.close()
    return parser


def page(name: str = "Alpha", source: str = "sightings/sighted") -> str:
    return html.page(briefs.facts(world.tables(name, source), world.watch(name), world.UNTIL))


def test_it_asks_for_nothing_from_anywhere():
    text = page()
    found = seen(text)

    assert all(address.startswith("#r") for address in found.addresses)
    assert {"script", "link", "img", "iframe", "object", "form"} & {tag for tag, _ in found.elements} == set()
    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    assert "url(http" not in text
    assert "@import" not in text


def test_every_link_has_its_target_and_no_id_is_there_twice():
    found = seen(page())

    assert {address[1:] for address in found.addresses} <= set(found.ids)
    assert len(set(found.ids)) == len(found.ids)


def test_confidence_has_a_line_of_its_own():
    text = page()

    assert re.search(r"<dt>Confidence</dt><dd><b>moderate</b></dd>", text)
    assert not any("likely" in words and "moderate" in words for words in seen(text).words)


def test_synthetic_data_puts_a_banner_on_top_and_a_mark_on_each_row():
    text = page(source="synthetic:sea")

    assert text.index('class="banner"') < text.index("<h1>")
    assert text.count('<span class="synthetic">') > 8
    assert 'class="synthetic"' not in page()


def test_an_empty_case_is_a_page_too():
    text = html.page(briefs.facts({}, world.watch(), world.UNTIL))

    assert "Nothing was observed up to 23 Oct 2023." in text
    assert "AIS: nothing was heard" in text


def test_the_same_facts_give_the_same_page():
    assert page() == page()


def shapes(name: str) -> set[tuple[str, tuple[str, ...]]]:
    return seen(page(name)).elements


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_as_text(name: str):
    text = page(name)

    assert seen(text).elements <= shapes("Alpha") | {("path", ("d", "stroke", "stroke-width"))}
    assert "<script" not in text
    assert "\u202e" not in text
    assert "\u0301" * 4 not in text
    assert "49" not in " ".join(words for words in seen(text).words if "7 * 7" in words)


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_no_text_in_any_table_makes_an_element_or_an_attribute(name: str):
    found = seen(page(name))

    assert found.elements <= shapes("Alpha") | {("path", ("d", "stroke", "stroke-width"))}
    assert all(address.startswith("#r") for address in found.addresses)


@pytest.mark.slow
def test_a_browser_draws_it_with_nothing_to_complain_of(tmp_path: Path):
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        pytest.skip("no chromium here")
    (tmp_path / "brief.html").write_text(page("<img src=x onerror=alert(1)>"), encoding="utf-8")
    drawn = tmp_path / "brief.png"
    told = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--enable-logging=stderr",
         "--disable-background-networking", f"--user-data-dir={tmp_path / 'profile'}",
         f"--screenshot={drawn}", "--window-size=1280,2000", (tmp_path / "brief.html").as_uri()],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip

    assert drawn.stat().st_size > 20_000
    assert b"CONSOLE" not in told.stderr
