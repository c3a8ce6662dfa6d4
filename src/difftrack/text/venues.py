"""Where a paper appeared, as people print it."""

import re
from typing import NamedTuple

from difftrack.text.folding import clean

_PRINTED = re.compile(
    r"(?P<venue>.*?)[\s,]*(?:(?<!\d)(?P<year>(?:19|20)\d{2})(?![\d-])|['\u2019](?P<short>\d{2})\b)"
    r"[\s.,:]*(?P<note>.*)"
)


class Venue(NamedTuple):
    """`NeurIPS Workshop 2021 (Oral)` in its parts; the venue never holds the year."""

    venue: str | None
    year: int | None = None
    note: str | None = None


def split(printed: str) -> Venue:
    """Return venue, year and what stands after it, each `None` where it is not printed."""
    text = clean(printed).rstrip(".,")
    match = _PRINTED.fullmatch(text)
    if match is None:
        return Venue(text or None)
    year = int(match["year"] or f"20{match['short']}")
    return Venue(match["venue"] or None, year, match["note"] or None)
