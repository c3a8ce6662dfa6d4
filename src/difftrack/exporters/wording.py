"""How the parts of an entry are put in words, the same in every style."""

from collections.abc import Iterator

from difftrack.library.model import TITLE_LINK, Entry
from difftrack.text import arxiv_id
from difftrack.text.folding import clean
from difftrack.text.markdown import escape, link

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LABELS = {"paper": "Paper", "video": "Video", "code": "Code", "course": "Course", "book": "Book"}
_FIRST_HTML = "2023-12"  # https://info.arxiv.org/about/accessible_HTML.html


def title(entry: Entry) -> str:
    """Return the title, or for an entry that has none yet what it is known by."""
    known_by = f"arXiv:{entry.arxiv_id}" if entry.arxiv_id else entry.url or "Untitled"
    return clean(entry.title) or clean(entry.short or "") or known_by


def authors(entry: Entry) -> str:
    """Return the authors as plain text: `Jonathan Ho, Ajay Jain` or `Ho et al.`."""
    names = [name for author in entry.authors if (name := clean(author))]
    return ", ".join(names) + (" et al." if entry.etal and names else "")


def venue(entry: Entry) -> str:
    """Return venue, year and note as plain text: `ICLR 2021 (Oral)`; "" where none is known.

    A year without venue is told only where there is no date that says more.
    """
    if not entry.venue and entry.published:
        return ""
    parts = (entry.venue, str(entry.year or ""), entry.venue_note)
    return clean(" ".join(part for part in parts if part))


def date(entry: Entry, *, padded: bool = False) -> tuple[str, str]:
    """Return day with month, and year: `("19 Jun", "2020")`, `("Jul", "2021")`, `("", "")`."""
    if not entry.published:
        return "", ""
    year, month, *day = entry.published.split("-")
    name = _MONTHS[int(month) - 1] if 1 <= int(month) <= len(_MONTHS) else month
    if not day:
        return name, year
    return f"{day[0] if padded else int(day[0])} {name}", year


def own_page(entry: Entry) -> str | None:
    """Return the one page that the entry is: its abstract page on arXiv, else its own URL."""
    return arxiv_id.abs_url(entry.arxiv_id) if entry.arxiv_id else entry.url


def labelled_links(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield label and target of the links to print, the entry's own page first.

    The page is left out where a link leads there already, or is called Paper and leads to the same
    paper in another form (its PDF).
    """
    page = own_page(entry)
    if page and not any(_is_page(entry, *item) for item in entry.links.items()):
        yield _LABELS.get(entry.kind, "Website"), page
    for label, target in entry.links.items():
        if label != TITLE_LINK:
            yield printed_label(label), target


def printed_label(label: str) -> str:
    """Return a label as it is printed: the number that tells two `Code` apart is left out."""
    return label.partition("#")[0] or label


def _is_page(entry: Entry, label: str, target: str) -> bool:
    if target in (entry.url, own_page(entry)):
        return True
    return label.casefold() == "paper" and leads_to(entry, target)


def leads_to(entry: Entry, target: str) -> bool:
    """Tell whether a link leads to the entry's paper on arXiv, in any form."""
    found = arxiv_id.recognise(target) if entry.arxiv_id else None
    return found is not None and found.base == entry.arxiv_id


def has_html(entry: Entry) -> bool:
    """Tell whether arXiv made an HTML page of the paper."""
    return bool(entry.arxiv_id and entry.published and entry.published >= _FIRST_HTML)


def bracketed(label: str, target: str) -> str:
    r"""Return a link in brackets, `\[[Paper](url)\]`: escaped, for linters read `[[` otherwise."""
    return rf"\[{link(label, target)}\]"


def linked_title(entry: Entry, text: str) -> str:
    """Return `text` as the link that the title was printed with, or as text where it had none."""
    target = entry.links.get(TITLE_LINK)
    return link(text, target) if target else escape(text)
