"""The command line: the one floor that reads arguments and prints, and the one place that exits."""

import os
import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import takewhile

import typer

from difftrack.cli.commands import LazyGroup, command_line
from difftrack.cli.invocation import hoisted
from difftrack.cli.output import ReaderGoneError, answering, complain, complain_json, say
from difftrack.errors import DifftrackError
from difftrack.interrupts import INTERRUPTED, SAID, exit_code
from difftrack.library.storage.change_log import begun
from difftrack.text.folding import clean, shorten

_FAULT = 70  # EX_SOFTWARE of sysexits.h
_LONGEST_FAULT = 200  # characters
_THEIR_WORDS = (
    ("Value error, ", ""),
    ("Input should be a valid integer, unable to parse string as an integer", "it is no number"),
    ("Input should be a valid number, unable to parse string as a number", "it is no number"),
    ("Input should be greater than or equal to ", "it must be at least "),
)


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; `docs/commands.md` says what each code means."""
    how = _how(arguments)
    try:
        code = _main(arguments, how)
        with answering():
            sys.stdout.flush()
    except ReaderGoneError:
        _forget_stdout()
        return 0
    except OSError as error:
        _forget_stdout()
        what = error.filename or "The answer could not be written"
        return _told(how, 1, f"{what}: {error.strerror}")
    except Exception as error:  # noqa: BLE001 - a mistake in difftrack, and no traceback for it
        said = shorten(clean(f"{type(error).__name__} {error}"), _LONGEST_FAULT)
        return _told(how, _FAULT, f"This is a fault of difftrack's own: {said}. See where: --debug")
    return code


def _how(arguments: Sequence[str]) -> set[str]:
    """Return the options that say how an error is told; they hold before any option is read."""
    return {"--json", "--debug"}.intersection(takewhile("--".__ne__, arguments))


def _told(how: set[str], code: int, *lines: str) -> int:
    """Say why the command ends, in lines or as JSON, and return its exit code."""
    if "--debug" in how and sys.exc_info()[0]:
        import traceback  # noqa: PLC0415 - few want it

        for line in traceback.format_exc().rstrip().split("\n"):
            say(line)
    complain_json(code, *lines) if "--json" in how else complain(*lines)
    return code


def _main(arguments: Sequence[str], how: set[str]) -> int:
    try:
        result: object = command_line()(
            hoisted(arguments),
            prog_name="difftrack",
            standalone_mode=False,
            obj=begun(shlex.join(arguments)),
        )
    except DifftrackError as error:
        return _told(how, error.exit_code, *error.args)
    except typer.TyperException as error:
        return _told(how, error.exit_code, _usage(error))
    except SystemExit as stop:  # Typer's, for help that nobody reads to its end
        raise ReaderGoneError from stop
    except (typer.Abort, KeyboardInterrupt):
        result = INTERRUPTED
    except typer.Exit as stop:
        result = stop.exit_code
    if result == INTERRUPTED:  # Typer makes an exit of it, too
        return _told(how, exit_code(), SAID)
    return result if isinstance(result, int) else 0


def _usage(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "difftrack"
    said = _plain(error.format_message().rstrip("."))
    if context and said == "Missing command" and isinstance(context.command, LazyGroup):
        said += f". There are: {', '.join(context.command.commands)}"
    return f"{said}{'' if said.endswith('?') else '.'} See: {path} --help"


def _plain(said: str) -> str:
    """Return what is wrong with a value without the words of the library that found it."""
    for theirs, ours in _THEIR_WORDS:
        said = said.replace(theirs, ours)
    return said


def _forget_stdout() -> None:
    """Keep the interpreter from complaining again when it flushes at its end."""
    with suppress(OSError):  # no descriptor is left in the system: then it complains
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
