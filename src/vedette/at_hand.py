"""The lists of a case made ready for screening, kept beside it until they or the way they are read change."""

import hashlib
import sys
import uuid
from contextlib import suppress
from pathlib import Path

from vedette import store
from vedette.entities import screening, shelf
from vedette.entities.screening import Lists

FOLDER = "index"
# What a name is read as depends on these: when one changes, the lists are made ready anew.
_KERNELS = ("letters", "romanised", "likeness", "neighbours", "name_likeness", "name_search", "registers")
_CODE = ("entities", *(f"kernels/{name}.py" for name in _KERNELS), "editions.py")


def lists(case: store.Case) -> Lists:
    """The newest editions, ready: as they were kept, else made and kept where the folder can be written.

    A kept file is for these very rows and this code; one that is damaged is made again.
    """
    path = _path(case)
    try:
        return held(path)
    except (OSError, shelf.UnreadableError):
        made = screening.lists(store.read(case, "entities"), store.read(case, "links"))
    # A case on a disk that cannot be written is screened all the same.
    with suppress(OSError):
        _keep(path, shelf.packed(made))
    return made


def kept(case: store.Case) -> Path | None:
    """Where the lists lie that ``lists`` made ready, for other processes; None where they were not kept."""
    path = _path(case)
    return path if path.is_file() else None


def held(path: Path) -> Lists:
    """The lists that were kept there; UnreadableError when they are not whole."""
    return shelf.unpacked(path.read_bytes())


def _path(case: store.Case) -> Path:
    return case.path / FOLDER / f"screening-{_key(case)}.npz"


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    part.write_bytes(data)
    part.replace(path)
    for old in path.parent.glob("screening-*.npz"):
        if old != path:
            old.unlink(missing_ok=True)


def _key(case: store.Case) -> str:
    here = Path(__file__).parent
    facts = hashlib.blake2b(sys.byteorder.encode(), digest_size=12)
    for one in _CODE:
        for file in sorted((here / one).glob("*.py")) if (here / one).is_dir() else [here / one]:
            facts.update(file.name.encode() + file.read_bytes())
    for table in ("entities", "links", "editions"):
        facts.update(store.version(case, table).encode())
    return facts.hexdigest()
