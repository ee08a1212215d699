from functools import cache

import numpy as np
import pytest

from tests.sources.samples import tables
from vedette.kernels.marks import imo_valid
from vedette.sources import opening, recognised
from vedette.sources.lists import ofac
from vedette.steps import Reading

# As the README beside the lists counts: rows, vessels, those with an IMO number, DPRK rows, DPRK vessels.
EDITIONS = {
    "sdn-2018-12": (7_379, 323, 316, 388, 101),
    "sdn-2021-07": (8_976, 406, 399, 414, 106),
    "sdn-2022-02-23": (9_121, 425, 421, 423, 106),
    "sdn-2022-05-06": (10_026, 433, 429, 428, 106),
    "sdn-2022-05-08": (10_150, 502, 498, 428, 106),
    "sdn-2024-05-03": (14_965, 851, 844, 484, 105),
}
ALIASES = {
    "alt-2018-12": 9_682,
    "alt-2021-07": 11_910,
    "alt-2024-01": 17_091,
    "alt-2025-02": 19_486,
    "alt-2025-12": 20_107,
}
# Links; thousands of rows give neither town nor country, and are no links.
ADDRESSES = {
    "add-2018-12": 9_437,
    "add-2021-07": 11_403,
    "add-2024-01": 16_311,
    "add-2025-02": 19_781,
    "add-2025-12": 21_067,
}


def read(shared, edition):
    return rows_of(shared / "lists" / "ofac" / f"{edition}.csv.gz")


@cache
def rows_of(path):
    (opened,) = opening.streams(path)
    assert recognised(opened) is ofac.SOURCE
    rows = {"entities": [], "links": [], "refusals": []}
    for batch in ofac.SOURCE.read(opened, Reading()):
        rows[batch.table] += batch.rows.to_pylist()
    return rows


@pytest.mark.parametrize("edition", EDITIONS)
def test_each_edition_has_as_many_rows_and_ships_as_were_counted_by_hand(shared, edition):
    rows = read(shared, edition)
    entities = rows["entities"]
    vessels = [e for e in entities if e["kind"] == "vessel"]
    dprk = [e for e in entities if any("DPRK" in p for p in e["programmes"])]

    assert (
        len(entities),
        len(vessels),
        sum(v["imo"] is not None for v in vessels),
        len(dprk),
        sum(e["kind"] == "vessel" for e in dprk),
    ) == EDITIONS[edition]
    assert not rows["refusals"]
    assert len({e["entity"] for e in entities}) == len(entities)
    assert f"{entities[0]['list_date']:%Y-%m-%d}".startswith(edition.removeprefix("sdn-"))


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_imo_number_of_a_ship_passes_its_check_digit(shared, edition):
    imo = [e["imo"] for e in read(shared, edition)["entities"] if e["kind"] == "vessel" and e["imo"]]

    assert imo_valid(np.array(imo)).all()


def test_angara_came_in_may_2022_with_her_owner(shared):
    before, after = (read(shared, f"sdn-2022-05-{day}") for day in ("06", "08"))
    (angara,) = (e for e in after["entities"] if e["imo"] == 9179842)

    assert not [e for e in before["entities"] if e["imo"] == 9179842]
    assert (angara["entity"], angara["names"], angara["flag"]) == ("ofac-sdn:37059", ["ANGARA"], "Russia")
    assert (angara["tonnage"], angara["programmes"]) == (8811, ["RUSSIA-EO14024"])
    linked = [(link["to"], link["role"]) for link in after["links"] if link["from"] == angara["entity"]]
    assert linked == [("name:M LEASING LLC", "linked to")]


def test_nearly_every_link_leads_to_a_name_on_the_list(shared):
    rows = read(shared, "sdn-2024-05-03")
    names = {f"name:{e['names'][0]}" for e in rows["entities"]}
    linked = [link["to"] for link in rows["links"] if link["role"] == "linked to"]

    # The rest are three state companies and a ministry's agency, named another way than they are listed.
    assert sorted({to for to in linked if to not in names}) == [
        "name:GAZPROMBANK JOINT STOCK COMPANY",
        "name:OPEN JOINT-STOCK COMPANY ROSNEFT OIL COMPANY",
        "name:PRESIDENCY OF DEFENSE INDUSTRIES",
        "name:PUBLIC JOINT STOCK COMPANY GAZPROM",
    ]


def test_no_number_of_a_paper_telephone_or_account_of_a_person_is_kept(shared):
    persons = [e for e in read(shared, "sdn-2024-05-03")["entities"] if e["kind"] == "person"]
    kept = "; ".join(e["remarks"] or "" for e in persons)

    assert len(persons) == 6_854
    assert kept.count("DOB") > 6_000
    for word in ("Passport ", "National ID", "Cedula", "SSN", "Phone Number", "Digital Currency", "Tax ID"):
        assert word not in kept
    # Two are listed under names that begin or are joined with the sign; no address has it.
    assert [part for part in kept.split("; ") if "@" in part and "a.k.a." not in part] == []


@pytest.mark.parametrize("edition", ALIASES)
def test_every_alias_is_a_link(shared, edition):
    rows = read(shared, edition)

    assert len(rows["links"]) == ALIASES[edition]
    assert not rows["refusals"]


@pytest.mark.parametrize("edition", ADDRESSES)
def test_every_address_that_tells_a_town_or_country_is_a_link_and_none_is_refused(shared, edition):
    rows = read(shared, edition)

    assert (len(rows["links"]), len(rows["refusals"])) == (ADDRESSES[edition], 0)


@pytest.mark.parametrize("edition", ["sdn_comments-2025-02", "sdn_comments-2025-12"])
def test_left_over_remarks_are_links(shared, edition):
    rows = read(shared, edition)

    assert {link["role"] for link in rows["links"]} <= {"former name", "weak alias", "linked to", "remark"}
    assert not rows["refusals"]


def test_the_same_row_is_read_the_same_alone(shared):
    (opened,) = opening.streams(shared / "lists" / "ofac" / "sdn-2024-05-03.csv.gz")
    with opened.open() as stream:
        line = next(row for row in stream.read().split(b"\n") if row.startswith(b"37059,"))
    whole = next(e for e in read(shared, "sdn-2024-05-03")["entities"] if e["entity"] == "ofac-sdn:37059")
    alone = tables(ofac.SOURCE, line + b"\n", "sdn-2024-05-03.csv")["entities"][0]

    assert {**alone, "record": None} == {**whole, "record": None}
