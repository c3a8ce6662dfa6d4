"""How the parts of an entry are put in words, the same in every style."""

from collections.abc import Iterator

from difftrack.library import pages
from difftrack.library.model import TITLE_LINK, Entry
from difftrack.library.settings import Settings
from difftrack.text import labels
from difftrack.text.dates import MONTHS
from difftrack.text.folding import clean
from difftrack.text.markdown import destination, escape
from difftrack.text.unescaping import Link
from difftrack.text.written import COMMA_IN_NAME, NOTE_DASH


def title(entry: Entry) -> str:
    """Return the title, or for an entry that has none yet what it is known by."""
    known_by = f"arXiv:{entry.arxiv_id}" if entry.arxiv_id else entry.url or "Untitled"
    return clean(entry.title) or clean(entry.short or "") or known_by


def printed_authors(entry: Entry) -> str:
    """Return the authors as Markdown; a comma within a name is told by the blank behind it."""
    names = [name for author in entry.authors if (name := escape(author))]
    whole = ", ".join(name.replace(", ", COMMA_IN_NAME) for name in names)
    return whole + (" et al." if entry.etal and names else "")


def mark(entry: Entry, settings: Settings, *, behind_text: bool = False) -> str:
    """Return the read mark with a blank before it, "" for an entry that was not read.

    Behind a title that is text there are two, which no title has: the mark is none of its words.
    """
    blank = "  " if behind_text else " "
    shown = escape(settings.read_mark) if entry.read else ""
    return f"{blank}{shown}" if shown else ""


def venue(entry: Entry) -> str:
    """Return venue, year and note as plain text: `ICLR 2021 (Oral)`; "" where none is known.

    A year without venue is told only where there is no date that says more.
    """
    is_only_year = not (entry.venue or entry.venue_note)
    if is_only_year and entry.published and entry.year == entry.first_year:
        return ""
    if entry.venue and entry.venue_note and not entry.year:
        return clean(f"{entry.venue}{NOTE_DASH}{entry.venue_note}")
    parts = (entry.venue, str(entry.year or ""), entry.venue_note)
    return clean(" ".join(part for part in parts if part))


def date(entry: Entry, *, padded: bool = False) -> tuple[str, str]:
    """Return day with month, and year: `("19 Jun", "2020")`, `("Jul", "2021")`, `("", "")`."""
    if not entry.published:
        return "", ""
    year, month, *day = entry.published.split("-")
    name = MONTHS[int(month) - 1] if 1 <= int(month) <= len(MONTHS) else month
    if not day:
        return name, year
    return f"{day[0] if padded else int(day[0])} {name}", year


def labelled_links(entry: Entry) -> Iterator[Link]:
    """Yield the links to print, the entry's own page first.

    The page is left out where a link leads there already, or is called Paper and leads to the same
    paper in another form (its PDF), unless the links would tell another page. An address that the
    entry has for its own, and that its links do not tell, stands in `<...>`.
    """
    page = pages.own_page(entry)
    if page and not _tell_page(entry, page):
        label = pages.LABELS.get(entry.kind, pages.OTHER_LABEL)
        yield Link(label, page, is_angled=page == entry.url)
    yield from own_links(entry)


def own_links(entry: Entry) -> Iterator[Link]:
    """Yield the links that the entry has beside that of its title."""
    other_page = entry.url if entry.arxiv_id else None
    for label, target in entry.links.items():
        if label != TITLE_LINK:
            yield Link(labels.base(label), target, is_angled=target == other_page)


def _tell_page(entry: Entry, page: str) -> bool:
    """Tell whether the entry's links say which page it is, to who reads them."""
    leads = any(
        target == page or (label.casefold() == "paper" and pages.leads_to(entry, target))
        for label, target in entry.links.items()
    )
    told = pages.page_of(entry.links) if leads else pages.Page()
    return told.arxiv.base == entry.arxiv_id if told.arxiv else told.url == page


def bracketed(link: Link) -> str:
    r"""Return a link in brackets, `\[[Paper](url)\]`: escaped, for linters read `[[` otherwise."""
    return rf"\[{linked(link)}\]"


def linked(link: Link) -> str:
    """Return a link; one whose target is not a safe one leads nowhere."""
    target = destination(link.target) or ""
    label = escape(link.label, in_link=True)
    return f"[{label}]({f'<{target}>' if link.is_angled else target})"


def linked_title(entry: Entry, text: str) -> str:
    """Return `text` as the link that the title was printed with, or as text where it had none."""
    return linked_to(entry, text, entry.links.get(TITLE_LINK))


def always_linked_title(entry: Entry) -> str:
    """Return the title as a link: that of its owner, else to the entry's own page."""
    target = entry.links.get(TITLE_LINK) or pages.own_page(entry)
    return linked_to(entry, title(entry), target)


def links_beside_title(entry: Entry) -> Iterator[Link]:
    """Yield the links beside `always_linked_title`."""
    return labelled_links(entry) if TITLE_LINK in entry.links else own_links(entry)


def linked_to(entry: Entry, text: str, target: str | None) -> str:
    """Return `text` as a link; as text where `target` is none that is safe."""
    is_other = entry.arxiv_id is not None and target == entry.url
    is_safe = bool(target) and destination(target or "") is not None
    return linked(Link(text, target or "", is_angled=is_other)) if is_safe else escape(text)
