"""A README that difftrack wrote, as a whole: title, contents, headings, entries, and the rest.

A style says where entries are; what is neither theirs nor difftrack's own is the owner's text.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from difftrack.importers.written.entry import Printed
from difftrack.library.reading import Generated, Heading, Item, Listed, Mention, Prose
from difftrack.text import dates, written
from difftrack.text.blocks import step_fence
from difftrack.text.lint_comment import AWESOME_BADGE, EXEMPTION
from difftrack.text.owner_markdown import as_written
from difftrack.text.unescaping import unescape

Style = Callable[[list[str], int], list[Printed]]
"""Returns the entries printed from a line on: one, the rows of a table, or none."""

_CONTENTS = {"Contents", "Table of Contents"}
_LEADS = re.compile(r" *- \[.*\]\(#.*\)")
_COUNTS = {
    "count": re.compile(r"\d+ entries\.|count=\d+"),
    "progress": re.compile(r"\d+ of \d+ read\."),
}
_OMIT = " <!-- omit in toc -->"


class Content(NamedTuple):
    """What a region holds: as in `Reading`; lines count from its first one's number."""

    title: str
    sections: list[Heading]
    items: list[Item]
    marks: list[str]
    has_badge: bool
    level: int | None  # of its first heading of a section


class Place(NamedTuple):
    """Where a region begins.

    `first` is the number of its first line, `base` how many sections of the whole are before it,
    `under` the owner's headings that it stands under, as (level, index).
    """

    first: int
    base: int
    under: list[tuple[int, int]]


def read(lines: list[str], style: Style, place: Place) -> Content:
    """Return what was written in the lines of a region."""
    walk = _Walk(lines, style, place)
    walk.all()
    return Content(walk.title, walk.sections, walk.items, walk.marks, walk.has_badge, walk.level)


