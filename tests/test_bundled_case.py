import csv
import re
from datetime import date
from pathlib import Path

import pytest

from vedette import watch
from vedette.assessment import grades
from vedette.errors import WatchError
from vedette.synthetic.made import FIRST_MMSI, name_of

CASE = Path(watch.__file__).parent / "watches" / "rajin"
WATCH = watch.read(CASE / "watch.toml")
LAST = date(2024, 5, 3)
DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")
HEADERS = {
    "places.csv": (
        "place_id,name,country,lat,lon,radius_km,kind,coord_source,coord_quality,unlocode,role,note"
    ),
    "vessels.csv": (
        "name,imo,mmsi,call_sign,flag,type,gross_tonnage,loa_m,built,owner_or_linked_to,corridor,role,"
        "designations,former_or_other_names,source,note"
    ),
    "sightings.csv": (
        "id,corridor,flow,vessel,imo,identification,place_id,date_start,date_end,date_precision,activity,"
        "containers_est,length_m_est,ais_state,evidence,publisher,title,published,url,note"
    ),
    "voyage_counts.csv": (
        "id,flow,place_id,period_start,period_end,metric,value,qualifier,per_month,scope,publisher,title,"
        "published,note"
    ),
    "volume_estimates.csv": (
        "date,cumulative_since,containers,equivalent_published,method_published,publisher,relay,caveat"
    ),
    "rail.csv": "date,place_id,observation,value,publisher,title,published",
    "timeline.csv": "date,precision,class,event,corridor,publisher,source,published,warning_value",
}
EVIDENCE = [(h.id, item) for h in WATCH.hypotheses for item in h.evidence]


