"""The table of contents of a list, with the anchors that GitHub gives to its headings."""

from collections.abc import Iterable
from typing import NamedTuple

from difftrack.text.blocks import Heading, all_headings, headings
from difftrack.text.folding import clean
from difftrack.text.markdown import escape
from difftrack.text.slug import Slugger

_AWESOME_DEPTH = 2
_NO_CONTENT = {"Contributing", "Footnotes", "Related Lists"}


class Block(NamedTuple):
    """A part of a list as it is written: a heading of a section, entries, or the owner's text."""

    text: str
    title: str = ""  # of the section whose heading it is
    depth: int = 0  # of that section, 0 at the top
    ends_in: str = ""  # the entry at its end
    is_entries: bool = False


class _Listed(NamedTuple):
    depth: int  # in the contents, 0 at the top
    title: str
    anchor: str


def contents(above: list[str], body: list[Block], top: int, *, as_awesome: bool) -> str:
    """Return the table of contents: sections, and the headings in the owner's text below it.

    `above` is what stands above it in the file; `top` the level of sections at the top.
    `as_awesome`: as awesome-lint wants it.
    """
    slugger = Slugger()
    for text in above:
        for heading in headings(text):
            slugger.slug(heading)
    listed: list[_Listed] = []
    for block in body:
        for level, title, is_nested in _headings(block, top):
            anchor = slugger.slug(title)
            deepest = listed[-1].depth + 1 if listed else 0
            if not (is_nested or block.is_entries):
                depth = min(max(level - top, 0), deepest)
                listed.append(_Listed(depth, title, anchor))
    if as_awesome:
        listed = _as_awesome_lists_do(listed)
    return "\n".join(
        f"{'  ' * depth}- [{escape(title.strip(), in_link=True)}](#{anchor})"
        for depth, title, anchor in listed
    )


def _headings(block: Block, top: int) -> Iterable[Heading]:
    if not block.title:
        return all_headings(block.text)
    return [Heading(block.depth + top, clean(block.title), is_nested=False)]


def _as_awesome_lists_do(listed: list[_Listed]) -> list[_Listed]:
    """Keep two levels, and leave out what is no content (awesome-lint's rule awesome-toc)."""
    kept, is_content = [], True
    for heading in listed:
        if heading.depth == 0:
            is_content = heading.title not in _NO_CONTENT
        if is_content and heading.depth < _AWESOME_DEPTH:
            kept.append(heading)
    return kept
