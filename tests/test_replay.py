"""The walk: each week knows what was known by then, and no more; and what the walk is worth."""

import itertools
import json
from dataclasses import asdict, replace
from datetime import datetime, timedelta

import pyarrow as pa
import pytest

from tests.assessment.worlds import DISCLOSED, IMAGERY, claim, hypothesis
from tests.indicators.worlds import DAY, counted, heard, looked, places, seen, sighted, table, week
from vedette import assessment, indicators, replay
from vedette.assessment import forecasting
from vedette.events import sighted_call
from vedette.indicators import calls, gap_rate
from vedette.outputs import replay_page
from vedette.watch import Question

START, END = week(98), week(115)
HYPOTHESIS = hypothesis(IMAGERY, replace(DISCLOSED, grade="A"), prior=0.2)
CALLS = [sighted(week(108, 2)), sighted(week(109, 3))]
LABEL = claim("State", week(112, 2), start=week(112, 2), label="LABEL: first warning", accepted=True)


def steps(room, **options):
    return tuple(
        replace(s, options=replace(s.options, **{k: v for k, v in options.items() if hasattr(s.options, k)}))
        for s in room
    )


def world(events=CALLS, sightings=None, claims=(), exposures=()):
    quiet = [counted(week(0), week(104) - DAY, 0)]
    return {
        "events": table("events", list(events)),
        "sightings": table("sightings", quiet if sightings is None else sightings),
        "exposures": table("exposures", list(exposures)),
        "claims": table("claims", list(claims)),
        "places": places("alpha"),
    }


def walked(tables, clock="observed", hypotheses=(HYPOTHESIS,), corridors=(), **more):
    return replay.walk(
        tables,
        steps((calls.STEP, gap_rate.STEP), corridors=corridors),
        steps(assessment.STEPS, hypotheses=hypotheses),
        clock=clock,
        start=more.pop("start", START),
        until=more.pop("until", END),
        **more,
    )


def same(one: replay.Walked, other: replay.Walked, by: datetime) -> None:
    for name, moment in (("assessments", "until"), ("evidence", "until"), ("alerts", "raised")):
        early = [[row for row in w.tables[name].to_pylist() if row[moment] <= by] for w in (one, other)]
        assert early[0] == early[1], name


def test_ticks_are_mondays_and_the_end():
    stops = replay.ticks(datetime(2023, 8, 21), datetime(2023, 9, 4))

    assert stops == (datetime(2023, 8, 21), datetime(2023, 8, 28), datetime(2023, 9, 4))
    assert replay.ticks(datetime(2023, 8, 21, 1), datetime(2023, 8, 25)) == (datetime(2023, 8, 25),)


def test_the_second_call_is_raised_on_the_monday_after_it():
    found = walked(world())
    alerts = found.tables["alerts"].to_pylist()

    assert {found.raised[row["alert"]] for row in alerts} == {week(110)}
    assert [row["subject"] for row in alerts] == ["calls/sighted/alpha", "flow"]
    assert len(found.tables["assessments"]) == len(found.ticks) == 18


POISON = week(112)


@pytest.mark.parametrize("clock", ["observed", "published"])
def test_no_tick_sees_a_row_from_after_it(clock):
    def later(known: datetime) -> dict[str, list]:
        return {
            "events": [
                sighted(week(n, 1), ship=f"imo:{n}", known=known, event=f"late-{n}") for n in range(3, 109)
            ],
            "sightings": [looked(week(n, 1), known, negative=True, published=known) for n in range(50)],
            "claims": [claim("State", known, claim="late", cluster="late", start=week(20))],
            "exposures": [row for row in heard(range(113, 115)) if row["start"] >= POISON],
        }

    clean = world(claims=[claim("State", week(111, 1))], exposures=heard(range(112)))
    extra = later(week(112, 1))
    poisoned = {
        name: pa.concat_tables([rows, table(name, extra[name])]) if name in extra else rows
        for name, rows in clean.items()
    }
    one, other = walked(clean, clock), walked(poisoned, clock)

    same(one, other, by=POISON)
    assert one.tables["assessments"].to_pylist() != other.tables["assessments"].to_pylist()


def test_what_bears_the_date_of_a_monday_is_not_known_at_its_first_moment_but_the_last_tick_holds_all():
    said = claim("State", week(110))
    mondays = {
        row["until"]
        for row in walked(world(claims=[said])).tables["evidence"].to_pylist()
        if row["rule"] == "told"
    }

    assert min(mondays) == week(111)
    last = walked(world(claims=[said]), until=week(110)).tables["evidence"].to_pylist()
    assert [row["until"] for row in last if row["rule"] == "told"] == [week(110)]


