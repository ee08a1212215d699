"""Options that several commands share, and how their words are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from vedette import storage
from vedette.errors import VedetteError

UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
LEAST_BYTES = 1 << 30


class Size(click.ParamType[int]):
    """A number of bytes: 2GiB, 1500M, 4g."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the words of a size."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?", str(value).strip().lower())
        if not found:
            self.fail(f"{value!r} is not a size; write 2GiB or 1500M", param, ctx)
        size = int(float(found[1]) * UNITS[found[2]])
        if size < LEAST_BYTES:
            self.fail(f"{value!r} is less than 1GiB, which the libraries alone may need", param, ctx)
        return size


class Moment(click.ParamType[datetime]):
    """A day or a time in UTC: 2024-02-12 or 2024-02-12T06:00."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the words of a time; one without a zone is UTC."""
        if isinstance(value, datetime):
            return value
        try:
            found = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a time; write 2024-02-12 or 2024-02-12T06:00", param, ctx)
        return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


class CaseFolder(click.Path):
    """A folder here, or s3://BUCKET/PREFIX."""

    name = "case"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read where a case lies."""
        if isinstance(value, str) and value.startswith(storage.S3):
            return storage.place(value)
        return Path(str(super().convert(value, param, ctx)))


Command = Callable[..., Any]
CASE = click.argument("case", type=CaseFolder(file_okay=False))
QUIET = click.option("--quiet", "-q", is_flag=True, help="Say nothing but the result.")
JSON = click.option("--json", "machine", is_flag=True, help="Print JSON for machines.")
MEMORY = click.option("--memory", type=Size(), default="2GiB", show_default=True, help="Memory to stay in.")
SETTINGS = click.option(
    "--set", "settings", multiple=True, metavar="STEP.OPTION=VALUE", help="Set an option of a step."
)


def now() -> datetime:
    """The one place where the clock is read."""
    return datetime.now(UTC).replace(tzinfo=None)


def settings_of(words: tuple[str, ...]) -> dict[str, dict[str, object]]:
    """``gap.min_hours=8`` and the like, by step."""
    said: dict[str, dict[str, object]] = {}
    for word in words:
        name, equals, value = word.partition("=")
        step, dot, option = name.partition(".")
        if not (equals and dot and step and option):
            raise VedetteError(f"--set {word!r} cannot be read. Write STEP.OPTION=VALUE, as gap.min_hours=8.")
        said.setdefault(step.strip(), {})[option.strip()] = value.strip()
    return said
