"""A paper, post or video from what its own page says of it in tags that are made for this.

Source of the names: Google Scholar's inclusion guidelines (`citation_*`, from Highwire Press;
`eprints.*`, `bepress_*`, `prism.*`), RFC 5013 (Dublin Core), ogp.me (OpenGraph), schema.org
(`itemprop`, and what `linked_data` reads).
"""

import re
from urllib.parse import urljoin, urlsplit

from difftrack.errors import SourceError
from difftrack.library.model import Entry
from difftrack.sources import linked_data, page_appearance, page_people, page_tags, public_web
from difftrack.sources.page_tags import Tags, first, texts
from difftrack.sources.page_text import decoded
from difftrack.text import addresses, arxiv_id, doi
from difftrack.text.arxiv_id import ArxivId
from difftrack.text.folding import fold
from difftrack.text.latex import accents_to_unicode, to_unicode

_TITLES = (
    *("citation_title", "dc.title", "dcterms.title", "eprints.title", "og:title", "twitter:title"),
    "ld:title",
)
_OF_PAPERS = ("citation_title", "eprints.title")
_DOIS = ("citation_doi", "prism.doi", "dc.identifier", "dc.identifier.doi")
_ABSTRACTS = ("citation_abstract", "dcterms.abstract", "eprints.abstract")
_PDFS = ("citation_pdf_url",)
_ID = "citation_arxiv_id"
_SITE, _KIND = "og:site_name", "og:type"
_ANY = {
    *(*_TITLES, *page_people.BY_NAME, *page_people.BY_LIST, *page_appearance.NAMES, *_DOIS),
    *(*_ABSTRACTS, *_PDFS, _ID, _SITE, _KIND),
}

_KINDS = ("video", "book", "course")  # how the types begin that OpenGraph and schema.org know
_BETWEEN = r"\s*(?:[-|\u2013\u2014\u00b7\u2022:]|::|>>)\s+"  # a title and the name of its site
_NO_TITLE = re.compile(
    r"(?:just a moment|before you continue|attention required|access denied|redirecting)\b.*"
    r"|forbidden|sign in|log in|login|(?:page )?not found|(?:error )?404|error|untitled|loading"
)  # what stands where a page could not be shown
_LONGEST_ABSTRACT, _MOST_AUTHORS = 20_000, 5000  # letters, names


def read(url: str, *, allow_private: bool = False) -> Entry | ArxivId:
    """Return what a page says of itself, or the id of the arXiv paper it names.

    Raises `SourceError` where it cannot be read, or has no title.
    """
    page = public_web.read(url, allow_private=allow_private)
    if page.body.startswith(b"%PDF-"):
        raise SourceError(public_web.PDF)
    return described(decoded(page.body, page.content_type), url, page.url)


def described(html: str, url: str, base: str) -> Entry | ArxivId:
    """Return what the text of a page tells; `base` is where it came from after redirects."""
    tags = page_tags.read(html, _ANY)
    tags |= linked_data.read(tags.pop(page_tags.LINKED_DATA, []))
    known = _named_on_arxiv(tags)
    if known:
        return known
    entry = Entry(url=url, kind=_kind(tags, url))
    entry.title = _title(tags, entry.kind)
    entry.authors = _authors(tags)
    entry.doi = doi.recognise(url) or _doi(tags)
    entry.abstract = accents_to_unicode(first(tags, _ABSTRACTS, _LONGEST_ABSTRACT)) or None
    entry.links = _pdf(tags, base)
    page_appearance.put_on(entry, tags)
    return entry


def _named_on_arxiv(tags: Tags) -> ArxivId | None:
    """Return the paper on arXiv that a page is, by a tag, or by an address or DOI of arXiv."""
    told = [text for text in texts(tags, (*_PDFS, *_DOIS)) if "arxiv" in text.lower()]
    found = map(arxiv_id.recognise, (*texts(tags, (_ID,)), *told))
    return next((ArxivId(known.base) for known in found if known), None)


def _kind(tags: Tags, url: str) -> str:
    """Return what a page is: by its address, else by what it says of itself."""
    kind = addresses.kind_of(url)
    if kind != "post":
        return kind
    if texts(tags, (*_OF_PAPERS, *page_appearance.VENUES)) or _doi(tags):
        return "paper"
    said = " ".join(texts(tags, (_KIND, "ld:type"))).lower().split()
    return next((kind for kind in _KINDS if any(s.startswith(kind) for s in said)), "post")


def _title(tags: Tags, kind: str) -> str:
    """Return what a page is called. Raises `SourceError` where it does not say.

    What a browser shows as the title is often more than that, and no source for papers.
    """
    title = first(tags, _TITLES if kind == "paper" else (*_TITLES, "title"))
    site = re.escape(first(tags, (_SITE,)))
    if site:
        title = re.sub(rf"^{site}{_BETWEEN}|{_BETWEEN}{site}$", "", title) or title
    if not title or _NO_TITLE.fullmatch(fold(title)):
        raise SourceError("the page does not say what it is called")
    return to_unicode(title)


def _authors(tags: Tags) -> list[str]:
    """Return the authors by the first kind of tag that names any."""
    for name in (*page_people.BY_NAME, *page_people.BY_LIST):
        found = page_people.people(name, texts(tags, (name,), _LONGEST_ABSTRACT))
        if found:
            return found[:_MOST_AUTHORS]
    return []


def _doi(tags: Tags) -> str | None:
    return next((found for text in texts(tags, _DOIS) if (found := doi.recognise(text))), None)


def _pdf(tags: Tags, base: str) -> dict[str, str]:
    for text in texts(tags, _PDFS):
        try:
            target = urljoin(base, text)
            parts = urlsplit(target)
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and parts.hostname and " " not in target:
            return {"PDF": target}
    return {}
