import json
from datetime import timedelta

import numpy as np
import pyarrow.compute as pc
import pytest

from tests.events.test_possible_call import silent
from tests.worlds import SHIP, at
from vedette import fields
from vedette.events.possible_meeting import PossibleMeeting, possible_meetings
from vedette.kernels.landmask import land_at
from vedette.kernels.sphere import distance_m

OTHER = SHIP + 1
WEST, EAST = (40.0, 131.0), (40.0, 132.5)  # 69 nm apart in the Sea of Japan
YELLOW_SEA = (38.5, 124.0)


def found(*gaps, **options):
    rows = possible_meetings(fields.from_rows(list(gaps), "events"), PossibleMeeting(**options))
    return [
        {**row, **json.loads(row["details"])}
        for row in rows.filter(pc.equal(rows["kind"], "possible_meeting")).to_pylist()
    ]


def two(hours=24.0, later=0.0, other=EAST, kind="dark", other_kind="dark"):
    return (
        silent(hours, off=WEST, on=WEST, kind=kind),
        silent(hours, off=other, on=other, start=later, mmsi=OTHER, kind=other_kind),
    )


@pytest.mark.redflag("RF09")
def test_two_ships_silent_at_once_within_reach_could_have_met():
    (met,) = found(*two())

    assert (met["mmsi"], met["other_mmsi"]) == (SHIP, OTHER)
    assert met["gaps"] == [f"gap-{SHIP}-0.0", f"gap-{OTHER}-0.0"]
    assert met["because"][:2] == met["gaps"]
    # Each goes half of the 69 nm at ten knots, and back.
    assert met["together_h"] == pytest.approx(24 - 6.9, abs=1)
    assert met["start"] == pytest.approx(at(3.45), abs=timedelta(minutes=40))
    assert met["known"] == at(24)
    assert not land_at(np.array([met["lat"]]), np.array([met["lon"]]))[0]
    assert distance_m(met["lat"], met["lon"], 40.0, 131.75) < 30_000


def test_not_when_there_was_no_time_for_both():
    assert len(found(*two(10.5))) == 1
    assert found(*two(8.0)) == []
    assert found(*two(24, later=23)) == []


def test_not_across_land():
    assert distance_m(*WEST, *YELLOW_SEA) < 24 * 10 * 1852 * 1.6
    assert found(*two(48, other=YELLOW_SEA)) == []


def test_what_was_not_observed_does_not_count_and_one_must_be_dark():
    assert found(*two(other_kind="unobserved")) == []
    assert found(*two(kind="unclear", other_kind="unclear")) == []
    assert len(found(*two(other_kind="unclear"))) == 1


def test_a_ship_on_passage_meets_nobody():
    passage = silent(9.3, off=(39.0, 131.75), on=(40.55, 131.75))

    assert found(passage, silent(24, off=EAST, on=EAST, mmsi=OTHER)) == []


def test_two_silences_of_one_ship_are_no_meeting():
    assert found(silent(24, off=WEST, on=WEST), silent(24, off=EAST, on=EAST, start=1.0)) == []


def test_when_a_thousand_fall_silent_at_once_it_is_the_feed():
    many = [silent(24, off=WEST, on=WEST, mmsi=SHIP + n) for n in range(1000)]

    assert found(*many) == []


def test_a_ship_that_could_have_met_many_gives_few_and_says_how_many():
    ships = [
        silent(24, off=(40.0 + 0.1 * n, 131.0), on=(40.0 + 0.1 * n, 131.0), mmsi=SHIP + n) for n in range(8)
    ]
    rows = found(*ships)

    assert 0 < len(rows) <= 12
    assert {row["others"] for row in rows} == {6}


def test_the_order_of_events_does_not_matter_and_running_again_changes_nothing():
    gaps = two()
    rows = possible_meetings(fields.from_rows(list(gaps), "events"))

    assert found(*gaps) == found(*gaps[::-1])
    assert possible_meetings(rows).equals(rows)


def test_nothing_in_nothing_out():
    assert possible_meetings(fields.empty("events")).equals(fields.empty("events"))
