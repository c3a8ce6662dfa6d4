"""A library in which git left two versions of some lines: both are read, and joined.

What stands above `=======` (ours) stands. What only the other version has is added: entries,
sections, places, fields, links, texts, and a read mark. Where both say something else, the other's
is set aside. Two works that happen to have one key stay two.
"""

from typing import TypeVar

from pydantic import BaseModel

from difftrack.library.identity import Index
from difftrack.library.model import Entry, Library, put
from difftrack.library.ownership import pin
from difftrack.library.repair.remains import Piece, as_piece
from difftrack.text import arxiv_id
from difftrack.text.names import numbered

_BEGIN, _BASE, _MIDDLE, _END = "<<<<<<< ", "||||||| ", "=======", ">>>>>>> "
_JOINED = {"ignored", "tags", "categories", "figures"}
"""Lists that are sets: what only the other version has is added. So are places in a section."""
_MARKS = {"pinned", "derived"}
"""Names of fields, which hold only where their values stand."""

_Model = TypeVar("_Model", bound=BaseModel)


def sides(text: str) -> tuple[str, str]:
    """Return the text as each side has it; for what only the other has there are empty lines."""
    ours, theirs = [], []
    now = _END
    for line in text.split("\n"):
        mark = next((m for m in (_BEGIN, _BASE, _END) if line.startswith(m)), "")
        if not mark and now != _END and line.rstrip("\r") == _MIDDLE:
            mark = _MIDDLE
        now = mark or now
        ours.append("" if mark or now in {_BASE, _MIDDLE} else line)
        theirs.append("" if mark or now in {_BEGIN, _BASE} else line)
    return "\n".join(ours), "\n".join(theirs)


def join(ours: Library, theirs: Library) -> list[Piece]:
    """Put the other side's library into ours; return what differs of it."""
    pieces = _fill(ours.settings, theirs.settings, "settings")
    _keep_apart(ours, theirs)
    for key, entry in theirs.entries.items():
        if key in ours.entries:
            pieces += _join_entry(ours.entries[key], entry, f"entries.{key}")
        else:
            ours.entries[key] = entry
    known = {section.key: section for section in ours.sections}
    for section in theirs.sections:
        if section.key in known:
            mine = known[section.key]
            mine.entries = list(dict.fromkeys([*mine.entries, *section.entries]))
            section.entries = mine.entries
            pieces += _fill(mine, section, f"sections.{section.key}")
        else:
            ours.sections.append(section)
    theirs.settings, theirs.sections, theirs.entries = ours.settings, ours.sections, ours.entries
    return pieces + _fill(ours, theirs, "")


def _keep_apart(ours: Library, theirs: Library) -> None:
    """Give works of the other side whose keys are those of other works a key of their own."""
    for key in theirs.entries.keys() & ours.entries.keys():
        if _are_one(key, ours.entries[key], theirs.entries[key]):
            continue
        free = numbered(key, ours.entries.keys() | theirs.entries.keys())
        theirs.entries[free] = theirs.entries.pop(key)
        for section in theirs.sections:
            section.entries = [free if other == key else other for other in section.entries]
            if key in section.prose:
                section.prose[free] = section.prose.pop(key)


def _are_one(key: str, one: Entry, other: Entry) -> bool:
    if not (_new(one, other) and _new(other, one)) or Index.of({key: one}).find(other):
        return True
    named = arxiv_id.recognise(key)  # it says what it is the key of
    return named is not None and len({one.arxiv_id, other.arxiv_id} - {None}) < 2  # noqa: PLR2004


def _new(one: Entry, other: Entry) -> list[str]:
    """Return the names of fields in which the second says what the first does not."""
    known, said = dict(one), dict(other)
    return [name for name in other.model_fields_set if said[name] != known.get(name)]


def _join_entry(kept: Entry, other: Entry, place: str) -> list[Piece]:
    """Complete an entry, and say of the fields that stand whose they are.

    Pinned is what either side pinned; derived what neither has from its owner.
    """
    mine, theirs = dict(kept), dict(other)
    if kept.authors:  # `et al.` is said of the others
        other = other.model_copy(update={"etal": False})
    pieces = _fill(kept, other, place)
    held = dict(kept)
    kept.pinned += [name for name in other.pinned if held.get(name) == theirs.get(name)]
    pin(kept, ())
    sides = ((mine, kept.derived), (theirs, other.derived))
    kept.derived = [
        name
        for name in dict.fromkeys([*kept.derived, *other.derived])
        if all(name in derived for side, derived in sides if side.get(name) == held.get(name))
    ]
    return pieces


def _fill(kept: _Model, other: _Model, place: str) -> list[Piece]:
    """Take what is empty in a record from another; return what differs of that."""
    pieces = []
    ours, theirs = dict(kept), dict(other)
    for name in sorted(other.model_fields_set - _MARKS):
        mine, value = ours.get(name), theirs[name]
        if mine is None or mine is False or mine in ("", [], {}):
            put(kept, name, value)
            continue
        if isinstance(mine, dict) and isinstance(value, dict):
            put(kept, name, value | mine)
            value = {key: text for key, text in value.items() if mine.get(key, text) != text}
        elif name in _JOINED & type(kept).model_fields.keys():
            put(kept, name, list(dict.fromkeys([*mine, *value])))
            continue
        if value and value != mine:
            pieces.append(as_piece(0, f"{place}.{name}" if place else name, value))
    return pieces
