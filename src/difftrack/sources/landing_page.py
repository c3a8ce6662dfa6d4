"""A paper, post or video from what its own page says of it in tags that are made for this.

Source of the names: Google Scholar's inclusion guidelines (`citation_*`, from Highwire Press;
`eprints.*`, `bepress_*`, `prism.*`), RFC 5013 (Dublin Core), ogp.me (OpenGraph), schema.org
(`itemprop`, and what `linked_data` reads).
"""

import re
from urllib.parse import urljoin, urlsplit

from difftrack.errors import SourceError
from difftrack.library.model import Entry
from difftrack.sources import linked_data, page_people, page_tags, public_web
from difftrack.sources.page_text import decoded
from difftrack.text import addresses, arxiv_id, dates, doi, venues
from difftrack.text.arxiv_id import ArxivId
from difftrack.text.dates import PrintedDate
from difftrack.text.folding import clean, fold
from difftrack.text.latex import accents_to_unicode, to_unicode

Tags = dict[str, list[str]]
"""What the tags of a page say, by name, in the order found."""

_TITLES = (
    *("citation_title", "dc.title", "dcterms.title", "eprints.title", "og:title", "twitter:title"),
    "ld:title",
)
_OF_PAPERS = ("citation_title", "eprints.title")
_DATES = (
    *("citation_publication_date", "citation_date", "citation_online_date", "dc.date"),
    *("dc.date.issued", "dcterms.issued", "prism.publicationdate", "eprints.date", "ld:date"),
    *("article:published_time", "itemprop:datepublished", "itemprop:uploaddate", "citation_year"),
)
_VENUES = (
    *("citation_conference_title", "citation_conference", "citation_journal_title"),
    *("citation_inbook_title", "prism.publicationname", "eprints.publication"),
)
_DOIS = ("citation_doi", "prism.doi", "dc.identifier", "dc.identifier.doi")
_ABSTRACTS = ("citation_abstract", "dcterms.abstract", "eprints.abstract")
_PDFS = ("citation_pdf_url",)
_ID = "citation_arxiv_id"
_SITE, _KIND = "og:site_name", "og:type"
_ANY = {
    *(*_TITLES, *page_people.BY_NAME, *page_people.BY_LIST, *_DATES, *_VENUES, *_DOIS),
    *(*_ABSTRACTS, *_PDFS, _ID, _SITE, _KIND),
}

_KINDS = (("video", "video"), ("videoobject", "video"), ("book", "book"), ("course", "course"))
_DAY = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[T ]")  # before a time of day
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")  # HTML in a title
_BETWEEN = r"\s*(?:[-|\u2013\u2014\u00b7\u2022:]|::|>>)\s+"  # a title and the name of its site
_NO_TITLE = re.compile(
    r"(?:just a moment|before you continue|attention required|access denied|redirecting)\b.*"
    r"|forbidden|sign in|log in|login|(?:page )?not found|(?:error )?404|error|untitled|loading"
)  # what stands where a page could not be shown
_LONGEST, _LONGEST_ABSTRACT, _MOST = 1000, 20_000, 5000  # letters, letters, tags of one name


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
    entry.abstract = accents_to_unicode(_first(tags, _ABSTRACTS, _LONGEST_ABSTRACT)) or None
    entry.links = _pdf(tags, base)
    _put_date(entry, tags)
    _put_venue(entry, tags)
    return entry


def _all(tags: Tags, wanted: tuple[str, ...], longest: int = _LONGEST) -> list[str]:
    """Return the texts of some tags as plain lines, the best first."""
    texts = (text for name in wanted for text in tags.get(name, ())[:_MOST])
    return [line for text in texts if (line := clean(_TAG.sub("", text[:longest])))]


def _first(tags: Tags, wanted: tuple[str, ...], longest: int = _LONGEST) -> str:
    return next(iter(_all(tags, wanted, longest)), "")


def _named_on_arxiv(tags: Tags) -> ArxivId | None:
    """Return the paper on arXiv that a page is, by a tag, or by an address or DOI of arXiv."""
    texts = [text for text in _all(tags, (*_PDFS, *_DOIS)) if "arxiv" in text.lower()]
    found = map(arxiv_id.recognise, (*_all(tags, (_ID,)), *texts))
    return next((ArxivId(known.base) for known in found if known), None)


def _kind(tags: Tags, url: str) -> str:
    """Return what a page is: by its address, else by what it says of itself."""
    kind = addresses.kind_of(url)
    if kind != "post":
        return kind
    if _all(tags, (*_OF_PAPERS, *_VENUES)) or _doi(tags):
        return "paper"
    said = " ".join(_all(tags, (_KIND, "ld:type"))).lower().split()
    return next((kind for begin, kind in _KINDS if any(s.startswith(begin) for s in said)), "post")


def _title(tags: Tags, kind: str) -> str:
    """Return what a page is called. Raises `SourceError` where it does not say.

    What a browser shows as the title is often more than that, and no source for papers.
    """
    title = _first(tags, _TITLES if kind == "paper" else (*_TITLES, "title"))
    site = re.escape(_first(tags, (_SITE,)))
    if site:
        title = re.sub(rf"^{site}{_BETWEEN}|{_BETWEEN}{site}$", "", title) or title
    if not title or _NO_TITLE.fullmatch(fold(title)):
        raise SourceError("the page does not say what it is called")
    return to_unicode(title)


def _authors(tags: Tags) -> list[str]:
    """Return the authors by the first kind of tag that names any."""
    for name in (*page_people.BY_NAME, *page_people.BY_LIST):
        found = page_people.people(name, _all(tags, (name,), _LONGEST_ABSTRACT))
        if found:
            return found[:_MOST]
    return []


def _doi(tags: Tags) -> str | None:
    return next((found for text in _all(tags, _DOIS) if (found := doi.recognise(text))), None)


def _put_date(entry: Entry, tags: Tags) -> None:
    for text in _all(tags, _DATES):
        found = _date(text)
        if found:
            entry.year = entry.year or found.year
            if found.iso:
                entry.published = found.iso
                return


def _date(text: str) -> PrintedDate | None:
    """Return a date; of one that can be read in two ways (`07/11/2021`) only the year."""
    day, year = _DAY.match(text), _YEAR.search(text)
    return dates.parse(day[1] if day else text) or (PrintedDate(int(year[0])) if year else None)


def _put_venue(entry: Entry, tags: Tags) -> None:
    printed = _first(tags, _VENUES)
    if printed:
        venue = venues.split(printed)
        entry.venue, entry.venue_note = venue.venue or printed, venue.note
        entry.year = venue.year or entry.year
    elif entry.published:
        entry.year = None  # the date tells


def _pdf(tags: Tags, base: str) -> dict[str, str]:
    for text in _all(tags, _PDFS):
        try:
            target = urljoin(base, text)
            parts = urlsplit(target)
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and parts.hostname and " " not in target:
            return {"PDF": target}
    return {}
