"""The entry that is being found: its fields so far, and how what is read gets into them."""

import re

from difftrack.importers import facts
from difftrack.importers.draft import Draft
from difftrack.importers.facts import Facts
from difftrack.importers.habits import Habits
from difftrack.importers.pieces import STARRED, Piece
from difftrack.library.model import Entry
from difftrack.text import names
from difftrack.text.folding import clean, fold
from difftrack.text.latex import to_unicode

SHORTCODE = re.compile(r"(?<![\w:])(?::[a-z][a-z0-9_+-]+:)+(?![\w:])")
"""Emoji by their names on GitHub: `:zap:`."""

_ID_BEHIND = re.compile(r"(?i)\s*[\[(]arxiv:[^\[\]()]*[\])]\s*$")
_BRACKETED = re.compile(r"\[[^\[\]]+\]")
_MARKS = "*_`"
_QUOTES = frozenset('"\u201c\u201d')
_BLANK = Entry()  # to be copied, which is faster than to make one anew


class Found:
    """An entry while it is read; `labels` are words that its fields say by being there."""

    def __init__(self, draft: Draft, habits: Habits) -> None:
        self.draft, self.habits = draft, habits
        self.entry = _BLANK.copied()
        self.notes: list[str] = []
        self.kind = ""  # where it is printed
        self._uses: dict[tuple[int, str], dict[str, str]] = {}  # values by mapping and label
        self.labels = [draft.head.number, *draft.above, habits.read_mark]

    def link(self, label: str, target: str, images: tuple[str, ...] = ()) -> None:
        """Keep a link under its label, and the addresses of its badge in `fields`."""
        label = clean(label).strip("[]") or "Link"
        self._keep(self.entry.links, label, target)
        for image in images:
            self.field(f"{label} badge", image)

    def links(self, pieces: list[Piece], label: str = "Link") -> None:
        """Keep all links of some text; one that is a bare address gets `label`."""
        for piece in pieces:
            if piece.kind == "link" and (piece.target or piece.text):
                is_named = piece.text and not is_address(piece.text)
                self.link(piece.text if is_named else label, piece.target, piece.images)

    def field(self, label: str, value: str) -> None:
        """Keep what the document prints under a label that difftrack has no field for."""
        if value.strip():
            self._keep(self.entry.fields, label, value.strip())

    def _keep(self, known: dict[str, str], label: str, value: str) -> None:
        """Put a value under its label, `Label#2` where another value has it."""
        uses = self._uses.setdefault((id(known), label), {})
        if value not in uses:
            uses[value] = label if not uses else f"{label}#{len(uses) + 1}"
            known[uses[value]] = value

    def signs(self, signs: list[str]) -> None:
        """Keep emoji beside the title; the read mark is none of them."""
        for sign in signs:
            if sign != self.habits.read_mark:
                self.field("Sign", sign)

    def note(self, text: str) -> None:
        """Keep a piece of the owner's own text."""
        self.notes.append(text)

    def authors(self, text: str, *, cited: bool = False) -> None:
        """Take a list of authors, where none was found yet."""
        found = names.authors(text, cited=cited)
        self.take(Facts(found.names, found.etal))

    def take(self, found: Facts) -> None:
        """Take facts for fields that are still empty; a second list of authors is a note."""
        entry = self.entry
        if found.authors and entry.authors:
            self.note(", ".join(found.authors))
        elif found.authors:
            entry.authors, entry.etal = list(found.authors), found.etal
        if found.venue and not entry.venue:
            entry.venue, entry.venue_note = found.venue, found.venue_note
            entry.year = found.year or entry.year
        entry.year = entry.year or found.year
        entry.published = entry.published or found.published
        if found.note:
            self.note(found.note)

    def take_text(self, text: str) -> None:
        """Take a text that is known to be a venue or a date, and what else it says."""
        found = facts.read(text)
        self.take(facts.venue(text) if found.note else found)

    def titled(self, title: str) -> None:
        """Take the title that is printed under a label; the head was the short name then."""
        name, title = self.entry.title, self.title(title)
        if name and fold(name) != fold(title):
            self.entry.short = self.entry.short or name
        self.entry.title = title

    def title(self, printed: str) -> str:
        """Return a printed title as it is kept: one line, no marks, math as Unicode."""
        text = self.habits.without_mark(printed)
        self.signs(SHORTCODE.findall(text))
        text = clean(SHORTCODE.sub(" ", text))
        text = _ID_BEHIND.sub("", text)
        while text[-1:] in {"[", "("} or (text.endswith("]") and "[" not in text):
            text = text[:-1].rstrip()
        if _BRACKETED.fullmatch(text):
            text = text[1:-1]
        text = _unquoted(_unmarked(text).rstrip(":\uff1a\u2013\u2014 "))
        if text.endswith(".") and not text.endswith(("..", "etc.", " al.")):
            text = text[:-1]
        return clean(to_unicode(text))

    def finish(self) -> Entry:
        """Return the entry with its note."""
        entry = self.entry
        if entry.year:  # printed as CVPR'23 or ICCV2023, perhaps
            short = f"{entry.year % 100:02}"
            self.labels += [f"{entry.venue}{entry.year}", f"{entry.venue}{short}", short]
        if entry.published:  # printed as 20230724, perhaps
            self.labels.append(entry.published.replace("-", ""))
        if entry.published and entry.published.count("-") > 1:  # as 24th Jul 2023
            self.labels += [f"{int(entry.published[-2:])}{end}" for end in ("st", "nd", "rd", "th")]
        entry.note = "\n".join(self.notes).strip() or None
        if entry.short and fold(entry.short) == fold(entry.title):
            entry.short = None
        return entry


def _unmarked(text: str) -> str:
    """Return a title without the stray marks around it; a pair of them within it stays."""
    text = text.strip(" ,;|")
    for end in (0, -1):
        sign = text[end : end + 1 or None]
        is_pair = text[:1] != text[-1:] and text.count(sign) % 2 == 0
        is_name = end == -1 and STARRED.match(text, len(text) - 2)
        if sign and sign in _MARKS and not is_pair and not is_name:
            text = text[1:] if end == 0 else text[:-1]
            return _unmarked(text)
    return text


def _unquoted(text: str) -> str:
    """Return a title without the quotes around it; those within it stay."""
    while text[:1] in _QUOTES and text[-1:] in _QUOTES and len(text) > 1:
        text = text[1:-1].strip(" *_`,;|")
    is_single = sum(text.count(quote) for quote in _QUOTES) == 1
    return text.strip("".join(_QUOTES)) if is_single else text


def is_address(text: str) -> bool:
    """Tell a text that is a bare address."""
    return text.startswith(("http://", "https://", "www."))
