"""Words that mean the same: what companies are called in several languages, and forms of one given name.

Lists write a company's name now translated, now by sound, now shortened: ``ZAVOD`` is a plant, ``SKB`` a
special design bureau, ``keji`` is technology. The words are common ones of Russian, Ukrainian, Persian,
Arabic, Turkish, Spanish, Chinese and Korean business.
"""

from collections.abc import Sequence
from functools import lru_cache

from vedette.entities import company_words, given_names
from vedette.kernels.likeness import sounds


def _company_words() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Whole words by what they sound like, and beginnings of words."""
    whole: dict[str, tuple[str, ...]] = {}
    stems: dict[str, str] = {}
    for line in company_words.COMMON.strip().splitlines():
        meaning, _, written = line.partition(":")
        for word in written.split():
            if word.endswith("-"):
                stems.setdefault(sounds(word[:-1]), meaning)
            else:
                whole.setdefault(sounds(word), (meaning,))
    for line in company_words.SHORT.strip().splitlines():
        short, _, words = line.partition(":")
        whole.setdefault(sounds(short), tuple(words.split()))
    return whole, stems


def _given_names() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in given_names.FORMS.strip().splitlines():
        name, _, forms = line.partition(":")
        for form in (name, *forms.split()):
            found.setdefault(form, name)
    return found


_WHOLE, _STEMS = _company_words()
_FORMS_OF = _given_names()
_SHORTEST_STEM = 4
_LONGEST_STEM = max(map(len, _STEMS))
_FATHERS = sorted(
    [(end, "ovich") for end in given_names.OF_FATHERS] + [(end, "ovna") for end in given_names.OF_DAUGHTERS],
    key=lambda one: -len(one[0]),
)
_LEAST_OF_FATHER = 3


_TOGETHER = {("hong", "kong"): "hongkong", ("scientific", "technology"): "technology"}


def of_companies(words: Sequence[str]) -> list[str]:
    """The words of a company's name, those of the same meaning as one, each of these once.

    >>> of_companies(["hong", "kong", "qisu", "science", "and", "technology"])
    ['hongkong', 'qisu', 'technology']
    """
    said: list[str] = []
    for word in words:
        for read in of_company(word):
            if said and (both := _TOGETHER.get((said[-1], read))):
                said[-1] = both
            elif read == word or read not in said:
                said.append(read)
    return said


def of_persons(words: Sequence[str]) -> list[str]:
    """The words of a person's name, forms of one given name as one; without titles and articles."""
    return [read for word in words for read in of_person(word)]


@lru_cache(maxsize=1 << 16)
def of_company(word: str) -> tuple[str, ...]:
    """What a word of a company's name is read as; itself where it is no common word, nothing for 'of'.

    >>> of_company("zavod"), of_company("sudostroitelnyi"), of_company("skb"), of_company("angara")
    (('plant',), ('shipbuilding',), ('special', 'design', 'bureau'), ('angara',))
    """
    if word in company_words.DROPPED:
        return ()
    heard = sounds(word)
    if heard in _WHOLE:
        return _WHOLE[heard]
    for size in range(min(_LONGEST_STEM, len(heard) - 1), _SHORTEST_STEM - 1, -1):
        if heard[:size] in _STEMS:
            return (_STEMS[heard[:size]],)
    return (word,)


@lru_cache(maxsize=1 << 16)
def of_person(word: str) -> tuple[str, ...]:
    """What a word of a person's name is read as: forms of one given name as one, fathers' names alike.

    >>> of_person("oleksii"), of_person("borysovych"), of_person("el"), of_person("putin")
    (('aleksey',), ('borisovich',), (), ('putin',))
    """
    if word in given_names.ARTICLES or word in given_names.TITLES:
        return ()
    if word in _FORMS_OF:
        return (_FORMS_OF[word],)
    for end, read in _FATHERS:
        if word.endswith(end) and len(word) - len(end) >= _LEAST_OF_FATHER:
            father = word[: -len(end)]
            return (f"{_FORMS_OF.get(father, _FORMS_OF.get(father + 'y', father))}{read}",)
    return (word,)
