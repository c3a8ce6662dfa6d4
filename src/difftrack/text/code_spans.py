"""Code within a line of the owner's Markdown, where nothing may be escaped, as far as it is sure.

Source: CommonMark 0.29, section 6.3: code binds from the left, over lines, but a tag or the target
of a link that begins before it binds tighter. What may be no code is taken for text, the safe side.
So does a bare address (GFM 6.9), which ends at a blank or `<`, if it stands where it may be one.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

ADDRESS = re.compile(r"(?i)www\.|://")
"""What a bare address, a link without any mark, has in it (GFM 6.9)."""

_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?![ \t]*(?:\n|\Z)))+")
_SPAN = re.compile(r"\\[\s\S]|(?P<ticks>`+)(?!`)[\s\S]*?(?<!`)(?P=ticks)(?!`)|`+")
_WHOLE = re.compile(
    r"</?[A-Za-z](?:[^<>\"'`]|\"[^\"`]*\"|'[^'`]*')*>|\]\([^()\s\"'<>`]*\)|\\[\s\S]|<\w+:[^\s<>`]*>"
)
_BEGUN = re.compile(r"<[A-Za-z/!?]|\]\(|\]:")
_BEHIND_ADDRESS = re.compile(r"[ \t\n<]")


class Span(NamedTuple):
    """Where code begins and ends, its backticks included; or where it is not sure what is code."""

    begin: int
    end: int
    is_code: bool


def code_spans(text: str) -> Iterator[Span]:
    """Yield the code of a text without fences, and what else may be taken for it, in order."""
    if "`" not in text:
        return
    for paragraph in _PARAGRAPH.finditer(text):
        start = paragraph.start()
        for begin, end, is_code in _in_paragraph(paragraph[0]):
            yield Span(start + begin, start + end, is_code)


def _in_paragraph(text: str) -> Iterator[Span]:
    lines = {
        (line.start() + a, line.start() + b)
        for line in re.finditer(r"[^\n]+", text)
        for a, b in _spans(line[0])
    }
    position = address_end = 0
    has_address = ADDRESS.search(text) is not None
    for begin, end in _spans(text):
        if has_address and begin >= address_end:
            address_end = _end_of_address(text, position, begin)
        if begin < address_end:
            if end <= address_end:  # code or not, there is no tag in it
                continue
            yield Span(begin, len(text), is_code=False)
            return
        if _BEGUN.search(_WHOLE.sub("", text[position:begin])):
            return
        position = end
        if (begin, end) in lines:  # however the lines belong together, it is code
            yield Span(begin, end, is_code=True)


def _end_of_address(text: str, position: int, tick: int) -> int:
    """Return where the bare address ends that runs from behind `position` over `tick`; else 0."""
    begin = max(position, *(text.rfind(sign, position, tick) for sign in " \t\n<"))
    if not ADDRESS.search(text, begin, tick):
        return 0
    end = _BEHIND_ADDRESS.search(text, tick)
    return end.start() if end else len(text)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _SPAN.finditer(text) if match["ticks"])
