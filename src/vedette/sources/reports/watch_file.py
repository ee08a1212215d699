"""A watch among the data: what is watched and why, which a case is made with."""

import re
from collections.abc import Iterator

from vedette.errors import SourceError
from vedette.steps import Batch, Opened, Reading, Source

NAME = "reports/watch-file"
_NAMED = re.compile(r"(^|[!/\\])[^!/\\]*\bwatch[^!/\\.]*\.(ya?ml|toml)$", re.IGNORECASE)
_CONFIGURES = re.compile(r"\.(ya?ml|toml)$", re.IGNORECASE)
_YAML = (
    re.compile(rb"^watch:", re.MULTILINE),
    re.compile(rb"^(places|corridors|vessels|settings):", re.MULTILINE),
)
_TOML = re.compile(rb"^\[\[(hypothesis|corridor)(\.\w+)?\]\]", re.MULTILINE)
_SURE, _LIKELY = 0.95, 0.5


def recognise(opened: Opened) -> float:
    """How surely this is a watch: by the keys in it, or less surely by its name."""
    if not _CONFIGURES.search(opened.name) or b"\0" in opened.head:
        return 0.0
    if _TOML.search(opened.head) or all(key.search(opened.head) for key in _YAML):
        return _SURE
    return _LIKELY if _NAMED.search(opened.name) else 0.0


def read(opened: Opened, _reading: Reading) -> Iterator[Batch]:
    """Refuse the file, and say what it is for."""
    hint = "a case is made with one: vedette init CASE --watch FILE.toml (docs/how-to/write-a-watch.md)"
    raise SourceError("this is a watch, not data", file=opened.name, hint=hint)
    yield  # a source gives batches, and this one none


SOURCE = Source(
    NAME,
    gives=(),
    publisher="whoever keeps the watch",
    licence="as the keeper says",
    url="",
    recognise=recognise,
    read=read,
)
