"""Which of some numbered things a person means: `1,3-5`, `all`."""

import re

from difftrack.cli.asking import ask
from difftrack.cli.output import complain
from difftrack.errors import DifftrackError, NotFoundError, UsageError
from difftrack.text.folding import clean, shorten

_PART = re.compile(r"\s*([0-9]{1,9})\s*(?:-\s*([0-9]{1,9})\s*)?")


def check(text: str) -> None:
    """Raise `UsageError` where a text names no numbers, before anything is asked for."""
    _ranges(text)


def chosen(text: str, count: int) -> list[int]:
    """Return the numbers that a text names, each once, as typed; there are those from 1 to `count`.

    Raises `UsageError` for what names no numbers, `NotFoundError` for one that is not there.
    """
    if text.strip().lower() == "all":
        return list(range(1, count + 1))
    ranges = _ranges(text)
    for numbers in ranges:
        if numbers[0] < 1 or numbers[-1] > count:
            wrong = numbers[0] if numbers[0] < 1 else numbers[-1]
            there = f"There are 1 to {count}" if count else "Nothing was found"
            raise NotFoundError(f"There is no result {wrong}. {there}")
    return list(dict.fromkeys(number for numbers in ranges for number in numbers))


def _ranges(text: str) -> list[range]:
    if text.strip().lower() == "all":
        return []
    matches = [_PART.fullmatch(part) for part in text.split(",")]
    pairs = [(int(m[1]), int(m[2] or m[1])) for m in matches if m]
    if len(pairs) < len(matches) or any(last < first for first, last in pairs):
        shown = shorten(clean(text), 40)
        raise UsageError(f"{shown!r} names no results. Write 1,3-5 or all")
    return [range(first, last + 1) for first, last in pairs]


def ask_which(question: str, count: int) -> list[int]:
    """Ask a person at a terminal for numbers until the answer names some, or none."""
    while True:
        typed = ask(f"{question} (1,3-5 or all; Enter: none):")
        try:
            return chosen(typed, count) if typed else []
        except DifftrackError as error:
            complain(str(error))
