"""The fields of a BibTeX entry as they are written, and their values.

Source of the rules: Oren Patashnik, "BibTeXing" (groups, quotations, strings joined by `#`).
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from bibtexparser.model import Entry as Record

from difftrack.text import labels

MARK = re.compile(r"(?<!\\)[{}\"]")
_BARE = re.compile(r"[^\s={}\"#,]+|.", re.DOTALL)
_BEHIND = re.compile(r"\s*(?:(?P<join>#)\s*|(?P<name>[^\s={}\"#,]+)\s*=\s*)?")


class Field(NamedTuple):
    """A field as written: its groups, quotations and words.

    `joined_at` is where it begins in the entry, if the comma in front of it is missing.
    """

    name: str
    pieces: list[str]
    joined_at: int = 0


def written(record: Record, raw: str) -> list[Field]:
    """Return the fields of an entry."""
    fields: list[Field] = []
    at = 0
    for field in record.fields:
        value = str(field.value)
        if value.startswith("{") and value.find("}") == len(value) - 1:  # most values
            fields.append(Field(field.key.lower(), [value]))
            continue
        at = max(raw.find(value, at), at)
        fields += apart(field.key.lower(), value, at)
    return fields


def apart(name: str, written: str, begin: int) -> Iterator[Field]:
    """Yield a field and those that a missing comma joined to it: `{A} year = 2020`.

    `begin` is where the value begins in the entry.
    """
    field = Field(name, [])
    at = 0
    while at < len(written):
        end = end_of_piece(written, at)
        field.pieces.append(written[at:end])
        behind = _BEHIND.match(written, end)
        if behind is None:
            break
        if behind["name"]:
            yield field
            field = Field(behind["name"].lower(), [], begin + behind.start("name"))
        elif behind[0] and not behind["join"]:
            field.pieces.append(" ")
        at = behind.end()
    yield field


def end_of_piece(written: str, at: int) -> int:
    """Return where the group, the quotation or the word ends that begins at `at`."""
    if written[at] == "{" and written.find("}", at) == len(written) - 1:  # most values
        return len(written)
    if written[at] not in '{"':
        bare = _BARE.match(written, at)
        return bare.end() if bare else len(written)
    closing = "}" if written[at] == "{" else '"'
    depth = 0
    for mark in MARK.finditer(written, at):
        depth += {"{": 1, "}": -1, '"': 0}[mark[0]]
        if depth == 0 and mark[0] == closing and mark.start() > at:
            return mark.end()
    return len(written)


def joined(pieces: list[str], strings: dict[str, str]) -> str:
    """Return a field's value: its pieces joined, names of strings replaced."""
    return "".join(
        piece[1:-1] if piece[:1] in {"{", '"'} else strings.get(piece.lower(), piece)
        for piece in pieces
    )


def numbered(fields: list[Field], strings: dict[str, str]) -> dict[str, str]:
    """Return the values by name; a name used again is `note#2`."""
    values: dict[str, str] = {}
    uses: Counter[str] = Counter()
    for field in fields:
        uses[field.name] += 1
        label = labels.free(values, field.name, uses[field.name])
        values[label] = joined(field.pieces, strings)
    return values


def spelled_out(record: Record, raw: str, strings: dict[str, str]) -> str:
    """Return an entry as written, with what the names of strings in it stand for."""
    for field in record.fields if strings else []:
        value = str(field.value)
        own, *joined_to_it = apart("", value, 0)
        pieces = own.pieces
        is_known = not joined_to_it and all(
            piece[:1] in {"{", '"'} or piece.lower() in strings for piece in pieces
        )
        if is_known and value[:1] not in {"{", '"'}:
            found = re.search(rf"=\s*(?={re.escape(value)})", raw)
            at = found.end() if found else len(raw)
            raw = f"{raw[:at]}{{{joined(pieces, strings)}}}{raw[at + len(value) :]}"
    return raw
