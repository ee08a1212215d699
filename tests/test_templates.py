import tomllib

import pytest

from vedette import templates, watch
from vedette.errors import WatchError

PLACE = '[[from]]\nid = "a"\nname = "A"\nlat = 1\nlon = 2\n[[to]]\nid = "b"\nname = "B"\nlat = 3\nlon = 4\n'


def made(tmp_path, text: str) -> templates.Made:
    path = tmp_path / "list.toml"
    path.write_text(text, encoding="utf-8")
    return templates.made("way", path)


def test_the_bundled_template_makes_a_watch_that_can_be_read():
    found = templates.made("way", templates.bundled("corridor"))
    said = watch.from_toml(tomllib.loads(found.watch))

    assert said.corridors[0].start == ("place-a",)
    assert said.hypotheses[0].evidence
    assert said.questions[0].series == "calls/sighted/place-a"
    assert set(found.files) == {"places.csv"}


def test_names_with_quotes_and_lines_stay_names(tmp_path):
    found = made(tmp_path, 'title = "A \\"x\\"\\n[grades]"\n' + PLACE)

    assert watch.from_toml(tomllib.loads(found.watch)).title == 'A "x"\n[grades]'


def test_ships_and_their_companies_become_a_list(tmp_path):
    more = '[[ship]]\nname = "X, Y"\nimo = 9074729\nowner = "Z"\n[[company]]\nname = "Z"\nimo = 1234567\n'

    assert '"X, Y",9074729' in made(tmp_path, PLACE + more).files["vessels.csv"]
    assert "Z (IMO company 1234567)" in made(tmp_path, PLACE + more).files["vessels.csv"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "from"),
        (PLACE + 'colour = "red"', "unknown key"),
        ("[[from]]\nid = 'a'\n", "lacks name, lat, lon"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, text, says):
    with pytest.raises(WatchError, match=says):
        made(tmp_path, text)


def test_a_template_that_is_not_there_names_those_that_are():
    with pytest.raises(WatchError, match="corridor"):
        templates.bundled("nowhere")
