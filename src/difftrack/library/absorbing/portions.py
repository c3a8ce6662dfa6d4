"""A README with regions, taken apart: each region says what stands in its part of the library.

The owner's own head and foot around the regions stay in that file, and are not taken in.
"""

from collections.abc import Iterator
from typing import NamedTuple

from difftrack.library.absorbing.shares import Aside, aside, shared_out
from difftrack.library.absorbing.terms import Terms
from difftrack.library.model import Library
from difftrack.library.query import with_descendants
from difftrack.library.reading import Generated, Item, Listed, Mention, Prose, Reading
from difftrack.text.regions import LIST, SECTION, begun

Row = tuple[Item, str]
"""An item of the document, with the key of its entry, "" for others."""


class Portion(NamedTuple):
    """A part of a document, and the terms on which it is taken in.

    `scope` are the sections that it speaks for, where it lacks something, too; `None`: all.
    `elsewhere` are the keys that other parts place, `aside` what the owner's own text says.
    """

    reading: Reading
    rows: list[Row]
    terms: Terms
    scope: frozenset[str] | None = None
    elsewhere: frozenset[str] = frozenset()
    aside: Aside = Aside()


class _Region(NamedTuple):
    """A region of the document; `line` is that of its first marker."""

    what: str
    rows: list[Row]
    line: int


def portions(
    library: Library, reading: Reading, keys: list[str], terms: Terms, *, is_new: bool
) -> list[Portion]:
    """Return the parts of a document; `keys` are those of its entries and mentions, in order."""
    following = iter(keys)
    rows = [(i, next(following) if isinstance(i, Listed | Mention) else "") for i in reading.items]
    if terms.into is not None or is_new or not reading.is_own:
        return [Portion(reading, rows, terms)]
    regions, outer = _regions(rows)
    said = aside(library, "\n\n".join(item.text for item, _ in outer if isinstance(item, Prose)))
    shares = shared_out(library, {region.what for region in regions})
    unplaced = _unplaced(library, outer)
    found: list[Portion] = []
    for region in regions:
        scope = frozenset(key for key, what in shares.items() if what == region.what)
        if region.what == LIST:
            part, inner = _cut(reading, region)
            inner = sorted([*unplaced, *inner], key=lambda row: row[0].line)
            found.append(Portion(part, inner, terms, scope, aside=said))
            unplaced = []
        else:
            found += _parts(library, reading, region, terms, scope)
    if unplaced:
        found.append(Portion(reading, unplaced, Terms(terms.today)))
    placed = frozenset(key for portion in found for _, key in portion.rows if key)
    return [portion._replace(elsewhere=placed) for portion in found]


def _regions(rows: list[Row]) -> tuple[list[_Region], list[Row]]:
    """Return the regions of a document, and the rows outside of them."""
    regions: list[_Region] = []
    outer: list[Row] = []
    is_inside = False
    for row in rows:
        item = row[0]
        if isinstance(item, Generated) and item.what == "marker":
            what = begun(item.text)
            is_inside = what is not None
            if what is not None:
                regions.append(_Region(what, [], item.line))
        elif is_inside:
            regions[-1].rows.append(row)
        else:
            outer.append(row)
    return regions, outer


def _unplaced(library: Library, outer: list[Row]) -> list[Row]:
    """Return the entries outside of all regions that stand in no section of the library."""
    standing = {key for section in library.sections if section.key for key in section.entries}
    return [(item, key) for item, key in outer if key and key not in standing]


def _cut(reading: Reading, region: _Region, under: int | None = None) -> tuple[Reading, list[Row]]:
    """Return a region without the sections around it, and without the section `under` in it."""
    last = region.rows[-1][0].end_line if region.rows else region.line

    def _kept(index: int | None) -> int | None:
        if index is None or index == under:
            return None
        line = reading.sections[index].line  # a bullet that others hang from has none
        return index if not line or region.line < line <= last else None

    sections = [heading._replace(parent=_kept(heading.parent)) for heading in reading.sections]
    rows = [(item._replace(section=_kept(item.section)), key) for item, key in region.rows]
    return reading._replace(sections=sections), rows


def _parts(
    library: Library, reading: Reading, region: _Region, terms: Terms, scope: frozenset[str]
) -> Iterator[Portion]:
    """Yield the parts of a region that is not the list, each for one section of the library.

    What the library does not have is taken in beside it.
    """
    waiting = [section for section in library.sections if section.key in scope]
    for under, rows in _by_section(reading, region):
        title = reading.sections[under].title if under is not None else ""
        is_named = region.what.startswith(SECTION)
        section = next((s for s in waiting if is_named or s.title == title), None)
        is_own = section is not None and section.title == title
        part, inner = _cut(reading, region._replace(rows=rows), under if is_own else None)
        if section is None:
            yield Portion(part, inner, Terms(terms.today))
            continue
        waiting.remove(section)
        below = scope & with_descendants(library, section.key)
        yield Portion(part, inner, terms._replace(into=section), below)


def _by_section(reading: Reading, region: _Region) -> Iterator[tuple[int | None, list[Row]]]:
    """Yield the rows of each session of readings, or of the one section, with its heading."""
    cut, rows = _cut(reading, region)
    tops: dict[int | None, list[Row]] = {}
    for row, (item, _) in zip(region.rows, rows, strict=True):
        at = item.section
        while at is not None and cut.sections[at].parent is not None:
            at = cut.sections[at].parent
        tops.setdefault(at, []).append(row)
    if region.what.startswith(SECTION):
        yield next(iter(tops), None), region.rows
    else:
        yield from tops.items()
