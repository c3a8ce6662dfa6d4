"""What tells an entry from others: its arXiv id, DOI, own address, and what kind it is of."""

import re

from difftrack.importers.found import Found
from difftrack.library.model import TITLE_LINK
from difftrack.text import addresses
from difftrack.text.arxiv_id import ArxivId, recognise
from difftrack.text.folding import fold

ID_IN_TEXT = re.compile(
    r"(?i)\barxiv:\s*(?P<id>[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?|\d{4}\.\d{4,5}(?:v\d+)?)"
)
"""An id as text prints it: `arXiv:2006.11239`."""

_DOI = re.compile(r"doi\.org/(?P<doi>10\.\d{4,}/[^\s?#]+)")
_OWN_LABELS = re.compile(
    r"(?i)paper|pdf|arxiv|abs|html|link|website|web|blog|post|article|video|page|book|notebook"
    r"|doi|openreview|url"
)
_KINDS_BY_LABEL = {
    "video": "video", "youtube": "video", "talk": "video", "recording": "video",
    "website": "post", "blog": "post", "post": "post", "article": "post", "tutorial": "post",
    "notebook": "code", "colab": "code", "code": "code", "github": "code",
    "course": "course", "lecture": "course", "lectures": "course", "book": "book",
}  # fmt: skip


def identify(found: Found) -> None:
    """Give the entry its arXiv id, else its DOI and address, and its kind."""
    entry = found.entry
    known = _arxiv_id(found)
    if known:
        entry.arxiv_id, entry.version = known
        if entry.title.casefold() == f"arxiv:{entry.arxiv_id}".casefold():
            entry.title = ""  # it only stands in for the title, which is to be fetched
        return
    out = {k: t for k, t in entry.links.items() if t.startswith(("http://", "https://"))}
    dois = (match for target in out.values() if (match := _DOI.search(target)))
    entry.doi = next((match["doi"] for match in dois), None)
    papers = (target for target in out.values() if addresses.is_paper(target))
    labelled = (target for label, target in out.items() if _OWN_LABELS.search(label))
    entry.url = out.get(TITLE_LINK) or next(papers, None) or next(labelled, None)
    entry.kind = _kind(found, out)


def _kind(found: Found, out: dict[str, str]) -> str:
    """Return what the entry is: by its labels, where there are none by the title's address."""
    if not out or found.entry.doi or any(map(addresses.is_paper, out.values())):
        return "paper"
    if TITLE_LINK in out:
        return addresses.kind_of(out[TITLE_LINK])
    if found.entry.venue or found.draft.layout in {"row", "cited", "card"}:
        return "paper"
    words = (word for label in out for word in fold(label).split())
    told = next((_KINDS_BY_LABEL[w] for w in words if w in _KINDS_BY_LABEL), None)
    return told or addresses.kind_of(next(iter(out.values())))


def _arxiv_id(found: Found) -> ArxivId | None:
    """Return the id that the entry prints: of its title's link, else of the first one."""
    links = found.entry.links
    for target in (links.get(TITLE_LINK, ""), *links.values()):
        known = recognise(target) if "/" in target else None
        if known:
            return known
    head = found.draft.head
    parts = (p.text for p in found.draft.parts if p.kind in {"line", "item", "cell"})
    for text in (head.title, *(chunk.text for chunk in head.chunks), *parts):
        match = ID_IN_TEXT.search(text)
        if match:
            return recognise(match["id"])
    return None
