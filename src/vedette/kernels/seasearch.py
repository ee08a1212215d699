"""Sea search: the shortest ways over water from one point, turning at headlands and nowhere else."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vedette.kernels.sight import arc_m, clear
from vedette.kernels.watermesh import Mesh, beside

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_LEAST_GAIN_M = 1.0
CLEAR, DRAWN, GOAL = 1, 2, 4


class Ends(NamedTuple):
    """The ends of the open canals, in pairs, and the gates that are closed.

    ``square`` is the square of water each end lies in, ``xyz`` where, ``length_m`` the canal to the other end
    of its pair (0 and 1, 2 and 3, ...); ``at`` is the first end in each square, -1 for none.
    """

    square: Ints
    xyz: Floats
    length_m: Floats
    at: NDArray[np.int16]
    gates: Floats


class Ways(NamedTuple):
    """For each node the metres to it, where its way last turned, and what is known of it, as flags."""

    metres: Floats
    turn: NDArray[np.int32]
    state: NDArray[np.uint8]


@njit(cache=True, nogil=True)
def _push(keys: Floats, nodes: Ints, count: int, key: float, node: int) -> int:
    at = count
    while at > 0 and keys[(at - 1) // 2] > key:
        keys[at], nodes[at] = keys[(at - 1) // 2], nodes[(at - 1) // 2]
        at = (at - 1) // 2
    keys[at], nodes[at] = key, node
    return count + 1


@njit(cache=True, nogil=True)
def _pop(keys: Floats, nodes: Ints, count: int) -> int:
    """Take the first away; it must have been read before."""
    count -= 1
    key, node = keys[count], nodes[count]
    at = 0
    while 2 * at + 1 < count:
        child = 2 * at + 1
        if child + 1 < count and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[at], nodes[at] = keys[child], nodes[child]
        at = child
    keys[at], nodes[at] = key, node
    return count


@njit(cache=True, nogil=True)
def _gap_m(a: Floats, b: Floats) -> float:
    return arc_m(a[0], a[1], a[2], b[0], b[1], b[2])


@njit(cache=True, nogil=True)
def _seen(mesh: Mesh, ends: Ends, a: Floats, b: Floats) -> bool:
    return clear(mesh.words, mesh.clear_m, ends.gates, a, b)


@njit(cache=True, nogil=True)
def _at(mesh: Mesh, more: Floats, node: int) -> Floats:
    total = len(mesh.code)
    at: Floats = mesh.xyz[node] if node < total else more[node - total]
    return at


@njit(cache=True, nogil=True)
def _confirmed(mesh: Mesh, ends: Ends, found: Ways, more: Floats, node: int, near: Ints) -> tuple[float, int]:
    """The way to a square that is known to be clear: its metres and last turn, -1 when none is."""
    here = _at(mesh, more, node)
    best, by = found.metres[node], int(found.turn[node])
    if not _seen(mesh, ends, _at(mesh, more, by), here):
        best, by = np.inf, -1
        for k in range(beside(mesh, node, near)):
            other = near[k]
            if not found.state[other] & DRAWN:
                continue
            for either in range(2):
                last = int(found.turn[other]) if either == 0 else int(other)
                there = _at(mesh, more, last)
                way = found.metres[last] + _gap_m(there, here)
                if way < best and _seen(mesh, ends, there, here):
                    best, by = way, last
    # When the turn before the last sees it too, the last is none.
    while by >= 0 and found.turn[by] != by:
        before = int(found.turn[by])
        there = _at(mesh, more, before)
        if not _seen(mesh, ends, there, here):
            break
        best, by = found.metres[before] + _gap_m(there, here), before
    return best, by


@njit(cache=True, nogil=True)
def _next_to(mesh: Mesh, ends: Ends, node: int, square: int, near: Ints) -> int:
    """Who may be reached from a node: the squares beside it or that hold it, and ends of canals there."""
    total = len(mesh.code)
    count = beside(mesh, square, near)
    if node >= total:
        near[count] = square
        count += 1
    if ends.at[square] >= 0:
        for end in range(len(ends.square)):
            if ends.square[end] == square and total + end != node:
                near[count] = total + end
                count += 1
    return count


@njit(cache=True, nogil=True)
def _offered(mesh: Mesh, ends: Ends, found: Ways, more: Floats, node: int, other: int) -> tuple[float, int]:
    """The way on from a drawn node to one next to it: metres and last turn; infinite when it is no gain."""
    total = len(mesh.code)
    last = int(found.turn[node])
    there, to = _at(mesh, more, last), _at(mesh, more, other)
    way = found.metres[last] + _gap_m(there, to)
    if other >= total and not _seen(mesh, ends, there, to):
        way, last = found.metres[node] + _gap_m(_at(mesh, more, node), to), node
    if way >= found.metres[other] - _LEAST_GAIN_M:
        return np.inf, -1
    # It has a way already: a better one must be seen to be clear before it replaces that.
    if other < total and found.state[other] & CLEAR and not _seen(mesh, ends, there, to):
        return np.inf, -1
    return way, last


@njit(cache=True, nogil=True)
def spread(
    mesh: Mesh, ends: Ends, start: Floats, square: int, limit_m: float, goals: Ints, goal: Floats
) -> tuple[Ints, Floats, Ints, Floats]:
    """The squares within ``limit_m`` of a start over water: square, metres, where its way last turned.

    A lazy any-angle search (Nash, Koenig and Tovey 2010): a square takes the last turn of the square it was
    reached from and its great circle from there; when it is drawn and that circle touches land, it turns at
    the best of its neighbours instead. It stops when all ``goals`` (squares) are drawn; with a ``goal`` (a
    unit vector) it looks that way first. Squares are numbered first, then canal ends, last the start; the
    fourth answer holds the unit vectors of those last ones.
    """
    total, canals = len(mesh.code), len(ends.square)
    more = np.empty((canals + 1, 3))
    more[:canals], more[canals] = ends.xyz, start
    origin = total + canals
    found = Ways(
        np.full(origin + 1, np.inf), np.full(origin + 1, -1, np.int32), np.zeros(origin + 1, np.uint8)
    )
    for one in goals:
        found.state[one] |= GOAL
    left = len(np.unique(goals)) if len(goals) else -1
    keys, nodes = np.empty(4096), np.empty(4096, dtype=np.int64)
    near, near_too = np.empty(512, dtype=np.int64), np.empty(512, dtype=np.int64)
    found.metres[origin], found.turn[origin] = 0.0, origin
    found.state[origin] |= CLEAR
    waiting = _push(keys, nodes, 0, 0.0, origin)
    while waiting and left != 0:
        key, node = keys[0], nodes[0]
        waiting = _pop(keys, nodes, waiting)
        ahead = _gap_m(_at(mesh, more, node), goal) if len(goal) else 0.0
        if key > found.metres[node] + ahead + 0.01:
            continue
        if not found.state[node] & CLEAR:
            way, last = _confirmed(mesh, ends, found, more, node, near)
            found.metres[node], found.turn[node] = way, last
            if last < 0:
                continue
            found.state[node] |= CLEAR
            if way + ahead > key + _LEAST_GAIN_M:
                if way <= limit_m:
                    waiting = _push(keys, nodes, waiting, way + ahead, node)
                continue
        if found.state[node] & GOAL and not found.state[node] & DRAWN:
            left -= 1
        found.state[node] |= DRAWN
        own = node if node < total else square if node == origin else ends.square[node - total]
        count = _next_to(mesh, ends, node, own, near_too)
        through = total <= node < origin
        for k in range(count + through):
            if k == count:
                other = total + ((node - total) ^ 1)
                way, last = found.metres[node] + ends.length_m[node - total], other
                if way >= found.metres[other] - _LEAST_GAIN_M:
                    continue
            else:
                other = near_too[k]
                way, last = _offered(mesh, ends, found, more, node, other)
            if way > limit_m or last < 0:
                continue
            found.metres[other], found.turn[other] = way, last if other < total else other
            if other >= total:
                found.state[other] |= CLEAR
            if waiting + 1 >= len(keys):
                keys = np.append(keys, np.empty(len(keys)))
                nodes = np.append(nodes, np.empty(len(nodes), dtype=np.int64))
            ahead = _gap_m(_at(mesh, more, other), goal) if len(goal) else 0.0
            waiting = _push(keys, nodes, waiting, way + ahead, other)
    reached = np.flatnonzero((found.state & DRAWN) > 0)
    return reached, found.metres[reached], found.turn[reached].astype(np.int64), more


@njit(cache=True, nogil=True)
def read(
    mesh: Mesh, ends: Ends, reached: Ints, metres: Floats, turn: Ints, more: Floats, to: Floats, square: int
) -> float:
    """Metres over water to a unit vector in a square, from what ``spread`` gave; else infinite."""
    near = np.empty(257, dtype=np.int64)
    near[0] = square
    count = 1 + beside(mesh, square, near[1:])
    best = np.inf
    for k in range(count):
        at = np.searchsorted(reached, near[k])
        if at >= len(reached) or reached[at] != near[k]:
            continue
        there = _at(mesh, more, turn[at])
        way = metres[np.searchsorted(reached, turn[at])] + _gap_m(there, to)
        if way < best and _seen(mesh, ends, there, to):
            best = way
        way = metres[at] + _gap_m(mesh.xyz[near[k]], to)
        if way < best and (k == 0 or _seen(mesh, ends, mesh.xyz[near[k]], to)):
            best = way
    return best
