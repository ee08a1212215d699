"""The pages: what they use of others is what it says it is, and nothing is asked of a network."""

import hashlib
import json
import re
import tomllib
from pathlib import Path

from vedette.outputs.drawing.land import BASEMAP

PAGES = Path(__file__).parents[2] / "src" / "vedette" / "console" / "pages"
OWN = sorted(
    p for p in [*PAGES.glob("app/*"), PAGES / "index.html", PAGES / "fonts" / "fonts.css"] if p.is_file()
)


def test_every_file_of_others_is_listed_with_its_package_licence_and_hash() -> None:
    packages = tomllib.loads((PAGES / "vendor" / "VENDOR.toml").read_text(encoding="utf-8"))["package"]
    listed = {file: digest for one in packages for file, digest in one["files"].items()}
    there = {p for folder in ("vendor", "fonts") for p in (PAGES / folder).rglob("*") if p.is_file()}
    names = {p.relative_to(PAGES).as_posix() for p in there} - {"vendor/VENDOR.toml", "fonts/fonts.css"}
    assert names == set(listed)
    for file, digest in listed.items():
        assert hashlib.sha256((PAGES / file).read_bytes()).hexdigest() == digest, file
    assert all(one["version"] and one["licence"] for one in packages)


def test_maplibre_is_new_enough() -> None:
    packages = tomllib.loads((PAGES / "vendor" / "VENDOR.toml").read_text(encoding="utf-8"))["package"]
    version = next(one["version"] for one in packages if one["name"] == "maplibre-gl")
    assert tuple(map(int, version.split("."))) >= (6, 4, 1)


def test_our_pages_name_no_address_of_a_network() -> None:
    for path in OWN:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
        assert not re.search(r"https?://[a-z0-9]", text), path.name
        assert not re.search(
            r"\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|eval)\b", text
        ), path.name


def test_the_page_imports_what_is_there() -> None:
    text = (PAGES / "index.html").read_text(encoding="utf-8")
    mapped = json.loads(re.search(r'<script type="importmap">(.*?)</script>', text, re.DOTALL)[1])["imports"]
    asked = [*mapped.values(), *re.findall(r'(?:src|href)="(/[^"]+)"', text)]
    others = ("/favicon.ico", "/brief.html", "/api/")
    assert all((PAGES / one.lstrip("/")).is_file() for one in asked if not one.startswith(others))
    for path in PAGES.glob("app/*.js"):
        for one in re.findall(r'(?:from |import\()"([^"]+)"', path.read_text(encoding="utf-8")):
            assert one in mapped or (path.parent / one).is_file(), (path.name, one)


def test_the_map_tiles_are_beside_their_coastlines_and_say_their_licence() -> None:
    for name in ("world.pmtiles", "northeast-asia.pmtiles"):
        assert (BASEMAP / name).read_bytes()[:7] == b"PMTiles"
        assert name in (BASEMAP / "README.md").read_text(encoding="utf-8")
        assert name in (BASEMAP / "NOTICE").read_text(encoding="utf-8")


def test_what_the_first_picture_needs_is_asked_for_at_once_and_nothing_large_is() -> None:
    """Modules that import each other one after the other are waited for one after the other."""
    ahead = set(re.findall(r'modulepreload" href="(/[^"]+)"', (PAGES / "index.html").read_text("utf-8")))
    mapped = json.loads(
        re.search(r'importmap">(.*?)</script>', (PAGES / "index.html").read_text("utf-8"), re.DOTALL)[1]
    )["imports"]
    needed, todo = set[str](), ["/app/main.js"]
    while todo:
        one = todo.pop()
        if one not in needed and one.startswith(("/app/", "/vendor/")):
            needed.add(one)
            said = re.findall(
                r'^import [^;]*?from "([^"]+)"', (PAGES / one[1:]).read_text("utf-8"), re.MULTILINE
            )
            todo += [mapped.get(name, name.replace("./", "/app/", 1)) for name in said]
    assert {one for one in needed if one.startswith("/app/")} <= ahead
    assert sum((PAGES / one[1:]).stat().st_size for one in needed) < 200_000
