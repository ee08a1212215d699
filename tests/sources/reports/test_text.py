import hashlib
from datetime import datetime

import pytest

from tests.sources.opened import opened_from
from tests.sources.samples import only, tables
from vedette.errors import SourceError
from vedette.sources.reports import text
from vedette.steps import Reading

WORDS = "A ship at the pier\n\nShe was seen on Tuesday, it was said, and left on Wednesday.\n"
FRONT = "---\npublisher: Ministry\ntitle: A ship\npublished: 2023-10-13\nurl: https://example.org/1\n---\n"


def read(data, name="report.txt", reading=None):
    return tables(text.SOURCE, data, name, reading)


def report(data, name="report.txt", reading=None):
    rows = read(data, name, reading)
    assert set(rows) == {"reports"}
    return only(rows["reports"])


def sure(data, name="report.txt"):
    return text.recognise(opened_from(data if isinstance(data, bytes) else data.encode(), name))


def test_a_plain_text_is_a_report_of_unknown_origin():
    found = report(WORDS)

    assert found["title"] == "A ship at the pier"
    assert found["text"] == WORDS.strip()
    assert found["sha256"] == hashlib.sha256(WORDS.strip().encode()).hexdigest()
    assert (found["publisher"], found["published"], found["url"]) == (None, None, None)
    assert found["record"] == "0123456789ab:1"


def test_front_matter_says_who_and_when_and_is_not_text():
    found = report(FRONT + WORDS, "report.md")

    assert (found["publisher"], found["title"], found["url"]) == (
        "Ministry",
        "A ship",
        "https://example.org/1",
    )
    assert found["published"] == datetime(2023, 10, 13)
    assert found["text"] == WORDS.strip()
    assert found["record"] == "0123456789ab:7"


def test_front_matter_may_be_toml():
    found = report(
        '+++\npublisher = "Ministry"\npublished = 2023-10-13\n+++\n# A ship #\n\nSeen.\n', "report.md"
    )

    assert (found["publisher"], found["published"], found["title"]) == (
        "Ministry",
        datetime(2023, 10, 13),
        "A ship",
    )


def test_front_matter_comes_before_what_the_user_says():
    reading = Reading(publisher="Desk", published=datetime(2024, 1, 1))

    assert report(FRONT + WORDS, reading=reading)["publisher"] == "Ministry"
    said = report(WORDS, reading=reading)
    assert (said["publisher"], said["published"]) == ("Desk", datetime(2024, 1, 1))


def test_front_matter_may_say_what_is_claimed():
    keys = (
        "---\npublisher: Agency via Paper\npublished: 2023-10-17\nspeaker: Spokesman\nevent_class: denial\n"
        "polarity: denied\nmodality: hedged\ncorridor: a-b\nstart: 2023-08\nend: 2023-10-16\nlabel: denial\n"
        "actors: [Heron, Teal]\nquantity: 5 trips\naccepted: true\n---\n"
    )
    rows = read(keys + WORDS)
    claim = only(rows["claims"])

    assert claim["report"] == only(rows["reports"])["report"]
    assert (claim["speaker"], claim["polarity"], claim["modality"]) == ("Spokesman", "denied", "hedged")
    assert (claim["event_class"], claim["corridor"], claim["label"]) == ("denial", "a-b", "denial")
    assert (claim["start"], claim["end"]) == (datetime(2023, 8, 1), datetime(2023, 10, 16, 23, 59, 59))
    assert (claim["actors"], claim["quantity"], claim["accepted"]) == (["Heron", "Teal"], "5 trips", True)
    assert rows["reports"][0]["text"][claim["span_start"] : claim["span_end"]] == WORDS.strip()


def test_a_claim_nobody_has_judged_is_not_accepted():
    assert only(read("---\nspeaker: Ministry\n---\n" + WORDS)["claims"])["accepted"] is None


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ("polarity: perhaps", "polarity is 'perhaps'; it must be asserted or denied"),
        ("modality: maybe\nspeaker: X", "modality is 'maybe'"),
        ("published: 13/10/2023", "published is '13'; it must be written"),
        ("speaker: X\nstart: 2024\nend: 2023", "before it begins"),
        ("title: [a, b]", "title in the front matter is not one value"),
        ("title: {a: b}", "title in the front matter is not one value"),
        ("title: 'open", "cannot be read"),
        ("a: &a [x]\nb: [*a, *a]", "refers to another value"),
        ("published: 2023-02-30", "cannot be read"),
        ("title: " + "[" * 3000, "cannot be read"),
        ("title: 0x" + "f" * 6000, "not one value"),
    ],
)
def test_front_matter_that_cannot_be_used_is_an_error(keys, problem):
    with pytest.raises(SourceError, match=problem) as caught:
        read(f"---\n{keys}\n---\n{WORDS}", "report.md")
    assert "report.md" in str(caught.value)


