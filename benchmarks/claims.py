"""Quality of claims on the test half of the labelled sentences; articles a second, and memory.

    python benchmarks/claims.py [--half test] [--articles 60]

The articles whose reading is timed are made of the labelled sentences, 40 to an article of some 550 words,
so that anybody can run it.
"""

import argparse
import json
import resource
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import labelled_claims

from vedette import fields
from vedette.claims import by_grammar, by_words, extract, parser
from vedette.claims.found import Found
from vedette.claims.quantities import quantities
from vedette.claims.sentences import plain

LABELLED = Path(__file__).resolve().parents[1] / "tests" / "data" / "claims" / "sentences.jsonl"
TARGETS = {
    "polarity": 0.90,
    "sentence F1": 0.80,
    "cue F1": 0.65,
    "cue P": 0.75,
    "event class": 0.65,
    "class": 0.65,
    "quantity": 0.85,
}


def labelled(half: str) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["half"] == half]


def found_by(reader: Any, rows: Sequence[dict[str, Any]]) -> list[list[Found]]:
    """The claims of each sentence, each read as a text of its own: no pronoun is led back to another's."""
    return [next(iter(reader.found_in([plain(row["text"])]))) for row in rows]


def scores(rows: Sequence[dict[str, Any]], found: Sequence[Sequence[Found]]) -> dict[str, float]:
    """Shares, 0 to 1; docs/methods/claims.md defines each."""
    count = dict.fromkeys(
        ("cues", "gold", "right", "polarity", "modality", "speaker", "event", "quantity"), 0
    )
    both = told = wanted = 0
    for row, claims in zip(rows, found, strict=True):
        said = [claim for claim in claims if claim.cue]
        both += bool(said) and bool(row["claims"])
        told += bool(said)
        wanted += bool(row["claims"])
        count["cues"] += len(said)
        count["gold"] += len(row["claims"])
        for gold, hit in matched(row["claims"], said):
            count["right"] += 1
            count["polarity"] += hit.polarity == gold["polarity"]
            count["modality"] += hit.modality == gold["modality"]
            count["speaker"] += bool(words(hit.speaker) & words(gold["speaker"])) or (
                not hit.speaker and not gold["speaker"]
            )
        events = [claim.event[0] for claim in claims if claim.event]
        count["event"] += events[:1] == ([row["event"]] if row["event"] else [])
        count["quantity"] += sorted(q.plain for q in quantities(plain(row["text"]))) == sorted(
            row["quantities"]
        )
    right, of = count["right"], max(1, count["right"])
    return {
        "sentence F1": 2 * both / max(1, told + wanted),
        "cue P": right / max(1, count["cues"]),
        "cue R": right / max(1, count["gold"]),
        "cue F1": 2 * right / max(1, count["cues"] + count["gold"]),
        "polarity": count["polarity"] / of,
        "modality": count["modality"] / of,
        "speaker": count["speaker"] / of,
        "event class": count["event"] / len(rows),
        "quantity": count["quantity"] / len(rows),
    }


def matched(gold: Sequence[dict[str, Any]], said: Sequence[Found]) -> list[tuple[dict[str, Any], Found]]:
    """Pairs of a labelled claim and the first one found with a word of its cue, each used once."""
    left = list(said)
    pairs = []
    for one in gold:
        hit = next((claim for claim in left if words(claim.cue) & words(one["cue"])), None)
        if hit is not None:
            left.remove(hit)
            pairs.append((one, hit))
    return pairs


def words(text: str | None) -> set[str]:
    return set((text or "").casefold().replace("'s", "").split()) - {"to", "the"}


def speed(articles: int) -> tuple[float, int]:
    """Articles a second of processor time, and claims found."""
    texts = [row["text"] for half in ("tune", "test") for row in labelled(half)]
    rows = [
        {
            "report": f"r{n}",
            "text": "\n\n".join(
                " ".join(texts[(n * 7 + k) % len(texts)] for k in range(p, p + 5)) for p in range(0, 40, 5)
            ),
            "language": "en",
            "source": "reports/text",
            "record": f"f:{n}",
        }
        for n in range(articles)
    ]
    reports = fields.from_rows(rows, "reports")
    nothing = (fields.empty("entities"), fields.empty("places"))
    extract.extract(reports.slice(0, 1), *nothing)
    started = time.process_time()
    claims = extract.extract(reports, *nothing)
    return articles / (time.process_time() - started), len(claims)


def table(results: dict[str, dict[str, float]]) -> None:
    """The measures of each reader beside what is wanted."""
    print(f"{'':14}" + "".join(f"{name:>10}" for name in results) + f"{'target':>10}")
    for measure in next(iter(results.values())):
        target = f"{TARGETS[measure]:10.2f}" if measure in TARGETS else ""
        print(f"{measure:14}" + "".join(f"{result[measure]:10.3f}" for result in results.values()) + target)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--half", choices=("tune", "test"), default="test")
    asked.add_argument("--articles", type=int, default=60)
    wish = asked.parse_args()
    rows = labelled(wish.half)
    print(f"{len(rows)} labelled sentences, {wish.half} half; model {parser.model_name()}")
    readers = (
        {"words": by_words} if parser.model_name() is None else {"grammar": by_grammar, "words": by_words}
    )
    table({name: scores(rows, found_by(reader, rows)) for name, reader in readers.items()})
    part = "final" if wish.half == "test" else "mend"
    articles = labelled_claims.articles(part)
    print(
        f"\n{sum(len(a.said) for a in articles)} sentences of {len(articles)} articles of other fields, part "
        f"{part}"
    )
    table({name: labelled_claims.article_scores(reader, articles) for name, reader in readers.items()})
    classed = list(labelled_claims.by_class(part))
    print(f"\n{len(classed)} sentences, four of each PLOVER class and four of none, part {part}")
    table({name: labelled_claims.class_scores(reader, classed) for name, reader in readers.items()})
    print()
    rate, claims = speed(wish.articles)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{wish.articles} articles of 40 sentences: {rate:.1f} a second of processor time, {claims} claims")
    print(f"peak memory {peak:.0f} MiB")


if __name__ == "__main__":
    main()
