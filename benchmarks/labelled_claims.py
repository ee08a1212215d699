"""The labelled texts that claims are measured on: articles of other fields, and sentences by PLOVER class.

Their format is told in tests/data/claims/GUIDE.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vedette.claims.actors import state_of
from vedette.claims.found import Found
from vedette.claims.sentences import sentences

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "data" / "claims"


@dataclass(frozen=True)
class Said:
    """One labelled sentence of an article: where it stands in the text, and its claims."""

    begin: int
    stop: int
    claims: tuple[dict[str, str | None], ...]


@dataclass(frozen=True)
class Article:
    """A labelled article; ``part`` is ``mend`` when rules may be made by looking at it, else ``final``."""

    name: str
    part: str
    text: str
    said: tuple[Said, ...]


def articles(part: str) -> list[Article]:
    """The articles of other fields."""
    lines = (FOLDER / "other_fields.txt").read_text(encoding="utf-8").splitlines()
    found: list[Article] = []
    heading, text, said = ["", "", ""], "", []
    for line in [*lines, "# end end end"]:
        if line.startswith("#"):
            if said and heading[1] == part:
                found.append(Article(heading[0], part, text, tuple(said)))
            heading, text, said = line[1:].split(), "", []
        elif line.startswith("="):
            names = [None if word.strip() == "-" else word.strip() for word in line[1:].split("|")]
            claim = dict(zip(("speaker", "cue", "polarity", "modality"), names, strict=True))
            said[-1] = Said(said[-1].begin, said[-1].stop, (*said[-1].claims, claim))
        elif line:
            text += " " if text and not text.endswith("\n") else ""
            said.append(Said(len(text), len(text) + len(line), ()))
            text += line
        else:
            text += "\n\n"
    return found


def by_class(part: str) -> Iterator[dict[str, str | None]]:
    """Sentences with their PLOVER class, and by name the one that acts and the one acted on."""
    class_: str | None = None
    number = 0
    for line in (FOLDER / "plover.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            class_ = None if line[2:] == "-" else line[2:]
            continue
        number += 1
        if (number % 2 == 1) == (part == "mend"):
            text, source, target = (word.strip() for word in line.split("|"))
            yield {"text": text, "class": class_, "source": _state(source), "target": _state(target)}


def _state(words: str) -> str | None:
    return None if words == "-" else state_of(words) or words


def article_scores(reader: Any, kept: Sequence[Article]) -> dict[str, float]:
    """Shares, 0 to 1, as docs/methods/claims.md defines them."""
    count = dict.fromkeys(("cues", "gold", "right", "paired", "polarity", "modality", "speaker"), 0)
    both = told = wanted = 0
    for article in kept:
        for said, found in _by_sentence(reader, article):
            both += bool(found) and bool(said.claims)
            told += bool(found)
            wanted += bool(said.claims)
            here = [(at, claim) for at, claim in found if claim.cue and said.begin <= at < said.stop]
            count["cues"] += len(here)
            count["gold"] += sum(gold["cue"] is not None for gold in said.claims)
            for gold, claim in _matched(said.claims, here, found):
                count["right"] += gold["cue"] is not None
                count["paired"] += 1
                count["polarity"] += claim.polarity == gold["polarity"]
                count["modality"] += claim.modality == gold["modality"]
                names = gold["speaker"] or ""
                count["speaker"] += bool(words(claim.speaker) & words(names)) or not (claim.speaker or names)
    of = max(1, count["paired"])
    return {
        "sentence P": both / max(1, told),
        "sentence R": both / max(1, wanted),
        "sentence F1": 2 * both / max(1, told + wanted),
        "cue P": count["right"] / max(1, count["cues"]),
        "cue R": count["right"] / max(1, count["gold"]),
        "cue F1": 2 * count["right"] / max(1, count["cues"] + count["gold"]),
        "polarity": count["polarity"] / of,
        "modality": count["modality"] / of,
        "speaker": count["speaker"] / of,
    }


def _by_sentence(reader: Any, article: Article) -> list[tuple[Said, list[tuple[int, Found]]]]:
    """Each labelled sentence with the attributed claims that begin in it, and where their cue stands."""
    kept = list(sentences(article.text))
    under: list[list[tuple[int, Found]]] = [[] for _ in article.said]
    for sentence, claims in zip(kept, reader.found_in([s.words for s in kept]), strict=True):
        for claim in claims:
            if claim.cue is None and claim.speaker is None:
                continue
            cue = sentence.begin + claim.cue_at[0] if claim.cue_at else -1
            at = cue if sentence.begin <= cue < sentence.stop else sentence.begin + claim.content_at[0]
            number = max(n for n, said in enumerate(article.said) if said.begin <= max(at, 0))
            under[number].append((cue, claim))
    return list(zip(article.said, under, strict=True))


def _matched(
    gold: Sequence[dict[str, str | None]], here: list[tuple[int, Found]], found: list[tuple[int, Found]]
) -> Iterator[tuple[dict[str, str | None], Found]]:
    left = [claim for _, claim in here]
    far = [claim for at, claim in found if (at, claim) not in here]
    for one in gold:
        if one["cue"] is None:
            hit = next(iter(far), None)
        else:
            hit = next((claim for claim in left if words(claim.cue) & words(one["cue"])), None)
            if hit is not None:
                left.remove(hit)
        if hit is not None:
            yield one, hit


def words(text: str | None) -> set[str]:
    """The words of a speaker or cue that are compared."""
    return set((text or "").casefold().replace("'s", "").replace("/", " ").split()) - {"to", "the", "a", "of"}


def class_scores(reader: Any, rows: Sequence[dict[str, str | None]]) -> dict[str, float]:
    """How often the first event of a sentence has its class, and its quarter of PLOVER's four."""
    right = quarter = 0
    for row in rows:
        found = next(iter(reader.found_in([row["text"]])))
        got = next((claim.event[0] for claim in found if claim.event), None)
        right += got == row["class"]
        quarter += QUARTER.get(got or "") == QUARTER.get(row["class"] or "")
    return {"class": right / len(rows), "quarter": quarter / len(rows)}


# PLOVER sorts its classes by whether they are friendly and whether they are only words.
QUARTER = {
    class_: quarter
    for quarter, classes in {
        "verbal cooperation": "AGREE CONSULT SUPPORT CONCEDE",
        "material cooperation": "COOPERATE AID RETREAT",
        "verbal conflict": "REQUEST ACCUSE REJECT THREATEN",
        "material conflict": "PROTEST SANCTION MOBILIZE COERCE ASSAULT",
    }.items()
    for class_ in classes.split()
}
