"""What tells an entry from others: its arXiv id, DOI, own address, and what kind it is of."""

import re

from difftrack.importers.found import Found
from difftrack.library import pages
from difftrack.text.arxiv_id import ArxivId, recognise

ID_IN_TEXT = re.compile(
    r"(?i)\barxiv:\s*(?P<id>[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?|\d{4}\.\d{4,5}(?:v\d+)?)"
)
"""An id as text prints it: `arXiv:2006.11239`."""


def identify(found: Found) -> None:
    """Give the entry its arXiv id, else its DOI and address, and its kind."""
    entry = found.entry
    entry.kind = found.kind or entry.kind
    page = pages.page_of(entry.links)
    known = page.arxiv or _in_text(found)
    if known:
        entry.arxiv_id, entry.version = known
        if entry.title.casefold() == f"arxiv:{entry.arxiv_id}".casefold():
            entry.title = ""  # it only stands in for the title, which is to be fetched
        return
    entry.doi, entry.url = page.doi, page.url
    is_placed = bool(entry.venue) or found.draft.layout in {"row", "cited", "card"}
    entry.kind = found.kind or pages.kind_of(entry.links, is_placed=is_placed)


def _in_text(found: Found) -> ArxivId | None:
    """Return the id that the entry prints beside its title or below it."""
    head = found.draft.head
    parts = (p.text for p in found.draft.parts if p.kind in {"line", "item", "cell"})
    for text in (head.title, *(chunk.text for chunk in head.chunks), *parts):
        match = ID_IN_TEXT.search(text)
        if match:
            return recognise(match["id"])
    return None
