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
    match = written.title_of(lines[at])
    if match is None:
        return []
    entry = Entry()
    end = next((n for n in range(at + 1, len(lines)) if _ends(lines[n])), len(lines))
    place, end = _below(entry, lines, at + 1, end)
    title = link_of(match) if match["text"] is None else None
    take_links(entry, title, place)
    take_title(entry, title.label if title else unescape(match["text"]))
    return [Printed(at, end, entry, unescape(match["mark"] or ""))]


def _ends(line: str) -> bool:
    """Tell a line that belongs to the entry above it no more."""
    return not line.strip() or written.title_of(line) is not None


def _below(entry: Entry, lines: list[str], at: int, end: int) -> tuple[list[Link], int]:
    """Read the lines below the title; return the links, and where the entry ends with its note."""
    place: list[Link] = []
    parts = list(written.PARTS)
    while at < end:
        bare = lines[at].removesuffix(written.BREAK)
        part, text = written.part_of(bare.rstrip())
        if part == "note" or part not in parts:
            entry.note = "\n".join([text + lines[at][len(bare) :], *lines[at + 1 : end]])
            return place, end
        parts = parts[parts.index(part) + 1 :]  # each once, in their order
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
    enclosed = written.enclosing(lines, begin) if begin < len(lines) else None
    if enclosed is None or enclosed.what != "note":
        return at
    entry.note = "\n".join(lines[begin + 1 : enclosed.end]).strip("\n")
    return enclosed.end + 1
