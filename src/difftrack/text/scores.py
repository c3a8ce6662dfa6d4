"""Scores as people type them and as they are printed: `8`, `7.5`. What is printed reads back."""

import re
from math import isfinite

from difftrack.errors import UsageError
from difftrack.text.folding import clean, shorten

# Up to 15 digits a number stays what was typed.
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?")
_NONE = {"-", "none"}


def read(text: str) -> float | None:
    """Return the score that an owner typed, from 0 up; `None` for `-` and `none`.

    Raises `UsageError` for anything else.
    """
    typed = clean(text)
    if typed.casefold() in _NONE:
        return None
    score = number(typed) if typed.isascii() and not typed.startswith("-") else None
    if score is None:
        raise UsageError(
            f"{shorten(typed, 40)!r} is no score. Write a number from 0 up, such as 8 or 7.5, "
            "or - for none"
        )
    return score


def number(text: str) -> float | None:
    """Return the number that a text is, as lists print scores; `None` for what is none."""
    value = float(text) if _NUMBER.fullmatch(text) else float("nan")
    return value if isfinite(value) else None


def written(score: float | None) -> str:
    """Return a score as short as it says the number: `7`, `7.5`; "" where there is none."""
    return repr(float(score)).removesuffix(".0") if score is not None and isfinite(score) else ""
