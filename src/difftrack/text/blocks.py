"""The blocks of a Markdown document, as far as writing one needs to see them: fences, headings.

Source: CommonMark 0.31, sections 4.2 (ATX headings), 4.3 (underlined ones) and 4.5 (fences).
"""

import re
from collections.abc import Iterator

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>.*)")
_BLOCK_START = (
    r" {0,3}(?:[-+*](?:\s|$)|\d+[.)](?:\s|$)|#{1,6}(?:\s|$)|>|`{3}|~{3}|<|\$\$|-{2,}\s*$"
    r"|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$)| {4}|\t"
)
_TABLE_OR_UNDERLINE = r" {0,3}(?:\||=+\s*$)"
# What ends a paragraph without an empty line: not every list, no table's row, no indented code.
_INTERRUPTS = r" {0,3}(?:[-+*]\s+\S|1[.)]\s+\S|>|(?:[*_-][ \t]*){3,}$)"
_BREAK = r" {0,3}(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})"
_MAYBE_HEADING = re.compile(r"(?m)^ {0,3}(?:#|=+[ \t\r]*$|-+[ \t\r]*$)")
_COMMENT = re.compile(r"(?ms)^ {0,3}<!--.*?-->")
_HEADING = r" {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<text>.*?))??(?:[ \t]+#+)?[ \t]*"
_SETEXT = r" {0,3}(?:=+|-+)[ \t]*"


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
    if markdown[:1].isalpha():
        return False
    return bool(re.match(_BLOCK_START, markdown) or re.match(_TABLE_OR_UNDERLINE, markdown))


def headings(markdown: str) -> Iterator[str]:
    """Yield the text of each heading in the owner's Markdown, as GitHub's anchors see it."""
    return (text for _, text in headings_with_level(markdown))


def headings_with_level(markdown: str) -> Iterator[tuple[int, str]]:
    """Yield level (1 to 6) and visible text of each heading, `#` and underlined ones alike."""
    if not _MAYBE_HEADING.search(markdown):
        return
    fence, paragraph, is_inside = "", "", False  # inside a list or quote, an underline is text
    for line in _without_comments(markdown.replace("\r\n", "\n")).split("\n"):
        was_open, fence = fence, step_fence(fence, line)
        match = re.fullmatch(_HEADING, line)
        if fence or was_open or match or not line.strip():
            if match and not (fence or was_open):
                yield len(match["marks"]), visible_text(match["text"] or "")
            paragraph, is_inside = "", False
        elif paragraph and re.fullmatch(_SETEXT, line):
            yield 1 if "=" in line else 2, visible_text(paragraph)
            paragraph = ""
        elif re.match(_INTERRUPTS if paragraph else _BLOCK_START, line):
            is_inside = re.fullmatch(_BREAK, line) is None
            paragraph = ""
        elif not is_inside:
            paragraph = f"{paragraph} {line.strip()}".strip()


def _without_comments(text: str) -> str:
    if "<!--" not in text:
        return text
    runs = (run if is_code else _COMMENT.sub("<!-- -->", run) for is_code, run in fenced(text))
    return "\n".join(runs)


def visible_text(inline: str) -> str:
    """Return what a reader sees of one line of Markdown: no markup, links as their text.

    A blank before a badge or a comment stays, for GitHub's anchor has a hyphen for it.
    """
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)|<!--.*?-->|</?[A-Za-z][^<>]*>", "", inline.strip())
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    text = re.sub(r"(?<!\\)(?:\*+|`+|~~)", "", text)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    if "&" in text:
        from html import unescape  # noqa: PLC0415 - a long table, for few headings

        text = unescape(text)
    return text
