"""What an entry is made of before its fields are read: the line that names it, and the rest."""

from dataclasses import dataclass, field

from difftrack.importers.head import Head


@dataclass(slots=True)
class Part:
    """One piece of text that belongs to an entry: a line, a bullet, a cell, a block.

    `kind` is "line", "item", "cell", "block", "code" or "note" (the owner's, as it stands); `label`
    is the head of a cell's column, or what stands before a note.
    """

    text: str
    line: int
    kind: str = "line"
    label: str = ""


@dataclass(slots=True)
class Draft:
    """Lines that may be an entry. `line` counts from 0, `end` is behind the last line.

    `layout` is "paragraph", "item", "cited", "row", "folded" or "card"; `is_sure` is false where it
    depends on the rest of the document whether this is an entry (a bullet without any link).
    """

    layout: str
    line: int
    end: int
    section: int | None
    head: Head
    parts: list[Part] = field(default_factory=list)
    above: tuple[str, ...] = ()  # the bullets that it hangs from
    is_sure: bool = True
    list_line: int = -1  # where the list or table it stands in begins
