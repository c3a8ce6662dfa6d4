"""What a heading says: its title, and what stands beside it."""

import re

from difftrack.importers.pieces import Piece, plain, scan
from difftrack.text.folding import clean
from difftrack.text.words import words

_UP = re.compile(r"(?i)\bback to\b|\breturn to\b|^\W*(?:top|up)?\W*$")
_OMIT = re.compile(r"<!--\s*(?:omit|exclude|ignore)\b[^<>]*-->", re.IGNORECASE)
_HTML = re.compile(r"<!--(?:[^-<]|-(?!->)|<(?!!--))*+-->|<[^<>]*+>")


def read(heading: str) -> tuple[str, str]:
    """Return the title of a heading, and Markdown of it that the title does not hold."""
    text = heading.replace("\n", " ")
    pieces = scan(text)
    told = [p for p in pieces if not (p.kind == "image" or p.images or _leads_up(p))]
    shown = clean(plain(told))
    return shown, _beside(text, shown, pieces)


def _leads_up(piece: Piece) -> bool:
    """Tell a link beside a heading that leads to the top of the page."""
    return piece.target.startswith("#") and _UP.search(piece.text) is not None


def _beside(text: str, shown: str, pieces: list[Piece]) -> str:
    """Return what a heading holds and its title does not say: links, badges, HTML with words."""
    said = words(shown)
    marked = [(p, text[p.start : p.end]) for p in pieces if p.target or p.images]
    beside = [t for p, t in marked if p.target[:1] != "#" or words(t) - said]
    missing = words(_OMIT.sub(" ", text)) - words(" ".join([shown, *beside]))
    tags = (tag for tag in _HTML.findall(text) if not missing.isdisjoint(words(tag)))
    return " ".join([*beside, *(tag for tag in tags if not any(tag in b for b in beside))])
