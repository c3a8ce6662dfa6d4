"""The bytes of a damaged library as text: in whatever encoding, with a mark for what is lost."""

import re
from json import detect_encoding
from typing import NamedTuple

from difftrack.library.storage.damage import wide

LOST = "\ufffd"
"""What stands for a sign that could not be read."""

GAP = "\0"
"""What stands for a stretch that could not be read. JSON has no such sign, so it parts values."""

_BAD = "\x00-\x08\x0b\x0c\x0e-\x1f\udc80-\udcff"
_BROKEN = re.compile(f"[{_BAD}]")
# Longer than what can stand between two texts: a name or the end of an object may be lost in it.
_STRETCH = re.compile(f"[{_BAD}](?:[^{_BAD}\n]{{0,2}}[{_BAD}]){{7,}}")
_STAND_IN = "\ud800"  # for a gap, until all else that is broken is marked
_ESCAPED = re.compile(r"(\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})")
_HALF = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_ESCAPED_LOST = r"\\ufffd"


class Text(NamedTuple):
    """What a file says; the name of its encoding where that is not UTF-8; U+FFFD it has itself."""

    text: str
    encoding: str = ""
    own_lost: int = 0


def text_of(data: bytes) -> Text:
    """Return what a file says, in whatever encoding it does."""
    for decoded in (_wide(data), _latin(data)):
        if decoded is not None:
            return decoded
    text = data.decode(errors="surrogateescape").removeprefix("\ufeff")
    if _BROKEN.search(text):
        text = _BROKEN.sub(LOST, _STRETCH.sub(_STAND_IN, text)).replace(_STAND_IN, GAP)
    return Text(_without_halves(text), own_lost=data.count(LOST.encode()))


def _wide(data: bytes) -> Text | None:
    """Read UTF-16 and UTF-32, which zero bytes tell where no mark does."""
    encoding = detect_encoding(data)
    if not encoding.startswith(("utf-16", "utf-32")):
        return None
    text = data.decode(encoding, errors="replace")
    if '"' not in text or (GAP in text and not wide(data)):
        return None
    own_lost = data.decode(encoding, errors="ignore").count(LOST)
    return Text(_without_halves(_BROKEN.sub(LOST, text)), encoding[:6].upper(), own_lost)


def _latin(data: bytes) -> Text | None:
    """Read what is no UTF-8 anywhere, and what an editor of Windows may have written."""
    ascii_only = data.decode(errors="replace").replace(LOST, "")
    if data.isascii() or not ascii_only.isascii() or _BROKEN.search(ascii_only):
        return None
    try:
        return Text(data.decode("cp1252"), "Windows-1252")
    except UnicodeDecodeError:
        return None


def _without_halves(text: str) -> str:
    """Return a text in which each half of a pair of escapes is a lost sign."""
    if not _HALF.search(text):
        return text
    parts = _ESCAPED.split(text)
    parts[::2] = [_HALF.sub(_ESCAPED_LOST, part) for part in parts[::2]]
    return "".join(parts)
