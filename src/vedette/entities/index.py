"""The names of the lists, made ready to be searched; names asked, made comparable with them."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from vedette.entities.legal_forms import FORMS
from vedette.entities.names import NUMERAL as SIGN
from vedette.entities.names import Spelling, spellings
from vedette.entities.standing import Entry
from vedette.kernels import likeness, neighbours
from vedette.kernels.name_likeness import NUMERAL, WORD, Asked, Known

KINDS = {"vessel": 1, "organisation": 2, "person": 3, "aircraft": 4}
KINDS_OF_FORM = {form: place for place, form in enumerate(sorted(set(FORMS.values())))}
LEAST_NAMES = (
    20_000  # a word is weighed as if the lists had at least so many entries: a short list tells no rarity
)
UNSEEN = 0.85  # a word on no list weighs a little less than one that stands there once
LEAST_WEIGHT = 0.5
LIKE = 0.7  # words less alike than this are different words
RARE = 6.0  # a word in fewer than one of 400 entries
MOST_OF = 0.6
MOST_GRAMS = 12


@dataclass(frozen=True)
class Words:
    """Words by number, with what their comparison needs."""

    number: dict[str, int]
    starts: likeness.Ints
    letters: likeness.Bytes
    sounds_at: likeness.Ints
    sounds: likeness.Bytes
    keys: neighbours.Keys
    whose: likeness.Ints


@dataclass(frozen=True)
class Index:
    """All names of some entries. ``place`` is each name's place among its entry's names.

    ``written`` has, by number, the words of the names whose words were read as others of the same meaning.
    """

    entries: Sequence[Entry]
    place: NDArray[np.int32]
    written: dict[int, tuple[str, ...]]
    spelt: list[str]
    words: Words
    grams: dict[int, int]
    known: Known

    def __len__(self) -> int:
        return len(self.place)

    def name(self, number: int) -> tuple[Entry, str, str, Spelling]:
        """The entry, the name as written, its role and its spelling."""
        known = self.known
        entry = self.entries[int(known.owner[number])]
        at = known.words_at[number : number + 2]
        tokens = [self.spelt[one] for one in known.words[at[0] : at[1]].tolist()]
        forms = tuple(form for form, bit in KINDS_OF_FORM.items() if known.forms[number] >> bit & 1)
        spelling = Spelling(
            tuple(one for one in tokens if one[0] != SIGN),
            tuple(one for one in tokens if one[0] == SIGN),
            forms,
            self.written.get(number, ()),
        )
        place = int(self.place[number])
        return entry, entry.names[place], entry.roles[place], spelling


def index(entries: Sequence[Entry]) -> Index:
    """The index of the names of some entries; order of entries decides ties, so they come sorted by id."""
    names = [
        (owner, place, spelling)
        for owner, entry in enumerate(entries)
        for place, name in enumerate(entry.names)
        for spelling in spellings(name, entry.kind)
    ]
    owner, place = (np.array([one[part] for one in names], np.int32) for part in (0, 1))
    written = {number: one.written for number, (_, _, one) in enumerate(names) if one.written}
    spelt = [one for _, _, one in names]
    tokens = [one.tokens for one in spelt]
    words = words_of({word for name in tokens for word in name})
    words_at, numbers = neighbours.csr([[words.number[one] for one in name] for name in tokens])
    posts_at, posts = neighbours.inverted(words_at, numbers, len(words.number))
    weights = _weights(posts_at, posts, owner, len(entries))
    runs = ["".join(one.words) for one in spelt]
    codes, grams_at, grams = neighbours.by_gram(runs)
    sorts = np.array([NUMERAL if word[0] == SIGN else WORD for word in words.number], np.uint8)
    known = Known(
        posts_at, posts, words_at, numbers, weights, sorts, _totals(words_at, numbers, weights, sorts),
        np.array(list(map(len, runs)), np.int32), _forms(spelt),
        words.starts, words.letters, words.sounds_at, words.sounds, grams_at, grams, owner,
        np.array([KINDS.get(entries[one].kind or "", 0) for one in owner.tolist()], np.uint8),
    )  # fmt: skip
    gram = {code: number for number, code in enumerate(codes.tolist())}
    return Index(entries, place, written, list(words.number), words, gram, known)


def _forms(names: Sequence[Spelling]) -> NDArray[np.uint16]:
    return np.array([sum(1 << KINDS_OF_FORM[one] for one in name.forms) for name in names], np.uint16)


def words_of(words: Iterable[str]) -> Words:
    """Different words, numbered in their order."""
    number = {word: place for place, word in enumerate(sorted(words))}
    starts, letters = likeness.packed(list(number))
    heard = ["" if word[0] == SIGN else likeness.sounds(word) for word in number]
    sounds_at, sounds = likeness.packed(heard)
    bones_at, bones = likeness.packed([likeness.skeleton(one) for one in heard])
    keys, whose = neighbours.keys(starts, letters, bones_at, bones)
    order = np.argsort(keys, kind="stable")
    return Words(number, starts, letters, sounds_at, sounds, keys[order], whose[order])


def _weights(
    posts_at: likeness.Ints, posts: NDArray[np.int32], owner: NDArray[np.int32], entries: int
) -> NDArray[np.float32]:
    """How rare each word is: the logarithm of entries by entries that have it."""
    owners = owner[posts].astype(np.int64)
    word = np.repeat(np.arange(len(posts_at) - 1, dtype=np.int64), np.diff(posts_at))
    different = np.unique(word * max(entries, 1) + owners) // max(entries, 1)
    counts = np.bincount(different, minlength=len(posts_at) - 1)
    rare: NDArray[np.float64] = np.log((max(entries, LEAST_NAMES) + 1) / np.maximum(counts, 1))
    return np.array(np.maximum(rare, LEAST_WEIGHT), np.float32)


def _totals(
    words_at: likeness.Ints, words: NDArray[np.int32], weights: NDArray[np.float32], sorts: NDArray[np.uint8]
) -> NDArray[np.float32]:
    each = np.where(sorts[words] == WORD, weights[words], 0).astype(np.float64)
    sums = np.concatenate([[0.0], np.cumsum(each)])
    return np.array(sums[words_at[1:]] - sums[words_at[:-1]], np.float32)


@dataclass(frozen=True)
class Batch:
    """Some names asked, made comparable: the query of each spelling, the spellings, and their arrays."""

    query: NDArray[np.int64]
    spellings: list[Spelling]
    words: list[str]
    asked: Asked


def batch(found: Index, names: Sequence[str], kinds: Sequence[str | None]) -> Batch:
    """Some names asked of an index; a name without letters and digits has no spelling."""
    spelt = [
        (query, one)
        for query, (name, kind) in enumerate(zip(names, kinds, strict=True))
        for one in spellings(name, kind)
    ]
    tokens = [one.tokens for _, one in spelt]
    words = words_of({word for name in tokens for word in name})
    pairs_at, pair_word, pair_like = _pairs(words, found.words)
    known = found.known
    unseen = math.log(max(len(found.entries), LEAST_NAMES) + 1) * UNSEEN
    places = [found.words.number.get(word, -1) for word in words.number]
    weights = np.array([known.weights[p] if p >= 0 else unseen for p in places], np.float32)
    sorts = np.array([NUMERAL if word[0] == SIGN else WORD for word in words.number], np.uint8)
    words_at, numbers = neighbours.csr([[words.number[one] for one in name] for name in tokens])
    runs = ["".join(one.words) for _, one in spelt]
    sizes = np.diff(known.grams_at)
    rarest: Callable[[str], list[int]] = partial(_rarest, found.grams, sizes)
    rare = np.concatenate([[0], np.cumsum(known.weights[pair_word] >= RARE)])
    hit = _rare_hits(words_at, numbers, weights, rare[pairs_at[1:]] > rare[pairs_at[:-1]])
    grams_at, grams = neighbours.csr(
        [[] if enough else rarest(run) for run, enough in zip(runs, hit, strict=True)]
    )
    query = np.array([one for one, _ in spelt], np.int64)
    asked = Asked(
        words_at, numbers, weights, sorts, pairs_at, pair_word, pair_like,
        np.array(list(map(len, runs)), np.int32), _forms([one for _, one in spelt]),
        words.starts, words.letters, words.sounds_at, words.sounds, grams_at, grams,
        np.array([KINDS.get(kinds[one] or "", 0) for one in query], np.uint8),
    )  # fmt: skip
    return Batch(query, [one for _, one in spelt], list(words.number), asked)


def _rarest(numbers: dict[int, int], sizes: NDArray[np.int64], run: str) -> list[int]:
    known = [numbers[one] for one in neighbours.grams(run) if one in numbers]
    return sorted(known, key=lambda one: (sizes[one], one))[:MOST_GRAMS]


def _rare_hits(
    words_at: likeness.Ints, words: NDArray[np.int32], asked: NDArray[np.float32], by_word: NDArray[np.bool_]
) -> list[bool]:
    """Whether most of each name is like rare known words: if not, runs of three letters are looked at too."""
    sums = np.concatenate([[0.0], np.cumsum(asked[words].astype(np.float64))])
    hits = np.concatenate([[0.0], np.cumsum(np.where(by_word[words], asked[words], 0).astype(np.float64))])
    total, hit = sums[words_at[1:]] - sums[words_at[:-1]], hits[words_at[1:]] - hits[words_at[:-1]]
    found: list[bool] = (hit >= MOST_OF * total).tolist()
    return found


def _pairs(asked: Words, known: Words) -> tuple[likeness.Ints, NDArray[np.int32], NDArray[np.float32]]:
    """For each word asked the known words it is like, and how like; numerals only their equals."""
    left, right = neighbours.meeting(asked.keys, asked.whose, known.keys, known.whose)
    like = likeness.likenesses(
        left, right, asked.starts, asked.letters, asked.sounds_at, asked.sounds,
        known.starts, known.letters, known.sounds_at, known.sounds, LIKE,
    )  # fmt: skip
    numeral = asked.letters[asked.starts[left]] == ord(SIGN) if len(left) else np.zeros(0, bool)
    numeral |= known.letters[known.starts[right]] == ord(SIGN) if len(right) else numeral
    kept = (like >= LIKE) & (~numeral | (like == 1.0))
    left, right, like = left[kept], right[kept], like[kept]
    at = np.searchsorted(left, np.arange(len(asked.number) + 1)).astype(np.int64)
    return at, right.astype(np.int32), like.astype(np.float32)