def test_the_end_of_an_event_is_not_known_before_it_comes():
    call = seen(week(5, 1), end=week(9, 1), end_lat=1.0, end_lon=1.0, duration_h=672.0)
    given = []

    def spy(events, options, *, until):
        given.append((until, events["end"].to_pylist(), events["duration_h"].to_pylist()))
        return table("indicators", [])

    step = replace(indicators.STEPS[0], takes=("events",), run=spy)
    replay.walk(world([call]), (step,), (), clock="observed", start=week(5), until=week(11))
    seen_by = {until: ends for until, ends, _ in given}

    assert seen_by[week(5)] == []
    assert seen_by[week(9)] == [None]
    assert seen_by[week(10)] == [week(9, 1)]


def test_a_name_that_came_later_does_not_name_the_ship_before():
    place = table("places", [{"place": "alpha", "kind": "port", "role": "watched", "radius_m": 1000.0}])
    at = week(108, 2)
    named = {"identification": "named by source", "vessel_name": "Example", "what": "alongside"}
    both = [
        looked(at, sighting="s1", published=week(108, 3)),
        looked(at, sighting="s2", published=week(112, 3), imo=9179842, **named),
    ]
    step = replace(sighted_call.STEP, options=sighted_call.SightedCall(clock="published"))
    events = step.run(table("sightings", both), place, step.options)
    given = []

    def spy(events, options, *, until):
        given.append((until, events["ship"].to_pylist()))
        return table("indicators", [])

    watcher = replace(indicators.STEPS[0], takes=("events",), run=spy)
    tables = {**world(), "events": events, "places": place, "sightings": table("sightings", both)}
    replay.walk(tables, (watcher,), (), clock="published", start=week(109), until=week(114), again=(step,))
    ships = dict(given)

    assert events["ship"].to_pylist() == ["imo:9179842"]
    assert ships[week(109)] == [None]
    assert ships[week(113)] == ["imo:9179842"]


def test_lead_time_runs_from_the_first_true_warning_to_the_day_of_the_label():
    claims = [LABEL, claim("Paper", week(113), start=week(113), label="label")]
    found = replay.measure(walked(world(claims=claims)), table("claims", claims))

    assert found.quiet_until == week(108)
    assert (found.quiet_weeks, found.false_alarms, found.false_level_weeks) == (11, 0, 0)
    assert found.first_alarm is not None
    assert found.first_alarm.when == week(110)
    assert [(lead.label, lead.alarm_days, lead.watch_days) for lead in found.leads] == [
        ("LABEL: first warning", 16, 16),
        ("label", 21, 21),
    ]


def test_a_false_alarm_does_not_lengthen_the_lead():
    early = [sighted(week(100, 1), ship="name:a"), sighted(week(100, 3), ship="name:b")]
    calls = [*early, *CALLS, sighted(week(110, 2))]
    found = replay.measure(walked(world(calls)), table("claims", [LABEL]), quiet_until=week(108))

    assert [(alarm.when, alarm.quiet) for alarm in found.alarms] == [(week(101), True), (week(111), False)]
    assert found.false_alarms == 1
    assert found.false_level_weeks > 0
    assert [lead.alarm_days for lead in found.leads] == [9]
    assert found.false_alarms_per_watch_year == pytest.approx(1 / (11 / 52.1775), abs=0.001)


def test_a_label_of_another_corridor_is_not_led_by_alarms_elsewhere():
    corridors = (("here", ("alpha",), ("beta",)), ("there", ("gamma",), ("delta",)))
    claims = [{**LABEL, "corridor": name, "claim": name} for name, *_ in corridors]
    found = replay.measure(walked(world(claims=claims), corridors=corridors), table("claims", claims))

    assert [lead.alarm_days for lead in found.leads] == [16, None]


def test_made_up_rows_do_not_lengthen_the_lead_unless_all_are_made_up():
    made_up = [seen(week(108, 1), ship=f"mmsi:{n}", source="synthetic:x", event=f"m{n}") for n in range(3)]
    exposures = heard(range(112), source="synthetic:x")
    mixed = replay.measure(
        walked(world([*CALLS, *made_up], exposures=exposures)), table("claims", [LABEL]), week(108)
    )
    alone = replay.measure(walked(world(made_up, exposures=exposures)), table("claims", [LABEL]), week(108))

    assert [(alarm.when, alarm.made_up) for alarm in mixed.alarms] == [(week(109), True), (week(110), False)]
    assert mixed.first_alarm == mixed.alarms[1]
    assert (mixed.leads[0].alarm_days, alone.leads[0].alarm_days) == (16, 23)
    assert (mixed.leads[0].watch_days, alone.leads[0].watch_days) == (16, None)
    assert replay.words(mixed)[-1].startswith("* rests on synthetic rows")


