"""A review card with room for what is still to be filled in: all of it for a new one.

What `importers/cards.py` reads, filled or not.
"""

from collections.abc import Iterator

from difftrack.exporters import card, wording
from difftrack.library.model import TITLE_LINK, Entry
from difftrack.library.settings import Settings, parts
from difftrack.text.folding import clean, fold
from difftrack.text.markdown import escape_heading, link

_ROWS = ("Title", "Paper", "Institute", "Authors", "GitHub", "Score")
_CODE = {"github", "code"}


def template(settings: Settings) -> str:
    """Return an empty card, to be filled by hand and imported; an empty one is no entry."""
    return _card("Template", Entry(), settings)


def of_entry(entry: Entry, settings: Settings) -> str:
    """Return the card of an entry with all that its owner may say of it, said or not."""
    name = clean(entry.short or "") or wording.title(entry)
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


def _rows(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the rows that are to be filled in first, in their order, then what else there is.

    The second row is the paper's page, whatever its label is; code has many labels.
    """
    rows = [*card.rows(entry)]
    for label in _ROWS:
        at = next((n for n, row in enumerate(rows) if _is_for(label, row[0])), None)
        if label == "Paper":
            at = 0  # the title is taken out by now, and the page stands behind it
        yield (label, "") if at is None else rows.pop(at)
    yield from rows


def _is_for(label: str, printed: str) -> bool:
    return fold(printed) in (_CODE if label == "GitHub" else {fold(label)})


def _answers(entry: Entry, settings: Settings) -> dict[str, str]:
    """Return the answers under the headings of the settings, then those under other ones."""
    own = {fold(label): label for label in entry.review}
    headings = [own.get(fold(label), label) for label in parts(settings.review_headings)]
    return {label: entry.review.get(label, "") for label in [*headings, *entry.review]}
