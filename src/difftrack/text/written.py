r"""How difftrack tells apart what stands in its own lists, where Markdown does not tell.

An entry's lines are known by their form: authors in italics, a venue before links, a date. What
would be taken for another part bears a comment: `<!-- note -->` at the end of the line of a note,
and the owner's text between entries stands between two, where it might be read as entries.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from difftrack.text import dates, venues
from difftrack.text.unescaping import LINK, links, unescape

TITLE = re.compile(
    rf"\*\*(?:{LINK}|(?P<text>(?:[^*\\\[]|\\.)(?:[^*\\]|\\.)*))\*\*(?: (?P<mark>[^\s*\\]\S*))?"
)
"""The first line of an entry: its title in bold, perhaps linked, and the read mark behind it."""

HEADING = re.compile(r"(?P<marks>#{1,6}) (?P<text>\S.*)")
"""A heading as difftrack writes it."""

BREAK = " \\"
"""What ends each line of an entry but the last: a hard line break (CommonMark 6.7)."""

NOTE_DASH = " \u2013 "
"""What stands between a venue and the note on it where no year does."""

COMMA_IN_NAME = ",&nbsp;"
"""A comma that parts no names: `Downey,&nbsp;Jr.`."""

PARTS = ("authors", "place", "date", "note")
"""The lines below the title in their order; the last may be several."""

_TOLD = re.compile(rf" <!-- (?P<part>{'|'.join(PARTS)}) -->$")
_ITALICS = re.compile(r"\*(?:[^*\\\s]|\\.)(?:[^*\\]|\\.)*\*")
_DATE = re.compile(r"(?:\d{1,2} )?[A-Z][a-z]{2} \d{4}")
_CELL = re.compile(r"((?:[^|\\]|\\.)*)\|")

RULE = re.compile(r"(?m)^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
"""A thematic break (CommonMark 4.1)."""

_ENCLOSING = {
    what: (f"<!-- difftrack-{what} -->", f"<!-- /difftrack-{what} -->")
    for what in ("note", "text", "outro")
}


def title_of(line: str) -> re.Match[str] | None:
    """Return the match of a line that names an entry; `None` for any other line."""
    return TITLE.fullmatch(line.removesuffix(BREAK).rstrip())


def part_of(line: str) -> tuple[str, str]:
    """Return which part of an entry a line below the title is, and the line without its comment."""
    told = _TOLD.search(line)
    if told:
        return told["part"], line[: told.start()]
    if _ITALICS.fullmatch(line):
        return "authors", line
    if _DATE.fullmatch(line) and dates.parse(line):
        return "date", line
    is_place = links(line) is not None or venues.is_one(unescape(line))
    return ("place" if is_place else "note"), line


def told(line: str, part: str) -> str:
    """Return a line below the title so that it reads as the part that it is."""
    bare = line.removesuffix(BREAK)
    return line if part_of(bare) == (part, bare) else f"{bare} <!-- {part} -->{line[len(bare) :]}"


def enclosed(what: str, markdown: str) -> str:
    """Return the owner's text between comments that say what it is: "note", "text" or "outro"."""
    opening, closing = _ENCLOSING[what]
    return f"{opening}\n\n{markdown}\n\n{closing}"


class Enclosed(NamedTuple):
    """What a comment encloses, and the line with the comment that ends it."""

    what: str
    end: int


def opens(line: str) -> bool:
    """Tell a comment that begins to enclose the owner's text."""
    return any(line == opening for opening, _ in _ENCLOSING.values())


def enclosing(lines: list[str], at: int) -> Enclosed | None:
    """Return what the comment in a line encloses; `None` where it is none, or never ends."""
    for what, (opening, closing) in _ENCLOSING.items():
        if lines[at] == opening:
            end = next((n for n in range(at, len(lines)) if lines[n] == closing), None)
            return Enclosed(what, end) if end is not None else None
    return None


def is_prose(markdown: str, *, begins_entry: Callable[[str], bool]) -> bool:
    """Tell whether the owner's text reads as such: as no heading and no entry."""
    return not any(HEADING.fullmatch(line) or begins_entry(line) for line in markdown.split("\n"))


def is_outro(markdown: str) -> bool:
    """Tell whether the owner's text reads as what stands below a list: below a rule of its own."""
    rules = [rule.start() for rule in RULE.finditer(markdown)]
    return rules == [0]


def cells(row: str) -> list[str]:
    """Return the cells of a row as difftrack writes it, `| a | b |`; an escaped pipe parts none."""
    return [cell.strip() for cell in _CELL.findall(row.strip()[1:])]
