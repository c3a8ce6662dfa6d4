"""What the owner thinks of an entry: its note and its score."""

import re
from math import isfinite

from difftrack.errors import UsageError
from difftrack.library.edits import joined
from difftrack.library.model import Entry
from difftrack.text.folding import clean, drop_invisible

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_NONE = {"-", "none"}


def set_note(entry: Entry, text: str, *, append: bool = False) -> bool:
    """Give an entry a note, Markdown; tell whether that changed anything. Empty text takes it away.

    `append` puts the text behind the note that is there, as a paragraph of its own.
    """
    text = drop_invisible(text).strip()
    note = (joined(entry.note or "", text) if append else text) or None
    changed = note != entry.note
    entry.note = note
    return changed


def set_score(entry: Entry, text: str) -> bool:
    """Give an entry the score that a person typed; tell whether that changed anything.

    `-` and `none` take it away. Raises `UsageError` for what is no finite number from 0 up.
    """
    typed = clean(text)
    score = None if typed.casefold() in _NONE else _number(typed)
    changed = score != entry.score
    entry.score = score
    return changed


def _number(typed: str) -> float:
    score = float(typed) if _NUMBER.fullmatch(typed) else float("nan")
    if not isfinite(score) or typed.startswith("-"):
        raise UsageError(
            f"{typed!r} is no score. Write a number from 0 up, such as 8 or 7.5, or - for none"
        )
    return score
