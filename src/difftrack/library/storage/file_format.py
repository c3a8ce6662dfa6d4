"""The bytes of a library file: read and checked, and written the same for the same library."""

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticSerializationError

from difftrack.errors import LibraryDamagedError, NotWrittenError
from difftrack.library.edits import take_in_orphans
from difftrack.library.model import FORMAT_VERSION, Entry, Library
from difftrack.library.storage.damage import damaged, newer, refused, told_place, version_of
from difftrack.text.folding import clean, shorten
from difftrack.text.json_places import Path, doubled, offset_of

# The fields of an entry that take more than a line.
_HOLDING_MORE = [n for n, f in Entry.model_fields.items() if isinstance(f.default, (list, dict))]


Step: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""What makes of a file of one format version, read as JSON, one of the next."""

STEPS: dict[int, Step] = {}
"""The steps by the version that each begins with. Version 1 is the first: there is none yet."""

_MARK = b"\xef\xbb\xbf"  # a byte order mark, which some editors put before UTF-8


def decode(data: bytes, name: str, steps: Mapping[int, Step] = STEPS) -> Library:
    """Return the library that `data` holds; `name` says in errors where it came from.

    A file of an older version is brought to this one, step by step, and written so when it is
    next changed.
    """
    data = data.removeprefix(_MARK)
    collects = gc.isenabled()
    gc.disable()  # looking for garbage among thousands of entries doubles the time
    try:
        library = _read(data, steps)
        _check(library, data, name)
    except ValidationError as error:
        raise damaged(name, data, error) from None
    finally:
        if collects:
            gc.enable()
    return library


def _read(data: bytes, steps: Mapping[int, Step]) -> Library:
    try:
        library = Library.model_validate_json(data)
    except ValidationError:
        if version_of(data) not in steps:
            raise
    else:
        if library.version not in steps:
            return library
    held = json.loads(data)
    while held["version"] in steps:
        version = held["version"]
        held = steps[version](held) | {"version": version + 1}
    return Library.model_validate_json(json.dumps(held))


def _check(library: Library, data: bytes, name: str) -> None:
    """Refuse a file that is valid JSON and yet no library; take in entries that stand nowhere."""
    if not {"format", "version"} <= library.model_fields_set:
        raise LibraryDamagedError(
            f'{name} is no library: it lacks "format": "difftrack" and "version". '
            "Nothing was changed. Name the right file: --library PATH"
        )
    problem = next(_problems(library), None) or _doubled(library, data)
    if problem:
        if library.version > FORMAT_VERSION:
            raise newer(name)
        text = data.decode()
        place = told_place(text, offset_of(text, problem.path), problem.path)
        raise refused(name, f"{place}: {problem.what}")
    take_in_orphans(library)


class Problem(NamedTuple):
    """What makes a file no library although it is valid JSON of the right types."""

    path: Path
    what: str


def _problems(library: Library) -> Iterator[Problem]:
    keys: set[str] = set()
    for number, section in enumerate(library.sections):
        path = ("sections", number)
        called = shorten(section.key, 60)
        if section.key in keys:
            yield Problem((*path, "key"), f"two sections have the key {called!r}")
        keys.add(section.key)
        for at, key in enumerate(section.entries):
            if key not in library.entries:
                said = f"section {called!r} lists {shorten(key, 60)!r}, which is no entry"
                yield Problem((*path, "entries", at), said)
        if len(set(section.entries)) < len(section.entries):
            twice = Counter(section.entries).most_common(1)[0][0]
            said = f"section {called!r} lists an entry twice: {shorten(twice, 60)!r}"
            yield Problem((*path, "entries"), said)


def _doubled(library: Library, data: bytes) -> Problem | None:
    """Return a key that stands twice in one JSON object, which a merge by hand easily leaves.

    Reading takes the last and forgets the first. To look closely costs as much as to read; it is
    done only where the file has not the number of lines that difftrack would write.
    """
    if data.count(b"\n") == _lines(library):
        return None
    path = doubled(data.decode())
    if path is None:
        return None
    called = shorten(str(path[-1]), 60)
    return Problem(path, f"{called!r} stands twice in one place, with two contents")


def _lines(value: object) -> int:
    """Return how many lines a value that was read takes in the file of `encode`."""
    if value.__class__ is str:
        return 1
    if isinstance(value, Entry):
        return _lines_of_entry(value)
    if isinstance(value, BaseModel):
        held = dict(value)
        inside = [held[name] for name in value.model_fields_set]
    elif isinstance(value, (list, dict)):
        inside = list(value.values()) if isinstance(value, dict) else value
    else:
        return 1
    return 2 + sum(map(_lines, inside)) if inside else 1


def _lines_of_entry(entry: Entry) -> int:
    """Count without looking at each field: there are thousands of entries."""
    values, lines = entry.__dict__, len(entry.__pydantic_fields_set__)
    if not lines:
        return 1
    for name in _HOLDING_MORE:
        held = values[name]
        if held:
            lines += len(held) + 1
    extra = entry.__pydantic_extra__
    return lines + 2 + (sum(map(_lines, extra.values())) - len(extra) if extra else 0)


def unplaced(data: bytes) -> list[str]:
    """Return the keys of entries that stand in no section of a file that can be read."""
    held = json.loads(data.removeprefix(_MARK))
    placed = {key for section in held.get("sections", []) for key in section.get("entries", [])}
    return [key for key in held.get("entries", {}) if key not in placed]


def encode(library: Library) -> bytes:
    """Return the file of a library: the same library is always the same bytes.

    Raises `NotWrittenError` where a text in it cannot be written (half a surrogate pair).
    """
    ordered = library.model_copy(update={"entries": dict(sorted(library.entries.items()))})
    try:
        # model_dump_json, without its way from bytes to a string: ours is bytes.
        body = ordered.__pydantic_serializer__.to_json(
            ordered,
            indent=1,
            exclude_defaults=True,
            exclude={"format", "version"},
            warnings="error",
        )
    except PydanticSerializationError as error:
        reason = clean(str(error)).removeprefix("Error serializing to JSON: ")
        raise NotWrittenError(
            f"The library could not be written: {reason}. What was there before still stands"
        ) from None
    # What identifies the file stands in it even where it is the default.
    head = f'{{\n "format": "difftrack",\n "version": {FORMAT_VERSION}'.encode()
    rest = b"," + body[1:] if len(body) > len(b"{}") else b"\n}"
    return b"".join((head, rest, b"\n"))
