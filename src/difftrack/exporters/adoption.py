"""A README that was written by hand gets its markers: around the list in it, and nothing else."""

import re
from collections.abc import Iterator

from difftrack.errors import RefusedError
from difftrack.library.absorbing.collect import collect
from difftrack.library.identity import Index
from difftrack.library.model import Library
from difftrack.library.reading import Generated, Item, Listed, Mention, Reading
from difftrack.text import words
from difftrack.text.regions import BYTE_ORDER_MARK, find

_LINE_END = re.compile(r"\r\n|\n|\r(?!\n)")
_TARGET = re.compile(r"\]\(\s*(?!#)([^\s()]+)")  # of a link in contents that leads elsewhere
_MOST_NAMED = 5
_LABELS = "Paper PDF HTML Title Year Authors Venue Abstract Note"  # each style has its own


def marked(text: str, reading: Reading, library: Library, name: str) -> str:
    """Return the text of a file with markers around its list, as `reading` has found it.

    The list goes from the contents or the first entry, with the heading it stands under, to the
    last entry. Raises `RefusedError`, naming the file `name`, where it was not imported.
    """
    if find(text, name):
        raise RefusedError(f"{name} has difftrack markers. Write it: difftrack export readme")
    _refuse_strangers(reading, library, name)
    first, last = _span(reading)
    starts = [0, *(match.end() for match in _LINE_END.finditer(text)), len(text)]
    begin, end = starts[first - 1], starts[last]
    if text.startswith(BYTE_ORDER_MARK):
        begin = max(begin, len(BYTE_ORDER_MARK))
    line_end = "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"
    opening = f"{text[:begin]}<!-- difftrack:begin -->{line_end}"
    inside = text[begin:end]
    closing = f"<!-- difftrack:end -->{line_end}"
    if not inside.endswith("\n"):
        inside, closing = inside + line_end, closing.removesuffix(line_end)
    new = opening + inside + closing + text[end:]
    if not _has_region(new, len(opening)):
        raise RefusedError(
            f"{name}:{first}: the list begins inside of code or of a comment, and was left as it "
            "is. Put the markers by hand: <!-- difftrack:begin --> and <!-- difftrack:end -->"
        )
    return new


def _has_region(text: str, begin: int) -> bool:
    try:
        return [region.begin for region in find(text, "")] == [begin]
    except RefusedError:  # half of it stands where it is text
        return False


def _refuse_strangers(reading: Reading, library: Library, name: str) -> None:
    """Refuse what was not imported: the library would not write it again."""
    entries = collect(reading).entries
    index = Index.of(library.entries)
    strangers = [entry for entry in entries if index.find(entry) is None]
    if not entries:
        raise RefusedError(
            f"{name} lists nothing that difftrack reads. Put the markers where the list shall "
            "stand: <!-- difftrack:begin --> and <!-- difftrack:end -->"
        )
    if strangers:
        raise RefusedError(
            f"{name} was not imported: {len(strangers)} of its {len(entries)} entries are not in "
            f"the library, such as {strangers[0].name!r}. Take it in first: difftrack import {name}"
        )


def _span(reading: Reading) -> tuple[int, int]:
    """Return the first line of the list in a document, and the last."""
    places = [item for item in reading.items if isinstance(item, Listed | Mention)]
    contents = [i for i in reading.items if isinstance(i, Generated) and i.what == "contents"]
    first = min([*places, *contents], key=lambda item: item.line)
    begin = min([first.line, *_headings_above(reading, first)])
    for item in reversed([item for item in reading.items if item.line < begin]):
        if not isinstance(item, Generated):
            break
        begin = item.line
    return begin, max(item.end_line for item in places)


def _headings_above(reading: Reading, item: Item) -> Iterator[int]:
    """Yield the lines of the headings that an item stands under."""
    at = item.section
    while at is not None:
        if reading.sections[at].line:  # a bullet that others hang from has none
            yield reading.sections[at].line
        at = reading.sections[at].parent


def refuse_loss(old: str, reading: Reading, new: str, name: str) -> None:
    """Raise `RefusedError` where a word or address of `old` would stand nowhere in `new`.

    What difftrack writes anew (contents, counts, months) may be put in other words.
    """
    anew = [item.text for item in reading.items if isinstance(item, Generated)]
    leading_out = [
        target
        for item in reading.items
        if isinstance(item, Generated)
        for target in _TARGET.findall(item.text)
    ]
    lost_words, lost_addresses = words.missing(old, "\n".join([new, _LABELS, *anew]))
    lost_addresses += [target for target in leading_out if target not in new]
    if lost_words or lost_addresses:
        named = ", ".join([*lost_addresses[:_MOST_NAMED], *lost_words][:_MOST_NAMED])
        count = f"{_counted(lost_words, 'word')} and {_counted(lost_addresses, 'address', 'es')}"
        raise RefusedError(
            f"{name} would lose {count} that would stand nowhere in it ({named}), and was left as "
            f"it is. If they are new, take them in: difftrack import {name}; else choose another "
            "--style, or leave them to the library: --force"
        )


def _counted(things: list[str], name: str, plural: str = "s") -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else plural}"
