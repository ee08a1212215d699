import pytest

from tests.sources.opened import opened_from
from tests.sources.samples import tables
from vedette.errors import SourceError
from vedette.sources import recognised
from vedette.sources.reports import reference_table, watch_file


@pytest.mark.parametrize(
    "header",
    [
        "code,red_flag,source,source_date,paragraph,what_to_see,data,suggested_check,automatable,text_read\n",
        "typology,looks_like_in_data,example,imo,dates,place_or_position,publisher,source,published\n",
    ],
)
def test_a_table_of_red_flags_is_known_and_refused(header):
    assert recognised(opened_from(header.encode())) is reference_table.SOURCE
    with pytest.raises(SourceError, match="a reference table of red flags, not observations: nothing to add"):
        tables(reference_table.SOURCE, header)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# the watch\nwatch: a-b\ntitle: A to B\nplaces:\n  load: [harbour]\n", "watch.yaml"),
        ("watch: a-b\nsettings: {}\n", "corridor.yml"),
        ('name = "a-b"\n\n[[corridor]]\nname = "out"\n', "a-b.toml"),
        ('[[hypothesis]]\nid = "h"\n\n[[hypothesis.evidence]]\nid = "e"\n', "case.zip!a/b.toml"),
        ("name = 'new'\n", "watch.toml"),
        ("", "my-watch.yaml"),
    ],
)
def test_a_watch_is_known_and_refused_with_what_it_is_for(text, name):
    assert recognised(opened_from(text.encode(), name)) is watch_file.SOURCE
    with pytest.raises(
        SourceError, match=r"this is a watch, not data\nHint: .*vedette init CASE --watch FILE"
    ):
        tables(watch_file.SOURCE, text, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mmsi = 'ssvid'\n[columns]\nlat = 'y'\n", "map.toml"),
        ("watch: a-b\n", "notes.md"),
        ("wristwatch: 1\n", "shop.yaml"),
        ("\0watch:\nplaces:\n", "watch.yaml"),
    ],
)
def test_other_settings_are_not_a_watch(text, name):
    assert watch_file.recognise(opened_from(text.encode(), name)) == 0
