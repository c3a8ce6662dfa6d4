"""What may be wrong in a library that can be read: a record for each thing that is."""

import shlex
from collections.abc import Callable
from typing import NamedTuple


class Flaw(NamedTuple):
    """Something that its owner would want to know.

    `kind` is one word for programs, `place` the key of an entry, the name of a section, "" for the
    library. `what` is a sentence without its full stop, `advice` what to do. `mend` does it, where
    it takes nothing away that anybody could miss.
    """

    kind: str
    place: str
    what: str
    advice: str = ""
    mend: Callable[[], object] | None = None


def command(*words: str) -> str:
    """Return a call of difftrack as it may be typed, whatever stands in its words."""
    return shlex.join(("difftrack", *words))