class _Walk:
    """A walk over the lines of a region, from its first to its last."""

    def __init__(self, lines: list[str], style: Style, place: Place) -> None:
        self.title = ""
        self.sections: list[Heading] = []
        self.items: list[Item] = []
        self.marks: list[str] = []
        self.has_badge = False
        self.level: int | None = None
        self._lines, self._style = lines, style
        self._first, self._base, under = place
        self._open = [*under]  # level and index of the sections we are in
        self._is_opening = True  # no entry and no section was met yet

    @property
    def _here(self) -> int | None:
        return self._open[-1][1] if self._open else None

    def all(self) -> None:
        """Read all lines."""
        at = 0
        while at < len(self._lines):
            at = self._step(at) if self._lines[at].strip() else at + 1

    def _step(self, at: int) -> int:
        """Read what begins in a line, and return the line behind it."""
        line = self._lines[at]
        heading = written.HEADING.fullmatch(line)
        if heading:
            return self._heading(at, heading)
        if counted := self._counted(at):
            return self._generated(at, at + 1, counted)
        if EXEMPTION.fullmatch(line):
            return self._generated(at, at + 1, "wording")
        enclosed = written.enclosing(self._lines, at)
        if enclosed:
            return self._enclosed(at, enclosed.end, "outro" if enclosed.what == "outro" else "text")
        printed = self._style(self._lines, at)
        return self._entries(printed) if printed else self._prose(at)

    def _counted(self, at: int) -> str:
        """Return what a line counts: entries, or those read; it stands alone above the first."""
        is_alone = at + 1 >= len(self._lines) or not self._lines[at + 1].strip()
        if not (self._is_opening and is_alone):
            return ""
        line = self._lines[at]
        return next((what for what, form in _COUNTS.items() if form.fullmatch(line)), "")

    def _item_lines(self, begin: int, end: int) -> tuple[int, int]:
        return self._first + begin, self._first + end - 1

    def _text(self, begin: int, end: int) -> str:
        return "\n".join(self._lines[begin:end])

    def _generated(self, begin: int, end: int, what: str) -> int:
        place = *self._item_lines(begin, end), self._here
        self.items.append(Generated(*place, self._text(begin, end), what))
        return end

    # -- Headings ---------------------------------------------------------------------------------

    def _heading(self, at: int, heading: re.Match[str]) -> int:
        text = heading["text"].removesuffix(_OMIT)
        title = unescape(text.removesuffix(f" {AWESOME_BADGE}"))
        level = len(heading["marks"])
        if level == 1 and self._is_opening and not self.title:
            self.title, self.has_badge = title, text.endswith(AWESOME_BADGE)
            self.items.append(Prose(*self._item_lines(at, at + 1), None, self._lines[at], "title"))
            return at + 1
        contents = self._contents(at + 1) if title in _CONTENTS else None
        if contents and self._is_opening:
            self._is_opening = False
            return self._generated(at, contents, "contents")
        self._is_opening = False
        self._section(at, title, level)
        return at + 1

    def _contents(self, at: int) -> int | None:
        """Return where a table of contents ends that begins behind a heading."""
        begin = end = self._next(at)
        while end < len(self._lines) and _LEADS.fullmatch(self._lines[end]):
            end += 1
        if begin == end:
            return None
        rule = self._next(end)
        is_ruled = rule < len(self._lines) and self._lines[rule] == "---"
        return rule + 1 if is_ruled and self._lines[at - 1].endswith(_OMIT) else end

    def _next(self, at: int) -> int:
        lines = self._lines
        return next((n for n in range(at, len(lines)) if lines[n].strip()), len(lines))

    def _section(self, at: int, title: str, level: int) -> None:
        self._open = [(above, index) for above, index in self._open if above < level]
        self.level = self.level or level
        found = dates.search(title)
        date = found.iso if found else None
        self.sections.append(Heading(title, self._here, self._first + at, date))
        self._open.append((level, self._base + len(self.sections) - 1))
        place = *self._item_lines(at, at + 1), self._here
        self.items.append(Prose(*place, self._lines[at], "heading"))

    # -- Entries and text -------------------------------------------------------------------------

    def _entries(self, printed: list[Printed]) -> int:
        self._is_opening = False
        for one in printed:
            place = *self._item_lines(one.begin, one.end), self._here
            if one.is_mention:
                self.items.append(Mention(*place, one.entry.title))
            else:
                self.items.append(Listed(*place, one.entry))
                one.entry.note = one.entry.note and as_written(one.entry.note)
                one.entry.read = bool(one.mark) or None
                self.marks += [one.mark] if one.mark else []
        return printed[-1].end

    def _enclosed(self, begin: int, end: int, role: str) -> int:
        self._generated(begin, begin + 1, "wording")
        first, last = self._next(begin + 1), end
        while last > first and not self._lines[last - 1].strip():
            last -= 1
        if last > first:
            self._add_prose(first, last, role)
        return self._generated(end, end + 1, "wording")

    def _add_prose(self, begin: int, end: int, role: str = "text") -> None:
        place = *self._item_lines(begin, end), self._here
        self.items.append(Prose(*place, as_written(self._text(begin, end)), role))

    def _prose(self, begin: int) -> int:
        """Take the owner's text up to where something else begins a paragraph."""
        at, fence, end = begin, "", begin
        is_comment = is_text = False
        while at < len(self._lines):
            line = self._lines[at]
            if not (fence or is_comment or is_text) and at > begin and self._begins_other(at):
                break
            was_open, fence = fence, "" if is_comment else step_fence(fence, line)
            if not fence and not was_open:
                is_comment = _in_comment(line, is_comment=is_comment)
            is_text = bool(line.strip())
            end = at + 1 if is_text else end
            at += 1
        self._add_prose(begin, end)
        return at

    def _begins_other(self, at: int) -> bool:
        line = self._lines[at]
        return bool(line.strip()) and bool(
            written.HEADING.fullmatch(line)
            or written.opens(line)
            or self._counted(at)
            or self._style(self._lines, at)
        )


def _in_comment(line: str, *, is_comment: bool) -> bool:
    """Tell whether a comment is open behind a line."""
    if is_comment:
        return "-->" not in line
    return line.lstrip().startswith("<!--") and "-->" not in line
