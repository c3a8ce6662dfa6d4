"""What an importer makes of a document: all of it, in its order, before it is merged.

Nothing of the document is missing: every line with text stands in one of the items. Lines count
from 1, and `end_line` is the last line of an item.
"""

from typing import NamedTuple

from difftrack.library.model import Entry


class Heading(NamedTuple):
    """A section of the document; `parent` is the index of the section it stands in.

    `beside` is Markdown of the heading that its title does not hold: links, badges.
    """

    title: str
    parent: int | None
    line: int
    date: str | None = None  # the ISO day of a session of readings
    beside: str = ""


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


class Prose(NamedTuple):
    """Markdown that is no entry.

    `role` is "heading" or "title" where a section holds it, too, "outro" for what stands below all.
    """

    line: int
    end_line: int
    section: int | None
    text: str
    role: str = "text"


class Generated(NamedTuple):
    """What difftrack writes anew; `what` says what it is.

    "contents", "count", "progress", "marker", "rule" (it ends a card that other text follows) or
    "wording": words beside what an entry holds, as months, `et al.`, the labels of its fields.
    """

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
    """A document, read. `settings` are those under which an export looks like it.

    `beside` is Markdown of the title's heading that the title does not hold. `is_exact`: difftrack
    wrote it, and its links are those that the owner gave.
    """

    title: str
    sections: list[Heading]
    items: list[Item]
    doubts: list[Doubt]
    settings: dict[str, str | int]
    beside: str = ""
    is_exact: bool = False

    @property
    def is_own(self) -> bool:
        """Tell whether difftrack wrote the document: a marker of its own stands in it."""
        return any(isinstance(item, Generated) and item.what == "marker" for item in self.items)

    def only_generated(self) -> set[int]:
        """Return the sections that hold nothing but what difftrack writes anew."""
        held: set[int] = set()
        generated: set[int] = set()
        for item in self.items:
            is_heading = isinstance(item, Prose) and item.role in {"heading", "title"}
            if item.section is not None and not is_heading:
                (generated if isinstance(item, Generated) else held).add(item.section)
        for index in range(len(self.sections) - 1, -1, -1):
            parent = self.sections[index].parent
            if parent is not None and (index in held or index not in generated):
                held.add(parent)
        return generated - held
