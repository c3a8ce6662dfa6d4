"""The blocks of a Markdown document, as far as writing one needs to see them: fences, headings.

Source: CommonMark 0.31, sections 4.2 (ATX headings), 4.3 (underlined ones) and 4.5 (fences).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from difftrack.text.visible import visible_text

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>.*)")
_BLOCK_START = re.compile(
    r" {0,3}(?:[-+*](?:\s|$)|\d+[.)](?:\s|$)|#{1,6}(?:\s|$)|>|`{3}|~{3}|<|\$\$|-{2,}\s*$"
    r"|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$)| {4}|\t"
)
_TABLE_OR_UNDERLINE = re.compile(r" {0,3}(?:\||=+\s*$)")
_BREAK = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})")
_MAYBE_HEADING = re.compile(
    r"(?m)^[ \t>*+\-0-9.)]*#{1,6}(?:[ \t]|$)|^ {0,3}(?:=+[ \t\r]*$|-+[ \t\r]*$)"
)
_CONTAINER = re.compile(r" {0,3}(?:> ?|(?P<item>[-+*]|\d{1,9}[.)]) {1,4}(?=\S))")
_COMMENT = re.compile(r"(?ms)^(?P<indent> *)<!--.*?-->")
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<text>.*?))??(?:[ \t]+#+)?[ \t]*")
_UNDERLINED = re.compile(r"(?:[ \t]*[^\s][^\n]*\n)+? {0,3}(?:=+|-+)[ \t]*(?:\n|\Z)")
_SETEXT = re.compile(r" {0,3}(?:=+|-+)[ \t]*")


def step_fence(fence: str, line: str) -> str:
    """Return the code fence that is open after `line`, where `fence` (or "") was open before it.

    CommonMark 4.5: an opening fence may be indented by three blanks, and is closed by one of the
    same character that is at least as long and has nothing behind it.
    """
    match = _FENCE.match(line)
    if match is None:
        return fence
    marks, info = match["fence"], match["info"]
    if not fence:
        return "" if marks[0] == "`" and "`" in info else marks
    closes = marks[0] == fence[0] and len(marks) >= len(fence) and not info.strip()
    return "" if closes else fence


def open_fence(text: str) -> str:
    """Return the code fence that `text` leaves open, or ""."""
    fence = ""
    for line in text.split("\n"):
        fence = step_fence(fence, line)
    return fence


def fenced(text: str) -> Iterator[tuple[bool, str]]:
    """Yield runs of lines, each with whether it is a fenced code block."""
    run: list[str] = []
    fence = ""
    for line in text.split("\n"):
        was_open = fence
        fence = step_fence(fence, line)
        if fence and not was_open and run:
            yield False, "\n".join(run)
            run = []
        run.append(line)
        if was_open and not fence:
            yield True, "\n".join(run)
            run = []
    if run:
        yield bool(fence), "\n".join(run)


def starts_a_block(markdown: str) -> bool:
    """Tell whether `markdown` opens with a list, table or such, and needs an empty line before."""
    if _UNDERLINED.match(markdown):
        return True
    if markdown[:1].isalpha():
        return False
    return bool(_BLOCK_START.match(markdown) or _TABLE_OR_UNDERLINE.match(markdown))


def headings(markdown: str) -> Iterator[str]:
    """Yield the text of each heading in the owner's Markdown, as GitHub's anchors see it."""
    return (heading.text for heading in all_headings(markdown))


def headings_with_level(markdown: str) -> Iterator[tuple[int, str]]:
    """Yield level and visible text of each heading that stands in no list or quote."""
    return ((level, text) for level, text, is_nested in all_headings(markdown) if not is_nested)


class Heading(NamedTuple):
    """A heading of the owner's: its level (1 to 6), and whether it stands in a list or quote."""

    level: int
    text: str
    is_nested: bool


def all_headings(markdown: str) -> Iterator[Heading]:
    """Yield each heading, `#` and underlined ones alike; each of them takes an anchor on GitHub."""
    if not _MAYBE_HEADING.search(markdown):
        return
    columns: list[int] = []  # where the content of the open lists begins
    fence, paragraph, is_inside = "", "", False  # inside code or HTML, an underline is text
    where: tuple[int, ...] = ()
    for line in _without_comments(markdown.replace("\r\n", "\n")).split("\n"):
        was_open, fence = fence, step_fence(fence, line)
        is_code = bool(fence or was_open)
        content, place = (line, ()) if is_code else _content(line, columns)
        match = _HEADING.fullmatch(content)
        if is_code or match or not content.strip():
            if match and not is_code:
                text = visible_text(match["text"] or "")
                yield Heading(len(match["marks"]), text, is_nested=bool(place))
            paragraph, is_inside = "", False
        elif paragraph and place == where and _SETEXT.fullmatch(content):
            yield Heading(1 if "=" in content else 2, visible_text(paragraph), bool(place))
            paragraph = ""
        elif _BREAK.fullmatch(content):
            paragraph, is_inside = "", False
        elif not paragraph or len(place) > len(where):
            is_inside = is_inside or _BLOCK_START.match(content) is not None
            paragraph, where = "" if is_inside else content.strip(), place
        else:
            paragraph = f"{paragraph} {content.strip()}"


def _content(line: str, columns: list[int]) -> tuple[str, tuple[int, ...]]:
    """Return a line without the marks of lists and quotes, and in which of them it stands.

    `columns` is brought up to date: an item holds what is indented as far as its own text.
    """
    if not line.strip() or _BREAK.fullmatch(line):
        return line, ()
    indent = len(line) - len(line.lstrip(" "))
    while columns and indent < columns[-1]:
        columns.pop()
    at, quotes = columns[-1] if columns else 0, 0
    while mark := _CONTAINER.match(line, at):
        at = mark.end()
        if mark["item"] is None:
            quotes += 1
        elif not quotes:
            columns.append(at)
    return line[at:], (*columns, *[-1] * quotes)


def _without_comments(text: str) -> str:
    if "<!--" not in text:
        return text
    runs = (
        run if is_code else _COMMENT.sub(r"\g<indent><!-- -->", run)
        for is_code, run in fenced(text)
    )
    return "\n".join(runs)
