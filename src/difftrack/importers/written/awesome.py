"""Entries as the style `awesome` writes them: title in bold, and a line each for what it has."""

from difftrack.importers.written.entry import (
    Printed,
    take_authors,
    take_date,
    take_links,
    take_title,
    take_venue,
)
from difftrack.library.model import Entry
from difftrack.text import written
from difftrack.text.unescaping import Link, link_of, links, unescape


def read(lines: list[str], at: int) -> list[Printed]:
    """Return the entry that begins in a line; none where none does."""
    head = lines[at].removesuffix(written.BREAK)
    match = written.TITLE.fullmatch(head)
    end = _end(lines, at)
    if match is None or (end > at + 1 and head == lines[at]):
        return []
    entry = Entry()
    place, end = _below(entry, lines, at + 1, end)
    title = link_of(match) if match["text"] is None else None
    take_links(entry, title, place)
    take_title(entry, title.label if title else unescape(match["text"]))
    return [Printed(at, end, entry, unescape(match["mark"] or ""))]


def _end(lines: list[str], at: int) -> int:
    return next((n for n in range(at, len(lines)) if not lines[n].strip()), len(lines))


def _below(entry: Entry, lines: list[str], at: int, end: int) -> tuple[list[Link], int]:
    """Read the lines below the title; return the links, and where the entry ends with its note."""
    place: list[Link] = []
    while at < end:
        bare = lines[at].removesuffix(written.BREAK)
        part, text = written.part_of(bare)
        if part == "note" or (bare == lines[at] and at + 1 < end):
            entry.note = "\n".join([text + lines[at][len(bare) :], *lines[at + 1 : end]])
            return place, end
        if part == "authors":
            take_authors(entry, text[1:-1])
        elif part == "date":
            take_date(entry, text)
        else:
            place = _place(entry, text)
        at += 1
    return place, _note(entry, lines, end)


def _place(entry: Entry, text: str) -> list[Link]:
    before, found = links(text) or (text, [])
    take_venue(entry, unescape(before.removesuffix(".") if found else before))
    return found


def _note(entry: Entry, lines: list[str], at: int) -> int:
    """Read the note that stands apart from the lines of its entry; return where it ends."""
    begin = next((n for n in range(at, len(lines)) if lines[n].strip()), at)
    closing = written.opened(lines[begin]) if begin < len(lines) else None
    if closing and closing[0] == "note" and closing[1] in lines[begin:]:
        end = lines.index(closing[1], begin)
        entry.note = "\n".join(lines[begin + 1 : end]).strip("\n")
        return end + 1
    if begin < len(lines) and begin > at and written.is_note(lines[begin]):
        end = _end(lines, begin)
        entry.note = "\n".join(lines[begin:end])
        return end
    return at
