"""Which grade a publisher has."""

from vedette.assessment.grades import best, of

GRADES = (("Voice", "C"), ("Voice of Ports", "B"), ("X", "A"))


def test_the_longest_name_it_begins_with_is_the_publisher():
    assert of("voice of ports (imagery by Y)", GRADES) == "B"
    assert of("Voice, relayed by X", GRADES) == "C"


def test_a_name_inside_another_word_is_not_that_name():
    assert of("Voices of reason", GRADES) == "F"


def test_a_relay_does_not_lend_its_grade():
    assert of("somebody via X", GRADES) == "F"


def test_the_best_of_several_counts_and_nobody_is_f():
    assert best(["Voice", "X"], GRADES) == "A"
    assert best([None], GRADES) == "F"
