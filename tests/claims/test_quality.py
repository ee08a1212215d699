"""The labelled texts: what must be reached on those that rules were not made with."""

import importlib.util
import sys
from pathlib import Path

import pytest

from vedette.claims import by_grammar, by_words, parser, vocabulary

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def loaded(name):
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


texts = loaded("labelled_claims")
bench = loaded("claims")
needs_grammar = pytest.mark.skipif(parser.model_name() is None, reason="no spaCy model is installed")


def test_the_set_is_large_enough_and_its_halves_are_apart():
    tune, test = bench.labelled("tune"), bench.labelled("test")

    assert len(tune) + len(test) >= 150
    assert not {row["text"] for row in tune} & {row["text"] for row in test}
    assert all(claim["cue"] in row["text"] for row in tune + test for claim in row["claims"])


def test_every_label_of_the_articles_stands_in_its_sentence_and_every_class_is_there():
    for part in ("mend", "final"):
        for article in texts.articles(part):
            for said in article.said:
                words = article.text[said.begin : said.stop]
                assert all(not claim["cue"] or claim["cue"] in words for claim in said.claims), words
        assert {row["class"] for row in texts.by_class(part)} - {None} == set(vocabulary.classes()) - {"MOVE"}


@needs_grammar
def test_by_grammar_every_target_is_reached_on_the_test_half():
    rows = bench.labelled("test")

    found = bench.scores(rows, bench.found_by(by_grammar, rows))

    wanted = {name: least for name, least in bench.TARGETS.items() if name in found}
    assert len(wanted) == 6
    assert {name: found[name] for name, least in wanted.items() if found[name] < least} == {}


@needs_grammar
def test_by_grammar_every_target_is_reached_on_articles_of_other_fields():
    found = texts.article_scores(by_grammar, texts.articles("final"))

    wanted = {name: least for name, least in bench.TARGETS.items() if name in found}
    assert {name: found[name] for name, least in wanted.items() if found[name] < least} == {}


@needs_grammar
def test_by_grammar_the_classes_of_plover_are_told_apart():
    assert texts.class_scores(by_grammar, list(texts.by_class("final")))["class"] >= 0.65


def test_by_words_alone_what_is_found_is_mostly_right():
    rows = bench.labelled("test")

    found = bench.scores(rows, bench.found_by(by_words, rows))

    assert found["cue P"] >= 0.75
    assert found["polarity"] >= 0.85
