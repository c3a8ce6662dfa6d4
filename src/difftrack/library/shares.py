"""What a file with regions holds of a library: in them, and in its owner's own text around them.

Export and import both ask here, so that what is not written into a file is not missed in it.
"""

import re
from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

from difftrack.library.model import Library
from difftrack.library.query import outline
from difftrack.text.blocks import headings, headings_with_level
from difftrack.text.folding import fold
from difftrack.text.regions import LIST, READINGS, SECTION

_HTML_HEADING = re.compile(r"(?is)<h([1-6])\b[^<>]*>(.{0,1000}?)</h\1\s*>")
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"\w+")


class _Said(NamedTuple):
    """A text, to look up others in: its words and pairs of them, and all of it on one line."""

    words: set[tuple[str, ...]]
    squeezed: str


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
    words, named = _words(outside), _headings(outside)
    said = _Said({*pairwise(words), *((word,) for word in words)}, _squeezed(outside))
    filled: set[str | None] = set()
    sections: set[str] = set()
    last: tuple[str, str] | None = None
    for section, _ in reversed(outline(library)):
        if section.entries or section.key in filled:
            filled |= {section.key, section.parent}
            if section.entries and last is None:
                last = section.key, section.entries[-1]
        elif fold(section.title) in named and _stands(section.intro, said):
            sections.add(section.key)
    end = _text(library, last)
    return Aside(
        intro=bool(library.intro) and _stands(library.intro, said),
        outro=bool(library.outro) and _stands(library.outro, said),
        sections=frozenset(sections),
        behind=last if end and _stands(end, said) else None,
    )


def _text(library: Library, place: tuple[str, str] | None) -> str:
    section = library.section(place[0]) if place else None
    return section.prose.get(place[1], "") if section and place else ""


def _stands(text: str, said: _Said) -> bool:
    """Tell whether most of a text, word after word, stands in the owner's own."""
    words = _words(text)
    ours: set[tuple[str, ...]] = {*pairwise(words)} if len(words) > 1 else {*zip(words)}
    if not ours:
        return _squeezed(text) in said.squeezed
    return len(ours & said.words) * 2 > len(ours)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


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
