"""What all exports share: where they go, and what they must not overwrite."""

import stat
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, answering, shown
from difftrack.errors import NotWrittenError, RefusedError
from difftrack.library.storage.disk import FOLDER_NAME, real, replace_file
from difftrack.library.storage.leftovers import clear_abandoned

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
        from io import StringIO  # noqa: PLC0415 - as above

        from difftrack.text.json_escapes import visible  # noqa: PLC0415 - as above

        name = shown(target)
        old, new = (list(StringIO(text, newline="\n")) for text in change)
        lines = unified_diff(old, new, f"{name} (as it is)", f"{name} (from the library)")
        shown_lines = (visible(line).removesuffix("\n") for line in lines)
        answer_text("".join(f"{line}\n" for line in shown_lines))
    if check and not is_current:
        raise RefusedError(f"{shown(target)} is out of date. Write it: difftrack export {what}")
    if check or diff:
        return
    if not is_current:
        write(target, change)
    if as_json:
        answer_json("export", file=str(target), changed=not is_current)
    else:
        answer(f"{shown(target)} is up to date" if is_current else f"Wrote {shown(target)}")


def refuse_library(invocation: Invocation, target: Path) -> None:
    """Raise `RefusedError` for the library itself and what is kept of it, with `--force` too."""
    path = invocation.location().path
    if real(target).parent == real(path).parent / FOLDER_NAME:
        raise RefusedError(f"{target} is where difftrack keeps its history. Name another: -o FILE")
    with suppress(OSError):  # one of them is not there
        if target.samefile(path):
            raise RefusedError(f"{target} is the library itself. Name another file: -o FILE")


def read(target: Path) -> str | None:
    """Return the text of a file with its line ends as they are; `None` where there is no file."""
    try:
        return _bytes_of(target).decode()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NotWrittenError(f"{shown(target)} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise RefusedError(
            f"{shown(target)} is not UTF-8 (byte {error.start}) and was left as it is. Save it as "
            "UTF-8, or name another file"
        ) from None


def _bytes_of(target: Path) -> bytes:
    """Return the content of a regular file; a pipe would keep whoever reads it waiting."""
    if not stat.S_ISREG(target.stat().st_mode):
        raise RefusedError(f"{shown(target)} is no file. Name one, or - for stdout")
    return target.read_bytes()


def write(target: Path, change: Change) -> None:
    """Replace a file in one step, unless somebody changed it since it was read.

    Raises `NotWrittenError`, `RefusedError`; the old file stands then.
    """
    resolved = target.resolve()
    if target.is_symlink() and not resolved.exists():
        raise RefusedError(
            f"{shown(target)} is a link to {shown(resolved)}, which is not there. Make that, or "
            "take the link away"
        )
    clear_abandoned(resolved)

    def _refuse_if_changed() -> None:
        if read(resolved) != change.old:
            raise RefusedError(
                f"{shown(target)} was changed by another program meanwhile and was left as it is. "
                "Try again"
            )

    try:
        replace_file(resolved, change.new.encode(), before=_refuse_if_changed)
    except OSError as error:
        raise NotWrittenError(
            f"{shown(target)} could not be written: {error.strerror}. "
            "What was there before still stands"
        ) from None
