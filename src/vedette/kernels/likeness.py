"""How like two words are: by letters, and by the sounds that the usual romanisations write differently."""

import re
from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

LONGEST = 64
# What is written with two letters or more, or with a letter that sounds as others do.
_SOUNDS = {
    "shch": "S", "sch": "S", "tch": "C", "sh": "S", "ch": "C", "zh": "Z", "kh": "h", "gh": "g", "ph": "f",
    "th": "t", "dh": "d", "ts": "c", "tz": "c", "ck": "k", "dj": "j", "dzh": "j", "tj": "C", "x": "ks",
    "q": "k", "w": "v", "ou": "u", "oo": "u", "eo": "o", "eu": "u", "ee": "i", "ae": "e", "ue": "u",
    "oe": "o", "yu": "u", "ya": "a", "ye": "e", "yo": "o", "iu": "u", "ia": "a", "ie": "e", "iy": "i",
    "yi": "i", "yy": "i", "y": "i", "ll": "l", "ss": "s", "mm": "m", "nn": "n", "tt": "t", "dd": "d",
    "ca": "ka", "co": "ko", "cu": "ku", "cl": "kl", "cr": "kr", "ct": "kt", "que": "k", "qu": "k", "ij": "i",
    "ay": "ai", "pp": "p", "rr": "r",
    "bb": "b", "kk": "k", "ff": "f", "zz": "z", "gg": "g", "ii": "i", "aa": "a",
}  # fmt: skip
_SOUND = re.compile("|".join(["c$", *sorted(_SOUNDS, key=lambda one: (-len(one), one))]))
_VOWELS = re.compile("[aeiou]+")
# Sounds that one romanisation writes for the other, and what the change costs beside 1 for any other.
_NEAR = (
    "kg", "pb", "td", "jC", "jZ", "CS", "sz", "sS", "zZ", "cs", "cz", "fv", "vb", "rl", "hk", "hg", "mn",
    "cC", "kc", "pf", "gj",
)  # fmt: skip
NEAR_COST, VOWEL_COST, SILENT_COST = 0.4, 0.4, 0.5
LEAST_COST = min(NEAR_COST, VOWEL_COST, SILENT_COST)
SOUND_SHARE = 0.6


def sounds(word: str) -> str:
    """The word with one sign for each sound.

    >>> sounds("mohammed"), sounds("shchukin"), sounds("yusuf")
    ('mohamed', 'Sukin', 'usuf')
    """
    return _SOUND.sub(lambda found: _SOUNDS.get(found[0], "k"), word)


def skeleton(sound: str) -> str:
    """The consonants of a word given by its sounds, those that are exchanged as one; a first vowel is ``a``.

    >>> skeleton(sounds("hussein")) == skeleton(sounds("husayn")) == "hsn"
    True
    """
    bare = sound[:1] + sound[1:].replace("h", "")
    bare = ("a" if bare[:1] in "aeiou" else "") + _VOWELS.sub("", bare)
    return bare.translate(_FOLDED)


_FOLDED = str.maketrans("gbdjZSzcvC", "kptCsssspC")


def packed(words: Sequence[str]) -> tuple[Ints, Bytes]:
    """Words of ASCII as one run of bytes and where each begins, with the end of the last."""
    short = [word[:LONGEST].encode("ascii", "replace") for word in words]
    starts = np.zeros(len(short) + 1, np.int64)
    np.cumsum([len(one) for one in short], out=starts[1:])
    return starts, np.frombuffer(b"".join(short), np.uint8).copy()


def _costs() -> Floats:
    """What it costs to read one sound as another."""
    table = np.ones((128, 128))
    np.fill_diagonal(table, 0.0)
    vowels = [ord(one) for one in "aeiou"]
    for one in vowels:
        for other in vowels:
            if one != other:
                table[one, other] = VOWEL_COST
    for near in _NEAR:
        table[ord(near[0]), ord(near[1])] = table[ord(near[1]), ord(near[0])] = NEAR_COST
    return table


def _silence() -> Floats:
    """What it costs to leave a sound out."""
    row = np.ones(128)
    for one in "aeiouh":
        row[ord(one)] = SILENT_COST
    return row


