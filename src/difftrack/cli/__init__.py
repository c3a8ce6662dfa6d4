"""The command line: the one floor that reads arguments and prints, and the one place that exits."""

import os
import shlex
import sys
from collections.abc import Sequence

import typer

from difftrack.cli.commands import command_line
from difftrack.cli.invocation import hoisted
from difftrack.cli.output import ReaderGoneError, answering, complain
from difftrack.errors import DifftrackError
from difftrack.library.change_log import begun

_INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; `docs/commands.md` says what each code means."""
    try:
        code = _main(arguments)
        with answering():
            sys.stdout.flush()
    except ReaderGoneError:
        _forget_stdout()
        return 0
    except OSError as error:
        complain(f"{error.filename or 'The answer could not be written'}: {error.strerror}")
        _forget_stdout()
        return 1
    return code


def _main(arguments: Sequence[str]) -> int:
    try:
        result: object = command_line()(
            hoisted(arguments),
            prog_name="difftrack",
            standalone_mode=False,
            obj=begun(shlex.join(arguments)),
        )
    except DifftrackError as error:
        complain(*error.args)
        return error.exit_code
    except typer.TyperException as error:
        complain(_usage(error))
        return error.exit_code
    except SystemExit as stop:  # Typer's, for help that nobody reads to its end
        raise ReaderGoneError from stop
    except (typer.Abort, KeyboardInterrupt):
        result = _INTERRUPTED
    except typer.Exit as stop:
        result = stop.exit_code
    if result == _INTERRUPTED:  # Typer makes an exit of it, too
        complain("Interrupted. The library is whole")
    return result if isinstance(result, int) else 0


def _usage(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "difftrack"
    said = error.format_message().rstrip(".")
    return f"{said}{'' if said.endswith('?') else '.'} See: {path} --help"


def _forget_stdout() -> None:
    """Keep the interpreter from complaining again when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
