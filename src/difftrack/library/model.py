"""What a library is made of: entries, sections, and the library that holds both.

The field order is the order in the file. Entries are flat (strings, lists of strings, string-to-
string maps): 10,000 of them load in a tenth of a second, nested models take ten times that. Fields
that difftrack does not know are kept, so that an older version never destroys a newer one's data.
`docs/library-format.md` describes the file.
"""

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from difftrack.library.settings import Settings

FORMAT_VERSION = 1

# A field of a newer version may hold anything that reads as JSON, infinite numbers among it.
_AS_WRITTEN = ConfigDict(extra="allow", strict=True, ser_json_inf_nan="constants")

TITLE_LINK = "@title"
"""The label of the link that the title itself is."""

ALT_TEXT = "Alt text of "
"""The label, with a figure's address behind it, of the field that holds its alternative text."""

ALSO_PRINTED = "Also printed"
"""The label of the field that holds what an entry's lines say and no other field does."""

KINDS = ("paper", "post", "video", "code", "course", "book")
"""What an entry may be. Only papers are fetched from arXiv."""

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
DayOrMonth = Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]


class Entry(BaseModel):
    """One thing listed.

    Dates are ISO (`2021-07-11`; `published` may stop at the month). `year` goes with `venue`, which
    never holds it; `venue_note` is what stands after it (`(Oral)`). `note` and `review` are the
    owner's Markdown, all other texts are plain. `pinned` names source fields that the owner gave,
    `derived` own fields that difftrack worked out itself.
    """

    model_config = _AS_WRITTEN

    kind: str = "paper"
    arxiv_id: str | None = None
    version: int | None = None
    url: str | None = None
    title: str = ""
    short: str | None = None
    authors: list[str] = []
    etal: bool = False
    institute: str | None = None
    published: DayOrMonth | None = None
    updated: Day | None = None
    year: int | None = None
    venue: str | None = None
    venue_note: str | None = None
    abstract: str | None = None
    categories: list[str] = []
    comment: str | None = None
    journal_ref: str | None = None
    doi: str | None = None
    withdrawn: bool = False
    links: dict[str, str] = {}
    tags: list[str] = []
    note: str | None = None
    read: bool | None = None
    read_on: Day | None = None
    score: float | None = None
    review: dict[str, str] = {}
    figures: list[str] = []
    bibtex: str | None = None
    fields: dict[str, str] = {}
    added: Day | None = None
    fetched: Day | None = None
    pinned: list[str] = []
    derived: list[str] = []

    def copied(self) -> "Entry":
        """Return a copy that shares no list and no mapping with this entry."""
        held = {k: v.copy() for k, v in self.__dict__.items() if isinstance(v, list | dict)}
        return self.model_copy(update=held)

    def differing(self, other: "Entry") -> list[str]:
        """Return the names of the fields in which the two are not equal, in their order."""
        return [n for n in Entry.model_fields if getattr(self, n) != getattr(other, n)]

    @property
    def name(self) -> str:
        """What to call the entry in a sentence: its short name, else its title, else its id."""
        return self.short or self.title or self.arxiv_id or self.url or "?"

    @property
    def first_year(self) -> int | None:
        """The year of first publication: of the first version, else the one printed."""
        return int(self.published[:4]) if self.published else self.year


SOURCE_FIELDS = (
    "title",
    "authors",
    "abstract",
    "published",
    "updated",
    "version",
    "categories",
    "comment",
    "journal_ref",
    "doi",
    "withdrawn",
)


class Section(BaseModel):
    """A heading of the outline; it owns the order of its entries.

    `parent` is the key of the section it stands in, `date` makes it a session of readings, `prose`
    maps the key of an entry to Markdown that stands after it, `query` is what arXiv is asked for.
    """

    model_config = _AS_WRITTEN

    key: str
    title: str = ""  # where it has no heading
    parent: str | None = None
    intro: str = ""
    date: Day | None = None
    query: str | None = None
    entries: list[str] = []
    prose: dict[str, str] = {}

    @model_serializer(mode="wrap")
    def _with_title(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Write the title even where it is empty: who reads the file need not ask for it."""
        written: dict[str, Any] = write(self)
        return {"key": self.key, "title": self.title} | written


def put(record: BaseModel, name: str, value: object) -> None:
    """Set a field, known or not. `dict(record)` has the values of both.

    A newer difftrack may call one as a method is called here: `setattr` refuses that, or hides it.
    """
    if record.model_extra is None or name in type(record).model_fields:
        setattr(record, name, value)
    else:
        record.model_extra[name] = value


class Library(BaseModel):
    """Everything that is kept: one file, one value.

    `ignored` are arXiv ids that are never proposed again.
    """

    model_config = _AS_WRITTEN

    format: Literal["difftrack"] = "difftrack"
    version: int = Field(FORMAT_VERSION, ge=1)
    title: str = ""
    intro: str = ""
    outro: str = ""
    settings: Settings = Settings()
    ignored: list[str] = []
    sections: list[Section] = []
    entries: dict[str, Entry] = {}

    def section(self, key: str) -> Section | None:
        """Return the section with this key, if there is one."""
        return next((s for s in self.sections if s.key == key), None)

    def sections_of(self, entry_key: str) -> list[Section]:
        """Return the sections that an entry stands in, in the library's order."""
        return [s for s in self.sections if entry_key in s.entries]

    def standing(self) -> dict[str, list[Section]]:
        """Return the same of all entries that stand in one, for who asks of many."""
        found: dict[str, list[Section]] = {}
        for section in self.sections:
            for key in section.entries:
                found.setdefault(key, []).append(section)
        return found
