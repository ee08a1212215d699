import json
from datetime import datetime

from tests.sources.opened import opened_from
from tests.sources.samples import only, reasons, tables
from vedette.sources.lists import ftm, opensanctions


def entity(id_="NK-abc", schema="Vessel", caption="HERON", **properties):
    said = {key: value if isinstance(value, list) else [value] for key, value in properties.items()}
    return json.dumps({"id": id_, "caption": caption, "schema": schema, "properties": said}) + "\n"


def read(*lines, name="entities-2024-06-01.ftm.json"):
    return tables(ftm.SOURCE, "".join(lines), name)


def test_a_vessel_keeps_her_id_and_all_that_her_properties_say():
    rows = read(
        entity(
            name=["HERON", "Цапля"], imoNumber="IMO9179842", mmsi="273210440", callSign="UBYT2", flag="ru",
            pastFlags=["mt", "tg"], previousName="TEAL", alias="H", weakAlias="H1", type="Ro-Ro",
            grossRegisteredTonnage="8,811", buildDate="1998-02", owner="NK-owner",
        )
    )  # fmt: skip
    ship = only(rows["entities"])

    assert (ship["entity"], ship["kind"], ship["names"]) == ("NK-abc", "vessel", ["HERON", "Цапля"])
    assert (ship["imo"], ship["mmsi"], ship["call_sign"], ship["flag"]) == (9179842, 273210440, "UBYT2", "ru")
    assert (ship["former_flags"], ship["tonnage"], ship["built"]) == (["mt", "tg"], 8811, 1998)
    assert (ship["list"], ship["list_date"]) == ("ftm:entities", datetime(2024, 6, 1))
    assert {(link["role"], link["to"]) for link in rows["links"]} == {
        ("former name", "name:TEAL"),
        ("alias", "name:H"),
        ("weak alias", "name:H1"),
        ("owner", "NK-owner"),
    }


def test_links_lead_from_what_is_owned_to_who_owns_it():
    links = read(
        entity(schema="Ownership", owner="o", asset="v", startDate="2020-01-02", endDate="2021"),
        entity(schema="UnknownLink", subject="v", object="m", role="Technical manager"),
        entity(schema="UnknownLink", subject="v", object="x", role="seen with"),
    )["links"]

    assert [(one["from"], one["to"], one["role"], one["detail"]) for one in links] == [
        ("v", "o", "owner", "Ownership"),
        ("v", "m", "manager", "Technical manager"),
        ("v", "x", "linked to", "seen with"),
    ]
    assert (links[0]["start"], links[0]["end"]) == (datetime(2020, 1, 2), datetime(2021, 1, 1))


def test_a_sanction_is_its_entitys_programme_whichever_comes_first():
    sanction = entity(
        "s", "Sanction", entity="NK-abc", programId="EU-RUS", listingDate=["2024-06-25", "2022-01-01"]
    )
    for lines in ((entity(), sanction), (sanction, entity())):
        ship = only(read(*lines)["entities"])

        assert (ship["programmes"], ship["listed_on"]) == (["EU-RUS"], datetime(2022, 1, 1))


def test_a_person_has_no_papers_or_contacts_and_a_company_its_numbers():
    said = {"taxNumber": "7707083893", "passportNumber": "P77", "email": "x@example.org", "country": "ru"}
    person = read(
        entity("p", "Person", birthDate="1971-01-22", nationality="ru", position="Director", **said)
    )
    firm = only(read(entity("c", "Company", imoNumber="6246853", **said))["entities"])

    assert only(person["entities"])["born"] == ["1971-01-22"]
    assert (only(person["entities"])["ids"], "P77" in str(person), "x@" in str(person)) == ([], False, False)
    assert (firm["ids"], firm["imo"]) == (["inn:7707083893"], 6246853)


def test_addresses_say_nothing_that_is_kept_and_are_not_refused():
    assert not read(entity("a", "Address", full="1 Secret Street"))


