"""Extract: from the text of a report to the claims in it, each with its place. All are candidates."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import pyarrow as pa

from vedette import fields
from vedette.claims import by_grammar, by_model, by_words, naming, parser
from vedette.claims.actors import actors
from vedette.claims.found import Found
from vedette.claims.quantities import quantities
from vedette.claims.sentences import Sentence, sentences
from vedette.claims.times import spoken_of
from vedette.errors import MissingExtra, WatchError
from vedette.kernels.ids import stable_id
from vedette.kernels.languages import language_of
from vedette.kernels.written_days import Written, written
from vedette.steps import Step

RULE = {"grammar": "claims/grammar/2", "words": "claims/words/2", "model": "claims/model/1"}
READERS = ("auto", "grammar", "words", "model")
SOURCE = "claims/extract"
# Rows of tables are taken down as claims when they are read; their words are not read for claims again.
ARTICLES = ("reports/text", "reports/pdf", "reports/mail", "reports/feed", "reports/json-lines")


class Reader(Protocol):
    """What finds claims in the sentences of one text."""

    @property
    def found_in(self) -> Callable[[Iterable[str]], Iterator[list[Found]]]:
        """The claims of each sentence, in order."""
        ...


@dataclass(frozen=True)
class Extract:
    """How texts are read.

    ``reader``: ``grammar`` parses with spaCy and stops with an error without it, ``words`` does without,
    ``auto`` takes grammar when it is there; ``model`` asks the language model ``model`` at ``address``
    (an OpenAI-compatible one that the user runs; off by default). ``least_letters``: a line of fewer is a
    heading or caption. ``most_claims`` bounds what one report can give, so that a flood of quotations
    cannot starve the rest.
    """

    reader: str = "auto"
    address: str = ""
    model: str = ""
    least_letters: int = 20
    most_claims: int = 5000


def extract(
    reports: pa.Table, entities: pa.Table, places: pa.Table, options: Extract = Extract()
) -> pa.Table:
    """Give the claims in each English report: who says what, denied or asserted, and how surely.

    A report that a person took a claim from in its front matter is read as well: what is found is a
    candidate beside it. A text in a language other than English gives none (its names and days are in
    ``mentions``).
    """
    book = naming.Book.of(entities, places)
    rule, reader = reader_of(options)
    rows: list[dict[str, object]] = []
    for report in _articles(reports):
        rows += _of_report(report, book, rule, reader, options)
    return fields.from_rows(rows, "claims")


def reader_of(options: Extract) -> tuple[str, Reader]:
    """What reads sentences, and the rule that its claims carry."""
    if options.reader not in READERS:
        raise WatchError(f"extract.reader is {options.reader!r}; it must be one of {', '.join(READERS)}.")
    if options.reader == "model":
        if not (options.address and options.model):
            raise WatchError("extract.reader is 'model', which needs extract.address and extract.model.")
        return f"{RULE['model']}:{options.model}", by_model.Reader(options.address, options.model)
    if uses_grammar(options):
        return RULE["grammar"], by_grammar
    return RULE["words"], by_words


def uses_grammar(options: Extract = Extract()) -> bool:
    """Whether sentences will be parsed, or only searched for words."""
    if options.reader == "grammar" and parser.model_name() is None:
        raise MissingExtra(
            "Claims by grammar need spaCy and an English model.\nHint: pip install 'vedette[nlp]'."
        )
    return options.reader in ("auto", "grammar") and parser.model_name() is not None


def _articles(reports: pa.Table) -> Iterator[dict[str, Any]]:
    """One row a report, of those that are articles in English."""
    seen: set[str] = set()
    order = [("report", "ascending"), ("published", "ascending"), ("record", "ascending")]
    for row in reports.sort_by(order).to_pylist():
        if (
            row["report"] in seen
            or not row["text"]
            or not (row["source"] or "").removeprefix("synthetic:").startswith(ARTICLES)
        ):
            continue
        seen.add(row["report"])
        if (row["language"] or language_of(row["text"]) or "en") == "en":
            yield row


def _of_report(
    report: dict[str, Any], book: naming.Book, rule: str, reader: Reader, options: Extract
) -> list[dict[str, object]]:
    kept = [s for s in sentences(report["text"]) if _is_prose(s.words, options)]
    rows: list[dict[str, object]] = []
    for sentence, claims in zip(kept, reader.found_in(s.words for s in kept), strict=True):
        named = None
        for claim in claims:
            named = named or _named(sentence.words, report["published"], book)
            rows.append({**_row(report, sentence, claim, named), "rule": rule})
        if len(rows) >= options.most_claims:
            break
    return rows[: options.most_claims]


def _is_prose(words: str, options: Extract) -> bool:
    letters = sum(character.isalpha() for character in words)
    return letters >= options.least_letters and letters * 2 > len(words) and words.isascii() | (letters > 0)


@dataclass(frozen=True)
class _Named:
    actors: tuple[tuple[int, int, str], ...]
    quantities: tuple[tuple[int, int, str], ...]
    days: tuple[Written, ...]
    ships: tuple[str, ...]
    places: tuple[str, ...]


def _named(words: str, published: datetime | None, book: naming.Book) -> _Named:
    return _Named(
        tuple((n.begin, n.stop, n.actor.name) for n in actors(words)),
        tuple((q.begin, q.stop, q.plain) for q in quantities(words)),
        tuple(written(words, published)),
        tuple(n.id for n in book.ships_in(words)),
        tuple(n.id for n in book.places_in(words)),
    )


def _row(report: dict[str, Any], sentence: Sentence, claim: Found, named: _Named) -> dict[str, object]:
    at = sentence.begin
    begin, stop = claim.content_at
    cue_at = claim.cue_at
    inside = [
        name
        for b, s, name in named.actors
        if begin <= b and s <= stop and not _within((b, s), claim.speaker_at)
    ]
    time = spoken_of(sentence.words, named.days, (begin, stop), report["published"])
    quantity = [words for b, s, words in named.quantities if begin <= b < stop] or [
        words for _, _, words in named.quantities if claim.cue is None
    ]
    text = report["text"]
    made_up = (report["source"] or "").startswith("synthetic:")
    return {
        "claim": stable_id("claim", report["report"], at, *(cue_at or (begin, stop)), claim.cue),
        "report": report["report"],
        "speaker": claim.speaker if claim.cue else report["publisher"],
        "cue": claim.cue,
        "polarity": claim.polarity,
        "modality": claim.modality,
        "actors": list(dict.fromkeys(inside)),
        "event_class": claim.event[0] if claim.event else None,
        "mode": (claim.event[1] or None) if claim.event else None,
        "about": "/".join(part for part in claim.about if part) if claim.about else None,
        "text": text[sentence.begin : sentence.stop],
        "quantity": "; ".join(dict.fromkeys(quantity)) or None,
        "span_start": sentence.begin,
        "span_end": sentence.stop,
        "cue_start": at + cue_at[0] if cue_at else None,
        "cue_end": at + cue_at[1] if cue_at else None,
        "content_start": at + begin,
        "content_end": at + stop,
        "start": time[0],
        "end": time[1],
        "published": report["published"],
        "giver": claim.giver,
        "receiver": claim.receiver,
        "ships": list(dict.fromkeys(named.ships)),
        "places": list(dict.fromkeys(named.places)),
        "inferred": claim.inferred,
        "unlikely": claim.unlikely,
        "source": f"synthetic:{SOURCE}" if made_up else SOURCE,
        "record": report["record"],
    }


def _within(inner: Sequence[int], outer: Sequence[int] | None) -> bool:
    return outer is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


STEP = Step(
    "extract",
    takes=("reports", "entities", "places"),
    gives="claims",
    run=extract,
    options=Extract(),
    by="report",
)
