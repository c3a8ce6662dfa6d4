"""A review card with room for what is still to be filled in: all of it for a new one.

What `importers/cards.py` reads, filled or not.
"""

from difftrack.exporters import card, wording
from difftrack.library import pages
from difftrack.library.model import TITLE_LINK, Entry
from difftrack.library.settings import Settings, parts
from difftrack.text.folding import clean, fold
from difftrack.text.markdown import escape_heading, link

_ROWS = ("Title", "Paper", "Institute", "Authors", "GitHub", "Score")


def template(settings: Settings) -> str:
    """Return an empty card, to be filled by hand and imported; an empty one is no entry."""
    return _card("Template", Entry(), settings)


def of_entry(entry: Entry, settings: Settings) -> str:
    """Return the card of an entry with all that its owner may say of it, said or not."""
    name, entry = clean(entry.short or "") or wording.title(entry), card.without_implied_link(entry)
    target = entry.links.get(TITLE_LINK)
    return _card(link(name, target) if target else escape_heading(name), entry, settings)


def _card(heading: str, entry: Entry, settings: Settings) -> str:
    blocks = [
        f"## {heading}",
        card.table(_rows(entry)),
        card.figures(entry),
        card.answers(_answers(entry, settings)),
        card.fold(entry.abstract or "", entry.bibtex or "", is_open=True),
        card.note(entry.note or ""),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _rows(entry: Entry) -> card.Rows:
    """Yield the rows that are to be filled in first, in their order, then what else there is."""
    rows = [*card.rows(entry)]
    for label in _ROWS:
        at = _page(entry, rows) if label == "Paper" else _labelled(rows, label)
        yield (label, "") if at is None else rows.pop(at)
    yield from rows


def _labelled(rows: list[tuple[str, str]], label: str) -> int | None:
    """Return which row has a label; code has many."""
    if label == "GitHub":
        return next((n for n, row in enumerate(rows) if _is_code(*row)), None)
    return next((n for n, row in enumerate(rows) if fold(row[0]) == fold(label)), None)


def _is_code(label: str, value: str) -> bool:
    return pages.is_code(label, _target(value))


def _target(value: str) -> str:
    """Return where the link in a row leads, "" for a row without one."""
    return value[1:-1] if value[:1] == "<" else ""


def _page(entry: Entry, rows: list[tuple[str, str]]) -> int | None:
    """Return which row is the entry's page, whatever its label: its own, else what reads as one."""
    links = {n: (label, to) for n, (label, value) in enumerate(rows) if (to := _target(value))}
    paper = (n for n, (_, to) in links.items() if pages.leads_to(entry, to))
    others = {n: link for n, link in links.items() if not pages.is_code(*link)}
    own = (n for n, (_, to) in others.items() if to == entry.url)
    told = (n for n, link in others.items() if pages.page_of(dict([link])) != pages.Page())
    empty = (n for n, row in enumerate(rows) if row == ("Paper", ""))
    return next((n for found in (paper, own, told, empty) for n in found), None)


def _answers(entry: Entry, settings: Settings) -> dict[str, str]:
    """Return the answers under the headings of the settings, then those under other ones."""
    own = {fold(label): label for label in entry.review}
    headings = [own.get(fold(label), label) for label in parts(settings.review_headings)]
    return {label: entry.review.get(label, "") for label in [*headings, *entry.review]}
