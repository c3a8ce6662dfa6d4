"""Moving entries between sections and within one.

Markdown that stood after an entry that moves stays where it stood (`edits.take_out`).
"""

from typing import NamedTuple

from difftrack.errors import RefusedError, UsageError
from difftrack.library.edits import WAITING, take_out
from difftrack.library.model import Library, Section


class Place(NamedTuple):
    """A place in a section: beside the entry `anchor`, or at the end where there is none."""

    section: Section
    anchor: str | None = None
    behind: bool = False


class Moved(NamedTuple):
    """Which sections an entry left, by their keys, and whether anything changed."""

    left: list[str]
    is_new: bool


def move(
    library: Library,
    keys: list[str],
    place: Place,
    source: Section | None = None,
    *,
    keep: bool = False,
) -> dict[str, Moved]:
    """Put entries at a place, in the order given, and out of where they stood.

    An entry leaves the section `source`; without one, the only section that it stands in, and
    those where it waited for one. Sessions of readings file nothing: it stays in them, and leaves
    none for them. With `keep` it leaves none. What stands in the section already leaves no other,
    and without an anchor stays where it is in it.

    Raises `RefusedError` where it is not said which of several sections an entry leaves, where it
    does not stand in `source`, and where the anchor does not stand in the section.
    """
    _check_anchor(keys, place)
    standing = library.standing()
    left = {key: [] if keep else _leaves(key, standing[key], place.section, source) for key in keys}
    before = list(place.section.entries)
    _arrange(place, keys)
    _take_out_of(left)
    moved = _shifted(before, place.section.entries, keys)
    return {key: Moved([s.key for s in left[key]], bool(left[key]) or key in moved) for key in keys}


def _take_out_of(left: dict[str, list[Section]]) -> None:
    """Take entries out of the sections that each leaves, out of each section once."""
    gone: dict[str, tuple[Section, set[str]]] = {}
    for key, sections in left.items():
        for section in sections:
            gone.setdefault(section.key, (section, set()))[1].add(key)
    for section, keys in gone.values():
        take_out(section, keys)


def _check_anchor(keys: list[str], place: Place) -> None:
    title = place.section.title or "the section without a heading"
    if place.anchor in keys:
        raise UsageError(f"{place.anchor} cannot stand beside itself. Name another entry")
    if place.anchor is not None and place.anchor not in place.section.entries:
        raise RefusedError(
            f"{place.anchor} does not stand in {title}. See: difftrack list --section "
            f"{place.section.key or title!r}"
        )


def _leaves(
    key: str, standing: list[Section], target: Section, source: Section | None
) -> list[Section]:
    """Return which of the sections that an entry stands in it leaves."""
    if source is not None:
        if not any(section is source for section in standing):
            places = ", ".join(s.key or "no section" for s in standing)
            raise RefusedError(f"{key} does not stand in {source.key}. It stands in: {places}")
        return [] if source is target else [source]
    if target.date is not None or any(section is target for section in standing):
        return []
    standing = [section for section in standing if section.date is None]
    real = [section for section in standing if section.key not in WAITING]
    if len(real) > 1:
        names = ", ".join(section.key for section in real)
        raise RefusedError(
            f"{key} stands in several sections: {names}. Say which it leaves: --from "
            f"{real[0].key}, or that it stays there too: --keep"
        )
    return standing


def _arrange(place: Place, keys: list[str]) -> None:
    """Put the entries in; prose goes from its place only where the order changes."""
    section, entries = place.section, place.section.entries
    if place.anchor is None:
        known = set(entries)
        section.entries = entries + [key for key in keys if key not in known]
        return
    moving = set(keys)
    rest = [key for key in entries if key not in moving]
    at = rest.index(place.anchor) + place.behind
    wanted = [*rest[:at], *keys, *rest[at:]]
    if wanted != entries:
        take_out(section, moving)
        section.entries = wanted


def _shifted(before: list[str], after: list[str], keys: list[str]) -> set[str]:
    """Return which of the entries came to stand in a section, or elsewhere in it."""
    known = set(before)
    if [key for key in after if key in known] != before:
        return set(keys)
    return set(keys) - known


def leave(library: Library, keys: list[str], section: Section) -> None:
    """Take entries out of one of their sections; they stay in the library.

    Raises `RefusedError` where one does not stand there, or nowhere else.
    """
    standing = library.standing()
    for key in keys:
        if not any(s is section for s in standing[key]):
            raise RefusedError(f"{key} does not stand in {section.key}. See: difftrack show {key}")
        if len(standing[key]) == 1:
            raise RefusedError(
                f"{key} stands in {section.key} only. Move it: difftrack move {key} --section S, "
                f"or take it out of the library: difftrack remove {key}"
            )
    take_out(section, set(keys))
