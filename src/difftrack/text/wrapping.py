"""Text in lines of a terminal: by columns, not letters, with no word and no address broken.

A wide character takes two columns (UAX #11), a mark none; text without blanks between its words
(Chinese, Japanese) may be parted between any two wide characters.
"""

import re
from collections.abc import Iterator

from difftrack.text.blocks import step_fence
from difftrack.text.folding import display_width

_NARROWEST = 8  # columns; below an indent that leaves less, text goes as far as it goes
_MARKER = re.compile(r"(?P<marker>[ \t]*(?:(?:[-*+]|\d{1,9}[.)]|>)[ \t]+)*)(?P<text>.*)")
_AS_IT_STANDS = re.compile(r"[ \t]*\||(?: {4}|\t)|[ \t]*<")
_WIDE = re.compile(
    "([\u2e80-\u2fff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    "[\u3001\u3002\uff0c\uff0e\uff1a-\uff1b\uff09\u300d\u300f\u3011]*)"
)


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Return a paragraph in lines of at most `width` columns; a longer word has its own line.

    `first` stands before the first line, `rest` before each other one.
    """
    lines: list[str] = []
    line, used, is_empty = first, display_width(first), True
    for blank, word in _words(text):
        columns = display_width(word)
        room = max(width, display_width(rest) + _NARROWEST)
        if not is_empty and used + len(blank) + columns > room:
            lines.append(line)
            line, used, is_empty = rest, display_width(rest), True
        lead = "" if is_empty else blank
        line, used, is_empty = line + lead + word, used + len(lead) + columns, False
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a line is made of, each with the blank that stands before it."""
    for word in text.split():
        blank = " "
        for piece in _WIDE.split(word) if not word.isascii() else [word]:
            if piece:
                yield blank, piece
                blank = ""


def wrapped_markdown(text: str, width: int, indent: str = "") -> Iterator[str]:
    """Yield Markdown in lines of a terminal, readable as it was typed.

    Lists and quotes hang below their marker; code, tables and HTML stand as they are.
    """
    fence, is_code = "", False
    before = ""
    for line in text.split("\n"):
        was_open, fence = fence, step_fence(fence, line)
        is_code = bool(_AS_IT_STANDS.match(line)) and (is_code or not before.strip())
        is_table = line.lstrip().startswith(("|", "<"))
        if fence or was_open or is_code or is_table or not line.strip():
            yield (indent + line).rstrip()
        else:
            yield from _hanging(line.rstrip(), width, indent)
        before = line


def _hanging(line: str, width: int, indent: str) -> list[str]:
    match = _MARKER.fullmatch(line.expandtabs(4))
    marker, text = (match["marker"], match["text"]) if match else ("", line)
    quoted = re.sub(r"[^\s>]", " ", marker)
    return wrapped(text, width, indent + marker, indent + quoted)
