"""Headings of a card's answers that its owner typed in other ways than a card prints them.

A known heading is one where it stands alone on its line, or begins it with a colon behind it or in
bold: `Task`, `## Task`, `Task:`, `2. Task: Flying.`, `**Task** Flying.`
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from difftrack.importers import card_body
from difftrack.importers.outline import is_delimiter
from difftrack.importers.pieces import plain_text
from difftrack.text.blocks import step_fence
from difftrack.text.folding import clean, fold
from difftrack.text.markdown import escape

_MARKS = r" {0,2}(?P<marks>(?:#{1,6}|\d{1,2}[.)])[ \t]+)?"
_LABEL = r"\w(?:[^*_:\n]{0,78}?[\w)])?"
_STRONG = rf"(?P<bold>\*\*|__)(?P<strong>{_LABEL}):?(?P=bold):?"
_PLAIN = rf"(?P<plain>{_LABEL})"
_ALONE = re.compile(rf"{_MARKS}(?:{_STRONG}|{_PLAIN}(?P<colon>:)?)(?P<first>)[ \t]*#*[ \t]*")
_BEGINS = re.compile(rf"{_MARKS}(?:{_STRONG}|{_PLAIN}:)[ \t]+(?P<first>\S.*)")
_PRINTED = re.compile(
    r"[ \t]*\d{1,2}[.)]\s+\*\*(?P<strong>(?:[^*\\]|\\.)+)\*\*(?P<plain>)[ \t]*:?(?P<first>.*)"
)
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")


class Typed(NamedTuple):
    """A card whose known headings are as printed, and the lines that were taken for one."""

    card: str
    taken: list[str]


class _Head(NamedTuple):
    """A line that names an answer: its number, the label as it is known, the text behind it."""

    line: int
    label: str
    first: str
    is_printed: bool


def as_printed(card: str, headings: Iterable[str]) -> Typed:
    """Return a card, the known headings of its answers as it prints them.

    What says the same as a printed heading that has its answer is no heading, but text.
    """
    lines = card.split("\n")
    begin, end = _answers(lines)
    heads = [*_heads(lines, begin, end, {fold(label): label for label in headings})]
    answered = _answered(heads, lines, end)
    typed = [head for head in heads if not (head.is_printed or head.label in answered)]
    taken = [clean(lines[head.line]) for head in typed]
    for head in typed:
        lines[head.line] = f"1. **{escape(head.label)}** {head.first}".rstrip()
        if head.line + 1 < end and _UNDERLINE.fullmatch(lines[head.line + 1]):
            lines[head.line + 1] = ""
    return Typed("\n".join(lines), taken)


def _answers(lines: list[str]) -> tuple[int, int]:
    """Return between which lines the answers stand: behind the table, before what ends them."""
    below = next((n + 1 for n, line in enumerate(lines) if is_delimiter(line)), len(lines))
    begin = next((n for n in range(below, len(lines)) if not lines[n].strip()), len(lines))
    ends = (n for n in range(begin, len(lines)) if card_body.ends_answers(lines[n]))
    return begin, next(ends, len(lines))


def _heads(lines: list[str], begin: int, end: int, known: Mapping[str, str]) -> Iterator[_Head]:
    fence = ""
    for n in range(begin, end):
        was_open, fence = fence, step_fence(fence, lines[n])
        match = None if was_open or fence else _head(lines[n], lines[n - 1])
        label = known.get(fold(plain_text(match["strong"] or match["plain"]))) if match else None
        if match and label:
            yield _Head(n, label, match["first"], is_printed=match.re is _PRINTED)


def _head(line: str, above: str) -> re.Match[str] | None:
    """Return the match of a line that may name an answer; bare words do where none stand above."""
    match = _PRINTED.match(line) or _BEGINS.fullmatch(line) or _ALONE.fullmatch(line)
    if match is None or match.re is not _ALONE or any(match.group("marks", "bold", "colon")):
        return match
    return None if above.strip() else match


def _answered(heads: list[_Head], lines: list[str], end: int) -> set[str]:
    """Return the labels of printed headings with an answer: text up to the next heading."""
    ends = [*(head.line for head in heads), end][1:]
    return {
        head.label
        for head, to in zip(heads, ends, strict=True)
        if head.is_printed and (head.first or any(map(str.strip, lines[head.line + 1 : to])))
    }
