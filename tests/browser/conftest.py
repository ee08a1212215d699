"""A real browser on a real server over the bundled case; skipped, loudly, where there is no browser.

`make test-console` installs what these need. They are slow: a map is drawn by software here.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.console.web import small

CHROMIUM = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
ARGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]
DEMO = os.environ.get("VEDETTE_DEMO_CASE")


def _missing() -> str:
    try:
        import playwright.sync_api  # noqa: F401, PLC0415
    except ImportError:
        return "playwright is not installed"
    if CHROMIUM is None:
        return "there is no chromium"
    return "" if os.environ.get("VEDETTE_BROWSER_TESTS") else "VEDETTE_BROWSER_TESTS is not set"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser, and say so where nobody overlooks it."""
    here = [item for item in items if "tests/browser" in item.path.as_posix()]
    why = _missing()
    if here and why:
        warnings.warn(
            f"{len(here)} browser tests of the console are SKIPPED: {why}. make test-console runs them.",
            stacklevel=1,
        )
        for item in here:
            item.add_marker(pytest.mark.skip(reason=f"{why}: make test-console"))


@dataclass
class Served:
    """A console that runs, and the case it shows."""

    url: str
    case: Path
    process: subprocess.Popen[bytes]
    asked: list[str] = field(default_factory=list)


def start(case: Path) -> Served:
    """A console over a case on a free port, in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "vedette", "serve", str(case), "--port", str(port), "--no-open", "-q"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(1200):
        try:
            urlopen(f"{url}/api/case", timeout=5).close()  # noqa: S310
            return Served(url, case, process)
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError("the console did not start")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The console over a copy of the bundled case, with a ship that has a Korean name beside it."""
    folder = tmp_path_factory.mktemp("demo") / "case"
    if DEMO:
        shutil.copytree(DEMO, folder)
    else:
        command = [sys.executable, "-m", "vedette", "demo", "--case", str(folder), "--no-open", "-q"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    served = start(folder)
    yield served
    served.process.kill()
    served.process.wait()


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The console over a small case full of names that would like to be run."""
    folder = tmp_path_factory.mktemp("hostile") / "case"
    small.case(folder)
    served = start(folder)
    yield served
    served.process.kill()
    served.process.wait()


@pytest.fixture(scope="session")
def browser():  # type: ignore[no-untyped-def]
    """One browser for all tests."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield found
        found.close()


@pytest.fixture
def page(browser):  # type: ignore[no-untyped-def]
    """A page that fails the test when its script fails or it asks another origin."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="dark")
    one = context.new_page()
    one.set_default_timeout(45_000)
    faults: list[str] = []
    foreign: list[str] = []
    one.on("pageerror", lambda error: faults.append(str(error)))
    one.on(
        "console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None
    )
    one.on("dialog", lambda dialog: (faults.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
    one.on(
        "request",
        lambda asked: (
            foreign.append(asked.url)
            if not asked.url.startswith(("http://127.0.0.1:", "blob:", "data:"))
            else None
        ),
    )
    yield one
    context.close()
    assert not faults, faults
    assert not foreign, foreign
