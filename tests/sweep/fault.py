"""What goes wrong, and the ways to make it go wrong: a dict of them, one line for each."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sweep.children import Ended, Words


class Fault(NamedTuple):
    """What goes wrong, at which call; `number` counts the calls of that name from 1."""

    call: str
    number: int
    what: str

    def __str__(self) -> str:
        return f"{self.what} at {self.call} {self.number}"


class Injector(NamedTuple):
    """Runs a command in a folder: unharmed, to know what may go wrong, and with one fault."""

    record: Callable[[Path, Words], tuple[Ended, list[Fault]]]
    inject: Callable[[Path, Words, Fault], Ended]