COSTS, SILENCE = _costs(), _silence()
PLAIN = np.ones((128, 128)) - np.eye(128)
NONE_SILENT = np.ones(128)


@njit(cache=True, nogil=True)
def distance(a: Bytes, b: Bytes, costs: Floats, silence: Floats) -> float:
    """The least cost of turning one run of signs into the other; two neighbours exchanged cost 1."""
    rows, columns = len(a), len(b)
    before = np.zeros(columns + 1)
    last = np.zeros(columns + 1)
    now = np.zeros(columns + 1)
    for j in range(columns):
        last[j + 1] = last[j] + silence[b[j]]
    for i in range(rows):
        now[0] = last[0] + silence[a[i]]
        for j in range(columns):
            least = last[j] + costs[a[i], b[j]]
            least = min(least, last[j + 1] + silence[a[i]], now[j] + silence[b[j]])
            if i > 0 and j > 0 and a[i] == b[j - 1] and a[i - 1] == b[j]:
                least = min(least, before[j - 1] + 1.0)
            now[j + 1] = least
        before, last, now = last, now, before
    return float(last[columns])


@njit(cache=True, nogil=True)
def _fewest(a: Bytes, b: Bytes) -> int:
    """The fewest signs that must change to turn one run into the other, whatever their order."""
    counts = np.zeros(128, np.int16)
    for sign in a:
        counts[sign] += 1
    for sign in b:
        counts[sign] -= 1
    more = less = 0
    for count in counts:
        if count > 0:
            more += int(count)
        else:
            less -= int(count)
    return max(more, less)


@njit(cache=True, nogil=True)
def alike(a: Bytes, b: Bytes, sound_a: Bytes, sound_b: Bytes, least: float = 0.0) -> float:
    """How like two words are, 0 to 1, by their letters and by their sounds; 0 below ``least``."""
    longest = max(len(a), len(b))
    if longest == 0:
        return 0.0
    if len(a) == len(b):
        same = True
        for place in range(len(a)):
            same = same and a[place] == b[place]
        if same:
            return 1.0
    most = (1.0 - least) * longest + 1e-9
    if least > 0.0:
        fewest = _fewest(a, b) * (1.0 - SOUND_SHARE)
        if fewest > most or fewest + _fewest(sound_a, sound_b) * LEAST_COST * SOUND_SHARE > most:
            return 0.0
    letters = distance(a, b, PLAIN, NONE_SILENT) * (1.0 - SOUND_SHARE)
    if letters > most:
        return 0.0
    heard = distance(sound_a, sound_b, COSTS, SILENCE) * SOUND_SHARE
    found = max(0.0, 1.0 - (letters + heard) / longest)
    return found if found >= least else 0.0


@njit(cache=True, nogil=True)
def likenesses(
    left: Ints, right: Ints, starts_a: Ints, letters_a: Bytes, sounds_at_a: Ints, sounds_a: Bytes,
    starts_b: Ints, letters_b: Bytes, sounds_at_b: Ints, sounds_b: Bytes, least: float,
) -> Floats:  # fmt: skip
    """How like each pair of words is, 0 below ``least``; words by number, as ``packed`` gives them."""
    found = np.zeros(len(left))
    for place in range(len(left)):
        a, b = left[place], right[place]
        found[place] = alike(
            letters_a[starts_a[a] : starts_a[a + 1]],
            letters_b[starts_b[b] : starts_b[b + 1]],
            sounds_a[sounds_at_a[a] : sounds_at_a[a + 1]],
            sounds_b[sounds_at_b[b] : sounds_at_b[b + 1]],
            least,
        )
    return found


def word_likeness(a: str, b: str) -> float:
    """How like two words are, 0 to 1.

    >>> round(word_likeness("mohammed", "muhammad"), 2), round(word_likeness("sparta", "angara"), 2)
    (0.84, 0.38)
    """
    one, other = (np.frombuffer(w.encode("ascii", "replace"), np.uint8) for w in (a, b))
    heard, heard_other = (np.frombuffer(sounds(w).encode("ascii", "replace"), np.uint8) for w in (a, b))
    return float(alike(one, other, heard, heard_other))
