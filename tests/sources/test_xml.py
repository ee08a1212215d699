import pytest

from tests.sources.opened import opened_from
from vedette.errors import SourceError
from vedette.sources import xml

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<list><entry>&b;</entry></list>"""
OUTSIDE = b'<!DOCTYPE list SYSTEM "http://example.org/list.dtd"><list><entry>A</entry></list>'


def entries(data: bytes, *wanted: str) -> list[xml.Element]:
    return list(xml.elements(opened_from(data, "list.xml"), wanted or ("entry",)))


def test_an_element_has_its_line_its_attributes_and_what_is_in_it():
    top, one, two = entries(
        b'<x:list xmlns:x="u" made="1">\n<entry a=" 2 "><b>  A\n B</b><b/><b>C</b></entry>\n\n'
        b"<entry/></x:list>"
    )

    assert (top.name, top.get("made"), top.inside) == ("list", "1", [])
    assert (one.line, one.get("a"), one.words("b"), one.each("b")) == (2, "2", "A B", ["A B", "C"])
    assert (two.line, two.words("b")) == (5, None)


def test_what_is_round_the_wanted_elements_is_not_held():
    found = entries(
        b"<list>" + b"<other><deep>x</deep></other>" * 50 + b"<entry><entry>in</entry></entry></list>"
    )

    assert [one.name for one in found] == ["list", "entry"]
    assert found[1].words("entry") == "in"


@pytest.mark.parametrize("data", [LAUGHS, OUTSIDE])
def test_a_document_type_or_an_entity_is_refused(data):
    with pytest.raises(SourceError, match="document type or an entity"):
        entries(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<list><entry></list>", "mismatched tag"),
        (b"<list><entry>", "no element found"),
        (b"<list>" + b"<a>" * 70, "more than 64 deep"),
        (b"<list><entry>" + b"x" * (xml.MAX_TEXT + 1) + b"</entry></list>", "more than 1,048,576 letters"),
        (b"<list><entry>a\x00b</entry></list>", "invalid token"),
    ],
)
def test_what_cannot_be_read_says_why_and_where(data, words):
    with pytest.raises(SourceError, match=words) as error:
        entries(data)
    assert error.value.line


def test_one_entry_of_very_many_elements_is_refused(monkeypatch):
    monkeypatch.setattr(xml, "MAX_BELOW", 10)

    assert len(entries(b"<list>" + b"<entry><b/></entry>" * 50 + b"</list>")) == 51
    with pytest.raises(SourceError, match="more than 10 elements"):
        entries(b"<list><entry>" + b"<b/>" * 11 + b"</entry></list>")


def test_the_root_is_told_from_the_head_alone():
    assert xml.root(opened_from(b'\xef\xbb\xbf<?xml version="1.0"?><!-- a --><u:list a="1"><b/>')) == "list"
    assert xml.root(opened_from(b"a,b\n1,2\n")) is None
    assert xml.root(opened_from(b"<>")) is None
