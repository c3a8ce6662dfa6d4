"""The words and addresses of a text, to tell whether another one says them, too."""

import re
import unicodedata
from html import unescape
from urllib.parse import unquote

from difftrack.text.folding import drop_invisible

ADDRESS = re.compile(
    r"https?://[^\s<>\"'`\]|\\)}]+(?:\([^\s<>()]*\)[^\s<>\"'`\]|\\)}]*)*", re.IGNORECASE
)
WORD = re.compile(r"[^\W_]{2,}")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--\s*(?:omit|exclude|ignore)\b[^<>]*-->")
_SIGN = re.compile(r":[a-z0-9_+-]+:")  # an emoji by its name
_SHORT_NUMBER = re.compile(r"[0-9]{1,2}")
_SAID_BY_TAG = re.compile(r"""(?i)\b(?:alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def words(text: str) -> set[str]:
    """Return the words of a text, of two letters or more, folded; addresses are left out."""
    if "://" in text:
        text = ADDRESS.sub(" ", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return set(WORD.findall((unescape(text) if "&" in text else text).casefold()))


def addresses(text: str) -> dict[str, None]:
    """Return the web addresses of a text in order, each once."""
    return dict.fromkeys(a.rstrip(".,;:*_/") for a in ADDRESS.findall(text))


def missing(markdown: str, other: str) -> tuple[list[str], list[str]]:
    """Return the words and the addresses of one Markdown text that another one does not say.

    Of HTML only what is read counts; an address counts however it is encoded. Numbers of one or two
    digits are those of dates and items, which are written in many ways.
    """
    ours, theirs = (_ESCAPED.sub(r"\1", drop_invisible(text)) for text in (markdown, other))
    decoded = _decoded(theirs)
    read = _SIGN.sub(" ", _TAG.sub(_read_of_tag, ours))
    told = words(f"{theirs}\n{decoded}".replace("://", " "))
    lacking = {word for word in words(read) - told if not _SHORT_NUMBER.fullmatch(word)}
    held = {_decoded(address) for address in addresses(theirs)}
    unheld = [a for a in addresses(ours) if _decoded(a) not in held]
    return sorted(lacking), [a for a in unheld if _decoded(a) not in decoded]


def _read_of_tag(tag: re.Match[str]) -> str:
    return " ".join(["", *(one or other for one, other in _SAID_BY_TAG.findall(tag[0])), ""])


def _decoded(address: str) -> str:
    return unquote(unescape(address)).rstrip("/")
