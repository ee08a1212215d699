"""Articles in the forms people keep them in: PDF, mail, feeds, JSON lines, saved pages."""

import io
import json
from datetime import datetime

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from tests.sources.opened import opened_from
from tests.sources.samples import only, reasons, tables
from vedette import sources
from vedette.errors import SourceError
from vedette.sources.reports import feed, json_lines, mail, pdf, text
from vedette.steps import Reading

NOW = Reading(now=datetime(2024, 6, 1))


def pdf_of(*pages: str, title: str | None = None, locked: str | None = None) -> bytes:
    """A PDF whose pages carry these lines."""
    writer = pypdf.PdfWriter()
    for words in pages:
        page = writer.add_blank_page(300, 400)
        font = DictionaryObject(
            {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
             NameObject("/BaseFont"): NameObject("/Helvetica")}
        )  # fmt: skip
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        shown = " T* ".join(f"({line}) Tj" for line in words.split("\n") if line)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 10 Tf 12 TL 20 380 Td {shown} ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    if title:
        writer.add_metadata({"/Title": title})
    if locked:
        writer.encrypt(locked)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def recognised(data: bytes, name: str) -> str:
    return sources.recognised(opened_from(data, name)).name


def test_a_pdf_is_read_page_by_page_and_its_broken_lines_joined():
    data = pdf_of(
        "Ships at the pier\nTwo ships were seen at the con-\ntainer pier, the\nministry said.",
        "They left.",
        title="A paper",
    )

    found = only(tables(pdf.SOURCE, data, "paper.pdf", NOW)["reports"])

    assert recognised(data, "paper") == "reports/pdf"
    assert "seen at the container pier, the ministry said." in found["text"]
    assert found["text"].endswith("They left.")
    assert (found["title"], found["language"]) == ("A paper", "en")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (pdf_of(""), "carry no text"),
        (pdf_of("Words.", locked="secret"), "locked with a password"),
        (b"%PDF-1.4\n" + b"\xff" * 500, "cannot be read as PDF"),
        (pdf_of("Words.")[:300], "cannot be read as PDF"),
    ],
)
def test_a_pdf_without_words_is_refused_and_says_why(data, why):
    with pytest.raises(SourceError, match=why):
        tables(pdf.SOURCE, data, "paper.pdf")


LETTER = (
    b"From: Desk <desk@example.org>\r\nTo: all@example.org\r\nDate: Tue, 17 Oct 2023 09:30:00 +0900\r\n"
    b"Subject: =?utf-8?B?U2hpcHMgYXQgUmFqaW4=?=\r\nMIME-Version: 1.0\r\n"
)
PARTS = (
    LETTER
    + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n"
    + b"<p>The ships <b>left</b>.<script>alert(1)</script>\r\n--x\r\nContent-Type: application/pdf\r\n"
    + b"Content-Disposition: attachment; filename=list.pdf\r\n\r\nJVBERg==\r\n--x--\r\n"
)


def test_a_message_is_its_words_its_sender_and_its_moment():
    data = LETTER + b"\r\nThe ships left on Monday.\r\n"

    found = only(tables(mail.SOURCE, data, "a.eml", NOW)["reports"])

    assert recognised(data, "a.eml") == "reports/mail"
    assert (found["title"], found["publisher"]) == ("Ships at Rajin", "Desk")
    assert found["published"] == datetime(2023, 10, 17, 0, 30)
    assert found["text"] == "The ships left on Monday."


def test_what_is_attached_is_named_and_not_opened():
    rows = tables(mail.SOURCE, PARTS, "a.eml", NOW)

    assert only(rows["reports"])["text"] == "The ships left."
    assert reasons(rows) == [(1, "an attachment that was not opened: list.pdf; add it as a file")]


@pytest.mark.parametrize(
    "data", [b"Title: words\n\nFrom: here on", b"From: one\nA story that begins so", b""]
)
def test_a_text_that_begins_with_a_colon_is_no_message(data):
    assert mail.recognise(opened_from(data, "a.txt")) == 0


RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Port News</title>
<item><title>Ships &amp; piers</title><link>https://example.org/1</link>
<pubDate>Tue, 17 Oct 2023 01:00:00 GMT</pubDate><description>short</description>
<content:encoded><![CDATA[<p>Two ships left.</p><p>They were not seen again.</p>]]></content:encoded></item>
<item><title>Only a title</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Институт</title><entry><title>Суда</title>
<link href="https://example.org/2"/><updated>2023-10-17T10:00:00+09:00</updated>
<author><name>A. B.</name></author>
<summary>Два судна вышли из порта в среду, сообщили там.</summary></entry></feed>"""


def test_a_feed_gives_a_report_an_item_with_its_line():
    rows = tables(feed.SOURCE, RSS, "feed.xml", NOW)
    found = only(rows["reports"])

    assert recognised(RSS.encode(), "feed.xml") == "reports/feed"
    assert (found["title"], found["publisher"], found["url"]) == (
        "Ships & piers",
        "Port News",
        "https://example.org/1",
    )
    assert found["published"] == datetime(2023, 10, 17, 1)
    assert found["text"].split() == ["Two", "ships", "left.", "They", "were", "not", "seen", "again."]
    assert found["record"] == "0123456789ab:3"
    assert reasons(rows) == [(6, "the item has no words but its title")]


def test_an_atom_feed_in_russian_says_its_language():
    found = only(tables(feed.SOURCE, ATOM, "feed.atom", NOW)["reports"])

    assert (found["publisher"], found["author"], found["language"]) == ("Институт", "A. B.", "ru")
    assert found["published"] == datetime(2023, 10, 17, 1)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (
            '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel>&b;</channel></rss>',
            "defines entities",
        ),
        ("<rss><channel><item></channel></rss>", "not well-formed"),
    ],
)
def test_a_feed_that_lays_a_trap_is_refused(data, why):
    with pytest.raises(SourceError, match=why):
        tables(feed.SOURCE, data, "feed.xml")


def test_json_lines_are_articles_and_bad_lines_are_told():
    lines = [
        {
            "headline": "A ship",
            "body": "She left.",
            "source_domain": "example.org",
            "date_publish": "2023-10-17 08:00",
        },
        {"text": "Судно вышло из порта и не вернулось.", "url": "https://www.example.net/x"},
        {"title": "no words"},
    ]
    data = "\n".join(map(json.dumps, lines)) + "\nnot json\n"

    rows = tables(json_lines.SOURCE, data, "a.jsonl", NOW)

    assert recognised(data.encode(), "a.jsonl") == "reports/json-lines"
    assert [(r["publisher"], r["language"]) for r in rows["reports"]] == [
        ("example.org", None),
        ("example.net", "ru"),
    ]
    assert rows["reports"][0]["published"] == datetime(2023, 10, 17, 8)
    assert [line for line, _ in reasons(rows)] == [3, 4]


def test_positions_as_json_lines_are_no_articles():
    assert json_lines.recognise(opened_from(b'{"mmsi": 1, "lat": 2.0, "lon": 3.0}\n', "a.jsonl")) == 0


PAGE = """<!doctype html><html lang="en"><head><title>Two ships</title>
<meta property="og:site_name" content="Port News">
<meta property="article:published_time" content="2023-10-17T09:00:00+09:00"></head><body><article>
<h1>Two ships</h1><p>Two ships left the harbour on Monday, officials said,
and were not seen for a week after that.</p>
</article></body></html>"""


def test_a_page_is_dated_by_what_its_head_declares():
    found = only(tables(text.SOURCE, PAGE, "page.html", NOW)["reports"])

    assert (found["publisher"], found["published"]) == ("Port News", datetime(2023, 10, 17))


@pytest.mark.parametrize(
    ("top", "publisher", "day"),
    [
        ("Two ships\nBy Ann Lee\nOctober 17, 2023\n", None, datetime(2023, 10, 17)),
        (
            "Two ships\nSource: Port News\nPublished: 17 October 2023, 10:00\n",
            "Port News",
            datetime(2023, 10, 17),
        ),
        ("SEOUL, Oct. 17, 2023 (Yonhap) -- ", "Yonhap", datetime(2023, 10, 17)),
        ("https://www.example.org/story\n", "example.org", None),
        ("It began on 17 October 2023, when they left.\n", None, None),
        ("Published: 17 October 2030\n", None, None),
    ],
)
def test_a_plain_text_is_dated_by_lines_made_for_it_and_not_by_its_story(top, publisher, day):
    found = only(
        tables(text.SOURCE, f"{top}\nTwo ships left, and were not seen again.\n", "a.txt", NOW)["reports"]
    )

    assert (found["publisher"], found["published"]) == (publisher, day)


def test_the_same_words_of_one_publisher_are_one_report_in_whatever_file():
    plain = only(
        tables(text.SOURCE, "Two  ships left.\nThey were seen.", "a.txt", Reading(publisher="P"))["reports"]
    )
    line = json.dumps({"text": "Two ships left.  They were seen.", "publisher": "p", "title": "Other"})

    assert only(tables(json_lines.SOURCE, line, "a.jsonl")["reports"])["report"] == plain["report"]
