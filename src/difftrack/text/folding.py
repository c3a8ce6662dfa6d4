"""What two spellings of one text have in common, and what of a text may reach a screen."""

import re
import unicodedata

# Zero-width and direction-changing characters, fillers, marks of annotations and tags carry no text
# that is seen, and can make one title look like another (Unicode Technical Report 36, section 3).
# U+200C and U+200D stay: scripts and emoji need them; so do the tags of three flags.
INVISIBLE = (
    "\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
"""What no reader sees, as the inside of a class of a regular expression."""

_FLAG = "\U0001f3f4\U000e0067\U000e0062[\U000e0061-\U000e007a]{3}\U000e007f"
_INVISIBLE = re.compile(f"({_FLAG})|[{INVISIBLE}]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MARKS = {"Mn", "Me", "Cf"}
_WORD = re.compile(r"\w+")
_NO_DECOMPOSITION = {
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "\u0131": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}


class _Unmarked(dict[int, str]):
    """What stands for each character where accents do not count, worked out when it is met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        is_mark = unicodedata.category(char) in _MARKS
        self[code] = "" if is_mark else _NO_DECOMPOSITION.get(char, char)
        return self[code]


_UNMARKED = _Unmarked()


def clean(text: str) -> str:
    """Return `text` as one line of plain text: NFC, single spaces, nothing invisible."""
    text = drop_invisible(text)
    if "  " not in text and text.isprintable() and text == text.strip():
        return text
    return " ".join(text.split())


def drop_invisible(text: str) -> str:
    r"""Return `text` in NFC without control, zero-width and direction characters.

    Line breaks and tabs stay (`\r\n` becomes `\n`), so that it also serves Markdown.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", _INVISIBLE.sub(r"\1", text)))


def fold(text: str) -> str:
    """Return the words of `text` without case, accents and punctuation, one blank between them.

    Two titles with the same folding are taken for the same title.
    """
    return " ".join(_WORD.findall(plain_letters(text).replace("_", " ")))


def plain_letters(text: str) -> str:
    """Return `text` in small letters without accents (`Schrödinger` -> `schrodinger`)."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text.casefold()).translate(_UNMARKED)


def display_width(text: str) -> int:
    """Return how many columns `text` takes on a terminal (UAX #11; marks take none)."""
    if text.isascii():
        return len(text)
    return sum(_columns(c) for c in text)


def _columns(char: str) -> int:
    if unicodedata.category(char) in _MARKS:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def shorten(text: str, width: int) -> str:
    """Return `text` cut to `width` columns, with an ellipsis where something was cut off."""
    if display_width(text) <= width:
        return text
    kept, used = [], 0
    for char in text:
        used += _columns(char)
        if used > width - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"
