"""Where the parts of a document stand in a library: sections, entries, and the text between them.

What the library has stays where it is, and what is new comes behind what it follows in the
document. With `sync` the document's order holds, and what it moved has moved.
"""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from difftrack.library.absorbing import outlining, passages, placing
from difftrack.library.absorbing.portions import Portion, Row
from difftrack.library.absorbing.shares import Aside
from difftrack.library.absorbing.terms import Difference, Terms, difference
from difftrack.library.edits import UNCLASSIFIED, take_out
from difftrack.library.model import Library, Section
from difftrack.library.query import outline, with_descendants
from difftrack.library.reading import Generated, Reading
from difftrack.library.settings import Settings


class Arranged(NamedTuple):
    """In which texts library and document differ, what only the library has, and what went."""

    differences: list[Difference]
    missing: list[str]
    removed: list[str]


@dataclass(slots=True)
class _Document:
    """Places by section key, the keys of all entries, and all paragraphs of text, folded.

    `placed` are the keys that it says the place of.
    """

    places: dict[str, placing.Place]
    keys: set[str]
    placed: set[str]
    said: set[str]


def arrange(library: Library, portion: Portion, keys: list[str], *, is_new: bool) -> Arranged:
    """Put the sections, places and texts of a document, or of a part of it, into a library.

    `keys` are those of the entries and mentions of the whole document. `is_new` tells a library
    that held nothing: settings are taken, too.
    """
    reading, terms = portion.reading, portion.terms
    rows = placing.rows(library, portion)
    differences = _title(library, rows, reading, terms)
    if is_new and terms.into is None:
        _take_settings(library, reading)
    found = outlining.sections(library, reading.sections, placing.kept(reading, rows), terms)
    places = placing.places(rows, found, terms)
    placing.put_beside(reading, rows, found, places, terms)
    outro = "" if terms.into else placing.outro(library, rows, places)
    texts = (text for place in places.values() for texts in place.texts.values() for text in texts)
    placed = {key for place in places.values() for key in place.keys} | portion.elsewhere
    document = _Document(places, set(keys), placed, passages.paragraphs([outro, *texts]))
    if terms.into is None:
        top = places.pop("")
        ends = {"intro": "\n\n".join(top.texts.pop("", [])), "outro": outro}
        is_whole = bool(ends["intro"]) or placing.is_titled(rows)
        differences += _ends(library, ends, document.said, portion, is_whole=is_whole)
        if top.keys:
            places[_root(library).key] = top
    for section in library.sections:
        if section.key in places:
            differences += _settle(library, section, document, portion)
    others = _leave_others(library, document, portion) if terms.sync else Arranged([], [], [])
    _leave_waiting(library, document)
    return others._replace(differences=[*differences, *others.differences])


# -- What the library has of it afterwards --------------------------------------------------------


def _title(library: Library, rows: list[Row], reading: Reading, terms: Terms) -> list[Difference]:
    ours, theirs = library.title, reading.title
    if terms.into or not theirs or ours == theirs or not placing.is_titled(rows):
        return []
    if not ours or terms.sync:
        library.title = theirs
    is_told = terms.sync or reading.is_own  # another list has another title
    return [difference("", "title", ours, theirs)] if ours and is_told else []


def _take_settings(library: Library, reading: Reading) -> None:
    """Take the settings of a document, with which an export looks like it."""
    whats = {item.what for item in reading.items if isinstance(item, Generated)}
    values = {**library.settings.model_dump(), "empty_sections": True}
    told = ("contents", "count", "progress")
    if whats & {*told}:
        values |= {name: name in whats for name in told}
    library.settings = Settings.model_validate({**values, **reading.settings})


def _ends(
    library: Library,
    theirs: passages.Texts,
    said: set[str],
    portion: Portion,
    *,
    is_whole: bool,
) -> list[Difference]:
    """Settle the texts before the first section and behind the last.

    A document that is not whole is a part of a README that has its own beginning; one that has its
    own end does not say the library's.
    """
    ours = {"intro": library.intro, "outro": library.outro}
    stand = {"intro": not is_whole, "outro": portion.aside.outro and not theirs["outro"]}
    left = {name: ours.pop(name) for name, stands in stand.items() if stands}
    texts, differences = passages.settle("", ours, theirs, said, portion.terms)
    library.intro = texts.get("intro", left.get("intro", ""))
    library.outro = texts.get("outro", left.get("outro", ""))
    return differences


def _root(library: Library) -> Section:
    """Return the section without a heading, which comes first; it is made where it is missing."""
    root = library.section("")
    if root is None:
        root = Section(key="")
        library.sections.insert(0, root)
    return root


