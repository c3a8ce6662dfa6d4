"""What an importer makes of a document: all of it, in its order, before it is merged.

Nothing of the document is missing: every line with text stands in one of the items. Lines count
from 1, and `end_line` is the last line of an item.
"""

from typing import NamedTuple

from difftrack.library.model import Entry


class Heading(NamedTuple):
    """A section of the document; `parent` is the index of the section it stands in."""

    title: str
    parent: int | None
    line: int
    date: str | None = None  # the ISO day of a session of readings


class Listed(NamedTuple):
    """A place where an entry is written out, with what is printed there.

    `section` is the index of the section in the reading; `None` is the part before the first one.
    """

    line: int
    end_line: int
    section: int | None
    entry: Entry


class Mention(NamedTuple):
    """A place that only names what is written out elsewhere: by its title."""

    line: int
    end_line: int
    section: int | None
    title: str
    read: bool | None = None


class Prose(NamedTuple):
    """Markdown that is no entry. `role` is "heading" or "title" where a section holds it, too."""

    line: int
    end_line: int
    section: int | None
    text: str
    role: str = "text"


class Generated(NamedTuple):
    """What difftrack writes anew: `what` is "contents", "count" or "marker"."""

    line: int
    end_line: int
    section: int | None
    text: str
    what: str


class Doubt(NamedTuple):
    """What the owner should look at; nothing was decided for them."""

    line: int
    what: str


Item = Listed | Mention | Prose | Generated


class Reading(NamedTuple):
    """A document, read. `settings` are those under which an export looks like it."""

    title: str
    sections: list[Heading]
    items: list[Item]
    doubts: list[Doubt]
    settings: dict[str, str | bool]
