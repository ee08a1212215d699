"""NMEA 0183 logs: AIVDM and AIVDO sentences of any talker, as receivers write them."""

import re
import sys
from collections.abc import Iterator
from itertools import chain
from typing import Protocol

from vedette.sources.ais.by_pyais import HEARD_LATER, NO_TIME, ByPyais
from vedette.sources.ais.heard import BATCH_ROWS
from vedette.sources.ais.stretches import Stretch, stretches
from vedette.steps import Batch, Opened, Reading, Source

__all__ = ("HEARD_LATER", "NO_TIME", "SOURCE", "read", "read_by_kernels", "read_by_pyais", "recognise")

# A file of fewer lines is read by pyais before the kernels would be loaded; how long that takes is in
# docs/decisions/0003-pyais.md. Where a longer file has loaded them, they read short ones too.
FEW_LINES = 20_000
_KERNELS = "vedette.sources.ais.by_kernels"

_LINE = re.compile(rb'(?m)^[ \t]*(?:[\d\[][^!$\\\r\n"{]{0,64})?(?:\\[^\\\r\n]*\\)*[!$]..VD[MO],')


class _Reader(Protocol):
    def batches(self, stretch: Stretch) -> Iterator[Batch]: ...


def recognise(opened: Opened) -> float:
    """Sure when a line holds a VDM or VDO sentence."""
    return 0.95 if _LINE.search(opened.head) else 0.0


def read(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """Positions of types 1, 2, 3, 9, 18, 19 and 27, statics of types 5, 19 and 24, and the lines refused.

    A line without a time is given the one the stream last told. Before any was told, it is the first one told
    within the batch, and in doubt; else midnight of ``reading.date``, and in doubt; else the line is refused.
    """
    coming = stretches(opened, reading, BATCH_ROWS)
    first = next(coming)
    swift = not first.last or first.lines >= FEW_LINES or _KERNELS in sys.modules
    yield from _read(opened, reading, chain([first], coming), swift=swift)


def read_by_pyais(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """The same rows, each message decoded by pyais: what the kernels are held against."""
    yield from _read(opened, reading, stretches(opened, reading, BATCH_ROWS), swift=False)


def read_by_kernels(opened: Opened, reading: Reading) -> Iterator[Batch]:
    """The same rows by the kernels, however few the lines are."""
    yield from _read(opened, reading, stretches(opened, reading, BATCH_ROWS), swift=True)


def _read(opened: Opened, reading: Reading, coming: Iterator[Stretch], *, swift: bool) -> Iterator[Batch]:
    reader: _Reader
    if swift:
        from vedette.sources.ais.by_kernels import ByKernels  # noqa: PLC0415 - numba is slow to load

        reader = ByKernels(opened, SOURCE.name, reading, BATCH_ROWS)
    else:
        reader = ByPyais(opened, SOURCE.name, reading)
    for stretch in coming:
        yield from reader.batches(stretch)


SOURCE = Source(
    name="ais/nmea",
    gives=("positions", "statics"),
    publisher="whoever ran the receiver",
    licence="as its operator says",
    url="https://gpsd.gitlab.io/gpsd/AIVDM.html",
    recognise=recognise,
    read=read,
)
