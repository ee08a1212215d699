"""Each view in a real browser: that it opens, what it says, by keyboard, by address, without a network."""

import json
import os
import re
import signal
import warnings
from base64 import b64decode
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.browser.conftest import Served, start
from tests.console.web import small
from vedette import deciding, store

VIEWS = {
    "map": "[data-idle]",
    "alerts": ".card",
    "ship": "h1:has-text('SYNTHETIC 37')",
    "indicators": ".plot canvas",
    "hypotheses": ".matrix button",
    "claims": "blockquote",
    "flows": ".sheet td",
    "lists": ".hits table",
    "brief": "iframe",
    "status": ".stat",
    "api": ".apiway",
}
SHOWN = {
    "ship": "&sel=ship:mmsi:299000037",
    "claims": "",
    "lists": "&q=lady+r",
    "alerts": "",
    "map": "&at=42.6,131.6,6.4",
}
FAST = """keys => { for (const key of keys) setTimeout(() =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }))); }"""
GALLERY = os.environ.get("VEDETTE_GALLERY")
AXE = os.environ.get("VEDETTE_AXE")


def opened(page: Any, served: Served, view: str, more: str = "", theme: str = "dark") -> None:
    page.goto(f"{served.url}/?view={view}&theme={theme}{SHOWN.get(view, '')}{more}")
    if view in ("claims", "alerts"):
        page.locator(".card").first.wait_for()
        page.keyboard.press("j")
    page.locator(VIEWS[view]).first.wait_for()


def kept(page: Any, name: str) -> None:
    """A picture for docs/gallery, 1,280 pixels wide at most; nothing when none is wanted."""
    if not GALLERY:
        return
    if page.locator(".chart").count():
        page.locator("[data-idle]").wait_for()
    page.wait_for_timeout(1200)
    size = page.viewport_size
    clip = {"x": 0, "y": 0, **size, "scale": min(1.0, 1280 / size["width"])}
    wish = {"format": "webp", "quality": 60, "clip": clip}
    made = page.context.new_cdp_session(page).send("Page.captureScreenshot", wish)
    Path(GALLERY).mkdir(parents=True, exist_ok=True)
    (Path(GALLERY) / f"{name}.webp").write_bytes(b64decode(made["data"]))


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_opens_in_both_themes_and_widths_spills_nothing_and_axe_finds_nothing_serious(
    page: Any, demo: Served, view: str
) -> None:
    """One page goes through all four, as a person does who turns the theme and pulls the window wider."""
    opened(page, demo, view)
    for theme in ("dark", "light"):
        if theme == "light":
            page.locator("[aria-label='Change theme']").click()
        for size in ((1280, 800), (2560, 1440)):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.locator(VIEWS[view]).first.wait_for()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (theme, size)
            assert page.evaluate("document.documentElement.dataset.theme") == theme
            assert page.locator(".banner.synthetic").is_visible()
            kept(page, f"{view}-{theme}-{size[0]}")
        page.set_viewport_size({"width": 1280, "height": 800})
        accessible(page, theme)


def accessible(page: Any, theme: str) -> None:
    """Nothing serious or critical by axe-core, where it could be had."""
    if not AXE:
        warnings.warn("VEDETTE_AXE names no axe.min.js, so axe looked at NOTHING", stacklevel=2)
        return
    page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: false})")
    grave = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
    assert not grave, json.dumps(
        [(theme, o["id"], [n["html"][:160] for n in o["nodes"][:4]]) for o in grave], indent=1
    )


def test_the_whole_triage_goes_by_keyboard_and_is_on_disk_when_the_page_says_so(
    page: Any, tmp_path: Path
) -> None:
    served = start(small.case(tmp_path / "case").path)
    try:
        page.goto(f"{served.url}/?view=alerts")
        page.locator(".card").first.wait_for()
        page.keyboard.press("j")
        page.locator(".explain .node").first.wait_for()
        page.keyboard.press("d")
        page.locator("textarea").wait_for()
        page.keyboard.type("a tug")
        page.keyboard.press("Enter")
        page.locator(".toast.on", has_text="Recorded: dismissed").wait_for()
        os.kill(served.process.pid, signal.SIGKILL)
        served.process.wait()
        (row,) = store.read(store.open_case(served.case), "decisions").to_pylist()
        assert (row["verdict"], row["note"]) == ("false-alarm", "a tug")
    finally:
        served.process.kill()


