r"""The fields of a BibTeX entry, with what the names of strings in them stand for.

Source of the rules: Oren Patashnik, "BibTeXing", and biber's parser, which reads no file in which a
comma between two fields is missing: `, name = {text} # "text" # word, ...`.
"""

import re

_NAME = r"[^\s{}()\"#%'=,~\\@]+"
_FIELD = re.compile(rf"\s*,\s*(?!\d){_NAME}\s*=\s*")
_END = re.compile(r"\s*,?\s*\Z")
_STRING = re.compile(rf"\s*(?P<name>{_NAME})\s*=\s*")
_WORD = re.compile(_NAME)
_JOINED = re.compile(r"\s*#\s*")
_MARK = re.compile(r"[{}\"]")
_MOST = 100_000  # letters of strings, and those they add to an entry; strings of strings grow fast


def meanings(strings: list[str]) -> dict[str, str] | None:
    """Return what strings (`name = value`) stand for, by names in small letters.

    One may be made of those before it. `None` where one of them is no string.
    """
    found: dict[str, str] = {}
    left = _MOST
    for string in strings:
        name = _STRING.match(string)
        value = _value(string, name.end(), found) if name else None
        if name is None or value is None or string[value[1] :].strip():
            return None
        found[name["name"].lower()] = value[0]
        left -= len(value[0])
        if left < 0:
            return None
    return found


def spelled_out(fields: str, strings: dict[str, str]) -> str | None:
    """Return the fields of an entry with what names of strings stand for, all else as written.

    `None` where they are no fields, or become too long.
    """
    written, left, at = list[str](), _MOST + len(fields), 0
    while not _END.match(fields, at):
        field = _FIELD.match(fields, at)
        value = _value(fields, field.end(), strings) if field else None
        if field is None or value is None or left < len(value[0]):
            return None
        written += [field[0], value[0]]
        left -= len(value[0])
        at = value[1]
    return "".join(written) + fields[at:]


def _value(text: str, begin: int, strings: dict[str, str]) -> tuple[str, int] | None:
    """Return a value with its strings replaced, and where it ends; `None` where there is none."""
    written, at = "", begin
    while (end := _end_of_piece(text, at)) is not None:
        piece = text[at:end]
        written += strings.get(piece.lower(), piece)
        if len(written) > _MOST + len(text):
            return None
        joined = _JOINED.match(text, end)
        if joined is None:
            return written, end
        written, at = written + joined[0], joined.end()
    return None


def _end_of_piece(text: str, at: int) -> int | None:
    """Return where the group, the quotation or the word ends that begins at `at`."""
    if text[at : at + 1] not in {"{", '"'}:
        word = _WORD.match(text, at)
        return word.end() if word else None
    depth, closing = 0, {"{": "}", '"': '"'}[text[at]]
    for mark in _MARK.finditer(text, at):
        depth += {"{": 1, "}": -1, '"': 0}[mark[0]]
        if depth == 0 and mark[0] == closing and mark.start() > at:
            return mark.end()
    return None
