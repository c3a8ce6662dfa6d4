"""What a file with regions holds of a library: in them, and in its owner's own text around them.

Export and import both ask here, so that what is not written into a file is not missed in it.
"""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import NamedTuple

from difftrack.library.model import Library, Section
from difftrack.library.query import outline
from difftrack.text.blocks import headings, headings_with_level
from difftrack.text.folding import fold
from difftrack.text.regions import LIST, READINGS, SECTION

_HTML_HEADING = re.compile(r"(?is)<h([1-6])\b[^<>]*>(.{0,1000}?)</h\1\s*>")
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"\w+")

Pair = tuple[str, ...]
"""Two words that follow each other; one, where a text has no more."""


class Aside(NamedTuple):
    """What of a library stands in the owner's own text, and is not written beside it again.

    `behind` is the section and the entry behind which the text stands that ends the last section.
    """

    intro: bool = False
    outro: bool = False
    sections: frozenset[str] = frozenset()
    behind: tuple[str, str] | None = None


def shared_out(library: Library, whats: Collection[str]) -> dict[str, str | None]:
    """Return which of the regions `whats` writes each section, by its key; `None`: none does.

    A region of one section has it with all below that has no region of its own, the readings have
    the other sections with a date, and the list has the rest.
    """
    rest = LIST if LIST in whats else None
    shares: dict[str, str | None] = {}
    for section, _ in outline(library):
        own = f"{SECTION}{section.key}"
        above = shares.get(section.parent, rest) if section.parent is not None else rest
        if own in whats:
            shares[section.key] = own
        elif above == rest and section.date and READINGS in whats:
            shares[section.key] = READINGS
        else:
            shares[section.key] = above
    return shares


def aside(library: Library, outside: str) -> Aside:
    """Return what of a library the owner's own text `outside` of the regions says already.

    A text counts as said where most of it stands there, for its owner may have edited it since; a
    section without entries, where its heading does, too.
    """
    if not outside.strip():
        return Aside()
    empty, last = _empty_and_last(library)
    end = _text(library, last)
    said = _Said.of(outside, [library.intro, library.outro, end, *(s.intro for s in empty)])
    named = _headings(outside) if empty else set()
    return Aside(
        intro=bool(library.intro) and said.holds(library.intro),
        outro=bool(library.outro) and said.holds(library.outro),
        sections=frozenset(s.key for s in empty if fold(s.title) in named and said.holds(s.intro)),
        behind=last if end and said.holds(end) else None,
    )


def _empty_and_last(library: Library) -> tuple[list[Section], tuple[str, str] | None]:
    """Return the sections without entries, and the last section with some and its last entry."""
    filled: set[str | None] = set()
    empty: list[Section] = []
    last: tuple[str, str] | None = None
    for section, _ in reversed(outline(library)):
        if section.entries or section.key in filled:
            filled |= {section.key, section.parent}
            if section.entries and last is None:
                last = section.key, section.entries[-1]
        else:
            empty.append(section)
    return empty, last


def _text(library: Library, place: tuple[str, str] | None) -> str:
    section = library.section(place[0]) if place else None
    return section.prose.get(place[1], "") if section and place else ""


class _Said(NamedTuple):
    """What the owner's own text says of some others: pairs of words, and all of it on one line."""

    pairs: frozenset[Pair]
    squeezed: str

    @classmethod
    def of(cls, text: str, others: list[str]) -> "_Said":
        wanted = {pair for other in others for pair in _pairs(other)}
        is_bare = any(other and not _pairs(other) for other in others)
        found = (
            frozenset(pair for pair in _stream(text) if pair in wanted) if wanted else frozenset()
        )
        return cls(found, _squeezed(text) if is_bare else "")

    def holds(self, other: str) -> bool:
        """Tell whether most of another text, word after word, stands in it."""
        ours = _pairs(other)
        if not ours:
            return _squeezed(other) in self.squeezed
        return len(ours & self.pairs) * 2 > len(ours)


def _stream(text: str) -> Iterator[Pair]:
    before = ""
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        yield (word,)
        yield before, word
        before = word


def _pairs(text: str) -> set[Pair]:
    words = [match.casefold() for match in _WORD.findall(text)]
    return {*pairwise(words)} if len(words) > 1 else {*zip(words)}


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _headings(text: str) -> set[str]:
    in_html = (_TAG.sub(" ", match[2]) for match in _HTML_HEADING.finditer(text))
    return {fold(heading) for heading in (*headings(text), *in_html)} - {""}


def has_title(text: str) -> bool:
    """Tell whether a text has a heading of the first level."""
    return any(level == 1 for level, _ in headings_with_level(text)) or any(
        match[1] == "1" for match in _HTML_HEADING.finditer(text)
    )
