"""The positions of a case as map tiles: squares of density far out, ships and trails close by.

All positions that can be drawn are held in memory, 60 bytes each, sorted by ship and time and
once more by place; of more than MOST_ROWS every k-th is kept, and ``Index.stride`` says k.
"""

import math
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from vedette import store
from vedette.console.web import vector
from vedette.kernels import maptiles

MOST_ROWS = 20_000_000
ROWS_AT_ONCE = 1_000_000
SHIPS_A_TILE, TRAILS_A_TILE = 600, 200  # 24 tiles cover 2560 x 1440 pixels: 19,200 features at most
POINTS_A_TILE = 40_000
NEAR_ZOOM = 8
FEW_SHIPS = 60  # a tile with no more is drawn ship by ship at any zoom
SIDE_BITS = 7
MOST_KN = 60.0  # a step faster than any merchant ship or patrol boat is a wrong coordinate
BREAK_S = 6 * 3600  # a trail is not drawn over a silence longer than the shortest that is called a gap
Says = Mapping[int, str]


class Tile(NamedTuple):
    """One tile of the map over one window of seconds since 1970."""

    z: int
    x: int
    y: int
    start: int
    end: int


@dataclass
class Index:
    """The positions of a case, sorted by ship and time; ``place`` is their order by place on the map."""

    mmsi: NDArray[np.int64]
    offsets: NDArray[np.int64]
    ship: NDArray[np.int32]
    time: NDArray[np.int64]
    x: NDArray[np.uint32]
    y: NDArray[np.uint32]
    course: NDArray[np.float32]
    speed: NDArray[np.float32]
    made_up: NDArray[np.bool_]
    place: NDArray[np.int64]
    keys: NDArray[np.uint64]
    place_time: NDArray[np.int64]
    place_x: NDArray[np.uint32]
    place_y: NDArray[np.uint32]
    left_out: int
    stride: int
    names: Says
    flagged: frozenset[int]
    _last: dict[tuple[int, int], NDArray[np.int64]] = field(default_factory=dict)

    def last(self, start: int, end: int) -> NDArray[np.int64]:
        """The last row of each ship in a window of seconds, kept for the windows asked last."""
        if (start, end) not in self._last:
            while len(self._last) >= 32:
                self._last.pop(next(iter(self._last)), None)
            self._last[start, end] = maptiles.last_heard(self.offsets, self.time, start, end)
        return self._last[start, end]


