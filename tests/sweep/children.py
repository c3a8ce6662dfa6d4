"""Commands run as children of this process, which has everything loaded: twenty in a second.

A child waits at a gate until its tracer is there, then it is `difftrack` as its user starts it.
"""

import gc
import importlib
import os
import pkgutil
import resource
import select
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

WORK, HOME = "work", "home"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
Words = tuple[str, ...]


class Ended(NamedTuple):
    """How a command ended: its exit code (minus the signal that killed it), and what it printed.

    `amiss` is what else was wrong, as far as who ran it saw.
    """

    code: int
    out: str
    err: str
    amiss: str = ""


class Child(NamedTuple):
    """A command that waits at its gate."""

    process: int
    gate: int
    out: int
    err: int

    def start(self) -> None:
        """Open the gate."""
        os.close(self.gate)

    def end(self) -> Ended:
        """Wait for its end."""
        _, status = os.waitpid(self.process, 0)
        return Ended(os.waitstatus_to_exitcode(status), _said(self.out), _said(self.err))


def _said(pipe: int) -> str:
    """Return what went through a pipe: of our commands less than it holds."""
    with os.fdopen(pipe, "rb") as stream:
        return stream.read().decode(errors="replace")


def load_all() -> None:
    """Load what any command may load, so that no child reads a module."""
    for package in ("typer", "difftrack"):
        path = importlib.import_module(package).__path__
        for module in pkgutil.walk_packages(path, f"{package}."):
            if not module.name.endswith(("__main__", "_winconsole")):
                importlib.import_module(module.name)
    for name in ("arxiv", "requests", "rich.progress", "bibtexparser", "pydantic.type_adapter"):
        importlib.import_module(name)
    importlib.import_module("difftrack.__main__")
    _forget_signals()  # which the command has set
    gc.collect()
    gc.freeze()


def _forget_signals() -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def begin(root: Path, words: Words, ready: Callable[[], object] = lambda: None) -> Child:
    """Start a command in `root`/work with `root`/home, up to its gate.

    `ready` runs in the child behind the gate.
    """
    (waits, gate), (here, there), (out, its_out), (err, its_err) = (os.pipe() for _ in range(4))
    process = os.fork()
    if process:
        for descriptor in (waits, there, its_out, its_err):
            os.close(descriptor)
        os.read(here, 1)  # until it stands at the gate
        os.close(here)
        return Child(process, gate, out, err)
    try:
        os.close(gate)
        _settle(root, its_out, its_err)
        os.close(there)
        select.select([waits], [], [])  # no call that a fault could be meant for
        os.close(waits)
        ready()
        _be_difftrack(words)
    except BaseException:  # noqa: BLE001 - as the interpreter does
        traceback.print_exc()
    finally:
        os._exit(1)


def _settle(root: Path, out: int, err: int) -> None:
    for descriptor, own in ((os.open(os.devnull, os.O_RDONLY), 0), (out, 1), (err, 2)):
        os.dup2(descriptor, own)
        os.close(descriptor)
    os.environ["HOME"] = str(root / HOME)
    os.chdir(root / WORK)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    importlib.import_module("difftrack.interrupts").leave_at_once()  # as when the command is loaded


def _be_difftrack(words: Words) -> None:
    from difftrack.__main__ import run  # noqa: PLC0415 - loaded long ago

    sys.argv = ["difftrack", *words]
    run()


def run(root: Path, *words: str, ready: Callable[[], object] = lambda: None) -> Ended:
    """Run a command to its end."""
    child = begin(root, words, ready)
    child.start()
    return child.end()


def copied(template: Path, root: Path) -> Path:
    """Return a copy of a folder with work and home in it; two names of one file stay that."""
    shutil.rmtree(root, ignore_errors=True)
    linked: dict[int, str] = {}

    def _copy(source: str, target: str) -> None:
        inode = os.stat(source).st_ino  # noqa: PTH116 - copytree gives texts
        if inode in linked:
            os.link(linked[inode], target)
            return
        linked[inode] = target
        shutil.copy2(source, target)

    shutil.copytree(template, root, symlinks=True, copy_function=_copy)
    return root
