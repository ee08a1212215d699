"""What a step of the flow is, and what a source is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

import pyarrow as pa

from vedette.errors import WatchError


@dataclass(frozen=True)
class Step:
    """One step: the tables it takes, the table it gives, and the pure function between them.

    ``run(*tables, options)`` answers the same for any union of whole groups of ``by`` in its first table,
    in any order of rows; the other tables are given whole. With an empty ``by`` the first is given whole too.
    With ``timed`` it is also given ``until``: the moment the record is read up to. A step that gives a table
    it takes replaces it; any other adds its rows.
    """

    name: str
    takes: tuple[str, ...]
    gives: str
    run: Callable[..., pa.Table]
    options: object
    by: str = "mmsi"
    timed: bool = False


def answer(step: Step, tables: Mapping[str, pa.Table], until: datetime | None = None) -> pa.Table:
    """Run a step on the tables it takes."""
    given = [tables[name] for name in step.takes]
    if step.timed:
        return step.run(*given, step.options, until=until)
    return step.run(*given, step.options)


def configured(step: Step, settings: Mapping[str, object]) -> Step:
    """The same step with some of its options set, as a watch or ``--set`` asks.

    Whole numbers are taken where a fraction is wanted, text is read as the type of the default.
    """
    known = {f.name: getattr(step.options, f.name) for f in fields(step.options)}  # type: ignore[arg-type]
    known = {name: value for name, value in known.items() if not is_dataclass(value)}
    changes = {}
    for name, value in settings.items():
        if name not in known:
            has = ", ".join(sorted(known)) or "none"
            raise WatchError(f"The step {step.name!r} has no option {name!r}.\nIt has: {has}.")
        changes[name] = _as_type_of(known[name], value, f"{step.name}.{name}")
    return replace(step, options=replace(step.options, **changes))  # type: ignore[type-var]


def sharing(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The same steps; an option that is named like another step, and holds its options, holds them as set."""
    set_ = {step.name: step.options for step in steps}
    return tuple(
        replace(step, options=replace(step.options, **wanted))  # type: ignore[type-var]
        if (wanted := {f.name: set_[f.name] for f in fields(step.options) if f.name in set_})  # type: ignore[arg-type]
        else step
        for step in steps
    )


def _as_type_of(default: object, value: object, name: str) -> object:
    try:
        if isinstance(default, bool):
            if isinstance(value, str):
                return {"true": True, "false": False}[value.lower()]
            return bool(value)
        if isinstance(default, float):
            return float(value)  # type: ignore[arg-type]
        if isinstance(default, int):
            return int(value)  # type: ignore[call-overload]
        if isinstance(default, tuple):
            parts = value.split(",") if isinstance(value, str) else list(value)  # type: ignore[call-overload]
            return tuple(tuple(part) if isinstance(part, list) else part for part in parts)
    except (ValueError, KeyError, TypeError) as error:
        wanted = type(default).__name__
        raise WatchError(
            f"{name} = {value!r} cannot be read as {wanted}. Its default is {default!r}."
        ) from error
    return value


class Batch(NamedTuple):
    """Some rows of one table, as a source read them. The table may be ``refusals``."""

    table: str
    rows: pa.Table


class Opened(Protocol):
    """A file, decompressed while it is read, that never yields more than its bound."""

    @property
    def name(self) -> str:
        """Name of the file, and of the member when it stands in an archive."""
        ...

    @property
    def file(self) -> str:
        """Short hash of the file, as records name it."""
        ...

    @property
    def head(self) -> bytes:
        """The first 64 KiB, decompressed: what recognition looks at."""
        ...

    def open(self) -> BinaryIO:
        """The decompressed bytes from the beginning, for ``read(n)``; raises SourceError past the bound."""
        ...


@dataclass(frozen=True)
class Reading:
    """What the user said about how to read a file; all of it optional."""

    date: datetime | None = None  # the day of rows that carry a time but no date
    edition: datetime | None = None  # the date of a list, when the file does not say
    columns: Path | None = None  # a TOML map from our columns to the file's
    publisher: str | None = None
    published: datetime | None = None
    now: datetime | None = None  # rows later than this are refused; the console reads the clock
    block_bytes: int = 32 << 20  # how much of a file is held in memory at once
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """One publisher's or format's way of writing a file.

    ``recognise`` looks at the name and the first bytes and says how sure it is, 0 (no) to 1 (only this);
    ``read`` gives batches of rows in the tables named by ``gives`` and of ``refusals``. It parses and
    refuses what it does not understand; it repairs nothing. It raises SourceError when the file as a
    whole is not what it was taken for. ``part`` says which of the files it is that a list comes in, so
    that an edition of one replaces no other.
    """

    name: str
    gives: tuple[str, ...]
    publisher: str
    licence: str
    url: str
    recognise: Callable[[Opened], float]
    read: Callable[[Opened, Reading], Iterator[Batch]]
    part: Callable[[Opened], str] = lambda _: ""
