"""What stands in the regions of a file: the list, a part of it, or how much is in it."""

from collections.abc import Iterator, Sequence

from difftrack.errors import RefusedError
from difftrack.exporters import readme
from difftrack.exporters.document import Chapter, Document
from difftrack.exporters.styles import STYLES
from difftrack.library.absorbing.shares import shared_out
from difftrack.library.model import Library
from difftrack.library.settings import Settings
from difftrack.text.blocks import headings_with_level
from difftrack.text.folding import fold
from difftrack.text.regions import (
    BYTE_ORDER_MARK,
    COUNT,
    LIST,
    SECTION,
    Region,
    filled,
    find,
    held,
    is_edited,
    outside,
)


def rewritten(library: Library, settings: Settings, old: str, name: str, *, force: bool) -> str:
    """Return the text of a file with all its regions written anew, from the text `old`.

    Raises `RefusedError` where the markers are broken, or where a region was edited by hand and
    the library does not say the same by now, unless `force`.
    """
    found = find(old, name)
    new = contents(library, settings, old, found, name)
    for region, content in zip(found, new, strict=True):
        if is_edited(old, region) and not force and held(old, region) != content:
            raise RefusedError(_edited(region, name))
    return filled(old, found, new, settings.style)


def current_lines(library: Library, text: str) -> set[int]:
    """Return the lines in the regions of a file where they hold what would be written there now.

    Lines count from 1; there are none where the file has no region, or one that is out of date.
    """
    try:
        found = find(text, "")
        style = next((region.style for region in found if region.style in STYLES), None)
        if style is None:
            return set()
        settings = library.settings.model_copy(update={"style": style})
        new = contents(library, settings, text, found, "")
    except RefusedError:  # broken markers, or a section that is gone
        return set()
    if any(held(text, region) != content for region, content in zip(found, new, strict=True)):
        return set()
    spans = ((text.count("\n", 0, r.begin), text.count("\n", 0, r.end)) for r in found)
    return {line for begin, end in spans for line in range(begin + 1, end + 1)}


def _edited(region: Region, name: str) -> str:
    way = (
        "Put your words outside of the markers"
        if region.what == COUNT
        else f"Take the edit in: difftrack import {name} --sync"
    )
    return (
        f"{name} was edited between its difftrack markers (from line {region.line}) and was left "
        f"as it is. {way}; then, or to drop it: --force"
    )


def contents(
    library: Library, settings: Settings, text: str, found: Sequence[Region], name: str
) -> list[str]:
    """Return what shall stand in each of the regions `found` in `text`, the file `name`.

    A section stands in one of them: in its own, else with the readings, else in the list. Raises
    `RefusedError` for a section that the library does not have.
    """
    _refuse_unknown(library, found, name)
    shares = shared_out(library, {region.what for region in found})
    own = outside(text, found)
    own[0] = own[0].removeprefix(BYTE_ORDER_MARK)
    written: list[str] = []
    seen: frozenset[str] = frozenset()
    for number, region in enumerate(found):
        above = filled(text[: region.begin], found[:number], written, settings.style)
        document = readme.whole(
            library, settings, above.removeprefix(BYTE_ORDER_MARK), "\n\n".join(own)
        )
        if region.what == COUNT:
            written.append(_count(document, library))
            continue
        chapters = [c for c in document.chapters if shares[c.section.key] == region.what]
        if region.what != LIST:
            document = _part(
                document, list(_placed(chapters, region, "\n\n".join(own[: number + 1])))
            )
        else:
            document = document._replace(chapters=chapters)
        written.append(readme.written(document._replace(seen=seen)))
        seen |= {key for chapter in chapters for key in chapter.keys}
    return written


def _refuse_unknown(library: Library, found: Sequence[Region], name: str) -> None:
    for region in found:
        _, is_section, key = region.what.partition(SECTION)
        if is_section and library.section(key) is None:
            raise RefusedError(
                f"{name}:{region.line}: there is no section {key!r}. "
                "See their keys: difftrack section list"
            )


def _part(document: Document, chapters: list[Chapter]) -> Document:
    return document._replace(chapters=chapters, outro="", is_part=True)


def _placed(chapters: list[Chapter], region: Region, above: str) -> Iterator[Chapter]:
    """Yield the sections of a part, one level below the owner's heading that it stands under.

    Where that is the heading of the section itself, it is not written again.
    """
    level, heading = [(1, ""), *headings_with_level(above)][-1]
    depths: dict[str | None, int] = {}
    for chapter in chapters:
        section = chapter.section
        is_own = region.what == f"{SECTION}{section.key}"
        is_named = is_own and bool(heading) and fold(heading) == fold(section.title)
        depth = -1 if is_named else depths.get(section.parent, -1) + 1
        depths[section.key] = depth
        yield chapter._replace(depth=depth, top=level + 1, is_named=is_named)


def _count(document: Document, library: Library) -> str:
    """Return how many entries there are, and how many of them were read."""
    keys = {key for chapter in document.chapters for key in chapter.keys}
    read = sum(bool(library.entries[key].read) for key in keys)
    entries = "1 entry" if len(keys) == 1 else f"{len(keys)} entries"
    share = f" ({round(read * 100 / len(keys))}%)" if keys else ""
    return f"{entries}, {read} read{share}\n"
