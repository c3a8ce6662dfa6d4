"""Where the parts of a document stand in a library: sections, entries, and the text between them.

What the library has stays where it is, and what is new comes behind what it follows in the
document. With `sync` the document's order holds, and what it moved has moved.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from difftrack.library import outlining, passages
from difftrack.library.edits import UNCLASSIFIED, take_out
from difftrack.library.model import Library, Section
from difftrack.library.query import outline, with_descendants
from difftrack.library.reading import Generated, Item, Listed, Mention, Prose, Reading
from difftrack.library.settings import Settings
from difftrack.library.terms import Difference, Terms, difference

_RULE = re.compile(r"(?m)^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")

_Row = tuple[Item, str]
"""An item of the document, with the key of its entry, "" for others."""


class Arranged(NamedTuple):
    """In which texts library and document differ, what only the library has, and what went."""

    differences: list[Difference]
    missing: list[str]
    removed: list[str]


@dataclass(slots=True)
class _Place:
    """What a document has in one section: keys in order, texts by the key before them (or "")."""

    keys: dict[str, None] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Document:
    """Places by section key, the keys of all entries, and all paragraphs of text, folded.

    `placed` are the keys that it says the place of.
    """

    places: dict[str, _Place]
    keys: set[str]
    placed: set[str]
    said: set[str]


def arrange(
    library: Library, reading: Reading, keys: list[str], terms: Terms, *, is_new: bool
) -> Arranged:
    """Put the sections, places and texts of a document into a library.

    `keys` are those of its entries and mentions, in order. `is_new` tells a library that held
    nothing: settings are taken, too.
    """
    rows = _rows(library, reading, keys, terms, is_new=is_new)
    differences = _title(library, rows, reading, terms)
    if is_new and terms.into is None:
        _take_settings(library, reading)
    found = outlining.sections(library, reading.sections, _kept(reading, rows), terms)
    places = _places(rows, found, terms)
    _put_beside(reading, rows, found, places, terms)
    outro = "" if terms.into else _outro(library, rows, places)
    texts = (text for place in places.values() for texts in place.texts.values() for text in texts)
    placed = {key for place in places.values() for key in place.keys}
    document = _Document(places, set(keys), placed, passages.paragraphs([outro, *texts]))
    if terms.into is None:
        top = places.pop("")
        ends = {"intro": "\n\n".join(top.texts.pop("", [])), "outro": outro}
        is_whole = bool(ends["intro"]) or _is_titled(rows)
        differences += _ends(library, ends, document.said, terms, is_whole=is_whole)
        if top.keys:
            places[_root(library).key] = top
    for section in library.sections:
        if section.key in places:
            differences += _settle(library, section, document, terms)
    others = _leave_others(library, document, terms) if terms.sync else Arranged([], [], [])
    _leave_waiting(library, document)
    return others._replace(differences=[*differences, *others.differences])


# -- What of the document counts ------------------------------------------------------------------


def _rows(
    library: Library, reading: Reading, keys: list[str], terms: Terms, *, is_new: bool
) -> list[_Row]:
    """Return the items that are placed, each with its key.

    Around the regions that difftrack writes, a README has its owner's own head and foot: they stay
    in that file. A list without headings does not say where an entry stands.
    """
    following = iter(keys)
    rows = [(i, next(following) if isinstance(i, Listed | Mention) else "") for i in reading.items]
    if terms.into is None:
        standing = {key for s in library.sections if s.key for key in s.entries}
        if reading.is_own and not is_new:
            rows = [
                (item, key)
                for item, key, is_inside in _in_regions(rows)
                if is_inside or (key and key not in standing)
            ]
        if not reading.sections:
            rows = [(item, key) for item, key in rows if key not in standing]
    return [row for row in rows if not isinstance(row[0], Generated)]


def _in_regions(rows: list[_Row]) -> Iterator[tuple[Item, str, bool]]:
    is_inside = False
    for item, key in rows:
        if isinstance(item, Generated) and item.what == "marker":
            is_inside = "difftrack:begin" in item.text
        yield item, key, is_inside


def _kept(reading: Reading, rows: list[_Row]) -> set[int]:
    """Return the sections that hold one of the rows, and those around them."""
    held = {item.section for item, _ in rows if item.section is not None}
    for index in range(len(reading.sections) - 1, -1, -1):
        parent = reading.sections[index].parent
        if index in held and parent is not None:
            held.add(parent)
    return held


def _places(rows: list[_Row], found: dict[int, Section], terms: Terms) -> dict[str, _Place]:
    """Return what stands where, by section key; "" is before the first section."""
    outer = terms.into.key if terms.into else ""
    places = {outer: _Place()} | {section.key: _Place() for section in found.values()}
    last: dict[str, str] = {}
    for item, key in rows:
        name = found[item.section].key if item.section is not None else outer
        if isinstance(item, Listed | Mention):
            if key:
                places[name].keys.setdefault(key)
                last[name] = key
        elif isinstance(item, Prose) and item.role == "text":
            places[name].texts.setdefault(last.get(name, ""), []).append(item.text)
    return places


def _put_beside(
    reading: Reading,
    rows: list[_Row],
    found: dict[int, Section],
    places: dict[str, _Place],
    terms: Terms,
) -> None:
    """Begin the texts below headings with what the headings hold beside their titles."""
    besides = {section.key: reading.sections[n].beside for n, section in found.items()}
    if _is_titled(rows):
        besides[terms.into.key if terms.into else ""] = reading.beside
    for key, beside in besides.items():
        if beside:
            places[key].texts[""] = [beside, *places[key].texts.get("", [])]


def _is_titled(rows: list[_Row]) -> bool:
    return any(isinstance(item, Prose) and item.role == "title" for item, _ in rows)


def _outro(library: Library, rows: list[_Row], places: dict[str, _Place]) -> str:
    """Take the text behind the last entry out: the library's own, or from its last rule on."""
    last = rows[-1][0] if rows else None
    if not isinstance(last, Prose) or last.role != "text":
        return ""
    texts = next(t for place in places.values() for t in place.texts.values() if t[-1] is last.text)
    rules = [match.start() for match in _RULE.finditer(last.text)]
    is_own = bool(library.outro) and last.text.endswith(library.outro)
    if is_own and (_RULE.match(library.outro) or not rules):
        at = len(last.text) - len(library.outro)
    else:
        at = rules[-1] if rules else len(last.text)
    rest = last.text[:at].rstrip()
    texts[-1:] = [rest] if rest else []
    return last.text[at:].strip()


