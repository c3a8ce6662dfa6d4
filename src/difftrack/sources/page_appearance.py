"""Where and when what a page describes appeared."""

import re

from difftrack.library.model import Entry
from difftrack.sources.page_tags import Tags, first, texts
from difftrack.text import dates, venue_mentions, venues
from difftrack.text.dates import PrintedDate
from difftrack.text.folding import clean
from difftrack.text.venues import Venue

VENUES = (
    *("citation_conference_title", "citation_conference", "citation_journal_title"),
    *("citation_inbook_title", "prism.publicationname", "eprints.publication"),
)
"""Tags that only papers have."""

_DATES = (
    *("citation_publication_date", "citation_date", "citation_online_date", "dc.date"),
    *("dc.date.issued", "dcterms.issued", "prism.publicationdate", "eprints.date", "ld:date"),
    *("article:published_time", "itemprop:datepublished", "itemprop:uploaddate", "citation_year"),
)
NAMES = (*VENUES, *_DATES)

_DAY = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[T ]")  # before a time of day
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LONGEST_NOTE = 3  # words that stand behind a venue: `Outstanding Paper Award`


def put_on(entry: Entry, tags: Tags) -> None:
    """Give an entry its date, year and venue, as far as the tags of its page tell."""
    _put_date(entry, tags)
    _put_venue(entry, tags)


def _put_date(entry: Entry, tags: Tags) -> None:
    for text in texts(tags, _DATES):
        found = _date(text)
        if found:
            entry.year = entry.year or found.year
            if found.iso:
                entry.published = found.iso
                return


def _date(text: str) -> PrintedDate | None:
    """Return a date; of one that can be read in two ways (`07/11/2021`) only the year."""
    day, year = _DAY.match(text), _YEAR.search(text)
    return dates.parse(day[1] if day else text) or (PrintedDate(int(year[0])) if year else None)


def _put_venue(entry: Entry, tags: Tags) -> None:
    """Put where a paper appeared, by the name people use for it where that is sure."""
    printed = first(tags, VENUES)
    if not printed:
        entry.year = None if entry.published else entry.year  # the date tells
        return
    venue = venues.split(printed)
    entry.year = venue.year or entry.year
    known = venue_mentions.from_journal_ref(f"{printed}, {entry.year}") if entry.year else None
    if len((venue.note or "").split()) > _LONGEST_NOTE:  # Proceedings of the 2023 Conference on ...
        venue = Venue(clean(printed.replace(str(venue.year), "")))
    entry.venue = known.venue if known else venue.venue
    entry.venue_note = venue.note
