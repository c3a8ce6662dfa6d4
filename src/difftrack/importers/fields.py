"""From a draft to an entry: which of its words is which field.

A list that reads wrongly is mended in `heads` (where the title is), `parts` (what the lines below
say) or `facts` (what a text is): with a rule that has a name and a reason, and a pair of files in
`tests/golden/import` (what is to come of a list in `tests/lists`).
"""

import re

from difftrack.importers import facts, identifiers, leftover, parts
from difftrack.importers.draft import Draft
from difftrack.importers.facts import Facts
from difftrack.importers.found import SHORTCODE, Found
from difftrack.importers.habits import Habits
from difftrack.importers.tails import Chunk
from difftrack.library.model import ALSO_PRINTED, TITLE_LINK, Entry
from difftrack.text import dates, venues

_STARS = re.compile(r"(?:\s*(?::star:|[\u2b50\u2605]\ufe0f?))+\s*$")
_SHORT = re.compile(r"\((?P<short>[A-Z][\w.+-]*[A-Z\d][\w.+-]*)\)")
_BOLD_ASIDE = re.compile(r"\*\*\((?P<said>.*)\)\*\*|\*\*(?P<bold>[^*]*)\*\*", re.DOTALL)
_PICTURE = re.compile(r"!\[[^\[\]]*\]\(\s*([^\s()]+)|\bsrc=[\"']?([^\s\"'<>]+)")
_BEFORE_NOTE = re.compile(
    r"^(?:[-\u2013\u2014,;\s]|\.(?=\s)|:(?![a-z0-9_+-]+:))+"
)  # no emoji's colon


def read(draft: Draft, habits: Habits, lines: list[str], implied: set[str]) -> Entry:
    """Return the entry that a draft is; no word and no address of its lines is missing in it.

    Words that it holds only by what fields it has (`Authors:`) are put into `implied`.
    """
    found = Found(draft, habits)
    _head(found)
    for part in draft.parts:
        parts.read(found, part)
    _from_above(found)
    _from_labels(found)
    identifiers.identify(found)
    entry = found.finish()
    source = "\n".join(lines[draft.line : draft.end])
    missing = leftover.of_entry(source, entry, found.labels, implied)
    pictures = _pictures(source, entry) if "![" in source or "src=" in source else []
    entry.figures += pictures
    found.field(ALSO_PRINTED, " ".join(m for m in missing if m not in pictures))
    return entry


def _pictures(source: str, entry: Entry) -> list[str]:
    """Return the addresses of images that the entry does not hold, as the guard writes them."""
    held = {url.rstrip(".,;:*_/") for url in leftover.text_of(entry).split()}
    shown = (url for pair in _PICTURE.findall(source) for url in pair if url)
    return [url for url in dict.fromkeys(u.rstrip(".,;:*_/") for u in shown) if url not in held]


def _head(found: Found) -> None:
    """Take what the naming line says."""
    head, entry = found.draft.head, found.entry
    entry.title = found.title(head.title)
    entry.short = found.title(head.short) if head.short else None
    entry.read = head.task
    found.signs(list(head.signs))
    if head.target:
        found.link(TITLE_LINK, head.target, head.images)
    if head.authors:
        found.authors(head.authors, cited=head.how == "cited")
    for before in head.before:
        found.take_text(before)
    for link in head.links:
        if link.target or link.label:
            found.link(link.label, link.target, link.images)
    for n, chunk in enumerate(head.chunks):
        _chunk(found, chunk, n)


def _chunk(found: Found, chunk: Chunk, n: int) -> None:
    """Take a text behind the title: a read mark, stars, venue and authors, else a note."""
    text, raw = chunk
    unmarked = found.habits.take_mark(text)
    if unmarked is not None:
        found.entry.read = True
        text = raw = unmarked
    stars = _STARS.search(text)
    if stars:
        found.field("Rating", stars[0])
        text, raw = text[: stars.start()], _STARS.sub("", raw)
    signs = SHORTCODE.findall(text)
    text = SHORTCODE.sub(" ", text).strip()
    said = _said(found, text, n) if re.search(r"\w", text) else Facts()
    if text and said.note == text:  # it is a note, with what was printed in it
        said = said._replace(note=_as_note(raw))
    else:
        found.signs(signs)
    found.take(said)


def _said(found: Found, text: str, n: int) -> Facts:
    """Return what the text number `n` behind the title says."""
    name = _SHORT.fullmatch(text.strip(" ,."))
    if n == 0 and name and not found.entry.short and not facts.read(text).venue:
        found.entry.short = name["short"]
        return Facts()
    if found.draft.head.how == "cited":
        is_place = n == 0 and not found.entry.venue
        return facts.cited_venue(text) if is_place else Facts(note=text)
    return facts.read(text, is_first=n < 2 or not found.entry.venue)  # noqa: PLR2004


def _as_note(raw: str) -> str:
    """Return a text behind the title as a note: without the brackets and stars all around it."""
    text = raw.strip()
    inner = _BOLD_ASIDE.fullmatch(text)
    if inner:
        text = inner["said"] or inner["bold"] or text
    return _BEFORE_NOTE.sub("", text).strip()


def _from_labels(found: Found) -> None:
    """Take the venue that is the label of a link: `[CHI 2024](https://doi.org/...)`."""
    for label in found.entry.links:
        said = facts.venue(label) if not found.entry.venue and venues.is_one(label) else Facts()
        if said.venue and (said.year or said.published):
            found.take(said._replace(venue_note=None))


def _from_above(found: Found) -> None:
    """Take venue and year that the bullets above say: `Year 2024` > `CVPR`."""
    for text in reversed(found.draft.above):
        said = re.sub(r"(?i)^year\s+", "", text)
        if dates.parse(said) or facts.read(said).venue:
            where = facts.venue(said)
            found.take(Facts(venue=where.venue, year=where.year, venue_note=where.venue_note))
