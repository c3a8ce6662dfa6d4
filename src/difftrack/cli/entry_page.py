"""An entry as a page to read, in lines of a terminal."""

from collections.abc import Iterator

from difftrack.cli.paging import Line
from difftrack.library import derivation
from difftrack.library.model import ALT_TEXT, TITLE_LINK, Entry, Library
from difftrack.library.pages import own_page
from difftrack.library.query import paths
from difftrack.text import labels, scores
from difftrack.text.folding import clean
from difftrack.text.legible import legible
from difftrack.text.wrapping import wrapped, wrapped_markdown

_MOST_AUTHORS = 10
_LABEL = 11  # columns that a label takes, its colon among them
_WIDE_ENOUGH = 40  # columns; on a narrower page values are not lined up
_INDENT = "  "


def lines(library: Library, key: str, width: int, *, whole: bool = False) -> Iterator[Line]:
    """Yield the page of an entry in lines of `width` columns.

    Of many authors the first are named, and BibTeX is only mentioned, unless the page is `whole`.
    """
    entry = library.entries[key]
    authors = _authors(entry, len(entry.authors) if whole else _MOST_AUTHORS)
    lacks = f"no title: difftrack refresh {key}" if authors else "difftrack has only its id"
    title = clean(entry.title) or f"{key} (not fetched yet: {lacks})"
    yield from (Line(line, is_heading=True) for line in wrapped(title, width))
    if authors:
        yield from map(Line, wrapped(authors, width))
    yield Line("")
    for label, value in _facts(library, key, entry):
        yield from map(Line, _labelled(label, clean(value), width))
    for heading, text in _texts(entry, width, whole=whole):
        yield Line("")
        yield Line(heading, is_heading=True)
        yield from map(Line, text)


def _authors(entry: Entry, most: int) -> str:
    """Return the authors; beyond `most`, how many more there are."""
    names = [name for author in entry.authors if (name := clean(author))]
    more = len(names) - most
    shown = ", ".join(names[:most] if more > 0 else names)
    if more > 0:
        return f"{shown} and {more} more"
    return shown + (" et al." if entry.etal and names else "")


def _labelled(label: str, value: str, width: int) -> list[str]:
    if width < _WIDE_ENOUGH:
        return wrapped(value, width, f"{label}: ", _INDENT)
    return wrapped(value, width, f"{label + ':':{_LABEL}} ", " " * (_LABEL + 1))


def _facts(library: Library, key: str, entry: Entry) -> Iterator[tuple[str, str]]:
    facts = [
        ("Key", key),
        ("Short name", entry.short),
        ("Kind", "" if entry.kind == "paper" else entry.kind),
        ("Institute", entry.institute),
        ("Published", _published(entry)),
        ("Venue", _venue(entry)),
        ("Withdrawn", "yes" if entry.withdrawn else ""),
        *(("Section", place) for place in _places(library, key)),
        ("Read", _read(entry)),
        ("Score", scores.written(entry.score)),
        ("Tags", ", ".join(entry.tags)),
        ("Page", own_page(entry)),
        *_links(entry),
        ("DOI", entry.doi),
        ("Journal", entry.journal_ref),
        ("Comment", legible(entry.comment or "")),
        ("Categories", ", ".join(entry.categories)),
        *((label, v) for label, v in entry.fields.items() if not label.startswith(ALT_TEXT)),
        *(("Figure", target) for target in entry.figures),
    ]
    return ((clean(label), value) for label, value in facts if value)


def _published(entry: Entry) -> str:
    is_newer = (entry.version or 1) > 1 and entry.updated
    version = f" (version {entry.version}, {entry.updated})" if is_newer else ""
    return f"{entry.published}{version}" if entry.published else ""


def _venue(entry: Entry) -> str:
    venue = derivation.printed(entry)
    found = derivation.suggestion(entry) if "venue" in entry.derived else None
    return f"{venue} (by the {found.source})" if found else venue


def _places(library: Library, key: str) -> list[str]:
    """Return where an entry stands: the headings down to each section, from the top."""
    above = paths(library)
    found = (" > ".join(map(clean, above[s.key])) for s in library.sections_of(key) if s.key)
    return [place for place in found if place]


def _read(entry: Entry) -> str:
    if entry.read is None:
        return ""
    return "no" if not entry.read else f"yes, on {entry.read_on}" if entry.read_on else "yes"


def _links(entry: Entry) -> Iterator[tuple[str, str]]:
    page = own_page(entry)
    for label, target in entry.links.items():
        if target != page:
            yield "Title" if label == TITLE_LINK else labels.base(label), target


def _texts(entry: Entry, width: int, *, whole: bool) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield what is longer than a line, each under its heading."""
    if entry.abstract:
        yield "Abstract", iter(wrapped(legible(entry.abstract), width))
    if entry.note:
        yield "Note", wrapped_markdown(entry.note, width)
    for heading, answer in entry.review.items():
        yield clean(heading), wrapped_markdown(answer, width)
    if entry.bibtex and whole:
        yield "BibTeX", iter(entry.bibtex.split("\n"))
    elif entry.bibtex:
        yield "BibTeX", iter(["Of its own. To see it: --whole"])
