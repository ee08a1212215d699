"""The ships of the first watch on the real lists: who lists them since when, who owns them, who they are."""

from datetime import datetime

import pyarrow.compute as pc
import pytest

from vedette import running, store
from vedette.adding import Wish, add
from vedette.dossier import dossier
from vedette.entities.hulls import hulls
from vedette.entities.listed import entries
from vedette.entities.ownership import ownership
from vedette.steps import Reading

LISTS = (
    "ofac/sdn-2022-05-06.csv.gz",
    "ofac/sdn-2022-05-08.csv.gz",
    "ofac/sdn-2024-05-03.csv.gz",
    "eu/eu-oj-consolidated-2026-08-22.csv.gz",
    "uk/subjects-2026-05.csv.gz",
    "uk/subject_names-2026-05.csv.gz",
    "uk/subject_identifiers-2026-05.csv.gz",
)
# IMO number, name on OFAC, whom OFAC links her to, and which of the three lists have her.
NAMED = (
    (9179842, "ANGARA", "M LEASING LLC", {"ofac-sdn", "eu", "uk"}),
    (8517839, "MARIA", "IBEX SHIPPING INC", {"ofac-sdn", "eu"}),
    (9358010, "MAIA-1", "TRANSMORFLOT LLC", {"ofac-sdn", "eu"}),
    (9161003, "LADY R", "TRANSMORFLOT LLC", {"ofac-sdn", "eu", "uk"}),
    (9020534, "RUNG RA 2", "KOREA RUNGRADO RYONGAK TRADING CO", {"ofac-sdn", "eu", "uk"}),
    (9743033, "SPARTA IV", "SC SOUTH LLC", {"ofac-sdn"}),
    (9538892, "SPARTA III", "SC SOUTH LLC", {"ofac-sdn"}),
)
# Ships linked to North Korea, each with the party that OFAC links her to.
DPRK = {
    9020534: "KOREA RUNGRADO RYONGAK TRADING CO",
    9114555: "CK INTERNATIONAL LTD",
    8712362: "CHONMYONG SHIPPING CO",
    7389704: "KOREA KUMBYOL TRADING COMPANY",
    7303803: "KOREA ANSAN SHIPPING COMPANY",
    8405311: "KOREA SAMJONG SHIPPING CO",
    7408873: "KOREA SAMJONG SHIPPING CO",
    8106496: "KOREA SAMMA SHPG CO",
    8604917: "KOREA YUJONG SHIPPING CO LTD",
    8605026: "KOREA MYONGDOK SHIPPING CO",
    8122347: "HAPJANGGANG SHIPPING CORP",
    9066978: "PAEKMA SHIPPING CO",
    8408595: "PHYONGCHON SHIPPING & MARINE",
    8503228: "PHYONGCHON SHIPPING & MARINE",
    9066540: "HAPJANGGANG SHIPPING CORP",
    8660313: "KOREA ACHIM SHIPPING CO",
    9020003: "CHANG AN SHIPPING & TECHNOLOGY",
    9004700: "WEIHAI WORLD-SHIPPING FREIGHT",
    9030591: "YUK TUNG ENERGY PTE LTD",
    8126070: "HUANG, Wang Ken",
    9417115: "KOTI CORP",
    8747604: "SHEN ZHONG INTERNATIONAL SHPG",
}


@pytest.fixture(scope="module")
def case(shared, tmp_path_factory) -> store.Case:
    files = [shared / "lists" / name for name in LISTS]
    if missing := [file.name for file in files if not file.exists()]:
        pytest.skip(f"no {', '.join(missing)}")
    opened = store.create(tmp_path_factory.mktemp("case") / "case", 'name = "x"\ntitle = "x"\n')
    for added in add(opened, files, Wish(Reading(now=datetime(2026, 11, 22)))):
        assert added.rows, added
    return opened


@pytest.fixture(scope="module")
def lists(case):
    return store.read(case, "entities"), store.read(case, "links")


@pytest.mark.parametrize(("imo", "name", "party", "on"), NAMED, ids=[str(imo) for imo, *_ in NAMED])
def test_a_named_ship_is_one_hull_on_every_list_that_has_her_with_her_owner(lists, imo, name, party, on):
    facts = hulls(*lists)
    hers = facts.filter(pc.equal(facts["hull"], f"imo:{imo}"))
    ties = ownership(*lists)

    assert set(hers["list"].to_pylist()) == on
    assert name in {row["value"] for row in hers.to_pylist() if row["list"] == "ofac-sdn"}
    behind = ties.filter(pc.equal(ties["hull"], f"imo:{imo}")).to_pylist()
    assert party in {row["name"] for row in behind if row["listed_as"]}


def test_the_owner_of_each_of_twenty_two_ships_linked_to_north_korea_is_named(lists):
    facts = hulls(*lists)
    owners = facts.filter(pc.and_(pc.equal(facts["field"], "linked to"), pc.is_valid(facts["imo"])))
    found: dict[int, set[str]] = {}
    for row in owners.to_pylist():
        found.setdefault(row["imo"], set()).add(row["value"])

    missing = {
        imo: party
        for imo, party in DPRK.items()
        if not any(name.startswith(party) for name in found.get(imo, ()))
    }
    assert missing == {}


def test_angara_came_on_the_list_between_6_and_8_may_2022_and_maria_after_it(lists):
    listed = {one.imo: one for one in entries(lists[0]) if one.list == "ofac-sdn"}

    angara, maria = listed[9179842], listed[8517839]
    assert [angara.then(datetime(2022, 5, day)) for day in (6, 7, 8)] == ["not listed", "not known", "listed"]
    assert angara.since == datetime(2022, 5, 8)
    assert maria.then(datetime(2022, 5, 8)) == "not listed"
    assert maria.then(datetime(2023, 6, 1)) == "not known"
    assert (maria.then(datetime(2024, 5, 3)), maria.now) == ("listed", "listed")


def test_the_three_marias_stay_three_hulls(case):
    found = dossier(case, "8517839")

    assert {one.entity.partition(":")[0] for one in found.entries} == {"eu", "ofac-sdn"}
    others = {one.imo for one in found.same_name}
    assert {9198783, 9617923} <= others
    assert all("not the same hull" in one.found_by for one in found.same_name)


def test_a_ship_is_found_by_a_name_that_only_one_list_gives_her(case):
    found = dossier(case, "Paek Yang San")

    assert found.ship is not None
    assert found.ship.imo == 9020534
    assert "Paek Yang San" in {one.value for one in found.facts}


def test_a_company_of_two_lists_is_one_by_its_number_and_designated_on_both(case):
    (transmorflot,) = [one for one in dossier(case, "9161003").owners if one.listed_as]

    assert {entry.partition(":")[0] for entry in transmorflot.listed_as} == {"eu", "ofac-sdn"}


def test_the_step_stores_what_was_found(case):
    running.run(case, running.Wish(datetime(2026, 11, 22)))

    assert store.count(case, "hulls") > 5_000
    assert store.count(case, "ownership") > 500
