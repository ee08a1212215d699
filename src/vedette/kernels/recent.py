"""A dictionary in one array, for kernels: two-number keys to values, and which was touched longest ago.

The caller never adds to a full one: that bounds what a stranger's file can make us remember. Every row read
or written is a slot that ``add`` gave, or the head of a bucket, of which there are as many as rows.
"""

from numba import njit

from vedette.kernels.ais_rows import (
    COUNT,
    FREE,
    HEAD,
    NEWER,
    NEWEST,
    NEXT,
    OLDER,
    OLDEST,
    ONE,
    OTHER_KEY,
    USED,
    Numbers,
)


@njit(cache=True, nogil=True)
def _bucket(table: Numbers, one: int, other: int) -> int:
    mixed = (one ^ (other * 0x2545F4914F6CDD1D)) * 0x1E3779B97F4A7C15
    return int((mixed >> 29) & (table.shape[0] - 1))


@njit(cache=True, nogil=True)
def find(table: Numbers, one: int, other: int) -> int:
    """The slot of a key, or 0."""
    slot = table[_bucket(table, one, other), HEAD]
    while slot != 0 and (table[slot, ONE] != one or table[slot, OTHER_KEY] != other):
        slot = table[slot, NEXT]
    return int(slot)


@njit(cache=True, nogil=True)
def add(table: Numbers, one: int, other: int) -> int:
    """A slot for a key that is not there yet, the newest of all; the table must have room."""
    slot = table[0, FREE]
    if slot != 0:
        table[0, FREE] = table[slot, NEXT]
    else:
        table[0, USED] += 1
        slot = table[0, USED]
    bucket = _bucket(table, one, other)
    table[slot, ONE], table[slot, OTHER_KEY] = one, other
    table[slot, NEXT] = table[bucket, HEAD]
    table[bucket, HEAD] = slot
    table[0, COUNT] += 1
    _append(table, slot)
    return int(slot)


@njit(cache=True, nogil=True)
def remove(table: Numbers, slot: int) -> None:
    """Forget the key in a slot."""
    bucket = _bucket(table, table[slot, ONE], table[slot, OTHER_KEY])
    before = table[bucket, HEAD]
    if before == slot:
        table[bucket, HEAD] = table[slot, NEXT]
    else:
        while table[before, NEXT] != slot:
            before = table[before, NEXT]
        table[before, NEXT] = table[slot, NEXT]
    _unlink(table, slot)
    table[slot, NEXT] = table[0, FREE]
    table[0, FREE] = slot
    table[0, COUNT] -= 1


@njit(cache=True, nogil=True)
def touch(table: Numbers, slot: int) -> None:
    """Make a key the newest of all."""
    if table[0, NEWEST] != slot:
        _unlink(table, slot)
        _append(table, slot)


@njit(cache=True, nogil=True)
def _append(table: Numbers, slot: int) -> None:
    newest = table[0, NEWEST]
    table[slot, NEWER], table[slot, OLDER] = 0, newest
    if newest != 0:
        table[newest, NEWER] = slot
    else:
        table[0, OLDEST] = slot
    table[0, NEWEST] = slot


@njit(cache=True, nogil=True)
def _unlink(table: Numbers, slot: int) -> None:
    newer, older = table[slot, NEWER], table[slot, OLDER]
    if newer != 0:
        table[newer, OLDER] = older
    else:
        table[0, NEWEST] = older
    if older != 0:
        table[older, NEWER] = newer
    else:
        table[0, OLDEST] = newer