def rows(name: str) -> list[dict[str, str]]:
    with (CASE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def grade(publisher: str) -> str:
    return grades.of(publisher, tuple(WATCH.grades.items()))


def front_matter(path: Path) -> dict[str, str]:
    _, matter, text = path.read_text(encoding="utf-8").split("---\n", 2)
    assert 200 < len(text) < 1500
    return dict(line.split(": ", 1) for line in matter.splitlines())


@pytest.mark.parametrize(("name", "header"), HEADERS.items())
def test_every_table_has_the_columns_its_source_looks_for(name, header):
    assert (CASE / name).read_text(encoding="utf-8").splitlines()[0] == header
    assert all(None not in row and None not in row.values() for row in rows(name))


def test_no_file_of_the_case_is_without_a_test():
    tables = {path.name for path in CASE.glob("*.csv")}

    assert tables == {*HEADERS, "sdn-2024-05-03-extract.csv"}
    assert {p.name for p in CASE.iterdir()} - tables == {
        *("watch.toml", "sea.toml", "live.toml", "README.md", "reports")
    }


def test_the_watch_reads_and_names_only_places_there_are():
    places = {row["place_id"] for row in rows("places.csv")}
    of_corridors = {place for c in WATCH.corridors for place in (*c.start, *c.to)}

    assert {*WATCH.places, *of_corridors} <= places
    assert WATCH.clock == "published"
    for table in ("sightings.csv", "voyage_counts.csv", "rail.csv"):
        assert {row["place_id"] for row in rows(table)} - {""} <= places


def test_the_case_is_closed_where_its_rows_end():
    assert WATCH.until is not None
    assert WATCH.until.date() == LAST
    assert watch.from_toml({"name": "x", "title": "x", "until": LAST}).until == WATCH.until
    with pytest.raises(WatchError, match="until is 'April'"):
        watch.from_toml({"name": "x", "title": "x", "until": "April"})


def test_the_watch_is_made_of_choices_with_reasons():
    assert len(EVIDENCE) > 15
    for name, item in EVIDENCE:
        assert len(item.reason) > 40, (name, item.id)
        assert item.channel
        assert item.category
    for hypothesis in WATCH.hypotheses:
        assert hypothesis.prior_source.startswith("Assumption")
        assert "None of these." in hypothesis.rivals
        assert hypothesis.would_change
        assert hypothesis.not_answered
        assert hypothesis.resolves


def test_ids_of_evidence_are_not_used_twice():
    ids = [item.id for _, item in EVIDENCE]

    assert len(ids) == len(set(ids))


def test_a_denial_by_the_accused_weighs_almost_nothing():
    (denial,) = (item for _, item in EVIDENCE if item.polarity == "denied")

    assert 0.85 < denial.if_true / denial.if_false < 1
    assert denial.grade == "E"


def test_every_kind_of_claim_that_is_weighed_occurs_in_the_timeline():
    said = {(row["class"], row["corridor"]) for row in rows("timeline.csv")}

    assert {(item.match, item.corridor) for _, item in EVIDENCE if item.on == "claim"} <= said


def test_every_publisher_is_named_dated_and_graded():
    for name in ("sightings.csv", "timeline.csv", "voyage_counts.csv", "rail.csv"):
        for row in rows(name):
            assert grade(row["publisher"]) != grades.UNKNOWN, row["publisher"]
            assert DAY.fullmatch(row["published"]), row
            assert row.get("title") or row.get("source")


def test_nothing_is_published_before_it_was_seen():
    for name, when in (("sightings.csv", "date_start"), ("timeline.csv", "date"), ("rail.csv", "date")):
        for row in rows(name):
            if row.get("date") != "2024-04-30":  # the end of a mandate is announced beforehand
                assert row["published"][:7] >= row[when][:7], row


def test_no_row_is_later_than_the_case_covers():
    for name, when in (
        ("sightings.csv", "date_end"),
        ("timeline.csv", "date"),
        ("rail.csv", "date"),
        ("voyage_counts.csv", "period_end"),
        ("volume_estimates.csv", "date"),
    ):
        for row in rows(name):
            assert date.fromisoformat(row[when]) <= LAST, row


def test_the_first_public_warnings_are_labelled():
    labels = [row["date"] for row in rows("timeline.csv") if row["warning_value"].startswith("LABEL")]

    assert labels == ["2023-10-13", "2023-10-16", "2024-03-26"]


def test_the_extract_of_the_list_is_in_its_own_format_and_holds_the_ships_named():
    lines = (CASE / "sdn-2024-05-03-extract.csv").read_text(encoding="latin-1").splitlines()
    entries = list(csv.reader(lines))
    text = "\n".join(lines)

    assert all(len(entry) == 12 and entry[0].isdigit() for entry in entries)
    assert "individual" not in {entry[2].strip() for entry in entries}
    for row in rows("vessels.csv"):
        if row["imo"]:
            assert f"IMO {row['imo']}" in text, row["name"]
    for entry in entries:
        for owner in re.findall(r"Linked To: ([^;]+?)\.?$", entry[11]):
            assert any(other[1].rstrip(".") == owner for other in entries), owner


@pytest.mark.parametrize("path", sorted((CASE / "reports").glob("*.md")), ids=lambda path: path.stem)
def test_a_report_says_who_published_it_and_leaves_the_judging_to_a_person(path):
    said = front_matter(path)

    assert {"title", "publisher", "published", "speaker", "event_class", "polarity", "corridor"} <= set(said)
    assert "accepted" not in said
    assert grades.UNKNOWN not in (grade(said["publisher"]), grade(said["speaker"]))
    assert said["polarity"] in ("asserted", "denied")
    assert path.stem.startswith(said["published"])
    assert date.fromisoformat(said["start"]) <= date.fromisoformat(said["end"]) <= LAST
    assert "in our words" in path.read_text(encoding="utf-8")


def test_the_invented_ships_share_no_number_and_no_name_with_ships_of_the_case():
    names = {row["name"].casefold() for row in rows("vessels.csv")}

    assert not names & {name_of(number).casefold() for number in range(100)}
    assert {row["mmsi"] for row in rows("vessels.csv")} - {""} == {"273210440"}
    assert FIRST_MMSI // 1_000_000 == 299