def test_confirm_watch_and_move_by_keys_alone(page: Any, tmp_path: Path) -> None:
    case = small.case(tmp_path / "case")
    served = start(case.path)
    try:
        page.goto(f"{served.url}/?view=alerts")
        page.locator(".card").nth(2).wait_for()
        page.keyboard.press("j")
        page.locator(".card.on").wait_for()
        first = page.evaluate("vedette.state().selected")
        page.keyboard.press("a")
        page.locator(".toast.on", has_text="confirmed").wait_for()
        page.wait_for_function("before => vedette.state().selected !== before", arg=first)
        page.keyboard.press("w")
        page.locator(".toast.on", has_text="kept under watch").wait_for()
        verdicts = sorted(row["verdict"] for row in deciding.latest(case).values())
        assert verdicts == ["confirmed", "watch"]
        page.keyboard.press("g")
        page.keyboard.press("h")
        page.wait_for_function("vedette.state().view === 'hypotheses'")
        page.keyboard.press("?")
        page.locator("[role=dialog]").wait_for()
        page.keyboard.press("Escape")
        page.keyboard.press("Control+k")
        page.keyboard.type("27300000")
        page.locator("[role=option]", has_text="273000002").wait_for()
        page.keyboard.press("Enter")
        page.wait_for_function("vedette.state().view === 'ship'")
    finally:
        served.process.kill()


def test_keys_pressed_faster_than_the_page_is_drawn_decide_on_the_row_they_reached(
    page: Any, tmp_path: Path
) -> None:
    case = small.case(tmp_path / "case")
    served = start(case.path)
    try:
        page.goto(f"{served.url}/?view=alerts")
        page.locator(".card").nth(2).wait_for()
        with urlopen(f"{served.url}/api/alerts") as answer:  # noqa: S310
            second = json.load(answer)["alerts"][1]["alert"]
        page.evaluate(FAST, "jja")
        page.locator(".toast.on", has_text="confirmed").wait_for()
        assert list(deciding.latest(case)) == [second]
    finally:
        served.process.kill()


def test_back_and_forward_and_a_pasted_address_show_the_same(page: Any, demo: Served) -> None:
    opened(page, demo, "alerts")
    page.locator(".card").nth(2).click()
    chosen = page.evaluate("vedette.state().selected")
    page.keyboard.press("t")
    page.wait_for_function("vedette.state().from !== ''")
    before = page.evaluate("vedette.state()")
    address = page.url
    page.locator(".rail button", has_text="Indicators").click()
    page.locator(".plot canvas").wait_for()
    page.go_back()
    page.locator(".detail h2").wait_for()
    assert page.evaluate("vedette.state()") == before
    page.go_forward()
    page.wait_for_function("vedette.state().view === 'indicators'")
    other = page.context.new_page()
    other.goto(address)
    other.locator(".detail h2").wait_for()
    after = other.evaluate("vedette.state()")
    assert {k: after[k] for k in ("view", "from", "to", "selected", "layers")} == {
        k: before[k] for k in ("view", "from", "to", "selected", "layers")
    }
    assert after["selected"] == chosen
    other.close()


def test_the_map_draws_ships_findings_and_no_more_than_it_may(page: Any, demo: Served) -> None:
    opened(page, demo, "map")
    page.wait_for_function("window.vedetteMap.queryRenderedFeatures({layers: ['places']}).length > 5")
    counts = page.evaluate("""() => { const m = window.vedetteMap; const n = {};
        for (const f of m.queryRenderedFeatures()) n[f.layer.id] = (n[f.layer.id] || 0) + 1; return n; }""")
    assert counts.get("ships", 0) > 5
    assert counts.get("places", 0) > 5
    assert counts.get("gaps-dark", 0) > 1
    assert counts.get("land", 0) + counts.get("land-fine", 0) > 0
    assert sum(counts.values()) <= 20_000
    asked = page.evaluate("""performance.getEntriesByType("resource").map(e => new URL(e.name).pathname)
        .filter(path => path.startsWith("/tiles/") || path.startsWith("/basemap/"))""")
    assert len(asked) == len(set(asked)) > 4  # nothing is fetched twice to draw one picture


