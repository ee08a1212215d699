"""List entries as FollowTheMoney objects."""

import io
import json
from datetime import datetime
from typing import Any

from vedette import fields
from vedette.outputs import ftm


def written(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    stream = io.BytesIO()
    ftm.write("entities", fields.from_rows(list(rows), "entities"), stream)
    return [json.loads(line) for line in stream.getvalue().splitlines()]


SHIP = {
    "entity": "list:1",
    "kind": "vessel",
    "names": ["ANGARA", "OLD NAME"],
    "imo": 9179842,
    "call_sign": "UBYT2",
    "programmes": ["A", "B"],
    "list": "list",
    "listed_on": datetime.fromisoformat("2022-05-08"),
    "tonnage": 8811.0,
}


def test_a_ship_and_her_sanctions():
    ship, first, second = written(SHIP)

    assert ship["schema"] == "Vessel"
    assert ship["properties"]["name"] == ["ANGARA"]
    assert ship["properties"]["alias"] == ["OLD NAME"]
    assert ship["properties"]["imoNumber"] == ["9179842"]
    assert ship["properties"]["grossRegisteredTonnage"] == ["8811"]
    assert "mmsi" not in ship["properties"]
    assert first["properties"] == {
        "entity": ["list-1"],
        "program": ["A"],
        "authorityId": ["list"],
        "listingDate": ["2022-05-08"],
    }
    assert first["id"] != second["id"]


def test_of_a_person_only_the_names_leave():
    person = written({**SHIP, "kind": "person", "programmes": []})[0]

    assert person["schema"] == "Person"
    assert set(person["properties"]) == {"name", "alias"}


def test_the_number_of_a_company_is_hers_and_not_a_ship_s():
    company = written({**SHIP, "kind": "organisation"})[0]

    assert company["schema"] == "Organization"
    assert company["properties"]["imoNumber"] == ["9179842"]


def test_a_list_of_one_s_own_sanctions_nobody():
    (ship,) = written({**SHIP, "list": "watch:vessels"})

    assert "topics" not in ship["properties"]


def test_an_id_the_format_does_not_allow_becomes_a_hash():
    assert written({**SHIP, "entity": "list:a/b?"})[0]["id"].startswith("entity-")


def test_two_editions_give_one_id():
    assert written(SHIP) == written({**SHIP, "list_date": datetime.fromisoformat("2024-05-03")})


def test_names_cannot_leave_their_line():
    lines = written({**SHIP, "names": ["a\n{}\u2028b"]})

    assert lines[0]["properties"]["name"] == ["a\n{}\u2028b"]
