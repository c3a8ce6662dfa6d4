"""What to say of a file that cannot be read as a library: the line, the field, the next step."""

import re

from pydantic import ValidationError

from difftrack.errors import DifftrackError, LibraryDamagedError, NewerLibraryError
from difftrack.library.model import FORMAT_VERSION
from difftrack.text import json_places
from difftrack.text.folding import clean, shorten

MARKER = re.compile(rb"^<<<<<<< ", re.MULTILINE)
"""How git begins the two versions that it leaves of lines which both sides changed."""

_WIDE = {
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
"""How a text begins that some editors and shells write, and its encoding."""

_BEGIN = 100  # bytes; JSON has ASCII among its first signs, which take a zero byte there

_PLACE = re.compile(r" at line (\d+) column (\d+)$")


def damaged(name: str, data: bytes, error: ValidationError) -> DifftrackError:
    """Return what to raise for a file that was not read; `name` says where it came from."""
    if version_of(data) > FORMAT_VERSION:
        return newer(name)
    marker = MARKER.search(data)
    if marker:
        line = data.count(b"\n", 0, marker.start()) + 1
        return refused(name, f"git left two versions of it to choose from, at line {line}")
    return refused(name, _bytes(data) or _json(data, error))


def _bytes(data: bytes) -> str:
    """Say what a file is that is no text of ours at all."""
    if not data.strip():
        return "line 1: it is empty"
    if not data.strip(b"\0"):
        return "line 1: it holds nothing but zero bytes, as after a crash of the machine"
    encoding = wide(data)
    return f"line 1: it is text in {encoding}, and a library is UTF-8" if encoding else ""


def wide(data: bytes) -> str:
    """Return the encoding of a text whose letters take several bytes each, "" of any other."""
    if b"\0" not in data[:_BEGIN]:  # two bytes more, and no other text
        return ""
    return next((name for mark, name in _WIDE.items() if data.startswith(mark)), "")


def _json(data: bytes, error: ValidationError) -> str:
    """Say what is wrong in a text, and where."""
    text = data.decode(errors="replace")
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = _PLACE.search(first["msg"])
    if place is None:
        offset = json_places.offset_of(text, first["loc"])
        return f"{told_place(text, offset, first['loc'])}: {first['msg']}"
    offset = _offset(text, int(place[1]), int(place[2]))
    reason = first["msg"][: place.start()].removeprefix("Invalid JSON: ")
    return f"{told_place(text, offset, json_places.path_at(text, max(offset - 1, 0)))}: {reason}"


def _offset(text: str, line: int, column: int) -> int:
    """Return where in a text a line and a byte of it are, from 1; byte 0 is the line break."""
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    before = text[start:].partition("\n")[0].encode()[: max(column - 1, 0)]
    return max(start + len(before.decode(errors="ignore")) - (column == 0), 0)


def told_place(text: str, offset: int, path: json_places.Path) -> str:
    """Return a place in a file as it is told: `line 17, entries.2006.11239.title`."""
    line = f"line {json_places.line_at(text, offset)}"
    return f"{line}, {named(path)}" if path else line


def named(path: json_places.Path) -> str:
    """Return the names that lead to a value in one word."""
    return shorten(clean(".".join(map(str, path))), 100)


def refused(name: str, problem: str) -> LibraryDamagedError:
    """Return what to say of a file that is no library for one reason."""
    return LibraryDamagedError(
        f"{name} cannot be read as a library: {problem}. Nothing was changed. See what can be "
        "saved: difftrack doctor"
    )


def version_of(data: bytes) -> int:
    """Return the format version that a file claims, 0 where it is no JSON object with one."""
    from pydantic_core import from_json  # noqa: PLC0415 - only a file that could not be read needs it

    try:
        head = from_json(data)
    except ValueError:
        return 0
    version = head.get("version", 0) if isinstance(head, dict) else 0
    return version if type(version) is int else 0


def newer(name: str) -> NewerLibraryError:
    """Return what to say of a file that a newer difftrack wrote."""
    return NewerLibraryError(
        f"{name} was written by a newer difftrack and is left as it is. Update: "
        "pip install --upgrade difftrack"
    )
