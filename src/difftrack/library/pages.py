"""Which page an entry is: told by its links, in one way for who reads a list and who writes one."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from difftrack.library.model import TITLE_LINK, Entry
from difftrack.text import addresses, labels
from difftrack.text.arxiv_id import ArxivId, abs_url, recognise
from difftrack.text.folding import fold

LABELS = {"paper": "Paper", "video": "Video", "code": "Code", "course": "Course", "book": "Book"}
"""What the link to an entry's own page is called, by kind."""

OTHER_LABEL = "Website"
"""What it is called for any other kind."""

_FIRST_HTML = "2023-12"  # https://info.arxiv.org/about/accessible_HTML.html
_DOI = re.compile(r"doi\.org/(?P<doi>10\.\d{4,}/[^\s?#]+)")
_OWN_LABELS = re.compile(
    r"(?i)paper|pdf|arxiv|abs|html|link|website|web|blog|post|article|video|page|book|notebook"
    r"|doi|openreview|url"
)
_CODE = frozenset({"code", "github", "implementation", "repo", "repository"})
_KINDS_BY_LABEL = {
    "video": "video", "youtube": "video", "talk": "video", "recording": "video",
    "website": "post", "blog": "post", "post": "post", "article": "post", "tutorial": "post",
    "notebook": "code", "colab": "code", "code": "code", "github": "code",
    "course": "course", "lecture": "course", "lectures": "course", "book": "book",
}  # fmt: skip


class Page(NamedTuple):
    """The page that an entry is: on arXiv, else by DOI and address; all `None` where none is."""

    arxiv: ArxivId | None = None
    doi: str | None = None
    url: str | None = None


def own_page(entry: Entry) -> str | None:
    """Return the one page that the entry is: its abstract page on arXiv, else its own URL."""
    return abs_url(entry.arxiv_id) if entry.arxiv_id else entry.url


def leads_to(entry: Entry, target: str) -> bool:
    """Tell whether a link leads to the entry's paper on arXiv, in any form."""
    found = recognise(target) if entry.arxiv_id else None
    return found is not None and found.base == entry.arxiv_id


def has_html(entry: Entry) -> bool:
    """Tell whether arXiv made an HTML page of the paper."""
    return bool(entry.arxiv_id and entry.published and entry.published >= _FIRST_HTML)


def is_code(label: str, target: str) -> bool:
    """Tell whether a link leads to code: by a word of its label, else by where it leads."""
    return _is_called_code(label) or addresses.kind_of(target) == "code"


def _is_called_code(label: str) -> bool:
    return not _CODE.isdisjoint(fold(labels.base(label)).split())


def code_links(entry: Entry) -> Iterator[str]:
    """Yield where the code of an entry is: by label, itself if it is code, by other addresses."""
    yield from (target for label, target in entry.links.items() if _is_called_code(label))
    if entry.kind == "code":
        yield from filter(None, (entry.url, entry.links.get(TITLE_LINK)))
    yield from (target for label, target in entry.links.items() if is_code(label, target))


def page_of(links: Mapping[str, str]) -> Page:
    """Return the page that links tell: the title's own first, then the first that is a paper."""
    for target in (links.get(TITLE_LINK, ""), *links.values()):
        known = recognise(target) if "/" in target else None
        if known:
            return Page(arxiv=known)
    out = _outward(links)
    dois = (match for target in out.values() if (match := _DOI.search(target)))
    papers = (target for target in out.values() if addresses.is_paper(target))
    labelled = (target for label, target in out.items() if _OWN_LABELS.search(label))
    url = out.get(TITLE_LINK) or next(papers, None) or next(labelled, None)
    return Page(doi=next((match["doi"] for match in dois), None), url=url)


def kind_of(links: Mapping[str, str], *, is_placed: bool) -> str:
    """Return what an entry is that has no arXiv id: by its labels, or its title's address.

    `is_placed`: something else tells a paper (its venue, how it is written).
    """
    out = _outward(links)
    if not out or any(_DOI.search(t) or addresses.is_paper(t) for t in out.values()):
        return "paper"
    if TITLE_LINK in out:
        return addresses.kind_of(out[TITLE_LINK])
    if is_placed:
        return "paper"
    words = (word for label in out for word in fold(label).split())
    told = next((_KINDS_BY_LABEL[w] for w in words if w in _KINDS_BY_LABEL), None)
    return told or addresses.kind_of(next(iter(out.values())))


def _outward(links: Mapping[str, str]) -> dict[str, str]:
    return {k: t for k, t in links.items() if t.startswith(("http://", "https://"))}
