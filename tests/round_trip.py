"""A library written in a style, and read back from it."""

from typing import NamedTuple

from difftrack.exporters import readme
from difftrack.importers import formats
from difftrack.library import edits
from difftrack.library.absorbing.absorb import absorb
from difftrack.library.absorbing.terms import Terms
from difftrack.library.model import Entry, Library, Section
from difftrack.library.settings import Settings
from difftrack.text import regions

TERMS = Terms("2026-01-01")


class RoundTrip(NamedTuple):
    """What was written, what was read from it, and what that writes again."""

    text: str
    library: Library
    again: str


def library_of(*entries: Entry, section: str = "") -> Library:
    """Return a library that holds the entries in one section, or in none."""
    library = Library(title="T", sections=[Section(key="")])
    place = edits.add_section(library, section) if section else library.sections[0]
    for entry in entries:
        edits.add(library, entry, place)
    return library


def taken_in(text: str) -> Library:
    """Return what is read from a text into an empty library."""
    library = Library()
    absorb(library, formats.read(text, "README.md", "markdown"), TERMS)
    return library


def there_and_back(library: Library, settings: Settings) -> RoundTrip:
    """Write a library as a README, read that into an empty one, and write it again."""
    text = regions.wrap(readme.render(library, settings), settings.style)
    other = taken_in(text)
    return RoundTrip(text, other, regions.wrap(readme.render(other, settings), settings.style))
