"""The bytes of a library file: read and checked, and written the same for the same library."""

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticSerializationError

from difftrack.errors import LibraryDamagedError, NewerLibraryError, NotWrittenError
from difftrack.library.model import FORMAT_VERSION, Entry, Library, Section
from difftrack.text.folding import clean, shorten

# The fields of an entry that take more than a line.
_HOLDING_MORE = [n for n, f in Entry.model_fields.items() if isinstance(f.default, (list, dict))]


def decode(data: bytes, name: str) -> Library:
    """Return the library that `data` holds; `name` says in errors where it came from."""
    collects = gc.isenabled()
    gc.disable()  # looking for garbage among thousands of entries doubles the time
    try:
        library = Library.model_validate_json(data)
        _check(library, data, name)
    except ValidationError as error:
        raise _damaged(data, name, error) from None
    finally:
        if collects:
            gc.enable()
    return library


def _check(library: Library, data: bytes, name: str) -> None:
    """Refuse a file that is valid JSON and yet no library; take in entries that stand nowhere."""
    if not {"format", "version"} <= library.model_fields_set:
        raise LibraryDamagedError(
            f'{name} is no library: it lacks "format": "difftrack" and "version". '
            "Nothing was changed. Name the right file: --library PATH"
        )
    problem = next(_problems(library, data), "")
    if problem:
        raise newer(name) if library.version > FORMAT_VERSION else _damage(name, problem)
    _take_in_orphans(library)


def _damaged(data: bytes, name: str, error: ValidationError) -> Exception:
    if version_of(data) > FORMAT_VERSION:
        return newer(name)
    before, marks, _ = data.partition(b"\n<<<<<<< ")
    if marks:
        line = before.count(b"\n") + 2
        return _damage(name, f"git left two versions of it to choose from, at line {line}")
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = shorten(clean(".".join(str(part) for part in first["loc"])), 100)
    return _damage(name, f"{where}: {first['msg']}" if where else first["msg"])


def _damage(name: str, problem: str) -> LibraryDamagedError:
    return LibraryDamagedError(
        f"{name} cannot be read as a library: {problem}. Nothing was changed. Mend the file, "
        "or bring back the state before the last change: difftrack undo --force"
    )


def version_of(data: bytes) -> int:
    """Return the format version that a file claims, 0 where it is no JSON object with one."""
    from pydantic_core import from_json  # noqa: PLC0415 - only a file that could not be read needs it

    try:
        head = from_json(data)
    except ValueError:
        return 0
    version = head.get("version", 0) if isinstance(head, dict) else 0
    return version if isinstance(version, int) else 0


def newer(name: str) -> NewerLibraryError:
    """Return what to say of a file that a newer difftrack wrote."""
    return NewerLibraryError(
        f"{name} was written by a newer difftrack and is left as it is. Update: "
        "pip install --upgrade difftrack"
    )


def _problems(library: Library, data: bytes) -> Iterator[str]:
    """Yield what makes a file no library although it is valid JSON of the right types."""
    keys: set[str] = set()
    for section in library.sections:
        called = f"section {shorten(section.key, 60)!r}"
        if section.key in keys:
            yield f"two sections have the key {shorten(section.key, 60)!r}"
        keys.add(section.key)
        strangers = [key for key in section.entries if key not in library.entries]
        if strangers:
            yield f"{called} lists {shorten(strangers[0], 60)!r}, which is no entry"
        if len(set(section.entries)) < len(section.entries):
            yield f"{called} lists an entry twice"
    doubled = _doubled_key(library, data)
    if doubled is not None:
        yield f"{shorten(doubled, 60)!r} stands twice in one place, with two contents"


def _doubled_key(library: Library, data: bytes) -> str | None:
    """Return a key that stands twice in one JSON object, which a merge by hand easily leaves.

    Reading takes the last and forgets the first. To look closely costs as much as to read; it is
    done only where the file has not the number of lines that difftrack would write.
    """
    if data.count(b"\n") == _lines(library):
        return None
    import json  # noqa: PLC0415 - only a file that someone else wrote needs it

    found: list[str] = []

    def _look(pairs: list[tuple[str, Any]]) -> None:
        if len({key for key, _ in pairs}) < len(pairs):
            found.append(Counter(key for key, _ in pairs).most_common(1)[0][0])

    with suppress(ValueError):  # a number that is too long for Python
        json.loads(data, object_pairs_hook=_look)
    return found[0] if found else None


def _lines(value: object) -> int:
    """Return how many lines a value that was read takes in the file of `encode`."""
    if value.__class__ is str:
        return 1
    if isinstance(value, Entry):
        return _lines_of_entry(value)
    if isinstance(value, BaseModel):
        inside = [getattr(value, name) for name in value.model_fields_set]
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


def _take_in_orphans(library: Library) -> None:
    """Put entries that stand nowhere into the section without a heading."""
    placed = {key for section in library.sections for key in section.entries}
    lost = [key for key in library.entries if key not in placed]
    if lost:
        bare = library.section("")
        if bare is None:
            bare = Section(key="")
            library.sections.insert(0, bare)
        bare.entries += lost


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
