"""Lists and feeds in XML that lay traps: nothing is expanded, nothing outside the file is read."""

import time

import pytest

from tests.sources.samples import ALL, tables
from vedette.errors import SourceError

MOST_S = 2.0
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ELSEWHERE = "a type elsewhere"
# What stands before the list, and what is put where its first text is.
TRAPS = {
    "billion laughs": (f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>', "&l9;"),
    "quadratic": (f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>', "&a;" * 1_000),
    "a file": ('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>', "&f;"),
    "an address": ('<!DOCTYPE x [<!ENTITY f SYSTEM "http://127.0.0.1:9/list">]>', "&f;"),
    "a parameter": ('<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd">%p;]>', ""),
    ELSEWHERE: ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', ""),
}
IN_XML = [one for one in ALL if one.name.lower().endswith(".xml")]


def trapped(text: str, before: str, inside: str) -> str:
    head, _, rest = text.rpartition("?>")
    opening, _, more = rest.partition(">")
    return f"{head}{'?>' if head else ''}{before}{opening}>{inside}{more}"


def test_there_is_a_sample_of_every_reader_of_xml():
    assert {one.source.name for one in IN_XML} >= {
        "lists/un",
        "lists/eu-fsf",
        "lists/ofac-advanced",
        "reports/feed",
    }


# Old feeds name their document type, which is not read; a list that does is refused.
@pytest.mark.parametrize(
    ("sample", "trap"),
    [
        (one, trap)
        for one in IN_XML
        for trap in TRAPS
        if (one.source.name, trap) != ("reports/feed", ELSEWHERE)
    ],
    ids=lambda one: one if isinstance(one, str) else one.source.name,
)
def test_a_trap_is_refused_at_once(sample, trap):
    started = time.process_time()

    with pytest.raises(SourceError, match=r"document type|entit"):
        tables(sample.source, trapped(sample.text, *TRAPS[trap]), sample.name)
    assert time.process_time() - started < MOST_S
