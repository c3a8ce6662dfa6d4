"""What goes wrong, and the ways to make it go wrong: a dict of them, one line for each."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sweep.children import Ended, Words, run


class Fault(NamedTuple):
    """What goes wrong, at which call; `number` counts the calls of that name from 1."""

    call: str
    number: int
    what: str

    def __str__(self) -> str:
        return f"{self.what} at {self.call} {self.number}"


def foreseen(
    faults: Callable[[Path], list[Fault]], root: Path, words: Words
) -> tuple[Ended, list[Fault]]:
    """Run a command unharmed, and return what may go wrong that does not depend on what it does."""
    return run(root, *words), faults(root)


class Injector(NamedTuple):
    """Runs a command in a folder: unharmed, to know what may go wrong, and with one fault."""

    record: Callable[[Path, Words], tuple[Ended, list[Fault]]]
    inject: Callable[[Path, Words, Fault], Ended]
