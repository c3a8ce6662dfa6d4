"""All that may be wrong in a library that can be read, and how it is mended."""

from collections.abc import Callable, Collection, Iterator
from functools import partial

from difftrack.errors import DifftrackError
from difftrack.library import settings
from difftrack.library.identity import Index
from difftrack.library.model import Library
from difftrack.library.repair.entry_flaws import entry_flaws
from difftrack.library.repair.flaws import Flaw, command
from difftrack.library.repair.link_flaws import link_flaws
from difftrack.library.repair.outline_flaws import outline_flaws
from difftrack.text import arxiv_id
from difftrack.text.folding import clean, shorten

_MOST_ROUNDS = 5


def examine(library: Library, styles: Collection[str] = ()) -> list[Flaw]:
    """Return the flaws of a library; `styles` are those that a README can be written in."""
    found = (outline_flaws, twins, entry_flaws, link_flaws, _ignored)
    flaws = [flaw for check in found for flaw in check(library)]
    return flaws + list(_settings(library, styles))


def mend(flaws: list[Flaw], look_again: Callable[[], list[Flaw]]) -> list[Flaw]:
    """Mend what is safe to mend, and what shows when that is mended.

    Return what was: what is found again is not mended, whatever was done.
    """
    tried: dict[tuple[str, ...], Flaw] = {}
    for _ in range(_MOST_ROUNDS):
        if all(_told(flaw) in tried for flaw in flaws if flaw.mend):
            break
        for flaw in flaws:
            if flaw.mend:
                flaw.mend()
                tried.setdefault(_told(flaw), flaw)
        flaws = look_again()
    left = {_told(flaw) for flaw in flaws}
    return [flaw for told, flaw in tried.items() if told not in left]


def _told(flaw: Flaw) -> tuple[str, ...]:
    return flaw.kind, flaw.place, flaw.what


def twins(library: Library) -> Iterator[Flaw]:
    """Yield entries that are there twice, by the rule of `docs/library-format.md`."""
    index = Index()
    for key, entry in library.entries.items():
        other = index.find(entry)
        if other is not None:
            advice = f"Make one: {command('merge-entries', other, key)}"
            yield Flaw("twice", key, f"is the same work as {other}", advice)
        index.put(key, entry)


def _ignored(library: Library) -> Iterator[Flaw]:
    ids = {entry.arxiv_id for entry in library.entries.values()}
    for ignored in dict.fromkeys(library.ignored):
        found = arxiv_id.recognise(ignored)
        base = found.base if found else None
        if base is None or base in ids:
            reason = "is in the library" if base else "is no arXiv id"
        elif base != ignored:
            reason = f"is written {base} there"
        else:
            continue
        said = f"ignores {shorten(clean(ignored), 40)!r}, which {reason}"
        kept = [] if base in ids or base is None else [base]
        yield Flaw("ignored", "", said, mend=partial(_write_ignored, library, ignored, kept))


def _write_ignored(library: Library, ignored: str, kept: list[str]) -> None:
    """Write an id that is ignored as these, or take it off."""
    written = [new for old in library.ignored for new in (kept if old == ignored else [old])]
    library.ignored = list(dict.fromkeys(written))


def _settings(library: Library, styles: Collection[str]) -> Iterator[Flaw]:
    """Yield options with values that `config` would not take."""
    held = library.settings
    for name in settings.names():
        value = getattr(held, name)
        try:
            settings.changed(held, name, settings.shown(value))
        except DifftrackError as error:
            advice = f"Set it: difftrack config {name} VALUE"
            yield Flaw("setting", "settings", str(error), advice)
    if styles and held.style not in styles:
        said = f"style cannot be {shorten(clean(held.style), 40)!r}. There are: {', '.join(styles)}"
        yield Flaw("setting", "settings", said, "Set it: difftrack config style awesome")
