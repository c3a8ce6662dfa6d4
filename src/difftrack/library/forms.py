"""The forms in which an entry can be opened: its page, its PDF, its HTML page, its code."""

from collections.abc import Callable, Iterator
from typing import Literal

from difftrack.errors import NotFoundError
from difftrack.library import pages
from difftrack.library.model import TITLE_LINK, Entry
from difftrack.text import arxiv_id, labels
from difftrack.text.folding import clean, fold

Form = Literal["page", "pdf", "html", "code"]

_SCHEMES = ("http://", "https://")


def address(key: str, entry: Entry, form: Form) -> str:
    """Return where a form of an entry is, on http or https.

    Raises `NotFoundError` where none is known, with what to do.
    """
    found = next((a for a in _FINDERS[form](entry) if _is_web(a)), None)
    if found is None:
        is_elsewhere = form == "html" and not entry.arxiv_id
        raise NotFoundError((_ELSEWHERE if is_elsewhere else _MISSING[form]).format(key=key))
    return found


def _is_web(target: str) -> bool:
    return target.lower().startswith(_SCHEMES) and clean(target) == target and " " not in target


def _pages(entry: Entry) -> Iterator[str]:
    yield pages.own_page(entry) or ""
    yield entry.links.get(TITLE_LINK, "")
    yield f"https://doi.org/{entry.doi}" if entry.doi else ""
    yield from entry.links.values()


def _pdfs(entry: Entry) -> Iterator[str]:
    yield from _labelled(entry, "pdf")
    if entry.arxiv_id:
        yield arxiv_id.pdf_url(entry.arxiv_id)
    yield from (t for t in (entry.url or "", *entry.links.values()) if _is_pdf(t))


def _is_pdf(target: str) -> bool:
    path = target.partition("#")[0].partition("?")[0].lower()
    return path.endswith(".pdf") or "/pdf" in path


def _html_pages(entry: Entry) -> Iterator[str]:
    yield from _labelled(entry, "html")
    if entry.arxiv_id and pages.has_html(entry):
        yield arxiv_id.html_url(entry.arxiv_id)


def _labelled(entry: Entry, name: str) -> Iterator[str]:
    """Yield the links with a label; the number that tells two apart does not count."""
    return (t for label, t in entry.links.items() if fold(labels.base(label)) == name)


_FINDERS: dict[Form, Callable[[Entry], Iterator[str]]] = {
    "page": _pages,
    "pdf": _pdfs,
    "html": _html_pages,
    "code": pages.code_links,
}
_ELSEWHERE = (
    "{key} is not on arXiv, which makes the HTML pages. Open its page: difftrack open {key}"
)
_MISSING: dict[Form, str] = {
    "page": "{key} has no page on the web. See what is known of it: difftrack show {key}",
    "pdf": "{key} has no PDF that is known. Open its page: difftrack open {key}",
    "html": (
        "{key} has no HTML page: arXiv makes them since December 2023. "
        "Open the PDF: difftrack open {key} --pdf"
    ),
    "code": "{key} has no link to code. See its links: difftrack show {key}",
}
