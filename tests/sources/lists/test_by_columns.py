from datetime import datetime

import pytest

from tests.sources.samples import only, reasons, tables
from vedette import sources
from vedette.errors import SourceError
from vedette.sources.lists import by_columns
from vedette.steps import Reading

MAP = """
table = "entities"
list = "My ships"
[columns]
names = ["Ship", "Ex-names"]
imo = "IMO No."
flag = "Flag"
owner = "Owner"
listed_on = "Since"
"""
ROW = "HERON,TEAL; WIGEON,IMO 9179842,Togo,Reed; Marsh,2024-02-01,x\n"
HEADER = "Ship,Ex-names,IMO No.,Flag,Owner,Since,Note\n"


@pytest.fixture
def reading(tmp_path):
    path = tmp_path / "map.toml"
    path.write_text(MAP)
    return Reading(columns=path)


def test_a_row_is_a_ship_with_the_columns_the_map_says(reading):
    rows = tables(by_columns.SOURCE, HEADER + ROW, "fleet-2024-05.csv", reading)
    ship = only(rows["entities"])

    assert (ship["entity"], ship["list"], ship["kind"]) == (
        "watch:my-ships:9179842",
        "watch:my-ships",
        "vessel",
    )
    assert (ship["names"], ship["imo"], ship["flag"]) == (["HERON", "TEAL", "WIGEON"], 9179842, "Togo")
    assert (ship["listed_on"], ship["list_date"]) == (datetime(2024, 2, 1), datetime(2024, 5, 31))
    assert [(link["role"], link["to"]) for link in rows["links"]] == [
        ("owner", "name:Reed"),
        ("owner", "name:Marsh"),
    ]


def test_rows_that_cannot_be_used_are_refused(reading):
    rows = tables(
        by_columns.SOURCE,
        HEADER + "HERON,,12,,,,\n,,,,,,x\nTEAL,,,,,soon,\nTEAL,,,,,,\nTEAL,,,,,,\n",
        "f.csv",
        reading,
    )

    assert [words for _, words in reasons(rows)] == [
        "imo is '12', which is no such number",
        "the row has neither a name nor a number",
        "listed_on is 'soon'; it must be written YYYY-MM-DD, YYYY-MM or YYYY",
        "watch:my-ships:teal stands in the file already",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("table = [", "cannot be read as TOML"),
        ('table = "entities"', r"lacks \[columns\]"),
        ('colour = 1\n[columns]\nnames = "A"', "unknown key colour"),
        ('[columns]\nname = "A"', "no column of ours: name"),
        ('[columns]\nflag = "A"', "neither names nor imo nor mmsi"),
        ('kind = "comet"\n[columns]\nnames = "A"', "kind is 'comet'"),
        ('[columns]\nnames = "Other"', "lacks the columns: other"),
    ],
)
def test_a_wrong_map_says_what_is_wrong(tmp_path, text, words):
    path = tmp_path / "map.toml"
    path.write_text(text)
    with pytest.raises(SourceError, match=words):
        tables(by_columns.SOURCE, HEADER + "A,,,,,,\n", "f.csv", Reading(columns=path))


def test_a_map_of_positions_is_still_one_of_positions(tmp_path, reading):
    path = tmp_path / "ais.toml"
    path.write_text('[columns]\nmmsi = "Ship"\n')

    assert sources.mapped(path).name == "ais/csv"
    assert sources.mapped(reading.columns) is by_columns.SOURCE
