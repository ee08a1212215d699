"""That compiled kernels work where nothing may be written."""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import os, pathlib, stat
os.environ.pop("NUMBA_CACHE_DIR", None)
os.access = lambda *_, **__: False  # neither the package nor the user's cache
from vedette.kernels import arcs
assert arcs.arc_m(0.0, 0.0, 0.0, 1.0) > 111_000
folder = pathlib.Path(os.environ["NUMBA_CACHE_DIR"])
assert any(folder.rglob("*.nbi")), "nothing was kept"
assert stat.S_IMODE(folder.stat().st_mode) == 0o700
print(folder)
"""


def test_what_is_compiled_is_kept_for_this_process_alone_where_nothing_may_be_written():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert not Path(done.stdout.strip()).exists()