def test_a_silence_shows_where_she_can_have_been_hatched_and_in_words(page: Any, demo: Served) -> None:
    with urlopen(f"{demo.url}/api/tables/events?kind=possible_call&limit=5") as answer:  # noqa: S310
        event = json.load(answer)["rows"][0]["event"]
    opened(page, demo, "map", f"&sel=event:{event}")
    page.locator(".sayings p", has_text="Inferred, not observed").wait_for()
    page.wait_for_function("window.vedetteMap.queryRenderedFeatures({layers: ['reach']}).length > 0")
    assert page.evaluate("window.vedetteMap.getPaintProperty('reach', 'fill-pattern')").startswith("hatch")
    kept(page, "inferred")
    assert page.evaluate("window.vedetteMap.getPaintProperty('gaps-dark', 'line-dasharray')")
    assert not page.evaluate("window.vedetteMap.getPaintProperty('track', 'line-dasharray')")


def test_names_of_strangers_are_text_and_nothing_of_them_runs(page: Any, hostile: Served) -> None:
    page.goto(f"{hostile.url}/?view=ship&sel=ship:mmsi:273000000")
    page.locator("h1", has_text="<img src=x onerror=alert(1)>").wait_for()
    page.goto(f"{hostile.url}/?view=alerts")
    page.locator(".card b", has_text="<img src=x").first.wait_for()
    page.goto(f"{hostile.url}/?view=claims&sel=claim:c1")
    page.locator("mark", has_text="containers had left Rajin").wait_for()
    assert page.locator("a[href^='javascript']").count() == 0
    page.goto(f"{hostile.url}/?view=lists&q=" + "%3Cimg%20src=x%20onerror=alert(1)%3E")
    page.locator(".hits h2").wait_for()
    assert page.locator("main img").count() == 0
    page.locator("td b", has_text="<img src=x").first.wait_for()
    assert not re.search("\u202e", page.inner_text("body"))
    page.goto(f"{hostile.url}/?view=ship")
    page.locator(".pick a", has_text="<img src=x").first.wait_for()
    assert page.locator("main img").count() == 0
    assert page.locator("main a:not([href^='/'])").count() == 0
    assert not re.search("\u202e", page.inner_text("body"))


def test_no_alert_does_not_look_like_no_data(page: Any, demo: Served, tmp_path: Path) -> None:
    page.goto(f"{demo.url}/?view=alerts&from=2023-01-02&to=2023-01-20")
    page.locator(".empty", has_text="No open alert in this window").wait_for()
    kept(page, "no-alert")
    said = (demo.case / "watch.toml").read_text(encoding="utf-8")
    empty = start(store.create(tmp_path / "empty", said).path)
    try:
        page.goto(f"{empty.url}/?view=alerts")
        page.locator(".banner.warn", has_text="Nothing has been looked for").wait_for()
        page.locator(".unlooked", has_text="Nothing was looked for").wait_for()
        kept(page, "no-data")
        page.goto(f"{empty.url}/?view=lists")
        page.locator(".empty", has_text="nothing can be said about sanctions").wait_for()
        page.goto(f"{empty.url}/?view=status")
        page.locator(".nodata").wait_for()
    finally:
        empty.process.kill()


def test_korean_and_cyrillic_names_are_drawn_with_the_fonts_that_come_along(
    page: Any, hostile: Served
) -> None:
    page.goto(f"{hostile.url}/?view=ship&sel=ship:mmsi:273000004")
    page.locator("h1", has_text="나진호").wait_for()
    kept(page, "korean-names")
    page.wait_for_function("document.fonts.check(\"16px 'Noto Sans KR'\", '나진호')")
    used = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family).join()")
    assert "Noto Sans KR" in used
    assert "Inter" in used


def test_how_sanctions_held_is_a_part_of_the_lists_and_says_what_was_not_observed(
    page: Any, demo: Served
) -> None:
    page.goto(f"{demo.url}/?view=lists")
    page.locator(".tabs button", has_text="How sanctions held").click()
    page.locator(".effects tbody tr").nth(2).wait_for()
    assert "show=sanctions" in page.url
    assert page.locator(".effects td", has_text="not observed").count() > 0
    kept(page, "sanctions")
    page.locator(".effects td .link").first.click()
    page.locator(".rests .explain .node").first.wait_for()
    page.goto(f"{demo.url}/?view=claims")
    page.locator(".card .tag.later").first.wait_for()
