"""The tables of a case as the server holds them: read again when, and only when, they have changed."""

import hashlib
import math
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa

from vedette import store
from vedette.console.web import tiles
from vedette.outputs.visible import visible

LOOK_AGAIN_S = 0.5
TOO_MANY = ("positions", "statics", "refusals", "coverage")
DRAWN = ("positions", "statics", "events")


@dataclass
class Held:
    """One open case, what was read of it, and of which version that was."""

    case: store.Case
    _tables: dict[str, tuple[int, pa.Table]] = field(default_factory=dict)
    _seen: tuple[float, dict[str, int]] = (0.0, {})
    _index: tuple[str, tiles.Index] | None = None
    _made: dict[tuple[str, ...], Any] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _sorting: threading.Lock = field(default_factory=threading.Lock)

    def versions(self, *, now: bool = False) -> Mapping[str, int]:
        """The version of each table, looked at no more than twice a second unless asked for ``now``."""
        with self._lock:
            at = time.monotonic()
            if now or not self._seen[1] or at - self._seen[0] > LOOK_AGAIN_S:
                self._seen = (at, store.versions(self.case))
            return self._seen[1]

    def read(self, table: str) -> pa.Table:
        """The rows of a table as they now are."""
        version = self.versions()[table]
        with self._lock:
            if table not in self._tables or self._tables[table][0] != version:
                self._tables[table] = (version, store.read(self.case, table))
            return self._tables[table][1]

    def snapshot(self, *tables: str) -> str:
        """A short name for the versions of these tables, or of all, and of the watch."""
        versions = self.versions()
        asked = tables or tuple(sorted(versions))
        told = [f"{name}={versions[name]}" for name in asked]
        watch = self.case.watch.stat().st_mtime_ns if self.case.watch.exists() else 0
        return hashlib.sha256(f"{self.case.path.resolve()} {watch} {told}".encode()).hexdigest()[:12]

    def index(self) -> tiles.Index:
        """The positions as map tiles ask for them."""
        name = self.snapshot(*DRAWN)
        with self._sorting:  # of its own: what needs no positions does not wait for them
            if self._index is None or self._index[0] != name:
                self._index = (name, tiles.index(self.case))
            return self._index[1]

    def once(self, make: Any, *key: str) -> Any:
        """What ``make()`` gives, made once for each snapshot and key."""
        whole = (self.snapshot(), *key)
        with self._lock:
            if whole in self._made:
                return self._made[whole]
        made = make()
        with self._lock:
            self._made = {k: v for k, v in self._made.items() if k[0] == whole[0]}
            while len(self._made) >= 64:
                self._made.pop(next(iter(self._made)))
            self._made[whole] = made
        return made


def plain(value: Any, *, show: bool = True) -> Any:
    """A value for JSON: times with Z, no NaN, no bytes; with ``show``, nothing hidden in strangers' text."""
    if isinstance(value, str):
        return visible(value) if show else value
    if value is None or isinstance(value, (bool, int, float)):
        return None if isinstance(value, float) and not math.isfinite(value) else value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") + "Z"
    if isinstance(value, Mapping):
        return {str(key): plain(one, show=show) for key, one in value.items() if not isinstance(one, bytes)}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one, show=show) for one in value]
    return str(value)
