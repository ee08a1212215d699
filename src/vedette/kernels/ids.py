"""Ids: text made from the facts, so that the same facts give the same id on every run."""

import hashlib
from collections.abc import Iterable, Sequence


def stable_id(prefix: str, *facts: object) -> str:
    """A short id from some facts; what a null is does not depend on its type.

    >>> stable_id("gap", 273210440, "2023-09-12T00:00:00")
    'gap-54a66d678827'
    """
    text = "\x1f".join("" if fact is None else str(fact) for fact in facts)
    return f"{prefix}-{hashlib.blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=6).hexdigest()}"


def stable_ids(prefix: str, *columns: Sequence[object] | Iterable[object]) -> list[str]:
    """An id for each row of some columns of facts.

    >>> stable_ids("x", [1, 2], ["a", "b"]) == [stable_id("x", 1, "a"), stable_id("x", 2, "b")]
    True
    """
    found = zip(*(["" if fact is None else str(fact) for fact in column] for column in columns), strict=True)
    texts = ["\x1f".join(facts).encode("utf-8", "surrogatepass") for facts in found]
    return [f"{prefix}-{hashlib.blake2b(text, digest_size=6).hexdigest()}" for text in texts]
