"""Values that a document prints under a label: `Publisher: ICLR 2024`, a column of a table."""

import re

from difftrack.importers import facts, vocabulary
from difftrack.importers.found import SHORTCODE, Found, is_address
from difftrack.importers.pieces import Piece, plain, plain_text, scan
from difftrack.library.model import KINDS
from difftrack.text import dates, scores
from difftrack.text.folding import fold

_LABELLED = re.compile(r"^[\W_]*+(?P<label>[^\W_][^:\uff1a\n]{0,39}?)[\s*_]*[:\uff1a][\s*_]*")
_FAR_ENOUGH = 200  # letters, for a label and what decorates it
_PAPER = {"paper", "论文", "title"}
_WORDS_OF_TITLE = 3
_MOST_WORDS_OF_LABEL = 4
_MOST_WORDS_BESIDE_LINKS = 5


def split(text: str) -> tuple[str, str] | None:
    """Return label and value of `Label: value`; `None` for a text with a colon in it."""
    match = _LABELLED.match(text[:_FAR_ENOUGH])
    value = text[match.end() :].strip() if match else ""
    if match is None or "://" in match["label"] or value.startswith("//"):
        return None
    label = plain_text(match["label"]).strip(" .*_()[]")
    if not label or len(label.split()) > _MOST_WORDS_OF_LABEL:
        return None
    return label, value


def take(found: Found, label: str, value: str) -> None:
    """Take a value under its label, into the field that the label means."""
    role, shown = vocabulary.role(label), plain_text(value)
    entry = found.entry
    if role is not None:
        found.labels.append(label)
    if role == "status":
        _status(found, value)
    elif role is None or role == "link" or not shown:
        _links_or_field(found, label, value)
    elif role == "title":
        _title(found, label, value)
    elif role == "authors" and not entry.authors:
        found.authors(plain([p for p in scan(value) if p.kind != "sup"]))
        entry.etal |= fold(label) == "first author"
    elif role in {"venue", "date"} and "://" not in value:
        _when_and_where(found, label, role, shown)
    elif role == "note":
        found.note(value.strip())
    elif _is_value(found, role, shown):
        found.labels.append(shown)
    elif role in {"abstract", "institute", "short"} and not getattr(entry, role):
        setattr(entry, role, shown)
    else:
        _links_or_field(found, label, value)


def _title(found: Found, label: str, value: str) -> None:
    """Take the title; a path that it leads to is kept, which nothing finds by its looks."""
    found.titled(plain_text(value))
    for piece in scan(value):
        if piece.kind == "link" and "://" not in piece.target:
            found.link(label, piece.target)


def _is_value(found: Found, role: str, shown: str) -> bool:
    """Take the score, or the kind; tell whether it was one."""
    score = scores.number(shown) if role == "score" and found.entry.score is None else None
    if score is not None:
        found.entry.score = score
        return True
    is_kind = role == "kind" and shown.lower() in KINDS
    found.kind = shown.lower() if is_kind else found.kind
    return is_kind


def _status(found: Found, value: str) -> None:
    found.entry.read = found.habits.is_checked(value)
    found.labels += SHORTCODE.findall(value)
    if not re.search(r"\w{2}", found.habits.without_checks(value)):
        found.labels.append(value)  # `yes` says no more than the mark


def _when_and_where(found: Found, label: str, role: str, shown: str) -> None:
    when = dates.parse(shown)
    said = facts.Facts(published=when.iso) if when and when.iso else facts.venue(shown)
    is_said = said.published or said.year or (said.venue and role == "venue")
    if not is_said or (said.venue and found.entry.venue):
        found.field(label, shown)
    else:
        found.take(said)


def is_titled(label: str, pieces: list[Piece]) -> bool:
    """Tell a value that is the title, linked: `Paper: [Denoising Diffusion ...](url)`."""
    links = [p.text for p in pieces if p.kind == "link"]
    if len(links) != 1 or fold(label) not in _PAPER or vocabulary.is_label(links[0]):
        return False
    return len(links[0].split()) >= _WORDS_OF_TITLE and not is_address(links[0])


def _links_or_field(found: Found, label: str, value: str) -> None:
    pieces = scan(value)
    links = [p for p in pieces if p.kind == "link" and (p.target or p.text)]
    words = plain([p for p in pieces if p.kind != "link"]).strip(" ,;/|()[]-")
    is_bare = all(not p.text or is_address(p.text) for p in links)
    is_link = (
        vocabulary.role(label) == "link" or vocabulary.is_label(label) or (not words and is_bare)
    )
    if not links or not is_link or len(words.split()) > _MOST_WORDS_BESIDE_LINKS:
        found.field(label, value)
        return
    if is_titled(label, pieces):
        found.titled(links[0].text)
        found.link(label, links[0].target, links[0].images)
        return
    for p in links:
        is_named = p.text and not is_address(p.text) and fold(p.text) != fold(label)
        found.link(f"{label} ({p.text})" if is_named else label, p.target, p.images)
    if re.search(r"\w{2,}", words):
        found.field(label, words)
