"""Every published red flag is computed and proved, or says what it would take."""

import importlib.util
from pathlib import Path

import pytest

from vedette import flow

_SPEC = importlib.util.spec_from_file_location(
    "redflags", Path(__file__).resolve().parent.parent / "tools" / "redflags.py"
)
redflags = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(redflags)
FLAGS = redflags.flags()
STEPS = {step.name: step.run.__name__ for step in flow.ALL}
PROVED = {code for test in redflags.marked() for code in test.codes}
EACH = pytest.mark.parametrize("flag", FLAGS, ids=[flag["code"] for flag in FLAGS])


def test_the_flags_are_numbered_without_a_hole():
    assert [flag["code"] for flag in FLAGS] == [f"RF{number:02}" for number in range(1, 57)]


@EACH
def test_what_computes_a_flag_exists(flag):
    assert [name for name in redflags.checks(flag) if name not in redflags.places()] == []


@EACH
def test_a_flag_is_computed_and_proved_or_says_what_data_it_needs(flag):
    assert flag["note"].endswith(".")
    if redflags.checks(flag):
        assert flag["code"] in PROVED
    else:
        assert flag["note"].startswith("Needs ")
        assert flag["code"] not in PROVED


@EACH
def test_each_step_that_computes_a_flag_is_proved_where_it_is_tested(flag):
    files = [test.file for test in redflags.marked() if flag["code"] in test.codes]
    proved = "".join((redflags.ROOT / file).read_text(encoding="utf-8") for file in files)

    assert [name for name in redflags.checks(flag) if name in STEPS and STEPS[name] not in proved] == []


@EACH
def test_a_flag_has_its_source_and_date(flag):
    assert flag["source"]
    assert flag["source_date"][:2] == "20"
    assert flag["automatable"] in ("yes", "partial", "no")


def test_a_flag_that_nobody_could_compute_is_not_said_to_be():
    assert [flag["code"] for flag in FLAGS if flag["automatable"] == "no" and redflags.checks(flag)] == []


def test_the_codes_of_the_tests_exist():
    assert PROVED - {flag["code"] for flag in FLAGS} == set()


def test_the_page_names_every_flag_and_test():
    page = redflags.page()

    assert all(f"## {flag['code']}\n" in page for flag in FLAGS)
    assert all(test.name in page for test in redflags.marked())
