"""Telling a person what goes on: progress on standard error, results on standard output."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

QUIET_S = 2.0


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """A function that shows what is being done, once it has taken two seconds; nothing when quiet."""
    started = last = time.monotonic()
    screen = Console(stderr=True)
    status = screen.status("") if screen.is_terminal and not quiet else None

    def tell(words: str) -> None:
        nonlocal last
        now = time.monotonic()
        if quiet or now - started < QUIET_S:
            return
        if status is not None:
            status.start()
            status.update(Text(words))
        elif now - last >= QUIET_S:
            last = now
            click.echo(words, err=True)

    try:
        yield tell
    finally:
        if status is not None:
            status.stop()


def as_json(value: object) -> None:
    """Print a value for machines: times as ISO 8601 with Z, sets and tuples as lists."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") + "Z"
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return str(value)


def shown(value: object) -> str:
    """A value in words: times to the minute, nothing for null, control characters made visible."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" if (value.hour or value.minute) else f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return f"{value:,.4g}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(shown, value))
    return safe(str(value))


def safe(text: str) -> str:
    """Text of a stranger that may be printed: no control, escape or direction-changing characters.

    >>> safe("A" + chr(27) + "[31mB" + chr(0x202E))
    'A�[31mB�'
    """
    bad = {0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
    return "".join(
        "�" if (ord(c) < 32 and c not in "\t\n") or 127 <= ord(c) < 160 or ord(c) in bad else c for c in text
    )


def table(columns: dict[str, str], rows: list[dict[str, Any]], *, title: str | None = None) -> None:
    """Print rows as a table; ``columns`` maps keys to headings. Wide enough for its words when piped."""
    wide = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    drawn = Table(title=title, title_justify="left", box=None, header_style="bold", pad_edge=False)
    numeric = {key for key in columns if rows and isinstance(rows[0].get(key), (int, float))}
    for key, heading in columns.items():
        drawn.add_column(heading, justify="right" if key in numeric else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(shown(row.get(key))) for key in columns))
    wide.print(drawn)


def written(path: Path, page: bytes) -> Path:
    """Write a page so that it appears under its name only when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(page)
    part.replace(path)
    return path
