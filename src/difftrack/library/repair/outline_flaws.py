"""Flaws of sections: where they stand, and the text in them."""

from collections.abc import Iterator
from functools import partial

from difftrack.library.edits import joined
from difftrack.library.model import Library, Section
from difftrack.library.query import outline
from difftrack.library.repair.flaws import Flaw
from difftrack.text.dates import is_day


def outline_flaws(library: Library) -> Iterator[Flaw]:
    """Yield what is wrong with the outline of a library."""
    yield from _parents(library)
    for section in library.sections:
        listed = set(section.entries)
        gone = [key for key in section.prose if key not in listed]
        for key in gone:
            said = f"has text behind {key!r}, which does not stand in it"
            yield Flaw("prose", _called(section), said, mend=partial(_keep_text, section, key))
        if section.date is not None and not is_day(section.date):
            said = f"is of {section.date}, which is no day"
            yield Flaw("date", _called(section), said, "Write it in the file as 2026-11-20")


def _called(section: Section) -> str:
    return f"section {section.key}" if section.key else "the section without a heading"


def _keep_text(section: Section, key: str) -> None:
    """Put text behind the last entry of a section, or into its intro."""
    text = section.prose.pop(key)
    if section.entries:
        last = section.entries[-1]
        section.prose[last] = joined(section.prose.get(last, ""), text)
    else:
        section.intro = joined(section.intro, text)


def _parents(library: Library) -> Iterator[Flaw]:
    """Yield sections that stand in what is none, in themselves, or before what they stand in."""
    known = {section.key: section for section in library.sections}
    places = {section.key: at for at, section in enumerate(library.sections)}
    told: set[str] = set()
    for section in library.sections:
        parent, mend = section.parent, partial(setattr, section, "parent", None)
        if parent is None:
            continue
        if parent not in known:
            said = f"stands in section {parent!r}, which does not exist"
            yield Flaw("parent", _called(section), said, mend=mend)
        elif circle := _circle(section, known):
            said = "stands in itself" + "".join(f", by way of {key}" for key in circle[1:])
            if told.isdisjoint(circle):
                yield Flaw("circle", _called(section), said, mend=mend)
            told.update(circle)
        elif places[parent] > places[section.key]:
            said = f"stands before section {parent}, which it is in"
            yield Flaw("order", _called(section), said, mend=partial(_order, library))


def _circle(section: Section, known: dict[str, Section]) -> list[str]:
    """Return the sections by way of which a section stands in itself, it first; else none."""
    above: dict[str, None] = {}
    key: str | None = section.key
    while key in known and key not in above:
        above[key] = None
        key = known[key].parent
    return list(above) if key == section.key else []


def _order(library: Library) -> None:
    library.sections[:] = [branch.section for branch in outline(library)]
