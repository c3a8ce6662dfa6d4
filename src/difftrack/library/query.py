"""Finding, choosing, ordering and grouping entries, for every command that shows some."""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from difftrack.errors import AmbiguousError, NotFoundError
from difftrack.library.model import Entry, Library, Section
from difftrack.library.settings import Order
from difftrack.text import arxiv_id
from difftrack.text.folding import clean, fold, shorten
from difftrack.text.names import citation_key

_MOST_CANDIDATES = 10


def find(library: Library, reference: str) -> str:
    """Return the key of the one entry that a person means.

    Tried in this order: key, arXiv id in any form, the entry's own URL, short name, BibTeX key,
    whole title, part of a title. Raises `AmbiguousError` with the candidates where several fit
    equally well, `NotFoundError` with what comes near where none does.
    """
    if reference in library.entries:
        return reference
    for matches in (_by_id, _by_url, _by_short, _by_citation_key, _by_title, _by_part_of_title):
        keys = matches(library, reference)
        if len(keys) == 1:
            return keys[0]
        if keys:
            raise AmbiguousError(_candidates(library, reference, keys))
    raise NotFoundError(_nothing_like(library, reference))


def by_arxiv_id(library: Library, base: str) -> str | None:
    """Return the key of the entry with this arXiv id (an id found later is no key)."""
    entry = library.entries.get(base)
    if entry is not None and entry.arxiv_id == base:
        return base
    return next((key for key, e in library.entries.items() if e.arxiv_id == base), None)


def _by_id(library: Library, reference: str) -> list[str]:
    found = arxiv_id.recognise(reference)
    key = by_arxiv_id(library, found.base) if found else None
    return [key] if key is not None else []


def _by_url(library: Library, reference: str) -> list[str]:
    if "://" not in reference:
        return []
    wanted = reference.rstrip("/")
    return [k for k, e in library.entries.items() if e.url and e.url.rstrip("/") == wanted]


def _by_short(library: Library, reference: str) -> list[str]:
    wanted = reference.casefold()
    return [k for k, e in library.entries.items() if e.short and e.short.casefold() == wanted]


def _by_citation_key(library: Library, reference: str) -> list[str]:
    if not re.fullmatch(r"[a-z][a-z0-9]*", reference, re.IGNORECASE):
        return []
    wanted = reference.lower()
    return [k for k, cited in citation_keys(library).items() if cited == wanted]


def _by_title(library: Library, reference: str) -> list[str]:
    wanted = fold(reference)
    return [k for k, e in library.entries.items() if wanted and fold(e.title) == wanted]


def _by_part_of_title(library: Library, reference: str) -> list[str]:
    wanted = fold(reference)
    if not wanted:
        return []
    return [k for k, e in library.entries.items() if wanted in fold(f"{e.short or ''} {e.title}")]


def _candidates(library: Library, reference: str, keys: list[str]) -> str:
    lines = [f"{clean(reference)!r} fits {len(keys)} entries. Name one by its key:"]
    lines += [f"  {key}  {library.entries[key].name}" for key in keys[:_MOST_CANDIDATES]]
    if len(keys) > _MOST_CANDIDATES:
        lines.append(f"  ... and {len(keys) - _MOST_CANDIDATES} more")
    return "\n".join(lines)


def _nothing_like(library: Library, reference: str) -> str:
    said = f"{clean(reference)!r} is not in the library."
    found = arxiv_id.recognise(reference)
    if found:
        return f"{found.base} is not in the library. Add it: difftrack add {found}"
    near = _near(library, reference)
    if near:
        return f"{said} Did you mean {near}?"
    return f"{said} See what is there: difftrack list"


def _near(library: Library, reference: str) -> str:
    """Return what resembles a mistyped reference: short names first, then titles."""
    wanted = fold(reference)
    names: dict[str, str] = {}
    for key, entry in library.entries.items():
        names.setdefault(fold(entry.title), f"{key} ({shorten(entry.title, 50)})")
        if entry.short:
            names[fold(entry.short)] = entry.short
    # A long reference is compared with titles cut to its length, so that its beginning is enough.
    by_start = {name[: len(wanted) + 2]: shown for name, shown in names.items()}
    close = get_close_matches(wanted, by_start, n=1, cutoff=0.75)
    return by_start[close[0]] if close else ""


def find_section(library: Library, wanted: str) -> Section:
    """Return the section that a person means by its key or its title.

    Raises `NotFoundError` with the nearest name, `AmbiguousError` where a title is used twice.
    """
    by_key = library.section(wanted) or library.section(wanted.lower())
    if by_key:
        return by_key
    titled = [s for s in library.sections if fold(s.title) == fold(wanted)]
    if len(titled) == 1:
        return titled[0]
    if titled:
        keys = ", ".join(s.key for s in titled)
        raise AmbiguousError(f"{len(titled)} sections are called {wanted!r}. Name its key: {keys}")
    raise NotFoundError(_no_section(library, wanted))


