"""Long answers on a terminal, a page at a time, by the pager that the user has."""

import os
import shlex
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_bold, bold, is_terminal, printable, remark

_LESS = {"LESS": "FRX", "LV": "-c"}  # ends where all fits one screen, shows colour, leaves it there


class Line(NamedTuple):
    """A line of an answer; one that heads others is bold where a terminal shows it so."""

    text: str
    is_heading: bool = False


def answer_lines(invocation: Invocation, lines: Iterable[Line]) -> None:
    """Print lines: through the pager where a person reads them and they fill the screen."""
    lines = list(lines)
    is_long = len(lines) >= shutil.get_terminal_size().lines
    if is_long and (pager := _pager(invocation)) and _paged(invocation, lines, pager):
        return
    for line in lines:
        answer_bold(invocation, line.text) if line.is_heading else answer(line.text)


def _pager(invocation: Invocation) -> list[str]:
    """Return the words of `$PAGER`, as a shell splits them; none where nothing shall be paged."""
    if invocation.no_pager or not is_terminal() or os.environ.get("TERM", "dumb") == "dumb":
        return []
    with suppress(ValueError):  # a quote that is not closed
        words = shlex.split(os.environ.get("PAGER", "less"))
        return [] if words == ["cat"] else words
    remark(invocation, "PAGER was not understood. Look for a quote that is not closed")
    return []


def _paged(invocation: Invocation, lines: Sequence[Line], pager: list[str]) -> bool:
    """Show lines in the pager; tell whether it could be started."""
    texts = (
        bold(invocation, line.text) if line.is_heading else printable(line.text, sys.stdout)
        for line in lines
    )
    data = "".join(f"{text}\n" for text in texts).encode(sys.stdout.encoding)
    import signal  # noqa: PLC0415 - most answers are short
    import subprocess  # noqa: PLC0415 - as above

    before = signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is the pager's while it runs
    try:
        with subprocess.Popen(pager, stdin=subprocess.PIPE, env=_environment()) as process:  # noqa: S603 - the user's own program, without a shell
            process.communicate(data)
    except OSError as error:
        if "PAGER" in os.environ:
            remark(invocation, f"The pager {pager[0]} was not started: {error.strerror}")
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return True


def _environment() -> Mapping[str, str]:
    return {**_LESS, **os.environ}
