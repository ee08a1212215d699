"""List entries as FollowTheMoney objects."""

import io
import json
from datetime import datetime
from typing import Any

from vedette import fields
from vedette.outputs import ftm


def written(*rows: dict[str, Any], links: tuple[dict[str, Any], ...] = ()) -> list[dict[str, Any]]:
    stream = io.BytesIO()
    ftm.write(
        "entities", fields.from_rows(list(rows), "entities"), stream, fields.from_rows(list(links), "links")
    )
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

    assert company["schema"] == "Company"
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


def link(to: str, role: str, **more: Any) -> dict[str, Any]:
    return {"from": "list:1", "to": to, "role": role, "list": "list", **more}


def test_an_owner_is_an_ownership_with_the_share_the_list_gives():
    *_, tie = written(SHIP, links=(link("list:9", "owner", detail="60 %"),))

    assert tie["schema"] == "Ownership"
    assert tie["properties"] == {
        "owner": ["list-9"],
        "asset": ["list-1"],
        "percentage": ["60"],
        "role": ["owner"],
        "publisher": ["list"],
    }


def test_a_link_of_any_other_role_is_an_unknown_link_and_a_bare_name_an_entity_of_its_own():
    *_, party, tie = written(SHIP, links=(link("name:M LEASING", "linked to"),))

    assert (party["schema"], party["properties"]) == ("LegalEntity", {"name": ["M LEASING"]})
    assert tie["schema"] == "UnknownLink"
    assert (tie["properties"]["subject"], tie["properties"]["object"]) == ([party["id"]], ["list-1"])
    assert tie["properties"]["role"] == ["linked to"]


def test_names_in_links_stay_what_they_are_and_a_link_said_twice_is_one():
    links = [link(f"name:{role}", role) for role in ("alias", "former name", "weak alias")]
    ship, *rest = written({**SHIP, "programmes": []}, links=(*links, *links))

    assert ship["properties"]["alias"] == ["OLD NAME", "alias"]
    assert ship["properties"]["previousName"] == ["former name"]
    assert ship["properties"]["weakAlias"] == ["weak alias"]
    assert rest == []


def test_an_organisation_that_is_owned_is_a_company_and_one_that_nobody_owns_is_none():
    firm = {**SHIP, "kind": "organisation", "imo": None, "programmes": []}

    assert written(firm)[0]["schema"] == "Organization"
    assert written(firm, links=(link("list:9", "owner"),))[0]["schema"] == "Company"
    assert written({**firm, "ids": ["inn:7701"]})[0]["properties"]["innCode"] == ["7701"]


def test_a_flag_is_a_country_by_its_code_or_is_left_out():
    ship = written({**SHIP, "flag": "Korea, North", "former_flags": ["Panama", "Atlantis"]})[0]

    assert (ship["properties"]["flag"], ship["properties"]["pastFlags"]) == (["kp"], ["pa"])


def test_an_entry_that_is_gone_says_since_which_edition():
    sanction = written({**SHIP, "until": datetime.fromisoformat("2024-06-01")})[1]

    assert sanction["properties"]["status"] == ["not in the edition of 2024-06-01"]
