"""A file in which difftrack wrote a list: read for what it wrote, and around it as any other."""

import re

from difftrack.errors import RefusedError
from difftrack.importers import doubts, leftover, markdown
from difftrack.importers.written import awesome, card_texts, detailed, frame, table
from difftrack.importers.written.frame import Content, Place, Style
from difftrack.library.model import ALSO_PRINTED, Entry
from difftrack.library.pages import leads_to
from difftrack.library.reading import Generated, Heading, Item, Listed, Mention, Prose, Reading
from difftrack.text import regions
from difftrack.text.folding import fold
from difftrack.text.regions import COUNT, Region
from difftrack.text.words import words

GRAMMARS: dict[str, Style] = {
    "awesome": awesome.read,
    "detailed": detailed.read,
    "table": table.read,
}
"""The styles that are read by their own grammar; others are read as any list is."""

_WORDING = "pdf html kind paper website video code course book difftrack place date authors note"
_MARKS = re.compile(r" {0,3}(#{1,6})\s")


def read(text: str) -> Reading:
    """Return the reading of a Markdown document."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    own = [region for region in _regions(text) if region.style in GRAMMARS and region.what != COUNT]
    outer = _as_any_list(_without(text, own))
    if not own:
        return outer
    lines = text.split("\n")
    sections: list[Heading] = []
    contents: list[Content] = []
    moved: dict[int | None, int | None] = {None: None}  # the outer sections in the whole
    for region in own:
        first = text.count("\n", 0, region.begin) + 1
        _take_outer(outer, first, moved, sections)
        place = Place(first, len(sections), _under(outer, moved, lines))
        contents.append(_content(text, region, place))
        sections += contents[-1].sections
    _take_outer(outer, len(lines) + 1, moved, sections)
    items = [item._replace(section=moved[item.section]) for item in outer.items]
    whole = outer._replace(sections=sections, items=items)
    return _joined(whole, contents, lines, own[0].style or "")


def _as_any_list(text: str) -> Reading:
    """Return the reading of a text as that of any list, save for the owner's texts in our cards."""
    cards = [(region.begin, region.end) for region in _regions(text) if region.style == "review"]
    return card_texts.read(text, cards, markdown.read)


def _regions(text: str) -> list[Region]:
    try:
        return regions.find(text, "")
    except RefusedError:  # broken markers are for who writes the file
        return []


def _without(text: str, own: list[Region]) -> str:
    """Return the text with empty lines for what stands in some regions."""
    parts, at = [], 0
    for region in own:
        parts += [text[at : region.begin], "\n" * text.count("\n", region.begin, region.end)]
        at = region.end
    return "".join([*parts, text[at:]])


def _take_outer(
    outer: Reading, before: int, moved: dict[int | None, int | None], sections: list[Heading]
) -> None:
    """Add the owner's sections that begin before a line to those of the whole."""
    for index, heading in enumerate(outer.sections):
        if index not in moved and heading.line < before:
            moved[index] = len(sections)
            sections.append(heading._replace(parent=moved[heading.parent]))


def _under(
    outer: Reading, moved: dict[int | None, int | None], lines: list[str]
) -> list[tuple[int, int]]:
    """Return the owner's headings that are open behind the last one taken."""
    at = max((index for index in moved if index is not None), default=None)
    found: list[tuple[int, int]] = []
    while at is not None:
        heading, index = outer.sections[at], moved[at]
        marks = _MARKS.match(lines[heading.line - 1])
        found.insert(0, (len(marks[1]) if marks else 1, index or 0))
        at = heading.parent
    return found


def _content(text: str, region: Region, place: Place) -> Content:
    style = GRAMMARS[region.style or ""]
    inside = text[region.begin : region.end].split("\n")
    content = frame.read(inside, style, place)
    if regions.is_edited(text, region):
        content = content._replace(items=_with_others(content, text.split("\n")))
    return content


def _with_others(content: Content, lines: list[str]) -> list[Item]:
    """Return the items of a region that was edited, with entries that were typed between others.

    What an entry's lines say and no field of it holds is kept as `Also printed`.
    """
    known: dict[str, Entry] = {}
    wording = " ".join([_WORDING, *content.marks])
    for item in content.items:
        if isinstance(item, Listed):
            known |= {fold(item.entry.title): item.entry, fold(item.entry.short or ""): item.entry}
            _keep_typed(item, lines, wording)
    all_items: list[Item] = []
    for item in content.items:
        others: list[Item] = []
        if isinstance(item, Mention):
            entry = known.get(fold(item.title))
            text = "\n".join(lines[item.line - 1 : item.end_line])
            prose = Prose(item.line, item.end_line, item.section, text)
            named = [item._replace(title=entry.title)] if entry else []
            others = [*named] or _typed(prose) or [prose]
        elif isinstance(item, Prose) and item.role == "text":
            others = _typed(item)
        all_items += others or [item]
    return all_items


def _keep_typed(item: Listed, lines: list[str], wording: str) -> None:
    entry, source = item.entry, "\n".join(lines[item.line - 1 : item.end_line])
    missing = leftover.of_entry(source, entry, [wording], set())
    typed = [m for m in missing if m != entry.url and not ("/" in m and leads_to(entry, m))]
    if typed:
        entry.fields[ALSO_PRINTED] = " ".join(typed)


def _typed(passage: Prose) -> list[Item]:
    """Return what a passage of text holds where it lists entries; nothing where it does not."""
    reading = markdown.read(passage.text)
    if reading.sections or not any(isinstance(item, Listed) for item in reading.items):
        return []
    by = passage.line - 1
    return [
        item._replace(line=item.line + by, end_line=item.end_line + by, section=passage.section)
        for item in reading.items
    ]


def _joined(outer: Reading, contents: list[Content], lines: list[str], style: str) -> Reading:
    """Return one reading of what stands around regions and in them."""
    title = outer.title or next((c.title for c in contents if c.title), "")
    inner = [item for content in contents for item in content.items]
    listed = [item for item in inner if isinstance(item, Listed)]
    if any(content.marks for content in contents):
        for item in listed:
            item.entry.read = bool(item.entry.read)
    items = [*outer.items, *inner]
    titles = [title, *(section.title for section in outer.sections)]
    items += markdown.wording(_beside(listed, lines), lines, titles, items)
    return outer._replace(
        title=title,
        items=sorted(items, key=lambda item: item[:2]),
        doubts=[*outer.doubts, *doubts.of_entries(listed)],
        settings=_settings(contents, style),
        is_exact=True,
    )


def _beside(listed: list[Listed], lines: list[str]) -> set[str]:
    """Return the words of entries' lines that the entries do not hold: months, labels."""
    beside: set[str] = set()
    for item in listed:
        source = "\n".join(lines[item.line - 1 : item.end_line])
        missing = leftover.of_entry(source, item.entry, [], beside)
        beside |= words(" ".join(missing))
    return beside


def _settings(contents: list[Content], style: str) -> dict[str, str | int]:
    """Return the settings under which the regions were written, where these show."""
    settings: dict[str, str | int] = {"style": style}
    marks = [mark for content in contents for mark in content.marks]
    if marks:
        settings["read_mark"] = max(marks, key=marks.count)
    if any(content.has_badge for content in contents):
        settings["badges"] = True
    if contents[0].level:
        settings["heading_level"] = max(contents[0].level, 2)
        whats = {i.what for i in contents[0].items if isinstance(i, Generated)}
        settings |= {"contents": "contents" in whats}
    return settings
