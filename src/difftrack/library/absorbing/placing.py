"""What stands where in a document, in terms of the library's sections."""

from dataclasses import dataclass, field

from difftrack.library.absorbing.portions import Portion, Row
from difftrack.library.absorbing.terms import Terms
from difftrack.library.model import Library, Section
from difftrack.library.reading import Generated, Listed, Mention, Prose, Reading
from difftrack.text.written import RULE


@dataclass(slots=True)
class Place:
    """What a document has in one section: keys in order, texts by the key before them (or "")."""

    keys: dict[str, None] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)


def rows(library: Library, portion: Portion) -> list[Row]:
    """Return the items that are placed, each with its key.

    A list without headings does not say where an entry stands.
    """
    rows = [row for row in portion.rows if not isinstance(row[0], Generated)]
    if portion.terms.into is None and not portion.reading.sections:
        standing = {key for s in library.sections if s.key for key in s.entries}
        return [(item, key) for item, key in rows if key not in standing]
    return rows


def kept(reading: Reading, rows: list[Row]) -> set[int]:
    """Return the sections that hold one of the rows, and those around them."""
    held = {item.section for item, _ in rows if item.section is not None}
    for index in range(len(reading.sections) - 1, -1, -1):
        parent = reading.sections[index].parent
        if index in held and parent is not None:
            held.add(parent)
    return held


def places(rows: list[Row], found: dict[int, Section], terms: Terms) -> dict[str, Place]:
    """Return what stands where, by section key; "" is before the first section."""
    outer = terms.into.key if terms.into else ""
    places = {outer: Place()} | {section.key: Place() for section in found.values()}
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


def put_beside(
    reading: Reading,
    rows: list[Row],
    found: dict[int, Section],
    places: dict[str, Place],
    terms: Terms,
) -> None:
    """Begin the texts below headings with what the headings hold beside their titles."""
    besides = {section.key: reading.sections[n].beside for n, section in found.items()}
    if is_titled(rows):
        besides[terms.into.key if terms.into else ""] = reading.beside
    for key, beside in besides.items():
        if beside:
            places[key].texts[""] = [beside, *places[key].texts.get("", [])]


def is_titled(rows: list[Row]) -> bool:
    """Whether the document names itself: a paragraph stands in its title's place."""
    return any(isinstance(item, Prose) and item.role == "title" for item, _ in rows)


def outro(library: Library, rows: list[Row], places: dict[str, Place]) -> str:
    """Take the text behind the last entry out: the library's own, or from its last rule on."""
    last = rows[-1][0] if rows else None
    if isinstance(last, Prose) and last.role == "outro":
        return last.text
    if not isinstance(last, Prose) or last.role != "text":
        return ""
    texts = next(t for place in places.values() for t in place.texts.values() if t[-1] is last.text)
    rules = [match.start() for match in RULE.finditer(last.text)]
    is_own = bool(library.outro) and last.text.endswith(library.outro)
    if is_own and (RULE.match(library.outro) or not rules):
        at = len(last.text) - len(library.outro)
    else:
        at = rules[-1] if rules else len(last.text)
    rest = last.text[:at].rstrip()
    texts[-1:] = [rest] if rest else []
    return last.text[at:].strip()
