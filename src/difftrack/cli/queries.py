"""The query that the words of a command are."""

import re
from collections.abc import Sequence

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
