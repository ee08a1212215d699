"""Arrays in, arrays out: no table names, no files, no options.

Kernels that walk rows are compiled when first called, and what was compiled is kept beside them or in the
user's cache. Where neither can be written it is kept for this process alone, in a folder nobody else has.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def _keep_compiled() -> None:
    if "NUMBA_CACHE_DIR" in os.environ:
        return
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    while not home.exists() and home != home.parent:
        home = home.parent
    if os.access(Path(__file__).parent, os.W_OK) or os.access(home, os.W_OK):
        return
    folder = tempfile.mkdtemp(prefix="vedette-compiled-")
    os.environ["NUMBA_CACHE_DIR"] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


_keep_compiled()
