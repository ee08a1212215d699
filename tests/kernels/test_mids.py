import numpy as np

from vedette.kernels.mids import MIDS, flags


def test_each_digit_group_has_one_flag():
    every = [mid for mids in MIDS.values() for mid in mids]

    assert len(every) == len(set(every)) == 291
    assert all(201 <= mid <= 775 for mid in every)


def test_flags_are_those_of_the_itu():
    numbers = [249014000, 413461490, 477000000, 445047000, 351000000, 636000000, 306000000]

    assert flags(np.array(numbers)).to_pylist() == ["MT", "CN", "HK", "KP", "PA", "LR", None]


def test_what_is_no_ship_has_no_flag():
    assert flags(np.array([0, 992732000, 111273000, 2730000])).to_pylist() == [None] * 4
