"""What numba keeps of kernels is never of other sources, and they work where nothing may be written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from vedette import kernels

CALLED = "from numba import njit\n\n@njit(cache=True)\ndef more(x):\n    return x + {more}\n"
CALLER = """
from numba import njit
from vedette.kernels.called import more

@njit(cache=True)
def twice(x):
    return 2 * more(x)
"""
ASK = "from vedette.kernels.caller import twice; print(twice(1), sum(twice.stats.cache_hits.values()))"
NOWHERE = """
import os, pathlib, stat
os.environ.pop("NUMBA_CACHE_DIR", None)
os.access = lambda *_, **__: False  # neither the package nor the user's cache
from vedette.kernels import arcs
assert arcs.arc_m(0.0, 0.0, 0.0, 1.0) > 111_000
folder = pathlib.Path(os.environ["NUMBA_CACHE_DIR"])
assert any(folder.rglob("*.nbi")), "nothing was kept"
assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
print(folder)
"""


class Package:
    """A package of two kernels, one of which calls the other, kept as vedette keeps its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "vedette" / "kernels"
        self.folder.mkdir(parents=True)
        (self.folder.parent / "__init__.py").touch()
        shutil.copy(kernels.__file__, self.folder)
        (self.folder / "caller.py").write_text(CALLER)
        self.adds(1)

    def adds(self, more: int) -> None:
        (self.folder / "called.py").write_text(CALLED.format(more=more))

    def asked(self, program: str = ASK, **environment: str) -> list[str]:
        """What a process of its own prints."""
        clean = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
        there = {**clean, "PYTHONPATH": str(self.folder.parent.parent), **environment}
        command = [sys.executable, "-c", program]
        return subprocess.run(command, env=there, capture_output=True, text=True, check=True).stdout.split()

    def kept(self) -> set[str]:
        return {path.name for path in (self.folder / "__pycache__").glob("vedette-compiled-*")}


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return Package(tmp_path / "there")


def test_a_kernel_is_compiled_again_when_only_one_that_it_calls_has_changed(package):
    assert package.asked() == ["4", "0"]
    assert package.asked() == ["4", "1"]

    package.adds(2)

    assert package.asked() == ["6", "0"]


def test_where_the_user_wants_it_kept_it_is_compiled_again_too(package, tmp_path):
    wanted = {"NUMBA_CACHE_DIR": str(tmp_path / "wanted")}
    package.asked(**wanted)
    package.adds(2)

    assert package.asked(**wanted) == ["6", "0"]
    assert not package.kept()


def test_a_process_that_another_started_keeps_its_own_state(package, tmp_path):
    other = Package(tmp_path / "other")
    other.adds(7)
    start = f"""
import os, subprocess, sys, vedette.kernels
os.environ["PYTHONPATH"] = {str(tmp_path / "other")!r}
sys.exit(subprocess.run([sys.executable, "-c", {ASK!r}]).returncode)
"""

    assert package.asked(start) == ["16", "0"]


def test_former_states_do_not_pile_up(package):
    for more in range(9):
        package.adds(more)
        package.asked("import vedette.kernels")

    latest = package.kept()
    package.adds(7)
    package.asked("import vedette.kernels")

    assert len(latest) == 4
    assert package.kept() == latest


def test_what_is_compiled_is_kept_for_this_process_alone_where_nothing_may_be_written():
    done = subprocess.run([sys.executable, "-c", NOWHERE], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert not Path(done.stdout.strip()).parent.exists()
