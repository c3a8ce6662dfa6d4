"""What all exports share: where they go, and what they must not overwrite."""

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, answering, shown
from difftrack.errors import NotWrittenError, RefusedError
from difftrack.library.disk import replace_file

Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE|-", help="Where to; - is stdout.")
]
Check = Annotated[bool, typer.Option("--check", help="Only tell whether it is out of date.")]
Diff = Annotated[bool, typer.Option("--diff", help="Only show what would change.")]
Json = Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")]
Force = Annotated[
    bool, typer.Option("--force", help="Overwrite also what difftrack did not write.")
]


class Change(NamedTuple):
    """A file as it is (`None` where it is missing) and as it would be."""

    old: str | None
    new: str


def answer_text(text: str) -> None:
    """Print a whole file to stdout: its own bytes, in UTF-8 whatever the locale says."""
    stream = typer.get_binary_stream("stdout")
    with answering():
        stream.write(text.encode())
        stream.flush()


def finish(
    what: str, change: Change, target: Path, *, check: bool, diff: bool, as_json: bool
) -> None:
    """Write the change, or only show it (`diff`) or tell whether there is one (`check`)."""
    is_current = change.old == change.new
    if diff:
        from difflib import unified_diff  # noqa: PLC0415 - few exports are looked at first

        old, new = ((text or "").splitlines(keepends=True) for text in change)
        lines = unified_diff(old, new, f"{target} (as it is)", f"{target} (from the library)")
        answer_text("".join(line if line.endswith("\n") else f"{line}\n" for line in lines))
    if check and not is_current:
        raise RefusedError(f"{shown(target)} is out of date. Write it: difftrack export {what}")
    if check or diff:
        return
    if not is_current:
        write(target, change.new)
    if as_json:
        answer_json("export", file=str(target), changed=not is_current)
    else:
        answer(f"{shown(target)} is up to date" if is_current else f"Wrote {shown(target)}")


def refuse_library(invocation: Invocation, target: Path) -> None:
    """Raise `RefusedError` where the library itself would be overwritten, with `--force` too."""
    try:
        is_library = target.samefile(invocation.location().path)
    except OSError:  # one of them is not there
        return
    if is_library:
        raise RefusedError(f"{target} is the library itself. Name another file: -o FILE")


def read(target: Path) -> str | None:
    """Return the text of a file with its line ends as they are; `None` where there is no file."""
    try:
        return target.read_bytes().decode()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NotWrittenError(f"{target} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise RefusedError(f"{target} is not UTF-8 (byte {error.start}); it was left") from None


def write(target: Path, text: str) -> None:
    """Replace a file in one step. Raises `NotWrittenError`; the old file stands then."""
    try:
        replace_file(target.resolve(), text.encode())
    except OSError as error:
        raise NotWrittenError(
            f"{target} could not be written: {error.strerror}. What was there before still stands"
        ) from None
