"""The options of a library: what they mean, what they may be, and what holds when none is set.

They stand in the library file, so that a list is written the same way by everyone who works on it.
None of them names a path or a command to run.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from difftrack.errors import NotFoundError, UsageError
from difftrack.text.folding import clean

Order = Literal["listed", "published", "added", "title"]


class Settings(BaseModel):
    """How a README is written where the command does not say otherwise."""

    model_config = ConfigDict(extra="allow", validate_default=False)

    style: str = Field("awesome", description="awesome, detailed or table")
    read_mark: str = Field(
        ":zap:", description="what stands behind the title of a paper that was read"
    )
    order: Order = Field("listed", description="of entries: listed, published, added or title")
    columns: str = Field(
        "authors, venue, date, links, note",
        description="of the style table, behind the title: name, authors, institute, venue, date, "
        "links, tags, score, note, abstract",
    )
    contents: bool = Field(default=True, description="a table of contents above the first section")
    count: bool = Field(default=False, description="a line with the number of papers")
    badges: bool = Field(default=False, description="the badge of awesome lists beside the title")
    empty_sections: bool = Field(
        default=False, description="headings of sections that hold nothing, too"
    )


def names() -> list[str]:
    """Return the names of all options, in the order they are shown in."""
    return list(Settings.model_fields)


def changed(settings: Settings, name: str, value: str) -> Settings:
    """Return `settings` with the option `name` set to what a person typed.

    Raises `NotFoundError` for an option that does not exist, `UsageError` for a value it cannot
    have.
    """
    if name not in Settings.model_fields:
        raise NotFoundError(f"There is no option {name!r}. There are: {', '.join(names())}, title")
    try:
        read = Settings.model_validate({name: clean(value)})
    except ValidationError as error:
        expected = error.errors()[0]["msg"]
        raise UsageError(f"{name} cannot be {value!r}: {expected}") from None
    return settings.model_copy(update={name: getattr(read, name)})
