"""What people decide is only ever added."""

from datetime import datetime
from pathlib import Path

import pytest

from vedette import deciding, fields, store
from vedette.errors import CaseError

WHEN = datetime(2024, 1, 1)


@pytest.fixture
def case(tmp_path: Path) -> store.Case:
    made = store.create(tmp_path / "case", 'name = "x"\ntitle = "x"\n')
    store.append(made, "alerts", fields.from_rows([{"alert": "a1", "level": 1}], "alerts"), "a")
    store.append(made, "claims", fields.from_rows([{"claim": "c1", "report": "r"}], "claims"), "c")
    store.append(made, "reports", fields.from_rows([{"report": "r", "text": "Arms went."}], "reports"), "r")
    return made


def test_alerts_and_claims_can_be_decided_and_the_last_word_counts(case: store.Case) -> None:
    deciding.decide(case, "a1", "watch", who="me", when=WHEN)
    deciding.decide(case, "a1", "confirmed", who="me", when=WHEN.replace(hour=1))
    deciding.decide(case, "c1", "rejected", who="me", when=WHEN, note="not in the text")
    assert {k: row["verdict"] for k, row in deciding.latest(case).items()} == {
        "a1": "confirmed",
        "c1": "rejected",
    }
    assert store.count(case, "decisions") == 3


@pytest.mark.parametrize(
    ("subject", "verdict", "note"), [("a2", "watch", ""), ("a1", "guilty", ""), ("a1", "watch", "x" * 5000)]
)
def test_what_is_no_decision_is_refused(case: store.Case, subject: str, verdict: str, note: str) -> None:
    with pytest.raises(CaseError):
        deciding.decide(case, subject, verdict, who="me", when=WHEN, note=note)
    assert store.count(case, "decisions") == 0


def test_an_edit_of_span_and_class_is_kept_and_must_fit_the_text(case: store.Case) -> None:
    edit = deciding.Edit(span=(0, 4), event_class="AID/arms")
    row = deciding.decide(case, "c1", "accepted", who="me", when=WHEN, edit=edit)

    assert deciding.words_of(case, "c1", (0, 4)) == "Arms"
    (kept,) = store.read(case, "decisions").to_pylist()
    assert (kept["span_start"], kept["span_end"], kept["event_class"]) == (0, 4, "AID/arms")
    assert kept["decision"] == row["decision"]
    for span in ((0, 11), (4, 4), (-1, 3)):
        with pytest.raises(CaseError):
            deciding.decide(case, "c1", "accepted", who="me", when=WHEN, edit=deciding.Edit(span=span))
