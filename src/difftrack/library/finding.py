"""What a person means by a reference: which entry, which section."""

import re
from difflib import get_close_matches

from difftrack.errors import AmbiguousError, NotFoundError
from difftrack.library.model import Library, Section
from difftrack.library.query import citation_keys
from difftrack.text import arxiv_id, doi
from difftrack.text.folding import clean, fold, shorten

_MOST_CANDIDATES = 10


def find(library: Library, reference: str, *, whole: bool = False) -> str:
    """Return the key of the one entry that a person means.

    Tried in this order: key, arXiv id or DOI in any form, the entry's own URL, short name, BibTeX
    key, whole title, part of a title that begins with a word. `whole`: no part of a title, for what
    is gone when the wrong entry is meant. Raises `AmbiguousError` with the candidates where several
    fit equally well, `NotFoundError` with what comes near where none does.
    """
    if reference in library.entries:
        return reference
    reference = reference.strip()
    exact = (_by_id, _by_doi, by_url, _by_short, _by_citation_key, _by_title)
    for matches in exact if whole else (*exact, _by_part_of_title):
        keys = matches(library, reference)
        if len(keys) == 1:
            return keys[0]
        if keys:
            raise AmbiguousError(*_candidates(library, reference, keys))
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


def _by_doi(library: Library, reference: str) -> list[str]:
    wanted = (doi.recognise(reference) or "").lower()
    return [k for k, e in library.entries.items() if wanted and (e.doi or "").lower() == wanted]


def keys_by_arxiv_id(library: Library) -> dict[str, str]:
    """Return the keys of all entries on arXiv by their ids, for looking many up."""
    return {e.arxiv_id: key for key, e in library.entries.items() if e.arxiv_id}


def by_url(library: Library, url: str) -> list[str]:
    """Return the keys of the entries whose own address this is, with or without a last slash."""
    wanted = url.rstrip("/")
    return [k for k, e in library.entries.items() if e.url and e.url.rstrip("/") == wanted]


def _by_short(library: Library, reference: str) -> list[str]:
    wanted = reference.casefold()
    return [k for k, e in library.entries.items() if e.short and e.short.casefold() == wanted]


def _by_citation_key(library: Library, reference: str) -> list[str]:
    if re.search(r"[\s{},]", reference):  # no BibTeX key holds these
        return []
    wanted = reference.lower()
    return [k for k, cited in citation_keys(library).items() if cited.lower() == wanted]


def _by_title(library: Library, reference: str) -> list[str]:
    wanted = fold(reference)
    return [k for k, e in library.entries.items() if wanted and fold(e.title) == wanted]


def _by_part_of_title(library: Library, reference: str) -> list[str]:
    wanted = fold(reference)
    if not wanted:
        return []
    # Not within a word: DDIM is not meant by gDDIM. Chinese and Japanese have no blanks.
    part = re.compile(("(?<![a-z0-9])" if wanted[0].isascii() else "") + re.escape(wanted))
    names = ((key, fold(f"{e.short or ''} {e.title}")) for key, e in library.entries.items())
    return [key for key, name in names if part.search(name)]


def _candidates(library: Library, reference: str, keys: list[str]) -> list[str]:
    lines = [f"{clean(reference)!r} fits {len(keys)} entries. Name one by its key:"]
    lines += [f"  {key}  {clean(library.entries[key].name)}" for key in keys[:_MOST_CANDIDATES]]
    if len(keys) > _MOST_CANDIDATES:
        lines.append(f"  ... and {len(keys) - _MOST_CANDIDATES} more")
    return lines


def _nothing_like(library: Library, reference: str) -> str:
    said = f"{clean(reference)!r} is not in the library."
    found = arxiv_id.recognise(reference)
    if found:
        return f"{found.base} is not in the library. Add it: difftrack add {found}"
    if known := doi.recognise(reference):
        return f"{clean(known)} is not in the library. Add it: difftrack add {clean(known)}"
    near = _near(library, reference)
    if near:
        return f"{said} Did you mean {near}?"
    return f"{said} See what is there: difftrack list"


def _near(library: Library, reference: str) -> str:
    """Return what resembles a mistyped reference: short names first, then titles."""
    wanted = fold(reference)
    if not wanted:
        return ""
    if holding := _by_part_of_title(library, reference):
        return f"{holding[0]} ({shorten(library.entries[holding[0]].name, 50)})"
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
    """Return the section that a person means by its key, its title, or the day of its readings.

    Raises `NotFoundError` with the nearest name, `AmbiguousError` where a title is used twice.
    """
    by_key = library.section(wanted) or library.section(wanted.lower())
    if by_key:
        return by_key
    exact = [s for s in library.sections if s.title and s.title == wanted.strip()]
    name = fold(wanted)
    held = [s for s in library.sections if s.date and s.date == wanted.strip()]
    titled = exact or held or [s for s in library.sections if name and fold(s.title) == name]
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
