"""Kept: what several ask of one table is made once, and let go with the table."""

import weakref
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pyarrow as pa

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def kept(
    make: Callable[Concatenate[pa.Table, Asked], Answer],
) -> Callable[Concatenate[pa.Table, Asked], Answer]:
    """The function, whose answers for a table are kept for as long as that table is held by anyone else.

    Tables never change, so the same table with the same other arguments, which must be hashable, has the same
    answer. An answer must not hold the table itself: neither would ever be let go. Two threads that ask at
    once may both make it.

    >>> @kept
    ... def rows(table: pa.Table) -> list[int]:
    ...     return [len(table)]
    >>> table = pa.table({"a": [1, 2]})
    >>> rows(table) is rows(table), rows(table) is rows(table.slice(0))
    (True, False)
    """
    held: dict[int, tuple[weakref.ref[pa.Table], dict[Any, Answer]]] = {}

    def let_go(key: int, gone: weakref.ref[pa.Table]) -> None:
        if key in held and held[key][0] is gone:
            del held[key]

    @wraps(make)
    def answer(table: pa.Table, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        key, asked = id(table), (args, tuple(sorted(kwargs.items())))
        found = held.get(key)
        if found is None or found[0]() is not table:
            found = held[key] = weakref.ref(table, lambda gone: let_go(key, gone)), {}
        if asked not in found[1]:
            found[1][asked] = make(table, *args, **kwargs)
        return found[1][asked]

    return cast(Callable[Concatenate[pa.Table, Asked], Answer], answer)