# -- What the library has of it afterwards --------------------------------------------------------


def _title(library: Library, rows: list[_Row], reading: Reading, terms: Terms) -> list[Difference]:
    ours, theirs = library.title, reading.title
    if terms.into or not theirs or ours == theirs or not _is_titled(rows):
        return []
    if not ours or terms.sync:
        library.title = theirs
    is_told = terms.sync or reading.is_own  # another list has another title
    return [difference("", "title", ours, theirs)] if ours and is_told else []


def _take_settings(library: Library, reading: Reading) -> None:
    """Take the settings of a document, with which an export looks like it."""
    whats = {item.what for item in reading.items if isinstance(item, Generated)}
    values = {**library.settings.model_dump(), **reading.settings, "empty_sections": True}
    if whats & {"contents", "count"}:
        values |= {"contents": "contents" in whats, "count": "count" in whats}
    library.settings = Settings.model_validate(values)


def _ends(
    library: Library, theirs: passages.Texts, said: set[str], terms: Terms, *, is_whole: bool
) -> list[Difference]:
    """Settle the texts before the first section and behind the last.

    A document that is not whole is a part of a README that has its own beginning.
    """
    ours = {"intro": library.intro, "outro": library.outro}
    if not is_whole:
        del ours["intro"]
    texts, differences = passages.settle("", ours, theirs, said, terms)
    library.intro = texts.get("intro", "" if is_whole else library.intro)
    library.outro = texts.get("outro", "")
    return differences


def _root(library: Library) -> Section:
    """Return the section without a heading, which comes first; it is made where it is missing."""
    root = library.section("")
    if root is None:
        root = Section(key="")
        library.sections.insert(0, root)
    return root


def _settle(
    library: Library, section: Section, document: _Document, terms: Terms
) -> list[Difference]:
    """Put what the document has in a section into it."""
    place = document.places[section.key]
    theirs = {after: "\n\n".join(texts) for after, texts in place.texts.items()}
    listed = list(place.keys)
    if terms.sync:
        moved = {k for k in section.entries if k in document.placed and k not in place.keys}
        _leave(section, moved, document)
    if terms.sync and library.settings.order == "listed":
        section.entries = outlining.woven(listed, section.entries)
    else:
        section.entries = outlining.woven(section.entries, listed)
    ours = {"": section.intro} | section.prose
    texts, differences = passages.settle(section.key, ours, theirs, document.said, terms)
    section.intro = texts.pop("", "")
    section.prose = {key: texts[key] for key in section.entries if key in texts}
    return differences


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


def _leave_others(library: Library, document: _Document, terms: Terms) -> Arranged:
    """Name what only the library has; with `terms.prune`, take it out.

    Sections that the document does not have give up what it lists elsewhere, and go when nothing
    is left in them.
    """
    inside = with_descendants(library, terms.into.key) if terms.into else None
    scope = [s for s in library.sections if inside is None or s.key in inside]
    others = [section for section in scope if section.key not in document.places]
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
