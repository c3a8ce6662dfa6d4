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
    DAYS = "days"
    SETTINGS = "settings"
    FILES = "files"
    FOLDERS = "folders"
    NOTHING = "nothing"  # text of the person's own


HELD = {Kind.ENTRIES, Kind.SECTIONS, Kind.TAGS, Kind.DAYS}
"""What the library tells."""


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
    **dict.fromkeys(("--section", "--parent", "--into", "--to"), Kind.SECTIONS),
    **dict.fromkeys(("--before", "--after"), Kind.ENTRIES),
    **dict.fromkeys(("--output", "-o", "--from", "--library"), Kind.FILES),
    "--tag": Kind.TAGS,
    "--on": Kind.DAYS,
}
"""What stands behind an option, where the command line itself does not tell."""

_FIRST_ONLY = {"show", "open", "note", "score", "edit", "review", "link"}
"""Commands of which only the first word is an entry."""

_WITHOUT_VALUE = {
    *("--quiet", "-q", "--verbose", "--debug", "--no-color", "--no-input", "--offline"),
    *("--no-cache", "--no-pager"),
    *("--json", "--plain", "--read", "--unread", "--reverse", "--yes", "-y", "--dry-run", "-n"),
    *("--check", "--diff", "--force", "--take", "--missing", "--all", "--sync", "--prune"),
}
"""Options that are known to take no value, so that the command need not be loaded to tell."""


def place(words: Sequence[str]) -> Place:
    """Return where the last of the words is typed."""
    *before, typed = _split(words) or [""]
    command, library = _command(before)
    here = Place(Kind.COMMANDS, typed, command, library=library)
    last = before[-1] if before else ""
    kind = None if "--" in before else _option(command, last, typed)
    if kind is None and command and command not in {(group,) for group in GROUPS}:
        kind = _argument(command, before)
    return here._replace(kind=kind or Kind.COMMANDS, option=last)


def _option(command: tuple[str, ...], last: str, typed: str) -> Kind | None:
    """Return what an option wants behind it, or that one is typed; `None` where neither is so."""
    if last in OPTIONS:
        return _value(last, command)
    if command == ("tag",) and typed[:1] in {"+", "-"} and typed[:2] != "--":
        return Kind.TAGS
    if typed.startswith("-"):
        return Kind.OPTIONS
    has_value = last.startswith("-") and last != "-" and last not in _WITHOUT_VALUE
    return Kind.VALUES if has_value else None


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


def _value(option: str, command: tuple[str, ...]) -> Kind:
    """Return what stands behind an option; two mean something else with some commands."""
    if option == "--from" and command[:1] in {("move",), ("remove",)}:
        return Kind.SECTIONS
    return Kind.NOTHING if option == "--to" and command == ("undo",) else OPTIONS[option]


def _argument(command: tuple[str, ...], before: Sequence[str]) -> Kind:
    """Return what stands behind a command, or behind the first word behind it."""
    is_first = not _typed_behind(command, before)
    if command == ("readings",):  # the day of a session comes before what is read in it
        return Kind.DAYS if is_first else Kind.ENTRIES
    if command == ("config",) and not is_first:
        return Kind.VALUES
    if command[0] in _FIRST_ONLY and not is_first:
        return Kind.NOTHING
    return ARGUMENTS.get(command, ARGUMENTS.get(command[:1], Kind.ENTRIES))


def _typed_behind(command: tuple[str, ...], before: Sequence[str]) -> list[str]:
    """Return the words behind a command that are no options and no values of options."""
    behind = before[before.index(command[-1]) + 1 :]
    return [
        word
        for previous, word in zip(["", *behind], behind, strict=False)
        if word[:1] != "-" and (previous[:1] != "-" or previous in _WITHOUT_VALUE)
    ]
