"""Where and when a thing appeared, as the bibliographic formats need to know it."""

import re
from typing import NamedTuple

from difftrack.library.model import Entry
from difftrack.library.pages import own_page
from difftrack.text.folding import clean
from difftrack.text.markdown import safe_url
from difftrack.text.venue_kinds import VenueKind, venue_kind

_PRINTED_YEAR = re.compile(r"\(((?:19|20)\d\d)\)")  # `Phys. Rev. D 76 (2007) 1`
_MEETING = re.compile(r"(?i)\b(?:conf|proc|workshop|symposium)")
_THESIS = re.compile(r"(?i)(?P<genre>.*\b(?:thesis|dissertation))\b[\s,:]*(?P<school>.*)")


class Appearance(NamedTuple):
    """`where` is printed text, "" where none is known; of a thesis `genre` says which."""

    where: str
    kind: VenueKind
    year: int | None
    genre: str = ""


def appearance(entry: Entry) -> Appearance:
    """Return where a thing appeared: its venue; for a preprint the journal that arXiv names."""
    where = clean(entry.venue or "")
    kind = venue_kind(where) if where else "preprint"
    year = entry.year or entry.first_year
    if kind == "thesis" and (thesis := _THESIS.fullmatch(where)):
        return Appearance(thesis["school"], kind, year, thesis["genre"])
    if kind == "preprint" and entry.kind == "paper" and entry.journal_ref:
        return _by_journal_ref(entry, clean(entry.journal_ref))
    return Appearance(where, kind, year)


def _by_journal_ref(entry: Entry, printed: str) -> Appearance:
    """Return what arXiv's line says: a journal (`Phys.Rev. D76`), unless it names a meeting."""
    kind = venue_kind(printed)
    if kind == "conference" and not _MEETING.search(printed):
        kind = "journal"
    year = _PRINTED_YEAR.search(printed)
    return Appearance(printed, kind, entry.year or (int(year[1]) if year else entry.first_year))


def date_parts(entry: Entry) -> list[int]:
    """Return year, month and day of the first version, as far as they are known."""
    parts = [int(part) for part in (entry.published or "").split("-") if part]
    most = (9999, 12, 31)  # the library takes any two digits
    valid = [1 <= part <= end for part, end in zip(parts, most, strict=False)]
    return parts[: valid.index(False)] if False in valid else parts


def address(entry: Entry) -> str:
    """Return the page of a thing: on arXiv, else its own; "" where that leads nowhere safe."""
    page = own_page(entry)
    return ((page and safe_url(page)) or "").replace("&amp;", "&")  # Markdown's, not the page's
