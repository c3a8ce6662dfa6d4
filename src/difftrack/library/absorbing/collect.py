"""The entries of one document: what is written out in several places is one entry.

Of two wordings the fuller one wins, a reference list before a citation in the text; the other is
kept in `fields` as `Also cited as`, so that no word of the document is lost.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from difftrack.library.identity import Index
from difftrack.library.model import TITLE_LINK, Entry
from difftrack.library.reading import Doubt, Listed, Reading
from difftrack.text import arxiv_id, labels
from difftrack.text.folding import fold

ALSO_CITED = "Also cited as"
_REFERENCES = re.compile(r"(?i)\b(?:references?|bibliography|literature|works cited)\b")
_OTHER_TITLE = "Link"
_FILLED = (
    "short", "institute", "published", "abstract", "doi", "url", "journal_ref", "comment",
    "updated", "version", "score", "bibtex", "read_on",
)  # fmt: skip


class Collected(NamedTuple):
    """The entries of a document, and which of them each `Listed` of its items is."""

    entries: list[Entry]
    which: list[int]
    doubts: list[Doubt]


def collect(reading: Reading) -> Collected:
    """Return the entries of a document, each once."""
    entries: list[Entry] = []
    which: list[int] = []
    doubts: list[Doubt] = []
    ranks: list[bool] = []
    index = Index()
    is_own = reading.is_own and not reading.is_exact
    for item in reading.items:
        if not isinstance(item, Listed):
            continue
        entry = _as_kept(item.entry, is_own=is_own)
        is_reference = _is_reference(reading, item.section)
        key = index.find(entry)
        if key is None:
            doubts += _namesakes(index, entry, item)
            key = str(len(entries))
            entries.append(entry)
            ranks.append(is_reference)
        else:
            at = int(key)
            _merge(entries[at], entry, wins=is_reference and not ranks[at])
            ranks[at] |= is_reference
        index.put(key, entries[int(key)])
        which.append(int(key))
    for entry in entries:
        is_only_year = not (entry.venue or entry.venue_note)
        if is_only_year and entry.published and entry.year == entry.first_year:
            entry.year = None  # the date says it
    collected = Collected(entries, which, doubts)
    return collected if len(entries) == len(which) else _closed(collected)


def _closed(collected: Collected) -> Collected:
    """Merge until no two are one: what an entry took from another may tell that it is a third."""
    entries, which, doubts = collected
    while True:
        index = Index()
        kept: list[Entry] = []
        now: list[int] = []
        for entry in entries:
            key = index.find(entry)
            if key is None:
                key = str(len(kept))
                kept.append(entry)
            else:
                _merge(kept[int(key)], entry, wins=False)
            index.put(key, kept[int(key)])
            now.append(int(key))
        if len(kept) == len(entries):
            return Collected(entries, which, doubts)
        entries, which = kept, [now[n] for n in which]


def _as_kept(entry: Entry, *, is_own: bool) -> Entry:
    """Return an entry as a library keeps it: its id implies the link to its own page.

    `is_own`: difftrack printed it, and with it links that the owner never gave.
    """
    entry = entry.copied()
    if entry.arxiv_id:
        implied = implied_links(entry.arxiv_id) if is_own else {}
        implied["Paper"] = arxiv_id.abs_url(entry.arxiv_id)
        entry.links = {k: v for k, v in entry.links.items() if implied.get(k) != v}
    return entry


def implied_links(base: str) -> dict[str, str]:
    """Return the links to a paper's own pages, by the labels that styles print them under."""
    return {
        TITLE_LINK: arxiv_id.abs_url(base),
        "pdf": arxiv_id.pdf_url(base),
        "html": arxiv_id.html_url(base),
    }


def _is_reference(reading: Reading, section: int | None) -> bool:
    while section is not None:
        if _REFERENCES.search(reading.sections[section].title):
            return True
        section = reading.sections[section].parent
    return False


def _namesakes(index: Index, entry: Entry, item: Listed) -> list[Doubt]:
    if not index.namesakes(entry):
        return []
    what = f"{entry.title!r} stands here a second time, as another {entry.kind}; both are kept"
    return [Doubt(item.line, what)]


def _merge(kept: Entry, other: Entry, *, wins: bool) -> None:
    """Put what another place says of an entry into it."""
    _merge_title(kept, other, wins=wins)
    _merge_venue(kept, other, wins=wins)
    _merge_authors(kept, other)
    fill(kept, other)


