"""The owner's texts in cards that difftrack wrote, kept from being read as parts of a list.

Cards are read as those of any list are. But what stands indented below the heading of an answer,
or between the comments around a note, is its owner's whatever it looks like: headings, rules,
tables, pictures. A sign stands for each line of it until all else is read.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from difftrack.importers.outline import cells, is_delimiter
from difftrack.library.model import Entry
from difftrack.library.reading import Generated, Item, Listed, Prose, Reading
from difftrack.text import written
from difftrack.text.blocks import step_fence
from difftrack.text.owner_markdown import as_written

_ANSWER = re.compile(r"(?P<marker>\d{1,2}[.)] {1,4})\*\*(?:[^*\\]|\\.)+\*\*")
_CODE_INDENT = 4  # columns beyond those of the text around it (CommonMark 4.4)
_PRIVATE_USE = range(0xE000, 0xF8FF)  # Unicode's, for what is no letter of anybody's text


class OwnLine(NamedTuple):
    """A line with text of the owner's: its number from 0, the blanks before the text, the text."""

    number: int
    indent: str
    text: str


class Held(NamedTuple):
    """A text with signs for lines of its owner's, and these lines by their signs."""

    text: str
    lines: dict[str, str]

    def restored(self, text: str) -> str:
        """Return a part of the text with the lines that its signs stand for."""
        mark = next(iter(self.lines), "")[:1]
        if not mark or mark not in text:
            return text
        return re.sub(f"{mark}\\d+{mark}", lambda sign: self.lines[sign[0]], text)

    def entry(self, entry: Entry) -> Entry:
        """Return an entry that was read from the text with the lines of its owner's in it."""
        changed: dict[str, object] = {}
        for name, value in entry:
            if isinstance(value, str):
                changed[name] = self._as_its_owner_wrote(value)
            elif isinstance(value, dict):
                changed[name] = {k: self._as_its_owner_wrote(v) for k, v in value.items()}
        return entry.model_copy(update=changed)

    def _as_its_owner_wrote(self, value: str) -> str:
        text = self.restored(value)
        return text if text == value else as_written(text.strip("\n").rstrip())


def hold(text: str, own: Iterable[OwnLine]) -> Held:
    """Return a text with signs for these lines of it."""
    mark = next((c for c in map(chr, _PRIVATE_USE) if c not in text), "")
    lines, found = text.split("\n"), dict[str, str]()
    for line in own if mark else ():
        sign = f"{mark}{len(found)}{mark}"
        found[sign], lines[line.number] = line.text, line.indent + sign
    return Held("\n".join(lines), found)


def read(text: str, spans: Iterable[tuple[int, int]], reader: Callable[[str], Reading]) -> Reading:
    """Return what a reader makes of a text with cards of ours in some spans of it."""
    held = hold(text, (line for begin, end in spans for line in own_lines(text, begin, end)))
    reading = reader(held.text)
    lines = text.split("\n") if held.lines else []
    return reading._replace(items=[_restored(item, held, lines) for item in reading.items])


def _restored(item: Item, held: Held, lines: list[str]) -> Item:
    if isinstance(item, Listed):
        return item._replace(entry=held.entry(item.entry))
    if isinstance(item, Prose | Generated) and held.restored(item.text) != item.text:
        return item._replace(text="\n".join(lines[item.line - 1 : item.end_line]))
    return item


# -- Which lines are the owner's ------------------------------------------------------------------


def own_lines(text: str, begin: int, end: int) -> Iterator[OwnLine]:
    """Yield the lines of the owner's in cards between two places of a text."""
    first = text.count("\n", 0, begin)
    for line in _owners(text[begin:end].split("\n")):
        yield line._replace(number=first + line.number)


def _owners(lines: list[str]) -> Iterator[OwnLine]:
    at, fence, is_card = 0, "", False
    while at < len(lines):
        was_open, fence = fence, step_fence(fence, lines[at])
        if was_open or fence:
            at += 1
            continue
        is_card = _begins_card(lines, at) or (is_card and not _ends_card(lines[at]))
        answer = _ANSWER.match(lines[at]) if is_card else None
        note = written.enclosing(lines, at) if is_card else None
        if answer:
            begin, indent = at + 1, " " * len(answer["marker"])
            at = _end_of_answer(lines, begin, indent)
            yield from _with_text(lines, begin, at, _indent(lines[begin:at], indent))
        elif note:
            yield OwnLine(at, "", "")
            yield from _with_text(lines, at + 1, note.end, "")
            yield OwnLine(note.end, "", "")
            at = note.end + 1
        else:
            at += 1


def _begins_card(lines: list[str], at: int) -> bool:
    """Tell the head of a card's table, which is empty."""
    is_row = lines[at].startswith("|") and not any(cells(lines[at]))
    return is_row and at + 1 < len(lines) and is_delimiter(lines[at + 1])


def _ends_card(line: str) -> bool:
    return bool(written.HEADING.fullmatch(line) or written.RULE.fullmatch(line))


def _end_of_answer(lines: list[str], at: int, indent: str) -> int:
    while at < len(lines) and (not lines[at].strip() or lines[at].startswith(indent)):
        at += 1
    return at


def _indent(answer: list[str], least: str) -> str:
    """Return the blanks that all lines of an answer have before them; more than three are code."""
    depth = min((len(t) - len(t.lstrip(" ")) for t in answer if t.strip()), default=0)
    return " " * depth if depth < len(least) + _CODE_INDENT else least


def _with_text(lines: list[str], begin: int, end: int, indent: str) -> Iterator[OwnLine]:
    for n in range(begin, end):
        if lines[n].strip():
            yield OwnLine(n, indent, lines[n][len(indent) :])
