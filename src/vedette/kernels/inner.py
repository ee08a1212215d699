"""Inner: compiled functions that only kernels call."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

_Function = TypeVar("_Function", bound=Callable[..., object])
_OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "no_cpython_wrapper": True}


def inner(function: _Function) -> _Function:
    """Compile a function that Python never calls, without the way in from Python.

    To make that way for a function of many arrays takes about as long as to compile it.
    """
    return cast(_Function, njit(**_OPTIONS)(function))
