import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pyais.bit_vector import bit_vector

from vedette.kernels.ais_rows import PAYLOAD_CHARACTERS, WORDS
from vedette.kernels.sixbits import put, signed, text, unsigned

ARMOUR = bytes([*range(48, 88), *range(96, 120)])
PAYLOADS = st.binary(min_size=1, max_size=PAYLOAD_CHARACTERS).map(
    lambda data: bytes(ARMOUR[byte % 64] for byte in data)
)


def words_of(*parts: bytes):
    words, have = np.zeros(WORDS, np.int64), 0
    for part in parts:
        have = put(words, have, np.frombuffer(part, np.uint8), 0, len(part))
    return words


@given(PAYLOADS, st.integers(0, 6 * PAYLOAD_CHARACTERS - 1), st.integers(1, 60))
def test_a_number_is_the_one_in_its_bits(payload, start, width):
    bits, words = bit_vector(payload.ljust(PAYLOAD_CHARACTERS + 11, b"0")), words_of(payload)

    assert unsigned(words, start, width) == bits.get(start, width)
    assert signed(words, start, width) == bits.get_signed(start, width)


@given(PAYLOADS, st.integers(0, PAYLOAD_CHARACTERS))
def test_a_payload_in_parts_is_the_same(payload, cut):
    assert words_of(payload[:cut], payload[cut:]).tolist() == words_of(payload).tolist()


def test_more_characters_than_there_is_room_for_are_left_out():
    payload = b"w" * (PAYLOAD_CHARACTERS + 50)

    assert words_of(payload).tolist() == words_of(payload[:PAYLOAD_CHARACTERS]).tolist()


@given(st.text(alphabet="@ AZ09?", max_size=20))
def test_a_text_ends_at_an_at_and_has_no_spaces_round_it(said):
    sixes = [ord(character) & 63 for character in said]
    words = words_of(bytes(ARMOUR[six] for six in sixes))
    one, other = text(words, 0, 20)
    numbers = [one >> shift & 63 for shift in range(54, -1, -6)]
    numbers += [other >> shift & 63 for shift in range(54, -1, -6)]
    read = "".join(chr(six + 64 if six < 32 else six) for six in numbers)

    assert read.rstrip("@") == said.partition("@")[0].strip()
