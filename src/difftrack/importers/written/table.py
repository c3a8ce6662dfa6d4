"""Entries as the style `table` writes them: a row each, below the names of the columns."""

import re
from collections.abc import Callable

from difftrack.importers.written.entry import (
    Printed,
    take_authors,
    take_date,
    take_links,
    take_title,
    take_venue,
)
from difftrack.library.model import TITLE_LINK, Entry
from difftrack.library.pages import own_page
from difftrack.text import scores, written
from difftrack.text.markdown import CELL_BREAK
from difftrack.text.owner_markdown import as_written_in_cell
from difftrack.text.unescaping import LINK, Link, link_of, unescape, unescape_with_math

_HEAD = re.compile(r"\|(?:[^|]*\|)*? *Title *\|.*")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+ *")
_LINKED = re.compile(rf"{LINK}(?: (?P<mark>[^\s\\]\S*))?")
_PLAIN = re.compile(r"(?P<text>.*?)(?:  (?P<mark>\S+))?")
_LINK = re.compile(LINK)
_BARE = re.compile(r"https?://[^\s|<>]+")
_PIPE = re.compile(r"\\\|")


def read(lines: list[str], at: int) -> list[Printed]:
    """Return the entries of a table whose head is in a line; none where none is."""
    if not _HEAD.fullmatch(lines[at]) or not _RULE.fullmatch("".join(lines[at + 1 : at + 2])):
        return []
    names = [name.lower() for name in written.cells(lines[at])]
    printed: list[Printed] = []
    for n in range(at + 2, len(lines)):
        if not lines[n].startswith("|"):
            break
        cells = written.cells(lines[n])
        more = (f"remark#{n}" for n in range(len(names), len(cells)))  # that nobody named
        row = dict(zip([*names, *more], cells, strict=False))
        printed.append(_entry(row, at if not printed else n, n + 1))
    return printed


def _entry(row: dict[str, str], begin: int, end: int) -> Printed:
    entry = Entry()
    for name, cell in row.items():
        if cell and name in _TAKEN:
            _TAKEN[name](entry, cell)
        elif cell and name not in {"title", "links"}:
            entry.fields[name.partition("#")[0].capitalize()] = unescape(cell)
    printed_title = row.get("title", "")
    match = _LINKED.fullmatch(printed_title) or _PLAIN.fullmatch(printed_title)
    title = link_of(match) if match and match.re is _LINKED else None
    links = row.get("links", "")
    beside = _BARE.findall(_LINK.sub(" ", links))
    typed = [Link("Link", address) for address in beside]
    take_links(entry, title, [*(link_of(one) for one in _LINK.finditer(links)), *typed])
    if title and title.target == own_page(entry):
        del entry.links[TITLE_LINK]  # which every title has here
    take_title(entry, title.label if title else unescape(match["text"] if match else ""))
    return Printed(begin, end, entry, unescape((match and match["mark"]) or ""))


def _take_note(entry: Entry, cell: str) -> None:
    entry.note = as_written_in_cell(_PIPE.sub("|", "\n".join(cell.split(CELL_BREAK))))


def _take_score(entry: Entry, cell: str) -> None:
    entry.score = scores.number(cell)
    if entry.score is None:  # typed by hand
        entry.fields["Score"] = cell


_TAKEN: dict[str, Callable[[Entry, str], None]] = {
    "name": lambda entry, cell: setattr(entry, "short", unescape(cell)),
    "authors": take_authors,
    "institute": lambda entry, cell: setattr(entry, "institute", unescape(cell)),
    "venue": lambda entry, cell: take_venue(entry, unescape(cell)),
    "date": take_date,
    "tags": lambda entry, cell: entry.tags.extend(unescape(cell).split(", ")),
    "score": _take_score,
    "note": _take_note,
    "abstract": lambda entry, cell: setattr(entry, "abstract", unescape_with_math(cell)),
}
