"""Arrays in, arrays out: no table names, no files, no options.

Kernels that walk rows are compiled when first called, and what was compiled is kept beside them, else in the
user's cache, else for this process alone, in a folder nobody else has. A kernel is compiled together with the
kernels it calls, and numba asks only whether its own file changed: so each state of these files as a whole
has a folder of its own, whose name tells it, and the folders of former states are removed.
"""

import atexit
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

_HERE, _MARK = Path(__file__).parent, "vedette-compiled-"
# Several versions may share a home, and a version before may still run: the latest used stay.
_STAY = 4


def _keep_compiled() -> None:
    """Tell numba where to keep what it compiles, which it asks when it is first imported."""
    name = _MARK + _state()
    folder = next((home / name for home in _homes() if _writable(home / name)), None) or _alone() / name
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        _remove_former(folder)
    os.utime(folder)  # it was used now
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    if numba := sys.modules.get("numba"):
        numba.config.CACHE_DIR = str(folder)


def _state() -> str:
    """Sixteen digits that change with any byte of these files; half a megabyte takes a millisecond or two."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(_HERE.glob("*.py")):
        source = path.read_bytes()
        digest.update(f"{path.name} {len(source)} ".encode() + source)
    return digest.hexdigest()


def _homes() -> Iterator[Path]:
    """Where such folders may lie: where the user wants them, beside the kernels, in the user's cache."""
    if wanted := os.environ.get("NUMBA_CACHE_DIR"):
        given = Path(wanted)
        # A process that this one was started by may have set it, for files in another state.
        yield given.parent if given.name.startswith(_MARK) else given
    yield _HERE / "__pycache__"
    try:
        yield Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "vedette"
    except RuntimeError:  # an account may have no home
        return


def _writable(folder: Path) -> bool:
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return there.is_dir() and os.access(there, os.W_OK)


def _alone() -> Path:
    """A folder for this process and those it starts."""
    folder = tempfile.mkdtemp(prefix="vedette-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _remove_former(folder: Path) -> None:
    former = [path for path in folder.parent.glob(_MARK + "*") if path != folder]
    for path in sorted(former, key=_used, reverse=True)[_STAY - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


def _used(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:  # another process removed it
        return 0.0


_keep_compiled()
