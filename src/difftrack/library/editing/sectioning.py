"""Changing the outline: sections renamed, moved, and taken out with or without what they hold."""

from typing import NamedTuple

from difftrack.errors import RefusedError, UsageError
from difftrack.library.edits import free_heading, joined, take_out
from difftrack.library.model import Library, Section
from difftrack.library.query import with_descendants


def rename(library: Library, section: Section, title: str) -> str:
    """Give a section another heading, and return the one it had; its key stays."""
    _check_heading(section)
    before = section.title
    section.title = free_heading(library, title, section.parent, but=section)
    return before


def _check_heading(section: Section) -> None:
    if not section.key:
        raise RefusedError(
            "What stands before the first heading is no section that could be changed. "
            "Move its entries: difftrack move REF... --section S"
        )


class Spot(NamedTuple):
    """A place in the outline: in `parent`, beside `anchor`, or at the end where there is none."""

    parent: Section | None = None
    anchor: Section | None = None
    behind: bool = False


def move(library: Library, section: Section, spot: Spot) -> bool:
    """Put a section, and all below it, at another place; tell whether that changed anything.

    Raises `RefusedError` where that place is in the section itself or before what has no heading.
    """
    inside = with_descendants(library, section.key)
    _check_heading(section)
    for other in (spot.parent, spot.anchor):
        if other is not None and other.key in inside:
            raise RefusedError(
                f"{section.key} cannot be moved into or beside itself: {other.key} is in it"
            )
        if other is not None:
            _check_heading(other)
    parent = spot.parent.key if spot.parent else None
    if spot.anchor is not None and spot.anchor.parent != parent:
        raise UsageError(f"{spot.anchor.key} does not stand in {parent or 'the top level'}")
    free_heading(library, section.title, parent, but=section)
    before = [(s.key, s.parent) for s in library.sections]
    _put(library, section, spot)
    return before != [(s.key, s.parent) for s in library.sections]


def _put(library: Library, section: Section, spot: Spot) -> None:
    inside = with_descendants(library, section.key)
    moving = [s for s in library.sections if s.key in inside]
    rest = [s for s in library.sections if s.key not in inside]
    at = len(rest)
    if spot.anchor is not None and not spot.behind:
        at = rest.index(spot.anchor)
    elif spot.anchor is not None or spot.parent is not None:
        above = with_descendants(library, (spot.anchor or spot.parent or section).key)
        at = max(n for n, s in enumerate(rest, 1) if s.key in above)
    section.parent = spot.parent.key if spot.parent else None
    library.sections[:] = [*rest[:at], *moving, *rest[at:]]


class Held(NamedTuple):
    """What a section and those below it hold: keys, and the Markdown of the owner's."""

    entries: list[str]
    sections: list[str]
    texts: list[str]

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.entries or self.sections or self.texts)


def held(library: Library, section: Section) -> Held:
    """Return what would be without a place if a section went."""
    inside = with_descendants(library, section.key)
    branch = [s for s in library.sections if s.key in inside]
    entries = dict.fromkeys(key for s in branch for key in s.entries)
    texts = [text for s in branch for text in (s.intro, *s.prose.values()) if text]
    return Held(list(entries), [s.key for s in branch if s is not section], texts)


def dissolve(library: Library, section: Section, target: Section) -> None:
    """Take a section out; what it holds goes to the end of `target`, in its order.

    Its intro comes to stand behind the last entry there, the texts after its entries behind these;
    of an entry that `target` has already, the text goes to the one before. Sections in it come to
    stand in `target`.
    """
    if target.key in with_descendants(library, section.key):
        raise RefusedError(
            f"{target.key} goes with {section.key}. Name another section, or move it out first: "
            f"difftrack section move {target.key} --top"
        )
    take_out(section, set(target.entries))
    _append_text(target, section.intro)
    target.entries += section.entries
    target.prose |= section.prose
    for child in [s for s in library.sections if s.parent == section.key]:
        _put(library, child, Spot(target if target.key else None))
    library.sections.remove(section)


def _append_text(section: Section, text: str) -> None:
    """Put Markdown at the end of a section."""
    if text and section.entries:
        last = section.entries[-1]
        section.prose[last] = joined(section.prose.get(last, ""), text)
    else:
        section.intro = joined(section.intro, text)


def remove_whole(library: Library, section: Section) -> list[str]:
    """Take a section out with all below it, their texts, and the entries that stand only there.

    Returns the keys of the entries that went; the others lose this one of their places.
    """
    inside = with_descendants(library, section.key)
    standing = {key for s in library.sections if s.key not in inside for key in s.entries}
    gone = [key for key in held(library, section).entries if key not in standing]
    library.sections[:] = [s for s in library.sections if s.key not in inside]
    for key in gone:
        del library.entries[key]
    return gone
