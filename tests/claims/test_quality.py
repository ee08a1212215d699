"""The labelled sentences: what must be reached on the half that rules were not made with."""

import importlib.util
from pathlib import Path

import pytest

from vedette.claims import by_grammar, by_words, parser

SPEC = importlib.util.spec_from_file_location(
    "claims_benchmark", Path(__file__).resolve().parents[2] / "benchmarks" / "claims.py"
)
bench = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(bench)


def test_the_set_is_large_enough_and_its_halves_are_apart():
    tune, test = bench.labelled("tune"), bench.labelled("test")

    assert len(tune) + len(test) >= 150
    assert not {row["text"] for row in tune} & {row["text"] for row in test}
    assert all(claim["cue"] in row["text"] for row in tune + test for claim in row["claims"])


@pytest.mark.skipif(parser.model_name() is None, reason="no spaCy model is installed")
def test_by_grammar_every_target_is_reached_on_the_test_half():
    rows = bench.labelled("test")

    found = bench.scores(rows, bench.found_by(by_grammar, rows))

    assert {name: found[name] for name, least in bench.TARGETS.items() if found[name] < least} == {}


def test_by_words_alone_what_is_found_is_mostly_right():
    rows = bench.labelled("test")

    found = bench.scores(rows, bench.found_by(by_words, rows))

    assert found["cue P"] >= 0.75
    assert found["polarity"] >= 0.85