def _no_section(library: Library, wanted: str) -> str:
    names = {fold(name): s.key for s in library.sections for name in (s.title, s.key) if name}
    close = get_close_matches(fold(wanted), names, n=1, cutoff=0.5)
    hint = (
        f"Did you mean {names[close[0]]}?"
        if close
        else (f"There are: {', '.join(s.key for s in library.sections if s.key) or 'none yet'}.")
    )
    return f"There is no section {wanted!r}. {hint} Make one: difftrack section add {wanted!r}"


def citation_keys(library: Library) -> dict[str, str]:
    """Return the BibTeX key of every entry, unique over the library.

    An entry with BibTeX of its own keeps the key written there. Of two that would share one, the
    later added gets a letter behind it, so that a key never changes because something was added.
    """
    chosen: dict[str, str] = {}
    for key, entry in library.entries.items():
        match = re.match(r"\s*@\w+\s*[{(]\s*([^\s,{}()]+)\s*,", entry.bibtex or "")
        if match and match[1] not in chosen.values():
            chosen[key] = match[1]
    taken = set(chosen.values())
    rest = (k for k in library.entries if k not in chosen)
    for key in sorted(rest, key=lambda k: (library.entries[k].added or "", k)):
        entry = library.entries[key]
        base = citation_key(entry.authors, entry.first_year, entry.title)
        cited = next(base + letters for letters in _letters() if base + letters not in taken)
        taken.add(cited)
        chosen[key] = cited
    return {key: chosen[key] for key in library.entries}


def _letters() -> Iterator[str]:
    """Yield what tells equal BibTeX keys apart: nothing, then a, b, ..., z, aa, ab, ..."""
    yield ""
    n = 0
    while True:
        n += 1
        rest, letters = n, ""
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(ord("a") + digit) + letters
        yield letters


# -- Choosing and ordering ------------------------------------------------------------------------


class Row(NamedTuple):
    """An entry where it stands."""

    key: str
    entry: Entry
    section: Section


class Filter(NamedTuple):
    """What `list` is asked for; `None` and empty ask for nothing."""

    words: tuple[str, ...] = ()
    section: str | None = None
    read: bool | None = None
    tag: str | None = None


def select(library: Library, wanted: Filter) -> list[Row]:
    """Return the entries that fit, each once, in the order of sections and places in them.

    Words match anywhere in title, short name, authors, venue, key, tags and note, without regard to
    case and accents; all of them must. `wanted.section` is a section's key; its subsections count.
    """
    words = [fold(word) for word in wanted.words]
    inside = None if wanted.section is None else _with_descendants(library, wanted.section)
    seen: set[str] = set()
    rows = []
    for section in library.sections:
        if inside is not None and section.key not in inside:
            continue
        for key in section.entries:
            entry = library.entries[key]
            if key not in seen and _fits(key, entry, wanted, words):
                seen.add(key)
                rows.append(Row(key, entry, section))
    return rows


def _with_descendants(library: Library, key: str) -> set[str]:
    inside = {key}
    for section in library.sections:  # parents come before their children
        if section.parent in inside:
            inside.add(section.key)
    return inside


def _fits(key: str, entry: Entry, wanted: Filter, words: list[str]) -> bool:
    if wanted.read is not None and bool(entry.read) != wanted.read:
        return False
    if wanted.tag is not None and wanted.tag not in entry.tags:
        return False
    if not words:
        return True
    parts = (entry.title, entry.short, *entry.authors, entry.venue, str(entry.year or ""), key)
    text = fold(" ".join(p for p in (*parts, *entry.tags, entry.note) if p))
    return all(word in text for word in words)


_SORT_KEYS: dict[Order, Callable[[str, Entry], tuple[str, str]]] = {
    "published": lambda key, entry: (entry.published or str(entry.year or "9999"), key),
    "added": lambda key, entry: (entry.added or "", key),
    "title": lambda key, entry: (fold(entry.title), key),
}


def in_order(library: Library, keys: list[str], order: Order) -> list[str]:
    """Return the keys of one section in the order asked for; `listed` is the section's own."""
    sort_key = _SORT_KEYS.get(order)
    return keys if sort_key is None else sorted(keys, key=lambda k: sort_key(k, library.entries[k]))


class Branch(NamedTuple):
    """A section in the outline with its depth (0 at the top)."""

    section: Section
    depth: int


def outline(library: Library) -> list[Branch]:
    """Return all sections, each followed by its subsections, with their depths.

    A section whose parent is missing, or that stands in itself, counts as one at the top.
    """
    known = {s.key: s for s in library.sections}
    children: dict[str | None, list[Section]] = {}
    for section in library.sections:
        parent = section.parent if _is_rooted(section, known) else None
        children.setdefault(parent, []).append(section)
    branches: list[Branch] = []
    waiting = [Branch(s, 0) for s in reversed(children.get(None, []))]
    while waiting:
        branch = waiting.pop()
        branches.append(branch)
        below = children.get(branch.section.key, [])
        waiting += [Branch(s, branch.depth + 1) for s in reversed(below)]
    return branches


def _is_rooted(section: Section, known: dict[str, Section]) -> bool:
    seen = {section.key}
    while section.parent is not None:
        if section.parent in seen or section.parent not in known:
            return False
        section = known[section.parent]
        seen.add(section.key)
    return True
