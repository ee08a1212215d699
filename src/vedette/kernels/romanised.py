"""Words of other scripts in Latin letters, in each of the ways that are usual in lists and papers.

Hangul after the Revised Romanisation (2000), McCune-Reischauer without its marks, the way of DPRK passports
and papers, and the way South Koreans spell their own names. Cyrillic after BGN/PCGN without marks, with
Ukrainian and Belarusian letters. Arabic by its letters, which carry no short vowels. What remains goes
through anyascii (Han as pinyin without tones).
"""

from vedette.kernels.letters import script, scripts, unmarked

_FIRST, _LAST, _MIDDLES, _ENDS = 0xAC00, 0xD7A3, 21, 28


def _signs(line: str) -> tuple[str, ...]:
    return tuple(line.split())


_HANGUL: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (  # Revised Romanisation
        _signs("g kk n d tt r m b pp s ss _ j jj ch k t p h"),
        _signs("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"),
        _signs("_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t"),
    ),
    (  # DPRK: each syllable by itself
        _signs("k kk n t tt r m p pp s ss _ j jj ch k t p h"),
        _signs("a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i"),
        _signs("_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t"),
    ),
    (  # McCune-Reischauer, voiced between vowels
        _signs("k kk n t tt r m p pp s ss _ ch tch ch k t p h"),
        _signs("a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i"),
        _signs("_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t"),
    ),
    (  # as South Koreans spell their names
        _signs("g kk n d tt r m b pp s ss _ j jj ch k t p h"),
        _signs("a ae ya yae u e you ye o wa wae oi yo oo wo we wi yu u ui i"),
        _signs("_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t"),
    ),
)
_VOICED = {"k": "g", "t": "d", "p": "b", "ch": "j"}
_SURNAMES = {
    "김": ("gim", "kim", "kim", "kim"), "이": ("i", "ri", "yi", "lee"), "리": ("ri", "ri", "ri", "lee"),
    "박": ("bak", "pak", "pak", "park"), "최": ("choe", "choe", "choe", "choi"),
    "정": ("jeong", "jong", "chong", "jung"), "임": ("im", "rim", "im", "lim"),
    "노": ("no", "ro", "no", "roh"), "유": ("yu", "ryu", "yu", "yoo"), "윤": ("yun", "yun", "yun", "yoon"),
    "조": ("jo", "jo", "cho", "cho"), "장": ("jang", "jang", "chang", "chang"),
}  # fmt: skip
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
    "ь": "", "э": "e", "ю": "yu", "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u",
    "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ": "dz", "ѕ": "dz", "ќ": "k", "ѓ": "g",
    "ә": "a", "ғ": "gh", "қ": "q", "ң": "ng", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "ѣ": "e", "ѵ": "i",
    "ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u",
}  # fmt: skip
_UKRAINIAN = frozenset("іїєґ")
_ARABIC = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ء": "", "ؤ": "u", "ئ": "i", "ب": "b", "ت": "t",
    "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s",
    "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q",
    "ك": "k", "ک": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ة": "a", "ۀ": "a", "و": "u", "ي": "i",
    "ی": "i", "ى": "a", "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ڤ": "v", "ٹ": "t", "ڈ": "d",
    "ڑ": "r", "ں": "n", "ہ": "h", "ھ": "h", "ے": "e",
}  # fmt: skip

_SPELT: dict[int, str] = {228: "ae", 246: "oe", 252: "ue", 229: "aa", 248: "oe"}


def ways(word: str) -> list[str]:
    """The word in small Latin letters, in each usual way, the commonest first; several words by spaces.

    >>> ways("백양산"), ways("ангара"), ways("中国")
    (['baekyangsan', 'paekyangsan', 'paegyangsan', 'baekyangsan'], ['angara'], ['zhong guo'])
    """
    if word.isascii():
        return [word]
    mine = scripts(word)
    if mine == {"latin"}:
        return _latin(word)
    if "hangul" in mine:
        return hangul(word)
    if mine == {"cyrillic"}:
        return _cyrillic(word)
    if mine == {"arabic"}:
        return [_arabic(word)]
    return [_other(word)]


def _latin(word: str) -> list[str]:
    bare = _ascii(unmarked(word))
    spelt = word.translate(_SPELT)
    return list(dict.fromkeys((bare, _ascii(unmarked(spelt)))))


def hangul(word: str) -> list[str]:
    """A word of Hangul in four ways: revised, DPRK, McCune-Reischauer, and as people spell their names.

    A syllable that is a common surname, at the head of a word of two to four, is written as surnames are.

    >>> hangul("김정은")
    ['gim jeongeun', 'kim jongun', 'kim chongun', 'kim jungun']
    """
    surname = _SURNAMES.get(word[0]) if 2 <= len(word) <= 4 else None
    rest = word[1:] if surname else word
    said = [_syllables(rest, way) for way in range(len(_HANGUL))]
    return [f"{surname[way]} {one}" for way, one in enumerate(said)] if surname else said


def _syllables(word: str, way: int) -> str:
    heads, middles, ends = _HANGUL[way]
    said: list[str] = []
    before = ""
    for letter in word:
        code = ord(letter)
        if not _FIRST <= code <= _LAST:
            said.append(_ascii(letter))
            before = ""
            continue
        number = code - _FIRST
        head = heads[number // (_MIDDLES * _ENDS)].replace("_", "")
        middle = middles[number // _ENDS % _MIDDLES]
        end = ends[number % _ENDS].replace("_", "")
        if way == 2 and before and before[-1] in "aeiouynml":
            head = _VOICED.get(head, head)
        if not head and way == 2 and before and before[-1] in "ktp":
            said[-1] = said[-1][:-1] + _VOICED[before[-1]]
        said.append(head + middle + end)
        before = said[-1]
    return "".join(said)


def _cyrillic(word: str) -> list[str]:
    first = "".join(_CYRILLIC.get(letter, "") for letter in word)
    found = [first]
    if _UKRAINIAN & set(word):
        found.append("".join({"г": "h", "и": "y"}.get(c, _CYRILLIC.get(c, "")) for c in word))
    if "ё" in word:
        found.append("".join("yo" if c == "ё" else _CYRILLIC.get(c, "") for c in word))
    return [one for one in found if one] or [_other(word)]


def _arabic(word: str) -> str:
    bare = unmarked(word)
    article = bare.startswith("ال") and len(bare) > 4
    return ("al " if article else "") + "".join(_ARABIC.get(c, "") for c in (bare[2:] if article else bare))


def _other(word: str) -> str:
    """By anyascii: a syllable of Han begins with a capital there, and becomes a word of its own."""
    said = []
    for letter in word:
        romanised = _ascii(letter, small=False)
        said.append(f" {romanised} " if script(letter) == "han" else romanised)
    return " ".join("".join(said).lower().split())


def _ascii(text: str, *, small: bool = True) -> str:
    if text.isascii():
        return text
    from anyascii import anyascii  # noqa: PLC0415 - loads tables, needed for few names

    romanised = anyascii(text)
    return romanised.lower() if small else romanised
