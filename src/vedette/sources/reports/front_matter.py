"""Front matter: ``key: value`` lines before a text, between ``---`` (YAML) or ``+++`` (TOML)."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

import yaml

from vedette.errors import SourceError
from vedette.sources.sheets import storable

MOST_CHARACTERS = 8_000
_FENCED = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?)^\1[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


class Fronted(NamedTuple):
    """What stands before a text, the text, and the line it begins on."""

    keys: Mapping[str, object]
    text: str
    line: int


def begins(text: str) -> bool:
    """True when a text has front matter before it, whether or not that can be read."""
    return _FENCED.match(text, 0, MOST_CHARACTERS) is not None


def split(text: str, name: str = "") -> Fronted:
    r"""The front matter and the rest; no keys when there is none. Lines must end with a line feed.

    >>> split("---\npublisher: KCNA\n---\nWords.\n")
    Fronted(keys={'publisher': 'KCNA'}, text='Words.\n', line=4)
    """
    found = _FENCED.match(text, 0, MOST_CHARACTERS)
    if found is None:
        return Fronted({}, text, 1)
    try:
        keys = _yaml(found[2]) if found[1] == "---" else tomllib.loads(found[2])
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        problem = " ".join(str(error).split())[:200]
        raise SourceError(
            f"the front matter cannot be read ({problem})", file=name, line=1,
            hint="write key: value lines, or leave out the line of dashes at the top",
        ) from error  # fmt: skip
    if not isinstance(keys, Mapping):
        return Fronted({}, text, 1)  # a rule of dashes, and words
    return Fronted(
        {str(key).casefold(): value for key, value in keys.items()},
        text[found.end() :],
        1 + text.count("\n", 0, found.end()),
    )


def _yaml(text: str) -> object:
    # Anchors merged into each other can grow without bound.
    if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
        raise ValueError("it refers to another value with *")
    return yaml.safe_load(text)


def words(keys: Mapping[str, object], key: str, name: str = "") -> str | None:
    """One value as words; SourceError when it is a list or table."""
    value = keys.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, str | float) or (isinstance(value, int) and abs(value) < 10**18):
        return storable(str(value)).strip() or None
    raise SourceError(f"{key} in the front matter is not one value", file=name, line=1)


def several(keys: Mapping[str, object], key: str, name: str = "") -> tuple[str, ...]:
    """The values of a list, or one value; SourceError when an item is itself a list or table."""
    value = keys.get(key)
    items = value if isinstance(value, list) else [value]
    found = (words({key: item}, key, name) for item in items)
    return tuple(text for text in found if text)
