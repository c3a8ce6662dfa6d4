"""Where a paper appeared, as people print it."""

import re
from typing import NamedTuple

from difftrack.text.folding import clean

_PRINTED = re.compile(r"(?P<venue>.*?)[\s,]*(?:\b|')(?P<year>(?:19|20)\d{2})\b[\s.,:]*(?P<note>.*)")


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
    return Venue(match["venue"] or None, int(match["year"]), match["note"] or None)
