"""A file in which difftrack wrote a list: read for what it wrote, and around it as any other."""

from difftrack.errors import RefusedError
from difftrack.importers import leftover, markdown
from difftrack.importers.written import awesome, detailed, frame, table
from difftrack.importers.written.frame import Content, Style
from difftrack.library.reading import Item, Listed, Prose, Reading
from difftrack.text import regions
from difftrack.text.regions import Region

STYLES: dict[str, Style] = {"awesome": awesome.read, "detailed": detailed.read, "table": table.read}
"""The styles that are read by their own grammar; others are read as any list is."""


def read(text: str) -> Reading:
    """Return the reading of a Markdown document."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    region = _region(text)
    if region is None or region.style not in STYLES:
        return markdown.read(text)
    first = text.count("\n", 0, region.begin) + 1
    inside = text[region.begin : region.end]
    around = text[: region.begin] + "\n" * inside.count("\n") + text[region.end :]
    content = frame.read(inside.split("\n"), first, STYLES[region.style])
    if regions.is_edited(text, region):
        content = content._replace(items=_with_others(content.items))
    return _joined(markdown.read(around), content, first, text.split("\n"), region.style)


def _region(text: str) -> Region | None:
    try:
        return regions.find(text, "")
    except RefusedError:  # broken markers are for who writes the file
        return None


def _with_others(items: list[Item]) -> list[Item]:
    """Return the items of a region that was edited, with entries that were typed between others."""
    all_items: list[Item] = []
    for item in items:
        others = _typed(item) if isinstance(item, Prose) and item.role == "text" else []
        all_items += others or [item]
    return all_items


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


def _joined(outer: Reading, inner: Content, first: int, lines: list[str], style: str) -> Reading:
    """Return one reading of what stands around a region and in it."""
    before = sum(section.line < first for section in outer.sections)
    by = len(inner.sections)

    def moved(index: int | None, *, is_inner: bool) -> int | None:
        if index is None:
            return None
        return index + before if is_inner else index + by * (index >= before)

    sections = [s._replace(parent=moved(s.parent, is_inner=False)) for s in outer.sections]
    sections[before:before] = [
        s._replace(parent=moved(s.parent, is_inner=True)) for s in inner.sections
    ]
    items = [i._replace(section=moved(i.section, is_inner=False)) for i in outer.items]
    items += [i._replace(section=moved(i.section, is_inner=True)) for i in inner.items]
    title = outer.title or inner.title
    listed = [item for item in inner.items if isinstance(item, Listed)]
    if inner.marks:
        for item in listed:
            item.entry.read = bool(item.entry.read)
    items += markdown.wording(
        _beside(listed, lines), lines, [title, *(s.title for s in sections)], items
    )
    return outer._replace(
        title=title,
        sections=sections,
        items=sorted(items, key=lambda item: item[:2]),
        doubts=[*outer.doubts, *markdown.doubts(listed)],
        settings=_settings(inner, style),
        is_exact=True,
    )


def _beside(listed: list[Listed], lines: list[str]) -> set[str]:
    """Return the words of entries' lines that the entries do not hold: months, labels."""
    words: set[str] = set()
    for item in listed:
        source = "\n".join(lines[item.line - 1 : item.end_line])
        missing = leftover.of_entry(source, item.entry, [], words)
        words |= leftover.words(" ".join(missing))
    return words


def _settings(content: Content, style: str) -> dict[str, str | bool]:
    marks = content.marks
    mark = {"read_mark": max(marks, key=marks.count)} if marks else {}
    badge: dict[str, str | bool] = {"badges": True} if content.has_badge else {}
    return {"style": style, **mark, **badge}
