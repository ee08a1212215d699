"""What strangers typed, made visible: nothing in a name can hide, reorder or draw over what stands beside it.

Ship names, destinations and articles are hostile input. Control characters become control pictures, and
characters that reorder or hide text (bidirectional overrides, zero-width spaces, tags) become their number
in brackets. Zero-width joiners stay: Persian and other scripts are spelt with them.
"""

import re
import unicodedata

_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"\s+")
_MARKS_IN_A_ROW = 3


def visible(text: str) -> str:
    r"""The text with what hides or reorders shown; tabs and line ends stay.

    >>> visible("MV \u202eGNP.exe\x07")
    'MV [U+202E]GNP.exe␇'
    """
    text = text.replace("\r\n", "\n")
    return _HIDDEN.sub(_number, _CONTROL.sub(_picture, text))


def shown(text: object, longest: int = 300) -> str:
    r"""The text for one line of a page: visible, spaces joined, stacked marks thinned, its length bounded.

    >>> shown("  ANGARA\n II ", longest=8)
    'ANGARA…'
    """
    line = _SPACE.sub(" ", visible(str(text))).strip()
    line = _unstacked(line)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"[U+{code:04X}]"


def _number(found: re.Match[str]) -> str:
    return f"[U+{ord(found[0]):04X}]"


def _unstacked(line: str) -> str:
    """The line with no more than three combining marks on one letter, as no script needs more."""
    if line.isascii():
        return line
    kept, marks = [], 0
    for letter in line:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(letter)
    return "".join(kept)