def index(case: store.Case) -> Index:
    """Read the positions of a case that have a place and no doubt."""
    total = store.count(case, "positions")
    stride = max(1, -(-total // MOST_ROWS))
    kept, left_out = [], 0
    for part in store.parts(case, ROWS_AT_ONCE):
        rows = store.read_part(case, "positions", part)
        good = pc.and_(pc.less_equal(pc.abs(rows["lat"]), 90.0), pc.less_equal(pc.abs(rows["lon"]), 180.0))
        good = pc.and_(pc.fill_null(good, False), pc.is_null(rows["doubt"]))
        left_out += len(rows) - pc.sum(good).as_py() if len(rows) else 0
        rows = rows.filter(good).sort_by([("mmsi", "ascending"), ("time", "ascending")])
        kept.append(_arrays(rows, stride))
    statics = store.read(case, "statics").select(["mmsi", "time", "name"]).sort_by("time")
    names = dict(zip(statics["mmsi"].to_pylist(), statics["name"].to_pylist(), strict=True))
    return _built(kept, left_out, stride, {k: v for k, v in names.items() if v}, _flagged(case))


def _flagged(case: store.Case) -> frozenset[int]:
    """Ships to be drawn before others: those with an event that is no plain call."""
    events = store.read(case, "events")
    plain = pc.is_in(events["kind"], pa.array(["port_call", "zone", "gap", "identity_clash"]))
    return frozenset(pc.unique(events.filter(pc.invert(plain))["mmsi"].drop_null()).to_pylist())


def _arrays(rows: pa.Table, stride: int) -> dict[str, NDArray[np.generic]]:
    rows = rows.take(pa.array(np.arange(0, len(rows), stride))) if stride > 1 else rows
    x, y = maptiles.mercator(_floats(rows["lat"]), _floats(rows["lon"]))
    made_up = pc.starts_with(pc.fill_null(rows["source"], ""), "synthetic:")
    return {
        "mmsi": rows["mmsi"].to_numpy(),
        "time": rows["time"].cast(pa.int64()).to_numpy() // 1_000_000,
        "x": x,
        "y": y,
        "course": _floats(rows["course_deg"]).astype(np.float32),
        "speed": _floats(rows["speed_kn"]).astype(np.float32),
        "made_up": made_up.to_numpy(zero_copy_only=False),
    }


def _floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def _built(
    kept: list[dict[str, NDArray[np.generic]]],
    left_out: int,
    stride: int,
    names: Says,
    flagged: frozenset[int],
) -> Index:
    kinds = {
        "mmsi": np.int64,
        "time": np.int64,
        "x": np.uint32,
        "y": np.uint32,
        "course": np.float32,
        "speed": np.float32,
        "made_up": np.bool_,
    }
    rows = {
        name: np.concatenate([np.empty(0, dtype=kind), *(part[name] for part in kept)])
        for name, kind in kinds.items()
    }
    order = np.lexsort((rows["time"], rows["mmsi"]))
    rows = {name: values[order] for name, values in rows.items()}
    mmsi, first, counts = np.unique(rows["mmsi"], return_index=True, return_counts=True)
    keys = maptiles.morton(rows["x"], rows["y"])
    place = np.argsort(keys, kind="stable")
    return Index(
        mmsi=mmsi,
        offsets=np.append(first, len(order)).astype(np.int64),
        ship=np.repeat(np.arange(len(mmsi)), counts).astype(np.int32),
        time=rows["time"],
        x=rows["x"],
        y=rows["y"],
        course=rows["course"],
        speed=rows["speed"],
        made_up=rows["made_up"],
        place=place,
        keys=keys[place],
        place_time=rows["time"][place],
        place_x=rows["x"][place],
        place_y=rows["y"][place],
        left_out=left_out,
        stride=stride,
        names=names,
        flagged=flagged,
    )


def density(held: Index, at: Tile) -> NDArray[np.int64]:
    """Positions in each of 128 x 128 squares of a tile in a window of seconds."""
    first, after = maptiles.stretch(held.keys, at.z, at.x, at.y)
    columns = (held.place_x, held.place_y, held.place_time)
    counts: NDArray[np.int64] = maptiles.counted(*columns, first, after, at.start, at.end, at.z, SIDE_BITS)
    return counts


# Few to many, on a dark and on a light ground: all blues, since red means a warning.
_RAMPS = {
    "dark": ((24, 78, 119), (32, 128, 163), (82, 182, 196), (168, 221, 206), (250, 252, 220)),
    "light": ((158, 202, 225), (107, 174, 214), (49, 130, 189), (8, 81, 156), (5, 43, 97)),
}


def picture(counts: NDArray[np.int64], theme: str) -> bytes:
    """The squares as a PNG with nothing where there is nothing; each colour is ten times the one before."""
    level = np.clip(np.log10(np.maximum(counts, 1)) / 4, 0, 1) * 4
    ramp = np.array(_RAMPS[theme], dtype=np.float64)
    low = np.minimum(level.astype(int), 3)
    share = (level - low)[..., None]
    pixels = np.empty((*counts.shape, 4), dtype=np.uint8)
    pixels[..., :3] = (ramp[low] * (1 - share) + ramp[low + 1] * share).astype(np.uint8)
    pixels[..., 3] = np.where(counts > 0, 130 + (level * 28).astype(int), 0)
    height, width = counts.shape
    lines = np.zeros((height, width * 4 + 1), dtype=np.uint8)
    lines[:, 1:] = pixels.reshape(height, width * 4)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines.tobytes(), 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def ships(held: Index, at: Tile) -> bytes:
    """Ships where they were last heard in a window, and their trails, with how many are drawn of how many.

    Layers ``ships`` and ``trails``, and ``drawn`` with one point: ``ships`` drawn ``of`` all in the tile.
    """
    here = last = held.last(at.start, at.end)
    if at.z:
        shift = np.uint32(32 - at.z)
        here = last[(held.x[last] >> shift == at.x) & (held.y[last] >> shift == at.y)]
    near = at.z >= NEAR_ZOOM or len(here) <= FEW_SHIPS
    chosen = _chosen(held, here) if near else here[:0]
    says = {"ships": len(chosen), "of": len(here)}
    return vector.tile(
        {
            "trails": _trails(held, at) if near else [],
            "ships": _points(held, chosen, at),
            "drawn": [(vector.POINT, [[(2048, 2048)]], says)] if len(here) else [],
        }
    )


def _chosen(held: Index, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Ships with findings first, then those heard last."""
    if len(rows) <= SHIPS_A_TILE:
        return rows
    found = np.isin(held.mmsi[held.ship[rows]], np.array(sorted(held.flagged), dtype=np.int64))
    order = np.lexsort((rows, -held.time[rows], ~found))
    return rows[order[:SHIPS_A_TILE]]


def _points(held: Index, rows: NDArray[np.int64], at: Tile) -> list[vector.Feature]:
    px, py = _in_tile(held, rows, at)
    made: list[vector.Feature] = []
    for n, row in enumerate(rows.tolist()):
        mmsi = int(held.mmsi[held.ship[row]])
        course, speed = float(held.course[row]), float(held.speed[row])
        says = {
            "mmsi": mmsi,
            "name": held.names.get(mmsi, "")[:40] or str(mmsi),
            "course": round(course) if math.isfinite(course) else None,
            "speed": round(speed, 1) if math.isfinite(speed) else None,
            "age_h": round((at.end - int(held.time[row])) / 3600, 1),
            "synthetic": bool(held.made_up[row]),
            "found": mmsi in held.flagged,
        }
        made.append((vector.POINT, [[(px[n], py[n])]], says))
    return made


def _trails(held: Index, at: Tile) -> list[vector.Feature]:
    """The ways between positions of one ship in the tile, not drawn over silences."""
    first, after = maptiles.stretch(held.keys, at.z, at.x, at.y)
    rows = maptiles.within(held.place, held.place_time, first, after, at.start, at.end, POINTS_A_TILE)
    if len(rows) < 2:
        return []
    rows.sort()
    ship, time = held.ship[rows], held.time[rows]
    broken = (np.diff(ship) != 0) | (np.diff(time) > BREAK_S) | _too_fast(held, rows)
    edges = np.concatenate([[0], np.flatnonzero(broken) + 1, [len(rows)]])
    longest = np.argsort(-np.diff(edges), kind="stable")[:TRAILS_A_TILE]
    px, py = _in_tile(held, rows, at)
    made: list[vector.Feature] = []
    for n in np.sort(longest).tolist():
        one, other = int(edges[n]), int(edges[n + 1])
        line = [(a // 4 * 4, b // 4 * 4) for a, b in zip(px[one:other], py[one:other], strict=True)]
        line = [point for k, point in enumerate(line) if k == 0 or point != line[k - 1]]
        if len(line) > 1:
            says = {"mmsi": int(held.mmsi[ship[one]]), "synthetic": bool(held.made_up[rows[one]])}
            made.append((vector.LINE, [line], says))
    return made


def _too_fast(held: Index, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Steps that no ship makes, each judged as if it took a minute at least."""
    x, y = held.x[rows].astype(np.float64), held.y[rows].astype(np.float64)
    lat, _ = maptiles.degrees_of(x / 2**32, y / 2**32)
    metres = np.hypot(np.diff(x), np.diff(y)) / 2**32 * 40_075_016.7 * np.cos(np.radians(lat[1:]))
    return np.asarray(metres > MOST_KN * 1852 / 3600 * np.maximum(np.diff(held.time[rows]), 60))


def _in_tile(held: Index, rows: NDArray[np.int64], at: Tile) -> tuple[list[int], list[int]]:
    size = 2.0 ** (32 - at.z)
    px = ((held.x[rows] / size - at.x) * vector.EXTENT).astype(int).tolist()
    py = ((held.y[rows] / size - at.y) * vector.EXTENT).astype(int).tolist()
    return px, py
