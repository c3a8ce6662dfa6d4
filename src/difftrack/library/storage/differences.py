"""What lies between two states of a library file, in words.

The files are read as JSON, not as libraries: a state that is damaged or newer is compared, too.
"""

from typing import Any, NamedTuple

from pydantic_core import from_json

from difftrack.text.folding import clean, shorten

_LONGEST = 60  # columns of a name
_MOST_NAMED = 3  # sections or settings in one line


class Differences(NamedTuple):
    """What is another in the second state; names of entries and sections as people know them."""

    added: list[str]
    removed: list[str]
    changed: list[str]  # with the names of the fields
    others: list[str]

    def lines(self) -> list[str]:
        """Return one line for each difference."""
        kinds = (("added", self.added), ("removed", self.removed), ("changed", self.changed))
        return [f"{word} {name}" for word, names in kinds for name in names] + self.others

    def brief(self) -> str:
        """Return all of it in a line; many of a kind are counted."""
        kinds = (("added", self.added), ("removed", self.removed), ("changed", self.changed))
        parts = [
            f"{word} {names[0] if len(names) == 1 else f'{len(names)} entries'}"
            for word, names in kinds
            if names
        ]
        is_short = len(self.others) <= _MOST_NAMED
        parts += self.others if is_short else [f"{len(self.others)} sections or settings"]
        return "; ".join(parts) or "nothing"


def differences(old: dict[str, Any], new: dict[str, Any]) -> Differences:
    """Return what changed from one state to the other."""
    ours, theirs = _mapping(old, "entries"), _mapping(new, "entries")
    return Differences(
        [_named(key, theirs[key]) for key in theirs if key not in ours],
        [_named(key, ours[key]) for key in ours if key not in theirs],
        [
            f"{_named(key, theirs[key])}: {_fields(ours[key], theirs[key])}"
            for key in theirs
            if key in ours and ours[key] != theirs[key]
        ],
        [*_sections(old, new), *_rest(old, new)],
    )


def read(data: bytes) -> dict[str, Any] | None:
    """Return what a file holds; `None` where that is no JSON object."""
    try:
        library = from_json(data)
    except ValueError:
        return None
    return library if isinstance(library, dict) else None


def _mapping(library: dict[str, Any], name: str) -> dict[str, Any]:
    found = library.get(name)
    return found if isinstance(found, dict) else {}


def _named(key: str, value: object) -> str:
    fields = value if isinstance(value, dict) else {}
    name = shorten(clean(str(fields.get("short") or fields.get("title") or "")), _LONGEST)
    return f"{clean(key)} ({name})" if name and name != key else clean(key)


def _fields(ours: object, theirs: object) -> str:
    old, new = (value if isinstance(value, dict) else {} for value in (ours, theirs))
    names = dict.fromkeys([*old, *new])
    return ", ".join(clean(n) for n in names if old.get(n) != new.get(n))


def _sections(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    ours, theirs = _by_key(old), _by_key(new)
    gone = [f"section {_named(key, ours[key])} removed" for key in ours if key not in theirs]
    come = [f"section {_named(key, theirs[key])} added" for key in theirs if key not in ours]
    changed = [
        f"section {_named(key, theirs[key])}: {_fields(ours[key], theirs[key])}"
        for key in theirs
        if key in ours and ours[key] != theirs[key]
    ]
    is_moved = not (gone or come) and list(ours) != list(theirs)
    return gone + come + changed + (["order of the sections"] if is_moved else [])


def _by_key(library: dict[str, Any]) -> dict[str, Any]:
    sections = library.get("sections")
    found = sections if isinstance(sections, list) else []
    return {str(s.get("key", "")): s for s in found if isinstance(s, dict)}


def _rest(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    names = dict.fromkeys([*old, *new])
    return [
        clean(name)
        for name in names
        if name not in {"entries", "sections"} and old.get(name) != new.get(name)
    ]
