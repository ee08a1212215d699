"""What is public is held here, in the reference pages (tables, flags), and nowhere else."""

import re
import subprocess
import sys
from pathlib import Path

import vedette
from vedette import sources
from vedette.steps import Source

PUBLIC = """
Batch CaseError MissingExtra Opened Reading SchemaError Source SourceError Step TABLES VedetteError WatchError
__version__ conform empty from_rows schema
"""


def test_the_public_names_are_these():
    assert sorted(vedette.__all__) == sorted(PUBLIC.split())
    assert all(hasattr(vedette, name) for name in vedette.__all__)


def test_importing_vedette_needs_only_arrow_and_numpy():
    listed = "import sys, vedette; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", listed], capture_output=True, text=True, check=True)

    assert not set(done.stdout.split()) & {
        "polars",
        "deltalake",
        "click",
        "rich",
        "pyais",
        "scipy",
        "shapely",
        "jinja2",
    }


def test_a_source_of_another_package_joins_by_its_entry_point(monkeypatch):
    stranger = Source("other/format", ("positions",), "", "", "", lambda _: 0.0, lambda *_: iter(()))

    class Entry:
        def load(self) -> Source:
            return stranger

    monkeypatch.setattr(
        sources, "entry_points", lambda group: [Entry()] if group == "vedette.sources" else []
    )

    assert sources.named("other/format") is stranger


def test_every_source_has_a_name_of_its_own():
    names = [source.name for source in sources.SOURCES]

    assert len(set(names)) == len(names)


ROOT = Path(__file__).parent.parent


def test_every_target_of_make_that_a_page_names_is_there():
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"]
    pages += [*ROOT.glob("docs/**/*.md")]
    named = {
        name for page in pages for name in re.findall(r"`make ([a-z-]+)", page.read_text(encoding="utf-8"))
    }

    assert named - targets == set()


def test_every_page_is_in_the_index():
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = [
        page
        for room in ("concepts", "how-to", "methods", "decisions")
        for page in (ROOT / "docs" / room).glob("*.md")
    ]

    assert [page.name for page in pages if f"{page.parent.name}/{page.name}" not in index] == []