def fill(kept: Entry, other: Entry) -> None:
    """Put what another place says of an entry, beside title, venue and authors, into it."""
    kept.arxiv_id = kept.arxiv_id or other.arxiv_id
    for name in _FILLED:
        ours, theirs = getattr(kept, name), getattr(other, name)
        if ours is None:
            setattr(kept, name, theirs)
        elif isinstance(theirs, str) and theirs != ours:
            keep_all(kept.fields, [(name.capitalize(), theirs)])
    if other.read is not None:
        kept.read = kept.read or other.read
    kept.note = _joined(kept.note, other.note)
    keep_all(kept.links, _further(kept.links, other.links))
    keep_all(kept.fields, other.fields.items())
    keep_all(kept.review, other.review.items())
    kept.figures = list(dict.fromkeys([*kept.figures, *other.figures]))
    kept.tags = list(dict.fromkeys([*kept.tags, *other.tags]))


def _further(ours: dict[str, str], theirs: dict[str, str]) -> list[tuple[str, str]]:
    """Return the links of another place; its title's is one of several where ours has one."""
    addresses = set(ours.values())
    return [
        (_OTHER_TITLE if k == TITLE_LINK and TITLE_LINK in ours else k, target)
        for k, target in theirs.items()
        if k != TITLE_LINK or target not in addresses
    ]


def _merge_authors(kept: Entry, other: Entry) -> None:
    """Keep the longer list of authors, and names that only the other has."""
    ours, theirs = ({fold(name) for name in e.authors} for e in (kept, other))
    is_fuller = len(other.authors) > len(kept.authors) or (kept.etal and not other.etal)
    if not kept.authors or (other.authors and is_fuller):
        if ours - theirs:
            _also(kept, ", ".join(kept.authors))
        kept.authors, kept.etal = other.authors, other.etal
    elif theirs - ours:
        _also(kept, ", ".join(other.authors))


def _merge_title(kept: Entry, other: Entry, *, wins: bool) -> None:
    if not other.title or fold(kept.title) == fold(other.title):
        kept.title = kept.title or other.title
        return
    if wins or len(fold(other.title)) > len(fold(kept.title)):
        kept.title, dropped = other.title, kept.title
    else:
        dropped = other.title
    if fold(dropped) != fold(kept.short or ""):
        _also(kept, dropped)


def _merge_venue(kept: Entry, other: Entry, *, wins: bool) -> None:
    if not kept.venue and kept.year and _is_dated(other, kept.year):
        kept.year = None
    if not other.venue and (not other.year or _is_dated(kept, other.year)):
        return
    ours, theirs = _place(kept), _place(other)
    if ours == theirs:
        return
    if not kept.venue and not kept.year:
        kept.venue, kept.year, kept.venue_note = other.venue, other.year, other.venue_note
    elif wins or (kept.venue is None and other.venue):
        dropped = _cited(kept)
        kept.venue, kept.year, kept.venue_note = other.venue, other.year, other.venue_note
        _also(kept, dropped)
    else:
        _also(kept, _cited(other))


def _is_dated(entry: Entry, year: int) -> bool:
    """Tell whether an entry has a date that says a bare year already."""
    return bool(entry.published) and entry.first_year == year


def _place(entry: Entry) -> tuple[str, int | None, str]:
    return fold(entry.venue or ""), entry.year, fold(entry.venue_note or "")


def _cited(entry: Entry) -> str:
    """Return an entry as a citation: `Chung et al., "Title", ICLR 2023`."""
    authors = ", ".join(entry.authors) + (" et al." if entry.etal else "")
    venue = " ".join(p for p in (entry.venue, str(entry.year or ""), entry.venue_note) if p)
    return ", ".join(p for p in (authors, f'"{entry.title}"', venue) if p)


def _also(entry: Entry, text: str) -> None:
    keep_all(entry.fields, [(ALSO_CITED, text)])


def keep_all(known: dict[str, str], others: Iterable[tuple[str, str]]) -> None:
    """Put values under their labels; one whose label has another value gets `Label#2`."""
    held = {(labels.base(label), value) for label, value in known.items()}
    counts = Counter(map(labels.base, known))
    for label, value in others:
        base = labels.base(label)
        if (base, value) not in held:
            held.add((base, value))
            counts[base] += 1
            known[labels.free(known, base, counts[base])] = value


def _joined(ours: str | None, theirs: str | None) -> str | None:
    if not theirs or (ours and fold(theirs) in fold(ours)):
        return ours or theirs
    return f"{ours}\n{theirs}" if ours else theirs