def _settle(
    library: Library, section: Section, document: _Document, portion: Portion
) -> list[Difference]:
    """Put what the document has in a section into it."""
    terms = portion.terms
    place = document.places[section.key]
    theirs = {after: "\n\n".join(texts) for after, texts in place.texts.items()}
    listed = list(place.keys)
    if terms.sync:
        moved = {k for k in section.entries if k in document.placed and k not in place.keys}
        _leave(section, moved, document)
    if terms.sync and library.settings.entry_order == ("listed", False):
        section.entries = outlining.woven(listed, section.entries)
    else:
        section.entries = outlining.woven(section.entries, listed)
    ours = {"": section.intro} | section.prose
    left = _left_aside(ours, theirs, section, portion.aside)
    texts, differences = passages.settle(section.key, ours, theirs, document.said, terms)
    texts |= left
    section.intro = texts.pop("", "")
    section.prose = {key: texts[key] for key in section.entries if key in texts}
    return differences


def _left_aside(
    ours: passages.Texts, theirs: passages.Texts, section: Section, said: Aside
) -> passages.Texts:
    """Take out of `ours` the text that the file's own end says, and is not written beside it."""
    if said.behind is None or said.behind[0] != section.key or said.behind[1] in theirs:
        return {}
    return {said.behind[1]: ours.pop(said.behind[1])}


def _leave(section: Section, keys: set[str], document: _Document) -> None:
    """Take entries out of a section; texts behind them that only moved do not stay."""
    for key in [key for key in section.prose if key in keys]:
        if passages.paragraphs([section.prose[key]]) <= document.said:
            del section.prose[key]
    take_out(section, keys)


def _leave_waiting(library: Library, document: _Document) -> None:
    """Take what has a section now out of the one where it waited for one."""
    waiting = library.section(UNCLASSIFIED)
    placed = {key for name, place in document.places.items() if name for key in place.keys}
    if waiting and UNCLASSIFIED not in document.places and not placed.isdisjoint(waiting.entries):
        take_out(waiting, placed)


# -- What the document does not have --------------------------------------------------------------


def _leave_others(library: Library, document: _Document, portion: Portion) -> Arranged:
    """Name what only the library has; with `terms.prune`, take it out.

    Sections that the document does not have give up what it lists elsewhere, and go when nothing
    is left in them.
    """
    terms, inside = portion.terms, portion.scope
    if inside is None and terms.into:
        inside = frozenset(with_descendants(library, terms.into.key))
    scope = [s for s in library.sections if inside is None or s.key in inside]
    apart = document.places.keys() | portion.aside.sections
    others = [section for section in scope if section.key not in apart]
    filled = _filled(library)
    missing = dict.fromkeys(key for s in scope for key in s.entries if key not in document.keys)
    gone = document.placed | missing.keys() if terms.prune else document.placed
    for section in others:
        _leave(section, gone, document)
    removed = _prune(library, scope, missing) if terms.prune else []
    emptied = {
        s.key for s in others if not s.entries and (s.key in filled or (terms.prune and s.intro))
    }
    return Arranged(_drop(library, emptied, document, terms), list(missing), removed)


def _filled(library: Library) -> set[str | None]:
    """Return the sections that hold entries, themselves or below."""
    filled: set[str | None] = set()
    for section, _ in reversed(outline(library)):
        if section.entries or section.key in filled:
            filled |= {section.key, section.parent}
    return filled


def _prune(library: Library, scope: list[Section], missing: dict[str, None]) -> list[str]:
    """Take entries out of sections, and of the library those that stand nowhere else."""
    for section in scope:
        take_out(section, missing.keys())
    standing = {key for section in library.sections for key in section.entries}
    removed = [key for key in missing if key not in standing]
    for key in removed:
        del library.entries[key]
    return removed


def _drop(
    library: Library, emptied: set[str], document: _Document, terms: Terms
) -> list[Difference]:
    """Remove sections without entries, where nothing of the owner's is left in them."""
    differences: list[Difference] = []
    below = Counter(section.parent for section in library.sections)
    gone: set[str] = set()
    for section, _ in reversed(outline(library)):
        if section.key not in emptied or below[section.key] or section.query:
            continue
        left = [p for p in passages.split(section.intro) if passages.folded(p) not in document.said]
        if left:
            differences.append(difference(section.key, "text", " ".join(left), ""))
        if terms.prune or not left:
            gone.add(section.key)
            below[section.parent] -= 1
    library.sections = [section for section in library.sections if section.key not in gone]
    return differences
