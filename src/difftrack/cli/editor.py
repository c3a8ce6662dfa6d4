"""A text in the user's own editor; what they write stays in a file until it was taken.

The file has the mode 0600 and stands in the user's folder for states, so that neither a crash nor
a restart of the machine takes it away.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from difftrack.cli.asking import can_ask
from difftrack.cli.invocation import Invocation, read_text
from difftrack.cli.output import complain
from difftrack.errors import (
    AmbiguousError,
    DifftrackError,
    NotFoundError,
    NotWrittenError,
    RefusedError,
    UsageError,
)
from difftrack.library.storage.disk import write_whole
from difftrack.text.folding import clean

_USUAL = ("editor", "nano", "vi")
_MENDABLE = (UsageError, RefusedError, AmbiguousError, NotFoundError)
_INTERRUPTED = (-signal.SIGINT, 128 + signal.SIGINT)  # what an editor ends with that heeds Ctrl-C
_COMMENT = re.compile(r"\A<!-- difftrack: .*?-->\n?", re.DOTALL)


class _LeftOpen(KeyboardInterrupt):
    """The command is ended by a signal, and the editor is not: the file is still open in it."""


def take_text(
    invocation: Invocation,
    text: str,
    name: str,
    take: Callable[[str], object],
    source: str | None,
) -> None:
    """Give `take` what stands in the file `source`; without one, what `offer` brings of `text`."""
    if source is not None:
        take(read_text(source))
    else:
        offer(invocation, text, name, take)


def offer(
    invocation: Invocation,
    text: str,
    name: str,
    take: Callable[[str], object],
    instead: str = "--from FILE",
) -> bool:
    """Give a text to its owner to edit, and what they made of it to `take`.

    Tell whether it was changed; `take` is not called where it was not. Where `take` refuses, the
    text is offered again, the reason in a comment at its top; who leaves it then as it is gets the
    reason as an error, with the path at which the text is kept. Without a terminal that is so at
    once.

    `name` says in the file's name what it is. Raises `NotFoundError` where there is no editor,
    `RefusedError` where it failed; what was written is kept then, and the error says where. With
    `--no-input` `UsageError` tells `instead`: what says in the command what else is typed here.
    """
    if invocation.no_input:
        raise UsageError(f"--no-input opens no editor. Give what it would hold: {instead}")
    is_asked = can_ask(invocation)
    command = _command(may_guess=is_asked)
    draft = _draft(name)
    shown, problem = text, None
    while True:
        written = _round(command, draft, shown, text)
        if problem and _same(written, shown):
            raise _keeping(problem, draft)
        plain = _COMMENT.sub("", written)
        if problem is None and _same(plain, text):
            draft.unlink(missing_ok=True)
            return False
        problem = _taken(take, plain, draft, may_mend=is_asked)
        if problem is None:
            draft.unlink(missing_ok=True)
            return True
        shown = f"<!-- difftrack: {clean(str(problem)).replace('-->', '-- >')} -->\n{plain}"


def _same(one: str, other: str) -> bool:
    """Compare without the line break at the end, which editors add."""
    return one.rstrip("\n") == other.rstrip("\n")


def _taken(
    take: Callable[[str], object], text: str, draft: Path, *, may_mend: bool
) -> DifftrackError | None:
    """Return what is wrong with a text and can be mended in it."""
    try:
        take(text)
    except _MENDABLE as problem:
        if not may_mend:
            raise _keeping(problem, draft) from None
        return problem
    except DifftrackError as error:
        raise _keeping(error, draft) from None
    except KeyboardInterrupt:
        complain(f"What you wrote is kept in {draft}")
        raise
    return None


def _keeping(error: DifftrackError, draft: Path) -> DifftrackError:
    """Return an error that also says where the text is."""
    error.args = (f"{error}. What you wrote is kept in {draft}",)
    return error


def _draft(name: str) -> Path:
    """Return a new file of the user's own: `edit-2006.11239-k3j2.md`."""
    from platformdirs import user_state_path  # noqa: PLC0415 - only who edits needs the folder

    telling = re.sub(r"[^\w.-]+", "-", clean(name))[:60].strip(".-") or "text"
    try:
        folder = user_state_path("difftrack") / "drafts"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, path = tempfile.mkstemp(".md", f"{telling}-", folder)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise NotWrittenError(f"No file for the editor could be made: {reason}") from None
    os.close(descriptor)
    return Path(path)


def _round(command: list[str], draft: Path, shown: str, original: str) -> str:
    """Return what a text became in the editor.

    Where the editor cannot be started or fails, the file goes if it holds nothing new.
    """
    try:
        _write(draft, shown)
        _run([*command, str(draft)], draft)
        if not draft.exists():
            raise _taken_away(draft, shown, original)  # noqa: TRY301 - as by an editor that failed
        return read_text(str(draft)).replace("\r\n", "\n")
    except _LeftOpen:
        complain(f"The editor still has {draft} open; it is kept")
        raise
    except BaseException:
        with suppress(OSError, ValueError):
            if _same(draft.read_text(encoding="utf-8"), original):
                draft.unlink()
        raise


def _taken_away(draft: Path, shown: str, original: str) -> RefusedError:
    """Return what to say where the editor deleted its file; what was refused before is kept."""
    said = "The editor took its file away, so nothing was changed"
    if shown == original:
        return RefusedError(said)
    _write(draft, shown)
    return RefusedError(f"{said}. What you wrote before is kept in {draft}")


def _write(draft: Path, text: str) -> None:
    try:
        with draft.open("wb") as file:
            write_whole(file, (text if text.endswith("\n") or not text else f"{text}\n").encode())
    except OSError as error:
        raise NotWrittenError(f"{draft} could not be written: {error.strerror}") from None


def _command(*, may_guess: bool) -> list[str]:
    """Return the words that start the editor: VISUAL before EDITOR, as POSIX has it for `more`.

    `may_guess`: one of those that most systems have, where neither names one.
    """
    for variable in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(os.environ.get(variable, ""))
        except ValueError as error:
            raise UsageError(f"{variable} cannot be read as a command: {error}") from None
        if words:
            return words
    found = next(filter(None, map(shutil.which, _USUAL)), None) if may_guess else None
    if found is None:
        raise NotFoundError("No editor is known. Name one: export EDITOR=nano")
    return [found]


def _run(words: list[str], draft: Path) -> None:
    """Wait for the editor. Raises where it cannot be started, fails or is killed."""
    name = shlex.join(words[:-1])
    try:
        # The owner's own command, split into words and run without a shell.
        process = subprocess.Popen(words)  # noqa: S603 - as above
        with _left_to_the_editor():
            code = process.wait()
    except KeyboardInterrupt:
        raise _LeftOpen from None
    except OSError as error:
        raise NotFoundError(
            f"The editor {name} could not be started: {error.strerror}. "
            "Name another: export EDITOR=nano"
        ) from None
    if code in _INTERRUPTED:
        complain(f"What you wrote, if anything, is kept in {draft}")
        raise KeyboardInterrupt
    if code:
        how = f"ended with {code}" if code > 0 else f"was ended by signal {-code}"
        raise RefusedError(
            f"The editor {name} {how}, so nothing was changed. What you wrote, if anything, "
            f"is kept in {draft}"
        )


@contextmanager
def _left_to_the_editor() -> Iterator[None]:
    """Leave Ctrl-C at the terminal to the editor, for which it has a meaning of its own."""
    before = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGQUIT)}
    for name in before:
        signal.signal(name, signal.SIG_IGN)
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
