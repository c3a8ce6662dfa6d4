"""On which terms a document is taken into a library, and where the two differ."""

from typing import NamedTuple

from difftrack.library.model import Section

_LONGEST_SHOWN = 60


class Terms(NamedTuple):
    """`into` is the section that all of it goes to; `today` is the ISO day.

    `sync` says that the document is right where the two differ, `prune` that it is so in what it
    lacks, too. `is_own`: difftrack wrote the document.
    """

    today: str
    into: Section | None = None
    sync: bool = False
    prune: bool = False
    is_own: bool = False


class Difference(NamedTuple):
    """What library and document say differently; of the two, `sync` takes theirs.

    `key` is that of an entry or a section, "" for the library itself. `theirs` is empty for a text
    that the document lacks; it goes only with `prune`.
    """

    key: str
    field: str
    ours: str
    theirs: str


def difference(key: str, field: str, ours: object, theirs: object) -> Difference:
    """Return a difference, with both values short enough to be shown."""
    return Difference(key, field, _shown(ours), _shown(theirs))


def _shown(value: object) -> str:
    text = " ".join((", ".join(value) if isinstance(value, list) else str(value)).split())
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "\u2026"
