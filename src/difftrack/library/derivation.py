"""Where a paper appeared by what its authors told arXiv, where its owner says nothing of it.

The fields that were worked out are named in `derived`. They may change with what arXiv says; what
the owner says is never touched, and takes their place.
"""

from typing import TYPE_CHECKING, NamedTuple

from difftrack.library.model import Entry

if TYPE_CHECKING:
    from difftrack.text.venues import Venue

PLACE = ("venue", "year", "venue_note")
"""The fields that say where a thing appeared; they stand and go together."""


class Suggestion(NamedTuple):
    """Where a paper appeared by what arXiv says, and which of its fields says so."""

    place: "Venue"
    source: str


def suggestion(entry: Entry) -> Suggestion | None:
    """Return where arXiv's fields say that a paper appeared; a withdrawn one appeared nowhere.

    A journal reference is written after the fact, so it counts more than a comment.
    """
    if entry.withdrawn or not (entry.comment or entry.journal_ref):
        return None
    from difftrack.text import venue_mentions  # noqa: PLC0415 - its patterns take 30 ms

    told = venue_mentions.from_comment(entry.comment or "")
    printed = venue_mentions.from_journal_ref(entry.journal_ref or "")
    if printed is None:
        return Suggestion(told, "comment") if told else None
    note = told.note if told and told[:2] == printed[:2] else None
    return Suggestion(printed._replace(note=note), "journal reference")


def derive(entry: Entry) -> None:
    """Give an entry the venue that arXiv's fields tell, in place of one that was derived before.

    Only where its owner gave none, and nothing else of it that is different.
    """
    _forget(entry)
    found = suggestion(entry)
    if found is None or entry.venue:
        return
    venue, year, note = found.place
    if entry.year not in {None, year} or entry.venue_note not in {None, note}:
        return
    for name, value in zip(PLACE, (venue, year, note), strict=True):
        if value is not None and getattr(entry, name) is None:
            setattr(entry, name, value)
            entry.derived.append(name)


def give_way(entry: Entry, other: Entry, *, is_own: bool = False) -> None:
    """Take back what was derived where the owner says otherwise in `other`.

    What they say alike is theirs from now on, unless `is_own`: difftrack printed it for them.
    """
    said = {name: getattr(other, name) for name in PLACE}
    if entry.derived and any(said[n] and said[n] != getattr(entry, n) for n in PLACE):
        _forget(entry)
    if not is_own and any(said.values()):
        entry.derived = []


def keep_edited(entry: Entry) -> None:
    """Take for the owner's what is named as derived, and is not what arXiv's fields tell."""
    if not entry.derived:
        return
    found = suggestion(entry)
    told = dict(zip(PLACE, found.place, strict=True)) if found else {}
    entry.derived = [n for n in entry.derived if n in PLACE and getattr(entry, n) == told.get(n)]


def printed(entry: Entry) -> str:
    """Return where a thing appeared as it is printed: `ICLR 2021 (Oral)`; "" where not known."""
    return " ".join(str(value) for name in PLACE if (value := getattr(entry, name)))


def _forget(entry: Entry) -> None:
    for name in entry.derived:
        if name in PLACE:
            setattr(entry, name, None)
    entry.derived = [name for name in entry.derived if name not in PLACE]
