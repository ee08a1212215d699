"""Claims that were read: when candidates count, how much, and whose grade was learned."""

from dataclasses import replace

import pytest

from tests.assessment.worlds import DAY, DISCLOSED, GRADES, NOW, claim, hypothesis, table
from vedette.assessment.weigh import Weigh, weigh


def weighed(*claims, **options):
    given = (table("indicators"), table("events"), table("claims", list(claims)))
    wish = Weigh(hypotheses=(hypothesis(DISCLOSED),), grades=GRADES, **options)
    return weigh(*given, wish, until=NOW).to_pylist()


def test_a_candidate_counts_only_where_the_watch_lets_it_and_then_less_and_says_so():
    candidate = claim("Good State", NOW - DAY, accepted=None)
    (full,) = weighed({**candidate, "accepted": True})
    (less,) = weighed(candidate, count_candidates=True)

    assert weighed(candidate) == []
    assert 1.0 < less["lr"] < full["lr"]
    assert "candidate, judged by nobody: counted at 0.5" in less["title"]
    assert "candidate" not in full["title"]


def test_what_a_person_rejected_never_counts():
    assert weighed(claim("Good State", NOW - DAY, accepted=False), count_candidates=True) == []


def test_one_accepted_claim_of_an_origin_makes_it_no_candidate():
    rows = weighed(
        claim("Good State", NOW - DAY, accepted=None, cluster="c"),
        {**claim("Good State", NOW - DAY, cluster="c"), "claim": "second"},
        count_candidates=True,
    )

    assert ["candidate" in row["title"] for row in rows] == [False]


def test_a_grade_that_was_learned_goes_before_that_of_the_watch():
    (plain,) = weighed(claim("Good State", NOW - DAY))
    (learned,) = weighed(claim("Good State", NOW - DAY, grade="D"))
    (unknown,) = weighed(claim("Good State", NOW - DAY, grade="F"))

    assert (plain["grade"], learned["grade"], unknown["grade"]) == ("B", "D", "B")
    assert learned["lr"] < plain["lr"]


@pytest.mark.parametrize("match", ["COOPERATE", "COOPERATE/tech", "CO*/*"])
def test_a_rule_may_name_a_class_of_plover_with_its_mode(match):
    row = claim("Good State", NOW - DAY, event_class="COOPERATE", mode="tech")
    wish = Weigh(hypotheses=(hypothesis(replace(DISCLOSED, match=match)),), grades=GRADES)

    assert weigh(table("indicators"), table("events"), table("claims", [row]), wish, until=NOW).num_rows == 1


def test_a_claim_that_was_read_meets_a_rule_in_the_words_of_compilers_by_its_sign():
    row = claim("Good State", NOW - DAY, event_class="AID", sign="disclosure")

    assert len(weighed(row)) == 1
    assert weighed({**row, "sign": None}) == []
    assert weighed({**row, "unlikely": True}) == []
