from datetime import datetime

import pytest

from vedette import watch
from vedette.outputs import brief, pdf

pytest.importorskip("typst")
NOW = datetime(2024, 1, 1)


def test_a_case_with_nothing_in_it_says_so_as_pdf():
    said = watch.Watch("none", "Nothing #here *at* [all]")
    facts = brief.facts({}, said, NOW)
    made = pdf.page(facts)

    assert facts.empty
    assert made.startswith(b"%PDF-")


def test_what_looks_like_markup_is_text():
    said = watch.Watch("none", '#panic("x") $', purpose="#import <y> @z ```")

    assert pdf.page(brief.facts({}, said, NOW)).startswith(b"%PDF-")
