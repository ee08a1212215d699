"""The suites by rapidfuzz and by nomenklatura's logic-v2; runs in the peers' environment."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from followthemoney import model
from measures import Found, Row, measured
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig
from normality import ascii_text
from rapidfuzz import fuzz, process, utils
from sklearn.feature_extraction.text import TfidfVectorizer

SCHEMATA = {"person": "Person", "organisation": "Organization", "vessel": "Vessel", "aircraft": "Airplane"}
CANDIDATES = 25


def plain(name: str) -> str:
    return utils.default_process(ascii_text(name) or "")


def best(scored: list[tuple[str, float]]) -> Found:
    kept: dict[str, float] = {}
    for entity, score in scored:
        kept[entity] = max(score, kept.get(entity, -1.0))
    return sorted(kept.items(), key=lambda one: (-one[1], one[0]))[:10]


def by_rapidfuzz(suite: dict[str, Any], asked: list[Any]) -> list[Found]:
    """Every name of the kind, compared with the words in order."""
    names = [(one["id"], one["kind"], plain(name)) for one in suite["entities"] for name in one["names"]]
    of_kind = {kind: [one for one in names if one[1] == kind] for kind in {one[1] for one in names}}
    found = []
    for name, kind, *_ in asked:
        held = of_kind.get(kind, [])
        scores = process.cdist([plain(name)], [one[2] for one in held], scorer=fuzz.token_sort_ratio)[0]
        top = np.argsort(-scores, kind="stable")[:60]
        found.append(best([(held[place][0], float(scores[place])) for place in top]))
    return found


def candidates(names: list[str], asked: list[str]) -> Iterator[np.ndarray]:
    """The names with the most runs of three letters in common, weighed by how rare they are."""
    weigh = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    known = weigh.fit_transform(names).T.tocsc()
    wanted = weigh.transform(asked)
    for low in range(0, len(asked), 200):
        for row in (wanted[low : low + 200] @ known).toarray():
            top = np.argpartition(-row, CANDIDATES)[:CANDIDATES]
            yield top[np.argsort(-row[top])]


def by_logic(suite: dict[str, Any], asked: list[Any]) -> list[Found]:
    """The best 25 of the runs of three letters, scored by logic-v2."""
    matcher, config = get_algorithm("logic-v2"), ScoringConfig.defaults()
    entities = {one["id"]: one for one in suite["entities"]}
    names = [(one["id"], name) for one in suite["entities"] for name in one["names"]]
    made: dict[str, Any] = {}

    def entity(id_: str, kind: str, called: list[str]) -> Any:
        # The analysis of names is cached by id, so ids must not be used twice.
        one = model.make_entity(SCHEMATA.get(kind, "LegalEntity"))
        one.id = f"{suite['name']}-{id_}"
        one.add("name", called)
        return one

    found = []
    places = candidates([plain(name) for _, name in names], [plain(one[0]) for one in asked])
    for number, ((name, kind, *_), near) in enumerate(zip(asked, places)):
        query = entity(f"query-{number}", kind, [name])
        scored = []
        for id_ in dict.fromkeys(names[place][0] for place in near):
            made[id_] = made.get(id_) or entity(id_, entities[id_]["kind"], entities[id_]["names"])
            scored.append((id_, float(matcher.compare(query, made[id_], config).score)))
        found.append(best(scored))
    return found


def main() -> None:
    rows: list[Row] = []
    for suite in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        questions, none = suite["asked"], suite["none"]
        for name, match in (("rapidfuzz token_sort", by_rapidfuzz), ("logic-v2", by_logic)):
            begun = time.process_time()
            found = match(suite, [*questions, *none])
            spent = time.process_time() - begun
            rows += measured({**suite, "asked": questions, "none": none}, name, found, spent)
            print(f"{suite['name']}: {name} done", file=sys.stderr)
    print(json.dumps(rows))


main()
