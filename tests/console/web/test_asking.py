"""What the API answers: the tables and views of the case, and decisions."""

import csv
import io
import json
import string
from datetime import datetime
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from vedette import deciding, fields, store
from vedette.console.web.app import state_of

WRITE = {"x-vedette": "1"}
VIEWS = (
    "/api/case",
    "/api/alerts",
    "/api/timeline",
    "/api/indicators",
    "/api/hypotheses",
    "/api/claims",
    "/api/claims/c1",
    "/api/flows",
    "/api/lists",
    "/api/lists/entries?list=ofac-sdn",
    "/api/sanctions",
    "/api/status",
    "/api/ships?q=rajin",
    "/api/ship/273000000",
    "/api/tables",
    "/api/screen?name=angara",
    "/api/map/events",
    "/api/map/places",
    "/api/map/coverage",
    "/api/map/track/273000000",
)


@pytest.mark.parametrize("path", VIEWS)
def test_every_view_says_of_which_snapshot_it_is_and_is_sent_once(asked: TestClient, path: str) -> None:
    answer = asked.get(path)
    assert answer.status_code == 200
    assert answer.json()["snapshot"] == answer.headers["x-vedette-snapshot"]
    again = asked.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_a_decision_changes_the_snapshot_and_is_the_row_that_the_command_line_writes(own: TestClient) -> None:
    before = own.get("/api/alerts")
    said = {"subject": "alarm-1", "verdict": "false-alarm", "note": "a tug", "who": "K. Analyst"}
    answer = own.post("/api/decisions", json=said, headers=WRITE)
    assert answer.status_code == 201
    after = own.get("/api/alerts", headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    decided = {row["alert"]: row["decision"] for row in after.json()["alerts"]}
    assert decided["alarm-1"]["verdict"] == "false-alarm"
    assert decided["alarm-0"] is None
    case = state_of(own.app).held.case  # type: ignore[arg-type]
    (row,) = store.read(case, "decisions").to_pylist()
    assert (row["who"], row["note"], row["alert"]) == ("K. Analyst", "a tug", "alarm-1")
    assert deciding.latest(case)["alarm-1"] == row


def test_later_decisions_stand_beside_earlier_ones(own: TestClient) -> None:
    for verdict in ("watch", "confirmed"):
        own.post("/api/decisions", json={"subject": "c1", "verdict": verdict}, headers=WRITE)
    rows = own.get("/api/tables/decisions").json()["rows"]
    assert {row["verdict"] for row in rows} == {"watch", "confirmed"}
    claim = next(row for row in own.get("/api/claims").json()["claims"] if row["claim"] == "c1")
    assert claim["decision"]["verdict"] == "confirmed"


@pytest.mark.parametrize(
    "body",
    [
        {"subject": "no-such", "verdict": "watch"},
        {"subject": "alarm-0", "verdict": "guilty"},
        {"subject": "alarm-0", "verdict": "watch", "note": "x" * 5000},
        {"subject": "alarm-0", "verdict": "watch", "more": 1},
        {"subject": 7, "verdict": "watch"},
        [],
        "text",
    ],
)
def test_what_is_no_decision_is_refused(own: TestClient, body: object) -> None:
    assert own.post("/api/decisions", json=body, headers=WRITE).status_code in (404, 422)
    assert own.get("/api/tables/decisions").json()["all"] == 0


def test_an_alert_says_how_often_its_like_was_raised_and_in_how_many_weeks_nobody_looked(
    asked: TestClient,
) -> None:
    row = asked.get("/api/alerts").json()["alerts"][0]
    assert "in alarm in 1 of 7 observed weeks (14 %)" in row["base_rate"]
    assert "1 more weeks nobody observed" in row["base_rate"]


def test_a_denial_stands_beside_what_it_denies_and_the_quote_in_its_text(asked: TestClient) -> None:
    rows = {row["claim"]: row for row in asked.get("/api/claims").json()["claims"]}
    assert rows["c1"]["opposed"] == 1
    found = asked.get("/api/claims/c1").json()["claim"]
    assert [one["claim"] for one in found["against"]] == ["c2"]
    assert found["context"]["quote"] == "containers had left Rajin"
    assert found["context"]["before"].endswith("</script> ")
    assert asked.get("/api/claims/none").status_code == 404


def test_exports_carry_where_they_came_from_and_run_nothing_in_a_spreadsheet(asked: TestClient) -> None:
    answer = asked.get("/api/tables/statics?as=csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 5
    assert "snapshot" in rows[0]["exported_from"]
    assert "/api/tables/statics" in rows[0]["exported_from"]
    assert not any(row["name"].startswith(("=", "+", "-", "@")) for row in rows)
    assert "\u202e" not in answer.text
    shapes = json.loads(asked.get("/api/tables/events?as=geojson&kind=gap").text)
    assert len(shapes["features"]) == 5
    assert "kind=gap" in shapes["vedette"]


def test_text_that_hides_or_reorders_is_made_visible(asked: TestClient) -> None:
    for path in VIEWS:
        text = json.dumps(asked.get(path).json(), ensure_ascii=False)
        assert "\u202e" not in text, path


@pytest.mark.parametrize("typed", ["나진호", "najinho", "ангара", "angara", "273000004"])
def test_a_ship_is_found_by_her_name_in_any_script(asked: TestClient, typed: str) -> None:
    found = asked.get("/api/ships", params={"q": typed}).json()["ships"]
    assert "mmsi:273000004" in [one["ship"] for one in found]


def test_positions_are_given_ship_by_ship(asked: TestClient) -> None:
    assert asked.get("/api/tables/positions").status_code == 422
    answer = asked.get(
        "/api/tables/positions?mmsi=273000001&from=2024-01-01T01:00Z&to=2024-01-01T02:00Z"
    ).json()
    assert answer["all"] == 3


def test_a_page_of_rows_is_the_latest_first_and_bounded(asked: TestClient) -> None:
    some = asked.get("/api/tables/indicators?limit=2&offset=1").json()
    assert [row["indicator"] for row in some["rows"]] == ["sign-6", "sign-5"]
    assert some["all"] == 8
    assert asked.get("/api/tables/indicators?limit=100000").status_code == 422


def test_where_a_silent_ship_can_have_been_lies_round_both_ends_and_over_water(asked: TestClient) -> None:
    found = asked.get("/api/map/reach/gap-0").json()
    assert "11.0 kn" in found["words"]
    assert "Inferred" in found["words"]
    (shape,) = found["features"]
    text = json.dumps(shape["geometry"])
    assert shape["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert "131." in text
    same = asked.get("/api/map/reach/call-0").json()
    assert same["features"] == found["features"]
    assert asked.get("/api/map/reach/nothing").status_code == 404


def test_the_page_and_the_description_are_here(asked: TestClient) -> None:
    assert asked.get("/").text.startswith("<!doctype html>")
    paths = asked.get("/openapi.json").json()["paths"]
    assert "/api/tables/{table}" in paths


TEXT = st.text(alphabet=string.printable + "\u202e\u0301나\x00", max_size=40)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_nothing_that_is_asked_makes_the_server_fail(asked: TestClient, data: st.DataObject) -> None:
    paths = asked.get("/openapi.json").json()["paths"]
    path = data.draw(st.sampled_from(sorted(p for p in paths if p not in ("/api/stream", "/api/run"))))
    said = paths[path].get("get")
    if said is None:
        names = st.sampled_from(["subject", "verdict", "note", "who"])
        body = data.draw(st.dictionaries(names, TEXT | st.none()))
        assert asked.post(path, json=body, headers=WRITE).status_code in (404, 422)
        return
    question = {}
    for one in said.get("parameters", []):
        numbers = st.integers(-(2**70), 2**70).map(str)
        value = data.draw(TEXT | numbers | st.sampled_from(["2024-01-01", "json", "events", "0", "gap-0"]))
        if one["in"] == "path":
            path = path.replace("{" + one["name"] + "}", quote(value, safe="") or "x")
        else:
            question[one["name"]] = value
    assert asked.get(path, params=question).status_code < 500, (path, question)


def test_entries_of_a_list_are_found_by_any_of_their_words_and_counted(asked: TestClient) -> None:
    name = asked.get("/api/lists").json()["lists"][0]
    where = {"list": name["list"], "edition": name["edition"]}
    all_ = asked.get("/api/lists/entries", params={**where, "limit": 2}).json()
    assert (all_["fit"], all_["all"], len(all_["rows"])) == (5, 5, 2)
    for typed, fit in (("ангара", 1), ("naj", 1), ("no such words", 0)):
        found = asked.get("/api/lists/entries", params={**where, "q": typed}).json()
        assert found["fit"] == fit, typed
    rest = asked.get("/api/lists/entries", params={**where, "limit": 2, "offset": 4}).json()
    assert [row["entity"] for row in rest["rows"]] != [row["entity"] for row in all_["rows"]]
    other = asked.get("/api/lists/entries", params={**where, "edition": "1999-01-01"}).json()
    assert other["all"] == 0
    assert asked.get("/api/lists/entries", params={**where, "edition": "then"}).status_code == 422


def test_a_series_is_named_by_its_place_and_a_claim_after_the_judgement_is_marked(own: TestClient) -> None:
    case = state_of(own.app).held.case  # type: ignore[arg-type]
    place = {"place": "rajin", "name": "Rajin (Najin) port, piers 1 to 3", "kind": "port"}
    store.append(case, "places", fields.from_rows([place], "places"), "named")
    (series,) = own.get("/api/indicators").json()["series"]
    assert (series["series"], series["words"]) == (
        "calls/seen/rajin",
        "Calls seen by AIS at Rajin (Najin) port",
    )
    assert not any(row["later"] for row in own.get("/api/claims").json()["claims"])
    judged = {"assessment": "a1", "hypothesis": "h", "until": datetime(2020, 1, 1), "level": 0}
    store.append(case, "assessments", fields.from_rows([judged], "assessments"), "judged")
    state_of(own.app).held.versions(now=True)  # type: ignore[arg-type]
    assert all(row["later"] for row in own.get("/api/claims").json()["claims"])
