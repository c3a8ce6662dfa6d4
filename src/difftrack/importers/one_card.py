"""One review card, read as what it is known to be: its heading may say anything.

In a list a heading is guessed to be an entry or a section. Here it is the name of the entry, and
all below it is the card, in the layout that `exporters/open_card.py` writes.
"""

import re
from collections.abc import Iterator

from difftrack.errors import UsageError
from difftrack.importers import formats, vocabulary
from difftrack.importers.outline import cells
from difftrack.importers.pieces import plain_text, scan
from difftrack.importers.written import card_texts
from difftrack.library.model import TITLE_LINK, Entry
from difftrack.library.reading import Item, Listed, Mention, Prose
from difftrack.text import regions
from difftrack.text.blocks import step_fence
from difftrack.text.folding import clean, fold, shorten

_HEADING = re.compile(r"(?m)^(?P<marks>#{1,6})[ \t]+(?P<name>\S.*)(?=\n\s*^\|)")
_NEXT_CARD = re.compile(r"(?m)^#{1,6}[ \t]+\S.*(?=\n\s*^\|[ |]*\n)")
_TABLE = re.compile(r"(?:[ \t]*\n)*(?P<rows>(?:[ \t]*\|.*(?:\n|\Z))+)")
_PARTING = re.compile(r"[ \t]*(?:#{1,6}(?=\s|$)|=+\s*$|-+\s*$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$)")
_STAND_IN = "Heading of the Card"  # reads as a title, whatever the reader thinks of the real one
_LONGEST_QUOTE = 50  # columns


def read(text: str, read_mark: str = "") -> Entry | None:
    """Return what a card says, without difftrack's markers: `None` for no card, or an empty one.

    A heading that says the title again, or a read mark behind it, is no short name. Raises
    `UsageError` for a second card, a row without a value, and text that is no part of the card.
    """
    held = card_texts.hold(text, card_texts.own_lines(text, 0, len(text)))
    heading = _HEADING.search(held.text)
    if heading is None:
        return None
    number = 1 + len(_NEXT_CARD.findall(held.text, heading.end()))
    if number > 1:
        raise UsageError(f"There are {number} cards in it. Take in one at a time")
    _refuse_rows(held.text, heading.end())
    whole = card_texts.hold(held.text, _parting(held.text, heading.end()))
    own = f"{whole.text[: heading.start('name')]}{_STAND_IN}{whole.text[heading.end() :]}\n\n"
    items = formats.read(regions.wrap(own, "review"), "The card", "markdown").items
    card = next((item for item in items if isinstance(item, Listed)), None)
    if card is None:
        return None
    beside = next(filter(None, (_beside(item, card.line) for item in items)), "")
    if beside:
        raise UsageError(
            f"{_quoted(held.restored(whole.restored(beside)))} stands beside the card, not in it. "
            "Put it below an answer, or take it out"
        )
    return _named(held.entry(whole.entry(card.entry)), heading["name"], read_mark)


def unwrapped(text: str) -> str:
    """Return what stands between difftrack's markers, the whole of a text that has none."""
    return "\n\n".join(regions.held(text, r) for r in regions.find(text, "The card")) or text


def _quoted(text: str) -> str:
    return repr(shorten(clean(text), _LONGEST_QUOTE))


def _refuse_rows(text: str, at: int) -> None:
    """Refuse a row of the card's table that lost a cell, unless it is only a label."""
    table = _TABLE.match(text, at)
    for row in table["rows"].split("\n") if table else ():
        filled = cells(row)
        if len(filled) == 1 and filled[0] and vocabulary.role(plain_text(filled[0])) is None:
            raise UsageError(
                f"The row {_quoted(row)} has one cell. Write it as | Institute | Example Labs |"
            )


def _parting(text: str, at: int) -> Iterator[card_texts.OwnLine]:
    """Yield the headings and rules below a card's heading: they part nothing, they are the card."""
    fence, first = "", text.count("\n", 0, at)
    for n, line in enumerate(text[at:].split("\n")):
        was_open, fence = fence, step_fence(fence, line)
        if not (fence or was_open) and _PARTING.match(line):
            bare = line.lstrip(" \t")
            yield card_texts.OwnLine(first + n, line[: -len(bare)], bare)


def _beside(item: Item, card: int) -> str:
    """Return what an item holds that would be lost; headings above the card say nothing of it."""
    if isinstance(item, Mention):
        return item.title
    is_heading_above = isinstance(item, Prose) and item.role != "text" and item.line < card
    return item.text if isinstance(item, Prose) and not is_heading_above else ""


def _named(entry: Entry, heading: str, read_mark: str) -> Entry:
    """Give what was read of a card the name and the link that its heading has."""
    entry.title = "" if entry.title == _STAND_IN else entry.title
    name = plain_text(heading).strip()
    name = name.removesuffix(read_mark).strip() if read_mark else name
    entry.short = name if fold(name) != fold(entry.title) else None
    target = next((piece.target for piece in scan(heading) if piece.kind == "link"), "")
    if target:
        entry.links = {**entry.links, TITLE_LINK: target}
    return entry
