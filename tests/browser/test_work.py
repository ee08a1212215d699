"""What an analyst does all day: long lists, days typed, two things side by side, files taken away."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from tests.browser.conftest import Served, start
from tests.console.web import small
from vedette import fields, store

VIEWS = ("map", "alerts", "ship", "indicators", "hypotheses", "claims", "flows", "lists", "brief", "status")
CHOSEN = {"ship": "&sel=ship:mmsi:273000000", "lists": "&q=angara"}


def taken(served: Served, path: str) -> tuple[str, bytes]:
    """A file as a browser would save it, and what kind it is."""
    with urlopen(served.url + path, timeout=120) as answer:  # noqa: S310
        return answer.headers["content-type"], answer.read()


def test_of_ten_thousand_alerts_few_are_in_the_page_and_each_can_be_reached(
    page: Any, tmp_path: Path
) -> None:
    case = small.case(tmp_path / "case")
    rows = [small.alert(n) for n in range(3, 10_000)]
    store.append(case, "alerts", fields.from_rows(rows, "alerts"), "many")
    served = start(case.path)
    try:
        page.goto(f"{served.url}/?view=alerts")
        page.locator(".card").nth(5).wait_for()
        assert page.locator(".card").count() < 150
        page.goto(f"{served.url}/?view=alerts&sel=alert:alarm-5001")
        page.locator(".card.on").wait_for()
        box = page.locator(".card.on").bounding_box()
        assert 0 <= box["y"] < 800
        before = page.evaluate("vedette.state().selected")
        page.keyboard.press("j")
        page.locator(".card.on", has_text="Calls at rajin").wait_for()
        assert page.evaluate("vedette.state().selected") != before
        assert page.locator(".card").count() < 150
    finally:
        served.process.kill()


def test_days_are_typed_alike_in_every_country_and_say_when_they_are_none(
    browser: Any, hostile: Served
) -> None:
    for country in ("en-US", "ko-KR"):
        context = browser.new_context(locale=country, timezone_id="Asia/Seoul")
        page = context.new_page()
        page.goto(f"{hostile.url}/?view=alerts")
        field = page.locator(".when input").first
        page.locator(".when input[placeholder^='20']").first.wait_for()  # the case has told its days
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", field.get_attribute("placeholder"))
        for typed, kept in (("2024", "2024-01-01"), ("2023-12-31 06:00", "2023-12-31T06:00Z"), ("", "")):
            field.fill(typed)
            field.press("Enter")
            assert page.evaluate("vedette.state().from") == kept
        field.fill("01/02/2024")
        field.press("Enter")
        assert field.get_attribute("aria-invalid") == "true"
        assert page.evaluate("vedette.state().from") == ""
        context.close()


def test_two_ships_and_two_times_stand_side_by_side_and_in_the_address(page: Any, demo: Served) -> None:
    page.goto(f"{demo.url}/?view=ship&sel=ship:imo:9179842")
    page.locator("button", has_text="Compare with").click()
    page.keyboard.type("lady r")
    page.locator("[role=option]", has_text="imo:").first.wait_for()
    page.keyboard.press("Enter")
    page.locator("table.beside").wait_for()
    assert "with=ship:" in page.url
    assert page.locator("table.beside thead th b").count() == 2
    page.goto(f"{demo.url}/?view=indicators&with=time:&from=2023-11-01&to=2024-05-01")
    page.locator("table.times tbody tr").first.wait_for()
    assert page.locator("table.times .nodata").count() > 0  # weeks without a look are not nothing counted


@pytest.mark.parametrize("view", VIEWS)
def test_every_file_that_a_view_offers_comes_and_says_where_it_came_from(
    page: Any, hostile: Served, view: str
) -> None:
    page.goto(f"{hostile.url}/?view={view}{CHOSEN.get(view, '')}")
    page.locator(".exports a, .unfold, button.folded").first.wait_for()
    if view == "map":
        page.locator("button.folded").click()
        page.locator(".legend .exports a").first.wait_for()
    offered = page.eval_on_selector_all(".exports a[href]", "all => all.map(a => a.getAttribute('href'))")
    assert offered
    snapshot = page.evaluate("vedette.state().snapshot")
    for path in {*offered} - {"/brief.pdf"}:
        kind, data = taken(hostile, path)
        assert data, path
        if path.startswith("/api/"):
            text = data.decode()
            assert snapshot in text or len(text.splitlines()) == 1, path  # a table without rows is its head
            harmless(kind, text, path)


def harmless(kind: str, text: str, path: str) -> None:
    """Nothing in a file runs in a spreadsheet, hides, or turns the order of letters round."""
    if "csv" in kind:
        assert "\u202e" not in text, path
        for row in csv.reader(io.StringIO(text)):
            for cell in row:
                bad = cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not re.fullmatch(
                    r"-?[\d.e+-]+", cell
                )
                assert not bad, (path, cell)
    else:
        json.loads(text)


def test_pages_of_hostile_names_are_text_and_their_pdf_is_made(hostile: Served) -> None:
    for path in ("/brief.html", "/ship/273000000.html", "/ship/273000001.html", "/ship/273000003.html"):
        kind, data = taken(hostile, path)
        assert kind.startswith("text/html")
        assert b"<img src=x" not in data
        assert "\u202e" not in data.decode()
    for path in ("/brief.pdf", "/ship/273000002.pdf", f"/ship/{quote(small.HOSTILE[0], safe='')}.pdf"):
        kind, data = taken(hostile, path)
        assert (kind, data[:5]) == ("application/pdf", b"%PDF-"), path


def test_feeds_that_stopped_are_said_to_be_old_and_one_that_is_down_is_told(
    page: Any, tmp_path: Path
) -> None:
    case = small.case(tmp_path / "case")
    feed = {"feed": "roof", "address": "tcp://x:1", "connected": False, "trouble": "<b>refused</b>"}
    counts = dict.fromkeys(("lines", "lost", "overlong", "connections", "failures"), 0)
    said = {
        "at_us": 1_700_000_000_000_000,
        "feeds": [{**feed, **counts, "lines_per_second": 0, "last": None}],
    }
    (case.path / "journal").mkdir()
    (case.path / "journal" / "health.json").write_text(json.dumps(said), encoding="utf-8")
    served = start(case.path)
    try:
        page.goto(f"{served.url}/?view=status")
        page.locator("td", has_text="not connected: <b>refused</b>").wait_for()
        page.locator(".nodata", has_text="it does not run now").wait_for()
        page.locator(".live.trouble", has_text="feeds 0 of 1").wait_for()
    finally:
        served.process.kill()


def test_a_link_made_on_other_data_says_so_and_a_filter_is_in_the_address(page: Any, hostile: Served) -> None:
    page.goto(f"{hostile.url}/?view=alerts&snap=000000000000")
    page.locator(".banner.warn", has_text="Not the same data").wait_for()
    page.locator(".tabs button", has_text="Decided").click()
    assert "show=decided" in page.url
    page.locator(".rail button", has_text="Claims").click()
    assert "show=" not in page.url
    page.go_back()
    page.locator(".tabs button.on", has_text="Decided").wait_for()
    now = page.evaluate("vedette.state().snapshot")
    page.goto(f"{hostile.url}/?view=alerts&snap={now}")
    page.locator(".card").first.wait_for()
    assert page.locator(".banner", has_text="Not the same data").count() == 0


def test_the_edge_of_a_pane_is_moved_by_mouse_and_keys_and_stays_where_it_was_put(
    page: Any, hostile: Served
) -> None:
    page.goto(f"{hostile.url}/?view=alerts")
    edge, side = page.locator("[role=separator]"), page.locator(".split > .side")
    edge.wait_for()
    before = side.bounding_box()["width"]
    edge.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert side.bounding_box()["width"] == before + 48
    assert edge.get_attribute("aria-valuenow") == str(round(before + 48))
    at = edge.bounding_box()
    page.mouse.move(at["x"] + 4, at["y"] + 40)
    page.mouse.down()
    page.mouse.move(at["x"] + 34, at["y"] + 40, steps=3)
    page.mouse.up()
    wide = side.bounding_box()["width"]
    assert wide == before + 78
    page.reload()
    edge.wait_for()
    assert side.bounding_box()["width"] == wide
    edge.focus()
    page.keyboard.press("Enter")
    assert side.bounding_box()["width"] == before


def test_what_is_selected_on_the_map_has_an_edge_of_its_own(page: Any, hostile: Served) -> None:
    page.goto(f"{hostile.url}/?sel=ship:mmsi:273000000")
    page.locator(".right h2").first.wait_for()
    before = page.locator(".right").bounding_box()["width"]
    page.locator("[aria-label='Width of what is selected']").focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator(".right").bounding_box()["width"] == before + 16


def test_a_long_list_comes_a_page_at_a_time_and_each_entry_can_be_found(page: Any, tmp_path: Path) -> None:
    case = small.case(tmp_path / "case")
    rows = [small.entity(n, f"ENTRY {n:05d}") for n in range(10, 1210)]
    store.append(case, "entities", fields.from_rows(rows, "entities"), "many")
    served = start(case.path)
    try:
        page.goto(f"{served.url}/?view=lists")
        page.locator(".pager", has_text="1 to 100 of 1,205 entries").wait_for()
        page.locator(".pager button", has_text="Next").click()
        page.locator(".pager", has_text="101 to 200 of 1,205 entries").wait_for()
        page.locator(".pager input").fill("entry 01207")
        page.locator(".pager", has_text="1 to 1 of 1 entry").wait_for()
        page.locator("td b", has_text="ENTRY 01207").wait_for()
    finally:
        served.process.kill()


def test_what_is_warned_and_on_what_stands_beside_the_map_and_leads_to_it(page: Any, demo: Served) -> None:
    page.goto(demo.url)
    page.locator(".warned h2", has_text="Military cargo").wait_for()
    first = page.locator(".warned li a").first
    assert "Rajin (Najin) port" in page.inner_text(".warned")
    assert first.get_attribute("href").startswith("/?view=")
    first.click()
    page.wait_for_function("['indicators', 'claims'].includes(vedette.state().view)")
