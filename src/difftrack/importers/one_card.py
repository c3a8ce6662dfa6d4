"""One review card, read as what it is known to be: its heading may say anything.

In a list a heading is guessed to be an entry or a section. Here it is the name of the entry, and
all below it is the card, in the layout that `exporters/open_card.py` writes.
"""

import re

from difftrack.errors import UsageError
from difftrack.importers import formats
from difftrack.importers.pieces import plain_text, scan
from difftrack.library.model import TITLE_LINK, Entry
from difftrack.library.reading import Item, Listed, Mention, Prose
from difftrack.text import regions
from difftrack.text.blocks import step_fence
from difftrack.text.folding import clean, fold, shorten

_HEADING = re.compile(r"(?m)^(?P<marks>#{1,6})[ \t]+(?P<name>\S.*)(?=\n\s*^\|)")
_NEXT_CARD = re.compile(r"(?m)^#{1,6}[ \t]+\S.*(?=\n\s*^\|[ |]*\n)")
_PARTING = re.compile(r"[ \t]*(?:#{1,6}(?=\s|$)|=+\s*$|-+\s*$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$)")
_HIDDEN = "\ue000"  # of the private use area: no text has it, and no reader sees a sign in it
_STAND_IN = "Heading of the Card"  # reads as a title, whatever the reader thinks of the real one
_LONGEST_QUOTE = 50  # columns


def read(text: str, read_mark: str = "") -> Entry | None:
    """Return what a card says; `None` where there is none, or none that is filled.

    A heading that says the title again, or a read mark behind it, is no short name. Raises
    `UsageError` for a second card, and for text that is no part of it.
    """
    text = "\n\n".join(regions.held(text, r) for r in regions.find(text, "The card")) or text
    heading = _HEADING.search(text)
    if heading is None:
        return None
    number = 1 + len(_NEXT_CARD.findall(text, heading.end()))
    if number > 1:
        raise UsageError(f"There are {number} cards in it. Take in one at a time")
    below = _without_parting(text[heading.end() :])
    own = f"{text[: heading.start('name')]}{_STAND_IN}{below}\n\n"
    items = formats.read(regions.wrap(own, "review"), "The card", "markdown").items
    card = next((item for item in items if isinstance(item, Listed)), None)
    if card is None:
        return None
    beside = next(filter(None, (_beside(item, card.line) for item in items)), "")
    if beside:
        raise UsageError(
            f"{shorten(clean(beside), _LONGEST_QUOTE)!r} stands beside the card, not in it. "
            "Put it below an answer, or take it out"
        )
    return _named(_as_written(card.entry), heading["name"], read_mark)


def _without_parting(text: str) -> str:
    """Return text whose headings and rules part nothing: all below a card's heading is the card."""
    lines, fence = text.split("\n"), ""
    for n, line in enumerate(lines):
        was_open, fence = fence, step_fence(fence, line)
        if not (fence or was_open) and _PARTING.match(line):
            indent = len(line) - len(line.lstrip(" \t"))
            lines[n] = line[:indent] + _HIDDEN + line[indent:]
    return "\n".join(lines)


def _as_written(entry: Entry) -> Entry:
    """Return an entry without what hid its headings and rules from the reader."""
    texts = {k: v.replace(_HIDDEN, "") for k, v in entry if isinstance(v, str)}
    maps = {
        name: {k.replace(_HIDDEN, ""): v.replace(_HIDDEN, "") for k, v in held.items()}
        for name, held in entry
        if isinstance(held, dict)
    }
    return entry.model_copy(update={**texts, **maps})


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
