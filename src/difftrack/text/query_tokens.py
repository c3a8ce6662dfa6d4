"""The parts that a typed query consists of, each with its place."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from difftrack.text.folding import fold
from difftrack.text.query_tree import Place, mistake

_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"'))
# The quote of an accent as LaTeX has it, Schr\"odinger, is part of its word.
_VALUE = r'(?P<open>\()|"(?P<phrase>[^"]*)"|(?P<word>(?:\\"(?=[A-Za-z{])|[^\s()"])+)'
_TOKEN = re.compile(
    r"(?P<close>\))|(?P<minus>-)(?=[^\s)])|(?P<field>[^\W\d_]+):(?!//)|"
    + _VALUE
    + r'|(?P<unclosed>")'
)
_BEHIND_FIELD = re.compile(_VALUE + r'|(?P<unclosed>")')
_OPERATORS = ("and", "or", "not")


class Token(NamedTuple):
    """A part of a query; a word that joins others is of its own kind."""

    kind: Literal["open", "close", "minus", "field", "phrase", "word", "and", "or", "not"]
    text: str
    place: Place


def tokens(query: str) -> list[Token]:
    """Return the parts of a query; a word alone that has neither letter nor digit is left out.

    Raises `UsageError` for a quote that is not closed and for a field without anything behind it.
    """
    return list(_tokens(query, query.translate(_QUOTES)))


def _tokens(query: str, straight: str) -> Iterator[Token]:
    at, field = 0, None  # how far it was read, and the field that waits for its value
    while at < len(straight):
        match = (_BEHIND_FIELD if field else _TOKEN).match(straight, at)
        token = _token(query, match) if match else None
        if field and (token is None or not _says(token)):
            raise mistake(query, field, "There is nothing to look for right behind this field")
        if token and token.kind == "phrase" and not _says(token):
            raise mistake(query, token.place, "There is nothing to look for in these quotes")
        if token and _says(token):
            yield token
        field = token.place if token and token.kind == "field" else None
        at = token.place.end if token else at + 1  # a blank
    if field:
        raise mistake(query, field, "There is nothing to look for right behind this field")


def _token(query: str, match: re.Match[str]) -> Token:
    kind, place = match.lastgroup, Place(*match.span())
    text = match[kind or 0]
    if kind == "unclosed":
        whole = Place(place.start, len(query))
        raise mistake(query, whole, "This quote is not closed. Put another at its end")
    is_free = match.re is _TOKEN
    if kind == "word" and is_free and text in {*_OPERATORS, *map(str.upper, _OPERATORS)}:
        kind = text.lower()
    return Token(kind, text, place)  # type: ignore[arg-type] # the groups are named as the kinds


def _says(token: Token) -> bool:
    return token.kind not in {"word", "phrase"} or bool(fold(token.text))
