"""What is shown while something takes long: a bar on a terminal, lines elsewhere; on stderr."""

import os
import sys
import time
from math import ceil
from threading import Lock, Timer
from types import TracebackType
from typing import TYPE_CHECKING, Self

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import remark
from difftrack.text.folding import clean

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_SHOWN_AFTER = 1.0  # seconds


class Progress:
    """How far a command is with `total` things, such as the papers that it asks for.

    Enter it around the work, tell it what is done, and let it pass the pauses.
    """

    def __init__(self, invocation: Invocation, what: str, total: int) -> None:
        self.invocation, self.what, self.total = invocation, what, total
        self._has_bar = not invocation.quiet and _is_terminal()
        self._bar: Bar | None = None  # made when something takes long: rich takes its time, too
        self._count = 0
        self._lock, self._timer = Lock(), Timer(_SHOWN_AFTER, self._show)

    def __enter__(self) -> Self:
        if self._has_bar:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._has_bar = False
            if self._bar:
                self._bar.stop()

    def done(self, count: int) -> None:
        """Show that so many of the things are done."""
        self._count = count
        if self._bar:
            self._bar.update(self._bar.task_ids[0], completed=count)
        elif not self._has_bar and count < self.total:
            remark(self.invocation, f"{count} of {self.total}")

    def pause(self, seconds: float, reason: str) -> None:
        """Let seconds pass, and show why, and how many are left."""
        limit = f"for {self.invocation.wait:.0f} s in all (--wait)"
        bar = self._show()
        if not bar:
            remark(self.invocation, f"{reason}. Asking again in {ceil(seconds)} s, {limit}")
            time.sleep(seconds)
            return
        end = time.monotonic() + seconds
        task = bar.task_ids[0]
        while (left := end - time.monotonic()) > 0:
            said = f"{clean(reason)}. Asking again in {ceil(left)} s, {limit}"
            bar.update(task, description=said)
            time.sleep(min(left, 1.0))
        bar.update(task, description=self.what)

    def _show(self) -> "Bar | None":
        """Return the bar, which is drawn from now on, where there is to be one."""
        with self._lock:
            if self._has_bar and not self._bar:
                self._bar = _bar(self.invocation)
                self._bar.add_task(self.what, total=self.total, completed=self._count)
                self._bar.start()
            return self._bar


def _is_terminal() -> bool:
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def _bar(invocation: Invocation) -> "Bar":
    from rich.console import Console  # noqa: PLC0415 - 60 ms, only where somebody looks
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn  # noqa: PLC0415 - as above
    from rich.progress import Progress as Bar  # noqa: PLC0415 - as above

    console = Console(stderr=True, no_color=invocation.no_color or None)
    words = TextColumn("{task.description}", markup=False)
    columns = (words, BarColumn(), MofNCompleteColumn())
    return Bar(*columns, console=console, transient=True, redirect_stdout=False)