@pytest.mark.parametrize("start", ["---\nA rule, and words.\n---\n", "---\nno end: of it\n", "--- \n\n"])
def test_a_rule_of_dashes_is_not_front_matter(start):
    assert report(start + WORDS)["text"] == (start + WORDS).strip()


def test_front_matter_longer_than_its_bound_is_text():
    long = "---\nnote: " + "x" * 9000 + "\n---\n"

    assert report(long + WORDS)["text"] == (long + WORDS).strip()


def test_line_ends_do_not_change_the_text_or_its_id():
    assert report((FRONT + WORDS).replace("\n", "\r\n"))["report"] == report(FRONT + WORDS)["report"]
    assert report(b"\xef\xbb\xbf" + (FRONT + WORDS).encode())["report"] == report(FRONT + WORDS)["report"]


def test_a_long_first_line_is_no_title():
    assert report("word " * 100)["title"] is None


def test_of_a_web_page_only_the_words_are_text():
    html = (
        "<!doctype html><html><head><title>A &amp; B</title><style>p {}</style>"
        "<script>var a = 'sunk'</script></head><body onload=\"alert('sunk')\">"
        "<p>She sailed &lt;north&gt;.</p><script>document.write('sunk')</script><!-- sunk --></body></html>"
    )
    found = report(html, "page.html")

    assert (found["title"], found["text"]) == ("A & B", "She sailed <north>.")


def test_of_a_long_page_the_article_is_taken():
    article = "".join(f"<p>Sentence {n} of the article says that a ship sailed north.</p>" for n in range(20))
    menu, terms = "<nav><ul><li>Menu</li></ul></nav>", "<footer>Terms</footer>"
    html = f"<html><body>{menu}<article>{article}</article>{terms}</body></html>"
    found = report(html, "page.html")["text"]

    assert found.startswith("Sentence 0 of")
    assert found.endswith("Sentence 19 of the article says that a ship sailed north.")


def test_a_web_page_may_have_front_matter():
    found = report(FRONT + "<p>She sailed.</p>", "page.html")

    assert (found["publisher"], found["title"], found["text"]) == ("Ministry", "A ship", "She sailed.")


@pytest.mark.parametrize("html", ["<html></html>", "<html><body><script>x()</script></body></html>", "   "])
def test_a_file_without_words_is_an_error(html):
    with pytest.raises(SourceError, match="no words"):
        read(html, "page.html")


@pytest.mark.parametrize(
    "unit", ["<div>", "<svg></script>", "<", "<!", "<!-", '<a b="', "</a ", "<table><tr><td>", "<p><b>x"]
)
def test_hostile_markup_is_read_or_refused(unit):
    try:
        found = report("<html><body>She sailed." + unit * (200_000 // len(unit)), "page.html")
    except SourceError:
        return
    assert found["text"]


def test_a_text_too_long_for_a_report_is_an_error():
    with pytest.raises(SourceError, match="longer than 4 MiB"):
        read("word " * 1_000_000)


def test_words_are_recognised_weakly_and_front_matter_a_little_more():
    assert 0 < sure(WORDS) < sure(FRONT + WORDS) <= 0.2
    assert 0 < sure(WORDS, "README.md.gz") <= 0.2
    assert 0 < sure("<!DOCTYPE html><html><p>She sailed, it was said.</p></html>", "saved page") <= 0.2
    assert 0 < sure("Отгрузки идут из порта, сообщили в министерстве.") <= 0.2
    assert 0 < sure("[A link](https://example.org) and words after it.\n", "note.md") <= 0.2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\0\0\0",
        b"\xff\xfe\x41\x00\x42\x00",
        b"\x93\xc4\xd1" * 99,
        b"a,b,c\n1,2,3\n4,5,6\n",
        b'name;imo;flag\n"a;b";1;RU\nc;2;KP\n',
        b"name\timo\tflag\nHeron\t1\tRU\nTeal\t2\tKP\n",
        b'{"a": "some words"}',
        b'[{"a": "some words"}]',
        b"[1, 2]",
        b"!AIVDM,1,1,,A,13HOI:0P0000VOHLCnHQKwvL05Ip,0*23\n",
        b"# a comment of words\n\\c:1*00\\!AIVDM,1,1,,A,13HOI:0P0000VOHLCnHQKwvL05Ip,0*23\n",
        b"123456789\n234567890\n",
        b" \n\n",
    ],
)
def test_other_files_are_not_taken_for_words(data):
    assert sure(data) == 0


@pytest.mark.parametrize("name", ["data.csv", "data.json", "watch.yaml", "words", "words.pdf"])
def test_words_in_a_file_of_another_kind_are_not_taken(name):
    assert sure(FRONT + WORDS, name) == 0
