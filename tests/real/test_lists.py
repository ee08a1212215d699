"""The lists of the EU, the UK and the UN, and OFAC's vessels, as the README beside them counts."""

from collections import Counter
from datetime import datetime

import pytest

from vedette import adding, store
from vedette.steps import Reading


@pytest.fixture(scope="module")
def case(shared, tmp_path_factory):
    made = store.create(tmp_path_factory.mktemp("lists") / "case", 'name = "t"\ntitle = "T"\n')
    folder = shared / "lists"
    files = [*sorted((folder / "eu").glob("*.csv.gz")), *sorted((folder / "uk").glob("*.gz"))]
    files += [
        folder / "ofac" / "vessels-2026-03-22.json.gz",
        folder / "un" / "un-consolidated-2026-02-27.xml.gz",
    ]
    came = list(adding.add(made, files, adding.Wish(Reading(now=datetime(2026, 11, 22)))))
    assert [(one.name, one.reason) for one in came if one.refused or one.reason] == []
    return made


@pytest.fixture(scope="module")
def entities(case):
    return store.read(case, "entities").to_pylist()


@pytest.mark.parametrize(
    ("name", "rows", "vessels", "numbered"),
    [
        ("eu", 8_017, 708, 707),
        ("eu-amendments", 417, 44, 44),
        ("uk", 6_046, 632, 631),
        ("ofac-sdn-vessels", 1_450, 1_450, 1_450),
    ],
)
def test_each_list_has_as_many_rows_ships_and_numbers_as_were_counted(
    entities, name, rows, vessels, numbered
):
    ours = [row for row in entities if row["list"] == name]
    ships = [row for row in ours if row["kind"] == "vessel"]

    assert (len(ours), len(ships), sum(row["imo"] is not None for row in ships)) == (rows, vessels, numbered)
    assert len({row["entity"] for row in ours}) == rows


def test_the_un_list_has_its_persons_companies_and_numbers(entities):
    ours = [row for row in entities if row["list"] == "un"]
    kinds = Counter(row["kind"] for row in ours)

    assert (kinds["person"], kinds["organisation"]) == (730, 273)
    assert sum(row["imo"] is not None for row in ours) == 16
    assert 20 <= kinds["vessel"] <= 30
    assert next(row for row in ours if row["entity"] == "un:KPe.020")["imo"] == 1790183


def test_rung_ra_2_is_on_every_list_under_that_name_and_on_the_uks_under_another(case, entities):
    hers = [row for row in entities if row["imo"] == 9020534]
    links = store.read(case, "links").to_pylist()

    assert {row["list"] for row in hers} == {"eu", "uk", "ofac-sdn-vessels"}
    assert {row["names"][0].upper() for row in hers} == {"RUNG RA 2"}
    aliases = {link["detail"] for link in links if link["from"] == "uk:DPR0094"}
    assert aliases == {"Deer Lake", "Hokusho Maru", "Paek Yang San", "Pearl 8", "Rungra2"}


def test_no_contact_of_a_person_is_kept(entities):
    persons = [row for row in entities if row["kind"] == "person"]

    assert len(persons) > 9_000
    assert not [row for row in persons if "@" in str(row["remarks"]) or "www." in str(row["remarks"])]
    assert {one.partition(":")[0] for row in persons for one in row["ids"]} <= {"un", "ofsi"}