def test_what_cannot_be_used_is_refused_with_its_line():
    rows = read(
        entity(), entity(), "{}\n", "[1]\n", "\n", '{"id": "x", "schema": 1}\n', entity("n", caption=None),
        entity("l", caption="x" * 3000), entity("w", name=[1, None, "\ud800"]),
    )  # fmt: skip

    assert [number for number, _ in reasons(rows)] == [2, 3, 4, 6, 7, 8]
    assert reasons(rows)[-1][1] == "a name is 3,000 letters long"
    assert [one["names"] for one in rows["entities"]] == [["HERON"], ["HERON", "?"]]


def test_a_delta_is_no_edition_and_what_it_deletes_is_said():
    added = json.dumps({"op": "ADD", "entity": json.loads(entity())}) + "\n"
    rows = tables(
        ftm.SOURCE, added + '{"op":"DEL","entity":{"id":"NK-old"}}\n', "20240528-delta-2024-05-28.json"
    )

    assert only(rows["entities"])["list_date"] is None
    assert reasons(rows) == [(2, "NK-old is deleted by this delta; the full export takes it out")]


def test_other_json_is_not_of_the_format():
    assert ftm.recognise(opened_from(b'{"id": 1}\n')) == 0
    assert ftm.recognise(opened_from(b'["schema"]\n')) == 0
    assert ftm.recognise(opened_from(entity().encode())) > 0.9


# --- OpenSanctions' tables ----------------------------------------------------------------------------


def test_simplified_targets():
    rows = tables(
        opensanctions.SOURCE,
        "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset\n"
        "NK-1,Vessel,HERON,TEAL;H,,ru,,9179842;273210440,EU ban,,,EU FSF\n"
        "NK-2,Company,REED,,,ru,1 Secret,9179842,,T99,x@example.org,EU FSF\n"
        "NK-3,Person,DOE,,1971-01-22,ru,,P77,,,,EU FSF\n",
        "targets.simple.csv",
    )
    ship, firm, person = rows["entities"]

    assert (ship["entity"], ship["imo"], ship["mmsi"], ship["programmes"]) == (
        "NK-1",
        9179842,
        273210440,
        ["EU ban"],
    )
    assert [link["detail"] for link in rows["links"]] == ["TEAL", "H"]
    assert (firm["imo"], person["born"]) == (None, ["1971-01-22"])
    assert not [word for word in ("Secret", "T99", "x@", "P77") if word in str(rows)]


def test_the_maritime_table():
    data = (
        "type,caption,imo,risk,countries,flag,mmsi,id,url,datasets,aliases\n"
        "VESSEL,HERON,IMO9179842,sanction,ru,ru,273210440,NK-1,https://x,us_ofac_sdn;eu_fsf,TEAL\n"
        "COMET,X,,,,,,NK-2,,,\n"
    )
    rows = tables(opensanctions.SOURCE, data, "maritime.csv")
    ship = only(rows["entities"])

    assert (ship["entity"], ship["imo"], ship["mmsi"], ship["flag"]) == ("NK-1", 9179842, 273210440, "ru")
    assert reasons(rows) == [(3, "the type is 'COMET'")]


def test_statements_are_put_together_by_their_canonical_id():
    data = (
        "canonical_id,entity_id,prop,schema,value,dataset,lang\n"
        "NK-1,a,name,LegalEntity,HERON,x,\nNK-1,b,imoNumber,Vessel,9179842,y,\nNK-1,b,name,Vessel,HERON,y,\n"
        "NK-1,b,previousName,Vessel,TEAL,y,\nNK-9,s,entity,Sanction,NK-1,y,\nNK-9,s,programId,Sanction,EU-RUS,y,\n"
        "NK-5,c,id,Company,hash,y,\n,,name,Company,X,y,\n"
    )
    rows = tables(opensanctions.SOURCE, data, "statements.csv")
    ship = only(rows["entities"])

    assert (ship["entity"], ship["kind"], ship["imo"], ship["names"]) == (
        "NK-1",
        "vessel",
        9179842,
        ["HERON"],
    )
    assert ship["programmes"] == ["EU-RUS"]
    assert [link["role"] for link in rows["links"]] == ["former name"]
    assert [number for number, _ in reasons(rows)] == [9, 8]
