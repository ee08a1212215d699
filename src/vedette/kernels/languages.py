"""The language of a text, by its script and its commonest words: enough to know which texts we can read."""

import re
from collections import Counter

MOST_CHARACTERS = 20_000
LEAST_LETTERS = 12
_SCRIPTS = (
    ("hangul", "ko", re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")),
    ("kana", "ja", re.compile(r"[\u3040-\u30ff]")),
    ("cyrillic", "ru", re.compile(r"[\u0400-\u04ff]")),
    ("arabic", "ar", re.compile(r"[\u0600-\u06ff]")),
    ("hebrew", "he", re.compile(r"[\u0590-\u05ff]")),
    ("greek", "el", re.compile(r"[\u0370-\u03ff]")),
    ("thai", "th", re.compile(r"[\u0e00-\u0e7f]")),
    ("han", "zh", re.compile(r"[\u4e00-\u9fff]")),
    ("latin", "", re.compile(r"[A-Za-z\u00c0-\u024f]")),
)
# Words of grammar that few other languages of the same script share.
_COMMON = {
    "en": "the of and to in that is was for with on said has it by from are have were which not an be this",
    "fr": "le la les des et est dans une que qui pour pas sur au avec par ce du aux ont été",
    "de": "der die das und ist nicht von den mit ein eine auf dem im zu sich wurde werden auch für",
    "es": "el los las y en que una por con del se para su al como más fue ha sus",
    "it": "il di che è per una con del della non sono gli nel ha alla dei le anche",
    "pt": "o os um uma não para com do da em no na ao dos das foi mais são",
    "nl": "het een van en is dat niet op te voor met zijn aan door ook werd",
    "pl": "i w nie na że się do jest z przez oraz od jak po dla został",
    "vi": "của và là các có được cho trong không người một những",
    "id": "yang dan di ini dengan untuk dari tidak dalam akan pada oleh",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """ISO 639-1 of the language most of a text is in; None when it has too few words to tell.

    Ukrainian, Serbian and Bulgarian are told from Russian by letters that Russian has or lacks.

    >>> language_of("The ship was seen at the pier."), language_of("Судно вышло из порта")
    ('en', 'ru')
    """
    shown = text[:MOST_CHARACTERS]
    counts = Counter({name: len(letters.findall(shown)) for name, _, letters in _SCRIPTS})
    if counts["kana"] * 10 > counts["han"]:  # Japanese is written with both
        counts["kana"] += counts.pop("han") if counts["kana"] else 0
    script, letters = max(counts.items(), key=lambda pair: pair[1])
    if letters < (LEAST_LETTERS if script in ("latin", "cyrillic") else LEAST_LETTERS // 3):
        return None
    if script == "cyrillic":
        return _cyrillic(shown.casefold())
    if script != "latin":
        return next(language for name, language, _ in _SCRIPTS if name == script)
    return _latin(shown)


def _cyrillic(text: str) -> str | None:
    if re.search("[іїєґ]", text) and not re.search("[ыэёъ]", text):
        return "uk"
    if re.search("[ђјљњћџ]", text):
        return "sr"
    if not re.search("[ыэ]", text) and text.count("ъ") > len(text) // 100:
        return "bg"
    return "ru"


def _latin(text: str) -> str | None:
    words = [word.casefold() for word in _WORD.findall(text)]
    scores = {language: sum(word in common for word in words) for language, common in _WORDS.items()}
    best, score = max(scores.items(), key=lambda pair: pair[1])
    return best if score >= max(1, len(words) * 0.06) else None
