"""The rule table of levels, line by line, and its hysteresis."""

from vedette.assessment.levels import Levels, State, level

ALARM = State(0.3, alarms=("Calls sighted at alpha",), clean=0)
TWO = State(0.6, alarms=("x",), categories=("drills", "shipping"), clean=0)
SURE = State(0.85, alarms=("x",), physical=("an image",), clean=0)


def test_an_alarm_lifts_routine_to_watch_and_says_why():
    reached, words = level(0, ALARM)

    assert reached == 1
    assert words == "up to 1 (watch): in alarm within 28 days: Calls sighted at alpha"


def test_warning_needs_two_categories_and_a_probability():
    assert level(0, TWO)[0] == 2
    assert level(1, State(0.54, alarms=("x",), categories=("drills", "shipping")))[0] == 1
    assert level(1, State(0.9, alarms=("x",), categories=("shipping",)))[0] == 1


def test_critical_needs_something_measured():
    assert level(0, SURE)[0] == 3
    assert level(2, State(0.85, categories=("drills", "shipping")))[0] == 2


def test_a_level_is_left_one_step_at_a_time_and_only_after_two_clean_periods():
    assert level(1, State(0.1, clean=1))[0] == 1
    assert level(1, State(0.1, clean=2))[0] == 0
    assert level(3, State(0.1, clean=2))[0] == 2
    assert level(3, State(0.1, clean=None))[0] == 2


def test_no_level_is_left_while_a_series_is_in_alarm():
    assert level(1, State(0.1, alarms=("x",), clean=9))[0] == 1


def test_a_level_is_kept_between_the_thresholds_to_rise_and_to_fall():
    assert level(2, State(0.5))[0] == 2
    assert level(2, State(0.44))[0] == 1
    assert level(3, State(0.75))[0] == 3
    assert level(3, State(0.69))[0] == 2


def test_a_level_that_stays_says_which_line_holds_it_or_what_it_waits_for():
    assert level(1, ALARM)[1] == "stays at 1 (watch): in alarm within 28 days: Calls sighted at alpha"
    assert (
        level(1, State(0.3, clean=1))[1]
        == "stays at 1 (watch): p 0.30, but it is not shown to be quiet: 1 of the 2 clean weeks asked for "
        "(a week nobody looked at is not clean)"
    )
    assert level(0, State(0.1))[1] == "stays at 0 (routine): no line fires"


def test_thresholds_are_options():
    assert level(1, State(0.5, categories=("a", "b")), Levels(warning_from=0.5))[0] == 2
