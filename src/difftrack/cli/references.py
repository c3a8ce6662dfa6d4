"""The references that a person types or pipes in, many at once."""

import sys
from typing import Annotated

import typer

from difftrack.cli.invocation import Invocation, read_text
from difftrack.cli.output import remark
from difftrack.errors import DifftrackError, NotFoundError, UsageError
from difftrack.library.finding import find
from difftrack.library.model import Library

_MOST_PROBLEMS = 10  # each is compared with every title, to suggest what was meant

References = Annotated[
    list[str],
    typer.Argument(
        metavar="REF...", help="Key, arXiv id or URL, short name, title; - reads them from a pipe."
    ),
]
SomeReferences = Annotated[
    list[str] | None,
    typer.Argument(metavar="[REF...]", help="As for other commands; - reads them from a pipe."),
]


def expanded(invocation: Invocation, references: list[str]) -> list[str]:
    """Return the references with those of standard input in the place of `-`.

    There, one stands in a line, in the first of its tab-separated columns. Call it before the
    library is locked: what comes through a pipe may take long. Raises `UsageError` where standard
    input is a terminal, at which a person would wait for nothing.
    """
    if "-" not in references:
        return references
    if sys.stdin.isatty():
        raise UsageError(
            "- reads references from a pipe, and standard input is a terminal. "
            "Pipe them: difftrack list WORD | cut -f1 | difftrack COMMAND -"
        )
    columns = (line.partition("\t")[0].strip() for line in read_text("-").splitlines())
    piped = [reference for reference in columns if reference]
    if not piped:
        remark(invocation, "No reference came from standard input")
    at = references.index("-")
    after = [reference for reference in references[at:] if reference != "-"]
    return [*references[:at], *piped, *after]


def _one(ctx: typer.Context, reference: str) -> str:
    """Return a reference; for `-` the only one that comes through a pipe."""
    if reference != "-":
        return reference
    piped = expanded(ctx.obj, [reference])
    if len(piped) != 1:
        raise UsageError(
            f"- stands for one entry here, and {len(piped) or 'none'} came from standard input. "
            "Pass one on: difftrack next | cut -f1 | difftrack open -"
        )
    return piped[0]


Reference = Annotated[
    str,
    typer.Argument(
        metavar="REF",
        help="Key, arXiv id or URL, short name, title; - reads it from a pipe.",
        callback=_one,
    ),
]


def resolve(library: Library, references: list[str], *, whole: bool = False) -> list[str]:
    """Return the keys that are meant, each once, in the order given; `whole` as `find` has it.

    Raises with the references that fit none or several, so that nothing is done by halves.
    """
    keys: list[str] = []
    problems: list[DifftrackError] = []
    for reference in references:
        try:
            keys.append(find(library, reference, whole=whole))
        except DifftrackError as problem:
            problems.append(problem)
        if len(problems) == _MOST_PROBLEMS:
            break
    if len(problems) == 1:
        raise problems[0]
    if problems:
        said = [line for problem in problems for line in problem.args]
        if len(problems) == _MOST_PROBLEMS:
            said.append("The references behind these were not looked at")
        raise NotFoundError("Nothing was changed:", *said)
    return list(dict.fromkeys(keys))
