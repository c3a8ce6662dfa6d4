"""Code within a line of the owner's Markdown, where nothing may be escaped, as far as it is sure.

Source: CommonMark 0.29, section 6.3: code binds from the left, over lines, but a tag or the target
of a link that begins before it binds tighter. What may be no code is taken for text, the safe side.
"""

import re
from collections.abc import Iterator

_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?![ \t]*(?:\n|\Z)))+")
_SPAN = re.compile(r"\\[\s\S]|(?P<ticks>`+)(?!`)[\s\S]*?(?<!`)(?P=ticks)(?!`)|`+")
_WHOLE = re.compile(
    r"</?[A-Za-z](?:[^<>\"'`]|\"[^\"`]*\"|'[^'`]*')*>|\]\([^()\s\"'<>`]*\)|\\[\s\S]|<\w+:[^\s<>`]*>"
)
_BEGUN = re.compile(r"<[A-Za-z/!?]|\]\(|\]:")


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the code of a text without fences begins and ends, its backticks included."""
    if "`" not in text:
        return
    for paragraph in _PARAGRAPH.finditer(text):
        start = paragraph.start()
        yield from ((start + a, start + b) for a, b in _in_paragraph(paragraph[0]))


def _in_paragraph(text: str) -> Iterator[tuple[int, int]]:
    lines = {
        (line.start() + a, line.start() + b)
        for line in re.finditer(r"[^\n]+", text)
        for a, b in _spans(line[0])
    }
    position = 0
    for begin, end in _spans(text):
        if _BEGUN.search(_WHOLE.sub("", text[position:begin])):
            return
        position = end
        if (begin, end) in lines:  # however the lines belong together, it is code
            yield begin, end


def _spans(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _SPAN.finditer(text) if match["ticks"])
