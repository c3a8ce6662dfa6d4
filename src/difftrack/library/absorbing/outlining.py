"""The sections of a document among those of a library, and what stands where in a list."""

from collections import deque

from difftrack.library.absorbing.terms import Terms
from difftrack.library.edits import section_key
from difftrack.library.model import Library, Section
from difftrack.library.query import outline
from difftrack.library.reading import Heading


def sections(
    library: Library, headings: list[Heading], kept: set[int], terms: Terms
) -> dict[int, Section]:
    """Return the library's section for each of `kept` headings, made where it is missing.

    They are known again by path and, of equal headings, by which of them it is. A new one comes
    behind what it follows in the document; with `terms.sync` all stand in the document's order.
    """
    outer = terms.into.key if terms.into else None
    known = _Known(library)
    found: dict[int, Section] = {}
    listed: dict[str | None, list[str]] = {}  # the document's order, below each parent
    for index in sorted(kept):
        heading = headings[index]
        above = found.get(heading.parent) if heading.parent is not None else None
        parent = above.key if above else outer
        found[index] = known.section(heading, parent)
        listed.setdefault(parent, []).append(found[index].key)
    if known.made or terms.sync:
        _order(library, [*library.sections, *known.made], listed, sync=terms.sync)
    return found


class _Known:
    """The sections of a library, to be found again once each."""

    def __init__(self, library: Library) -> None:
        self.made: list[Section] = []
        self._taken = {section.key for section in library.sections}
        self._numbers: dict[str, int] = {}
        self._waiting: dict[tuple[str | None, str], deque[Section]] = {}
        for section in library.sections:
            if section.key:  # a heading may be empty, and is no part without heading
                place = section.parent, section.title
                self._waiting.setdefault(place, deque()).append(section)

    def section(self, heading: Heading, parent: str | None) -> Section:
        """Return the next section with this heading, which is made where there is none."""
        there = self._waiting.get((parent, heading.title))
        if there:
            return there.popleft()
        key = section_key(heading.title, self._taken, self._numbers)
        self._taken.add(key)
        self.made.append(Section(key=key, title=heading.title, parent=parent, date=heading.date))
        return self.made[-1]


def _order(
    library: Library, held: list[Section], listed: dict[str | None, list[str]], *, sync: bool
) -> None:
    """Put sections in order, each followed by those below it; first the one without a heading."""
    by_key = {section.key: section for section in held}
    children: dict[str | None, list[str]] = {}
    for section in library.sections:
        children.setdefault(section.parent, []).append(section.key)
    for parent, theirs in listed.items():
        ours = children.get(parent, [])
        titles = {key: by_key[key].title for key in (*ours, *theirs)}
        if sync:
            children[parent] = _behind_namesakes(woven(theirs, ours), theirs, titles)
        else:
            children[parent] = _counted(woven(ours, theirs), list(titles), titles)
    library.sections = [by_key[key] for keys in children.values() for key in keys]
    library.sections = [branch.section for branch in outline(library)]
    library.sections.sort(key=lambda section: section.key != "")


def _behind_namesakes(keys: list[str], listed: list[str], titles: dict[str, str]) -> list[str]:
    """Put what is not `listed` behind the last that is and has the same heading.

    Equal headings are told apart by their order, which is the document's.
    """
    last = {titles[key]: key for key in listed}
    theirs, at = set(listed), {key: place for place, key in enumerate(keys)}
    ahead: dict[str, list[str]] = {}
    for key in keys:
        namesake = last.get(titles[key])
        if namesake and key not in theirs and at[key] < at[namesake]:
            ahead.setdefault(namesake, []).append(key)
    moved = {key for several in ahead.values() for key in several}
    kept = (key for key in keys if key not in moved)
    return [each for key in kept for each in (key, *ahead.get(key, ()))]


def _counted(keys: list[str], ranked: list[str], titles: dict[str, str]) -> list[str]:
    """Put sections of equal heading among `keys` in the order of `ranked`: it tells them apart."""
    of_title: dict[str, deque[str]] = {}
    for key in ranked:
        of_title.setdefault(titles[key], deque()).append(key)
    return [of_title[titles[key]].popleft() for key in keys]


def woven(known: list[str], listed: list[str]) -> list[str]:
    """Return `known` with what only `listed` has behind what it follows there.

    What stands first there comes before the first that both have. Neither holds a key twice.
    """
    there = set(known)
    behind: dict[str | None, list[str]] = {}
    before: str | None = None
    for key in listed:
        if key in there:
            before = key
        else:
            behind.setdefault(before, []).append(key)
    first = next((key for key in listed if key in there), None)
    if first is None:
        return [*known, *listed]
    placed: list[str] = []
    for key in known:
        placed += behind.get(None, []) if key == first else []
        placed += [key, *behind.get(key, [])]
    return placed
