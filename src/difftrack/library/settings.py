"""The options of a library: what they mean, what they may be, and what holds when none is set.

They stand in the library file, so that a list is written the same way by everyone who works on it.
None of them names a path or a command to run.
"""

import re
from difflib import get_close_matches
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from difftrack.errors import NotFoundError, UsageError
from difftrack.text.folding import clean

Order = Literal["listed", "published", "added", "title", "score"]
COLUMNS = (
    "title", "name", "authors", "institute", "venue", "date", "links", "tags", "score", "note",
    "abstract",
)  # fmt: skip
"""What may stand in a column of a table."""

HIDABLE = {
    "short": ("short",),
    "authors": ("authors", "etal"),
    "institute": ("institute",),
    "venue": ("venue", "year", "venue_note"),
    "date": ("published",),
    "abstract": ("abstract",),
    "note": ("note",),
    "links": ("links",),
    "review": ("review",),
    "figures": ("figures",),
    "bibtex": ("bibtex",),
    "fields": ("fields",),
    "tags": ("tags",),
    "score": ("score",),
    "read": ("read",),
}
"""What of an entry need not be shown, and the fields in which it is."""

# One word that is no word of a title, and means nothing in Markdown.
_MARK = re.compile(r"(?!\w+$)[^\s*\[\]<>|\\`_~$#&-][^\s*\[\]<>|\\`~$#&]*")
_NAMES = {"columns": COLUMNS, "hide": tuple(HIDABLE)}
ORDERS = "listed, published, added, title or score"
_USUAL = "usual"


class Settings(BaseModel):
    """How a README is written where the command does not say otherwise."""

    model_config = ConfigDict(extra="allow", validate_default=False)

    style: str = Field("awesome", description="awesome, detailed, review, references or table")
    read_mark: str = Field(
        ":zap:", description="what stands behind the title of a paper that was read"
    )
    order: Order | None = Field(
        None, description=f"of entries: {ORDERS}; usual is by score in review, else as listed"
    )
    descending: bool | None = Field(
        None, description="the last of that order first; usual is so for score alone"
    )
    columns: str = Field(
        "authors, venue, date, links, note",
        description=f"of the style table, behind the title: {', '.join(COLUMNS[1:])}",
    )
    links: str = Field("", description="labels of the links that are shown; all where it is empty")
    hide: str = Field("", description=f"what is not shown: {', '.join(HIDABLE)}")
    heading_level: int = Field(
        2, ge=2, le=6, description="of the headings of sections: 2 (`##`) to 6"
    )
    contents: bool = Field(default=True, description="a table of contents above the first section")
    count: bool = Field(default=False, description="a line with the number of papers")
    badges: bool = Field(default=False, description="the badge of awesome lists beside the title")
    empty_sections: bool = Field(
        default=False, description="headings of sections that hold nothing, too"
    )
    numbered: bool = Field(
        default=False, description="a number in brackets before each reference (references)"
    )

    @property
    def entry_order(self) -> tuple[Order, bool]:
        """The order that entries are written in, and whether it is turned round."""
        order = self.order or ("score" if self.style == "review" else "listed")
        return order, order == "score" if self.descending is None else self.descending


def parts(value: str) -> list[str]:
    """Return the parts of an option that holds several: `abstract, note`."""
    return [part.strip() for part in value.split(",") if part.strip()]


def names() -> list[str]:
    """Return the names of all options, in the order they are shown in."""
    return list(Settings.model_fields)


def shown(value: object) -> str:
    """Return the value of an option as a person would type it."""
    if value is None:
        return _USUAL
    return str(value).lower() if isinstance(value, bool) else str(value)


def unknown(name: str) -> NotFoundError:
    """Return what to say of an option that does not exist: the one that comes near, or all."""
    known = [*names(), "title"]
    near = get_close_matches(name, known, n=1, cutoff=0.7)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known)}"
    return NotFoundError(f"There is no option {name!r}. {hint}")


def changed(settings: Settings, name: str, value: str) -> Settings:
    """Return `settings` with the option `name` set to what a person typed.

    `usual` takes back what was set for an option whose value follows from others.
    Raises `NotFoundError` for an option that does not exist, `UsageError` for a value it cannot
    have.
    """
    if name not in Settings.model_fields:
        raise unknown(name)
    is_usual = clean(value) == _USUAL and Settings.model_fields[name].default is None
    try:
        read = Settings.model_validate({name: None if is_usual else clean(value)})
    except ValidationError as error:
        expected = error.errors()[0]["msg"]
        raise UsageError(f"{name} cannot be {value!r}: {expected}") from None
    wrong = next(
        (word for word in parts(clean(value)) if word not in _NAMES.get(name, (word,))), ""
    )
    if wrong:
        raise UsageError(f"{name} cannot hold {wrong!r}. There are: {', '.join(_NAMES[name])}")
    if name == "read_mark" and not _MARK.fullmatch(clean(value)):
        raise UsageError(f"read_mark cannot be {value!r}: one sign such as :zap:, \u2705 or (read)")
    return settings.model_copy(update={name: getattr(read, name)})
