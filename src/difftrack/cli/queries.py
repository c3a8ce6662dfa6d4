"""The query that the words of a command are, and the entries that are meant by it."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from difftrack.library.finding import find_section
from difftrack.library.model import Library
from difftrack.library.query import Fits, Row, select, tagged

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QUERY...]", help="Only these, as for list: tag:gan year:2023.. -word"),
]
OnlySection = Annotated[str | None, typer.Option(metavar="S", help="Only this section.")]
_PHRASE = re.compile(r"\s*(-?)([^\W\d_]+:)?([^\s\"():][^\"():]*\s[^\"():]*)")
_JOINED = re.compile(r"\b(?:and|or|not|AND|OR|NOT)\b|(?<!\S)-")


def joined(words: Sequence[str]) -> str:
    """Return the arguments of a command as one query.

    A shell takes quotes away: of several arguments, one with blanks in it was a phrase, unless it
    reads as a query of its own.
    """
    return words[0] if len(words) == 1 else " ".join(map(_as_typed, words))


def _as_typed(word: str) -> str:
    match = _PHRASE.fullmatch(word)
    if match is None or _JOINED.search(match[3]):
        return word
    return f'{match[1]}{match[2] or ""}"{match[3]}"'


def chosen(
    library: Library,
    words: Sequence[str] | None,
    *,
    section: str | None = None,
    read: bool | None = None,
    tag: str | None = None,
) -> list[Row]:
    """Return the entries that the words and the options of a command choose, in their order.

    `section` is a section as people name it. Raises `UsageError` with a caret below a mistake.
    """
    tests = [*_by_options(read=read, tag=tag)]
    if words:
        tests.append(meant(library, words))
    inside = None if section is None else find_section(library, section).key
    if not tests:
        return select(library, None, inside)
    return select(library, lambda key, entry: all(fits(key, entry) for fits in tests), inside)


def nothing(library: Library) -> str:
    """Return what to say where no entry is chosen."""
    if not library.entries:
        return "The library is empty. Add a paper: difftrack add 2006.11239"
    return f"Nothing fits, of {len(library.entries)} entries"


def meant(library: Library, words: Sequence[str]) -> Fits:
    """Return what tells the entries that the words of a command mean, as one query."""
    from difftrack.library.matching import fitting  # noqa: PLC0415 - most lists have no query

    return fitting(library, joined(words))


def _by_options(*, read: bool | None, tag: str | None) -> Iterator[Fits]:
    if read is not None:
        yield lambda _, entry: bool(entry.read) == read
    if tag is not None:
        yield tagged(tag)