def test_what_came_before_any_warning_has_no_lead():
    early = [{**LABEL, "start": week(99), "published": week(99)}]

    assert [
        lead.alarm_days for lead in replay.measure(walked(world(claims=early)), table("claims", early)).leads
    ] == [None]


def test_a_record_with_nothing_in_it_warns_of_nothing():
    found = replay.measure(walked(world([], sightings=[])), table("claims", []))

    assert (found.first_alarm, found.alarms, found.changes, found.leads) == (None, (), (), ())
    assert found.quiet_until == END


def test_the_measure_is_told_in_lines_in_tables_and_in_json():
    found = replay.measure(walked(world(claims=[LABEL])), table("claims", [LABEL]))
    lines, machine = replay.words(found), json.loads(json.dumps(replay.as_json(found)))
    shown = {one.title: one for one in replay.tables(found)}

    assert lines[0].startswith("Clock observed, 18 weeks from ")
    assert "LABEL: first warning" in shown["Days of lead before each labelled event"].rows[0]["what"]
    assert sum(int(row["alerts"]) for row in shown["Alerts by quarter"].rows) == found.alerts == 3
    assert machine["leads"][0]["alarm_days"] == 16
    assert machine["first_alarm"]["when"] == week(110).isoformat()


def test_the_level_of_every_week_is_in_the_measures_so_that_it_can_be_drawn_and_checked():
    found = replay.measure(walked(world()), table("claims", []))

    assert [one.when for one in found.levels] == list(walked(world()).ticks)
    rises = [(a.when, b.level) for a, b in itertools.pairwise(found.levels) if b.level != a.level]
    assert [(change.when, change.after) for change in found.changes][:1] == [
        (found.levels[[one.level for one in found.levels].index(1)].when, 1)
    ]
    assert len(rises) == len(found.changes)


QUESTION = Question("q", "A call?", "by counting", days=14, series="calls/sighted/alpha")


def test_questions_are_asked_on_the_walk_and_settled_from_what_was_known_then():
    found = walked(world(), questions=(QUESTION,))
    rows = forecasting.latest(found.tables["forecasts"])
    measured = replay.measure(found, table("claims", []))

    assert [row["opened"] for row in rows][:2] == [week(98), week(100)]
    came = [row for row in rows if row["outcome"]]
    assert came
    assert all(row["opened"] <= week(108, 2) <= row["resolves"] for row in came[:1])
    assert all(row["because"] for row in came)
    assert measured.scores.settled == sum(row["outcome"] is not None for row in rows)
    assert "too few to judge calibration" in replay.words(measured)[-1]


def test_no_forecast_saw_a_call_that_came_after_it():
    quiet, busy = (walked(world(calls), questions=(QUESTION,)) for calls in ([], CALLS))
    first = [
        [row["probability"] for row in w.tables["forecasts"].to_pylist() if row["opened"] <= week(108)]
        for w in (quiet, busy)
    ]

    assert first[0][:5] == first[1][:5]


def test_the_page_of_a_walk_holds_the_chart_and_lets_no_text_become_markup():
    hostile = {**LABEL, "label": "LABEL <script>alert(1)</script>", "text": "<img src=x>"}
    found = replay.measure(walked(world(claims=[hostile])), table("claims", [hostile]))
    html = replay_page.page(
        asdict(found), replay.words(found), replay.tables(found), title="<b>A</b>", version="0"
    )

    assert html.count("<svg") == 1
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>A" not in html
    assert "LABEL &lt;script&gt;" in html
    assert html.count("<title>Level ") >= 2


def test_the_chart_of_a_walk_with_no_question_and_no_alarm_can_be_drawn():
    found = replay.measure(walked(world([], sightings=[]), hypotheses=()), table("claims", []))

    assert "<svg" in replay_page.page(asdict(found), [], [], title="A", version="0")


def test_progress_is_told_for_each_week():
    done = []
    walked(world(), until=START + timedelta(weeks=3), progress=lambda n, of: done.append((n, of)))

    assert done == [(1, 4), (2, 4), (3, 4), (4, 4)]
