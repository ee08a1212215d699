"""Likeness of words: what a least likeness leaves out is below it, and nothing else is."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from vedette.kernels.likeness import alike, sounds, word_likeness

WORDS = some.text("abcdehikosty", max_size=9)


def _bytes(word: str) -> np.ndarray:
    return np.frombuffer(word.encode(), np.uint8)


@given(WORDS, WORDS, some.sampled_from([0.3, 0.7, 0.8, 1.0]))
def test_words_less_alike_than_wished_are_left_out_and_all_others_are_as_they_were(one, other, least):
    found = alike(_bytes(one), _bytes(other), _bytes(sounds(one)), _bytes(sounds(other)), least)
    whole = word_likeness(one, other)

    assert found == (whole if whole >= least else 0.0)
