"""Which kind of word is being typed, told from the words before it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a word may be."""

    COMMANDS = "commands"
    OPTIONS = "options"
    VALUES = "values"  # of an option, as far as it has some to choose from
    ENTRIES = "entries"
    SECTIONS = "sections"
    TAGS = "tags"
    SETTINGS = "settings"
    FILES = "files"
    FOLDERS = "folders"
    NOTHING = "nothing"  # text of the person's own


class Place(NamedTuple):
    """Where a word is typed: `command` are the words of the command, `option` what stands before.

    `typed` is what there is of the word, `library` what `--library` names.
    """

    kind: Kind
    typed: str
    command: tuple[str, ...] = ()
    option: str = ""
    library: str | None = None


GROUPS = ("section", "export", "cache")
ARGUMENTS: dict[tuple[str, ...], Kind] = {
    ("init",): Kind.FOLDERS,
    ("demo",): Kind.FOLDERS,
    ("add",): Kind.NOTHING,
    ("list",): Kind.NOTHING,
    ("next",): Kind.NOTHING,
    ("stats",): Kind.NOTHING,
    ("search",): Kind.NOTHING,
    ("undo",): Kind.NOTHING,
    ("doctor",): Kind.NOTHING,
    ("import",): Kind.FILES,
    ("discover",): Kind.SECTIONS,
    ("section",): Kind.SECTIONS,
    ("export",): Kind.NOTHING,
    ("cache",): Kind.NOTHING,
    ("config",): Kind.SETTINGS,
}
"""What stands behind a command or a group of them, where it is no entry."""

OPTIONS = {
    **dict.fromkeys(("--section", "--parent", "--into", "--to", "--from-section"), Kind.SECTIONS),
    **dict.fromkeys(("--before", "--after"), Kind.ENTRIES),
    **dict.fromkeys(("--output", "-o", "--from", "--library"), Kind.FILES),
    "--tag": Kind.TAGS,
}
"""What stands behind an option, where the command line itself does not tell."""

_WITHOUT_VALUE = {
    *("--quiet", "-q", "--verbose", "--no-color", "--offline", "--no-cache", "--no-pager"),
    *("--json", "--plain", "--read", "--unread", "--reverse", "--yes", "-y", "--dry-run", "-n"),
    *("--check", "--diff", "--force", "--take", "--missing", "--all", "--sync", "--prune", "--fix"),
}
"""Options that are known to take no value, so that the command need not be loaded to tell."""


def place(words: Sequence[str]) -> Place:
    """Return where the last of the words is typed."""
    *before, typed = _split(words) or [""]
    command, library = _command(before)
    here = Place(Kind.COMMANDS, typed, command, library=library)
    last = before[-1] if before else ""
    if "--" in before:
        return here._replace(kind=_argument(command))
    if last in OPTIONS:
        is_section = last == "--from" and command[:1] in {("move",), ("remove",)}
        return here._replace(kind=Kind.SECTIONS if is_section else OPTIONS[last], option=last)
    if typed.startswith("-"):
        return here._replace(kind=Kind.OPTIONS)
    if last.startswith("-") and last != "-" and last not in _WITHOUT_VALUE:
        return here._replace(kind=Kind.VALUES, option=last)
    if not command or command in {(group,) for group in GROUPS}:
        return here
    return here._replace(kind=_argument(command))


def _split(words: Sequence[str]) -> list[str]:
    """Return the words with options and values apart: bash makes three of `--section=x`."""
    apart: list[str] = []
    for word in words:
        if word.startswith("--") and "=" in word:
            apart += word.split("=", 1)
        elif word != "=":
            apart.append(word)
    return [*apart, ""] if words and words[-1] == "=" else apart


def _command(before: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    """Return the words of the command (two in a group), and what `--library` names."""
    command: list[str] = []
    library = None
    waiting = iter(before)
    for word in waiting:
        if word == "--library":
            library = next(waiting, None)
        elif word in {"--wait", "--lock-timeout"}:
            next(waiting, None)
        elif not word.startswith("-"):
            command.append(word)
            if len(command) == (2 if command[0] in GROUPS else 1):
                break
    return tuple(command), library


def _argument(command: tuple[str, ...]) -> Kind:
    return ARGUMENTS.get(command, ARGUMENTS.get(command[:1], Kind.ENTRIES))
