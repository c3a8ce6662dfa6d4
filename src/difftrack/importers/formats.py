"""Which importer reads a document: told by the owner, else seen from the text."""

from collections.abc import Callable
from typing import NamedTuple

from difftrack.errors import RefusedError, UsageError
from difftrack.importers import plain
from difftrack.library.reading import Reading


def _markdown(text: str) -> Reading:
    from difftrack.importers.written import readme  # noqa: PLC0415 - markdown-it, for Markdown only

    return readme.read(text)


def _bibtex(text: str) -> Reading:
    from difftrack.importers import bibtex  # noqa: PLC0415 - bibtexparser, for BibTeX only

    return bibtex.read(text)


class Format(NamedTuple):
    """How a document is read, and of how many letters at most: what takes some seconds."""

    read: Callable[[str], Reading]
    most: int


_OWN = "<!-- difftrack:end style="  # what difftrack wrote is read line by line, without guesses
_MOST_LINES = 100_000  # of a list; the longest that people keep have five thousand
FORMATS = {
    "markdown": Format(_markdown, 2_000_000),
    "bibtex": Format(_bibtex, 50_000_000),
    "plain": Format(plain.read, 1_000_000),
}


def read(text: str, called: str, format_name: str | None = None) -> Reading:
    """Return the reading of a document; `called` names it in errors.

    Raises `UsageError` for a format that does not exist, `RefusedError` where it is too long.
    """
    name = format_name or recognise(text)
    if name not in FORMATS:
        raise UsageError(f"There is no format {name!r}. There are: {', '.join(FORMATS)}")
    is_own = _OWN in text
    most = FORMATS["bibtex"].most if is_own else FORMATS[name].most
    if len(text) > most:
        raise RefusedError(
            f"{called} has {len(text) / 1e6:.1f} million letters; of {name}, "
            f"{most / 1e6:.0f} million are read at a time. Split it"
        )
    if name != "bibtex" and not is_own and text.count("\n") > _MOST_LINES:
        raise RefusedError(
            f"{called} has more than {_MOST_LINES:,} lines, which are read at a time. Split it"
        )
    return FORMATS[name].read(text)


def recognise(text: str) -> str:
    """Return the format of a text; Markdown where it is no other."""
    if text.lstrip()[:1] in {"@", "%"}:
        from difftrack.importers import bibtex  # noqa: PLC0415 - as above

        if bibtex.looks_like(text):
            return "bibtex"
    return "plain" if plain.looks_like(text) else "markdown"
