"""What the readers of all styles share: an entry as it was printed, and how its parts are read."""

import re
from dataclasses import dataclass

from difftrack.library import pages
from difftrack.library.model import TITLE_LINK, Entry
from difftrack.text import arxiv_id, dates, labels
from difftrack.text.arxiv_id import ArxivId
from difftrack.text.unescaping import Link, unescape
from difftrack.text.written import COMMA_IN_NAME, NOTE_DASH

_YEAR = re.compile(r"(?<!\S)(?:19|20)\d\d(?!\S)")
_KIND_OF = {label: kind for kind, label in pages.LABELS.items()} | {pages.OTHER_LABEL: "post"}


@dataclass(slots=True)
class Printed:
    """An entry, or only a mention of one, in the lines from `begin` to before `end`.

    `mark` is the read mark behind it, "" where it has none.
    """

    begin: int
    end: int
    entry: Entry
    mark: str = ""
    is_mention: bool = False


def take_links(entry: Entry, title_link: Link | None, links: list[Link]) -> None:
    """Give an entry its links as its owner has them, and the page that they tell.

    The first link is its own page, which no owner gave, where it is the abstract page on arXiv
    under its usual label, or stands in `<...>`; of a paper on arXiv that is its other address.
    """
    first = links[0] if links else None
    implied = _on_arxiv(first) if first else None
    known = {TITLE_LINK: title_link.target} if title_link else {}
    for link in links[1:] if implied else links:
        known[labels.free(known, link.label)] = link.target
    page = pages.Page(arxiv=implied) if implied else pages.page_of(known)
    told = [title_link, *links] if title_link else links
    angled = next((link.target for link in told if link.is_angled), None)
    entry.links = known
    entry.doi, entry.url = page.doi, angled or page.url
    if page.arxiv:
        entry.arxiv_id, entry.version = page.arxiv
    elif first and first.is_angled:
        del known[first.label]
        entry.kind = _KIND_OF.get(first.label, "post")
    else:
        entry.kind = pages.kind_of(known, is_placed=bool(entry.venue))


def _on_arxiv(link: Link) -> ArxivId | None:
    known = arxiv_id.recognise(link.target) if link.label == pages.LABELS["paper"] else None
    return known if known and link.target == arxiv_id.abs_url(known.base) else None


def take_title(entry: Entry, title: str) -> None:
    """Give an entry its title; what is printed for want of one is none."""
    known_by = {f"arXiv:{entry.arxiv_id}", entry.url, "Untitled"}
    entry.title = "" if title in known_by else title


def take_authors(entry: Entry, printed: str) -> None:
    """Give an entry its authors: `Jonathan Ho, Ajay Jain et al.`."""
    names = printed.removesuffix(" et al.").rstrip(",")
    entry.etal = printed.endswith(" et al.")
    each = (name.removeprefix("and ") for name in names.split(", "))  # as some type the last
    entry.authors = [unescape(name.replace(COMMA_IN_NAME, ", ")) for name in each]


def take_date(entry: Entry, printed: str) -> None:
    """Give an entry the day or month when it was published: `19 Jun 2020`; else only a year."""
    when = dates.parse(printed)
    if when and when.iso:
        entry.published = when.iso
    elif when:
        entry.year = when.year


def take_venue(entry: Entry, printed: str) -> None:
    """Give an entry venue, year and what stands behind it: `ICLR 2021 (Oral)`."""
    years = list(_YEAR.finditer(printed))
    if years:  # the last: a venue may have one in its name
        entry.year = int(years[-1][0])
        venue, note = printed[: years[-1].start()], printed[years[-1].end() :]
    else:
        venue, _, note = printed.partition(NOTE_DASH)
    entry.venue, entry.venue_note = venue.strip() or None, note.strip() or None
