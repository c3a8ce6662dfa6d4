"""`python -m sweep`, in `tests/`: everything that may go wrong, and a table of what came of it."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection

from sweep import places, room
from sweep.cases import CASES, Case, server
from sweep.children import load_all
from sweep.many import changes, one_round
from sweep.patching import PATCHED
from sweep.signalling import SIGNALLED
from sweep.tracing import STRACE
from sweep.trying import HEAD, scratch, table

INJECTORS = {
    "calls": STRACE,
    "python": PATCHED,
    "signals": SIGNALLED,
    "limits": room.LIMITED,
    "full": room.FULL,
    "inodes": room.CROWDED,
    "mounts": places.ELSEWHERE,
    "rights": places.RIGHTS,
}
_ON_ONE_DISK = {"full": "size=16m", "inodes": "size=64m,nr_inodes=1000"}
_AS_ROOT = {*_ON_ONE_DISK, "mounts", "rights"}
SWEEPS = (*INJECTORS, "many")
_IS_APART = "SWEEP_IS_APART"


def main(arguments: Sequence[str]) -> int:
    """Run the sweeps that are named, all where none is; return 1 where something was wrong."""
    parser = argparse.ArgumentParser(prog="python -m sweep", description=__doc__)
    parser.add_argument("which", nargs="*", help=f"of {', '.join(SWEEPS)}; all where none is")
    parser.add_argument("--rounds", type=int, default=10, help="of many processes at once")
    parser.add_argument("--processes", type=int, default=16, help="so many are many")
    parser.add_argument("--only", default="", metavar="WORDS", help="commands that begin so")
    parser.add_argument("--jobs", type=int, default=2, help="so many at once")
    chosen = parser.parse_args(arguments)
    cases = [case for case in CASES if " ".join(case.words).startswith(chosen.only)]
    if not _AS_ROOT.isdisjoint(chosen.which or SWEEPS):
        if os.geteuid():
            parser.error(f"root is needed for {', '.join(sorted(_AS_ROOT))}")
        _go_apart(arguments)
    with _answering():
        load_all()
        bad = [
            _many(chosen.rounds, chosen.processes)
            if name == "many"
            else _swept(name, cases, chosen.jobs)
            for name in chosen.which or SWEEPS
        ]
    return 1 if any(bad) else 0


def _many(rounds: int, processes: int) -> int:
    """Print how each round of processes with 50 changes each went; return how much was wrong."""
    print("\n## many\n\n| round | changes | there | longest | exports | wrong |", flush=True)
    print("| --- | --: | --: | --: | --: | --: |", flush=True)
    bad = 0
    for number in range(1, rounds + 1):
        told = one_round(processes)
        wanted, wrong = processes * len(changes(0)), len(told.wrong)
        row = (number, wanted, told.there, f"{told.longest:.1f} s", told.exports, wrong)
        print(f"| {' | '.join(map(str, row))} |", *told.wrong, sep="\n", flush=True)
        bad += wrong + (told.there != wanted)
    return bad


def _swept(name: str, cases: list[Case], jobs: int) -> int:
    """Print the table of a sweep, and what was wrong behind each line; return how much that was."""
    print(f"\n## {name}\n\n{HEAD}", flush=True)
    found = []
    with _disk(name):
        for done in table(cases, INJECTORS[name], 1 if name in _ON_ONE_DISK else jobs):
            print(done.row(), *done.wrong, sep="\n", flush=True)
            found.append(done)
    faults, bad = sum(d.came.total() for d in found), sum(len(d.wrong) for d in found)
    print(f"\n{faults} faults, {bad} wrong", flush=True)
    return bad


@contextmanager
def _disk(name: str) -> Iterator[None]:
    """Let scratch folders be on a small file system of their own, where a sweep fills it."""
    if name not in _ON_ONE_DISK:
        yield
        return
    options = ("-t", "tmpfs", "-o", _ON_ONE_DISK[name], "tmpfs")
    with scratch() as folder, places.mounted(folder, *options):
        tempfile.tempdir = str(folder)
        try:
            yield
        finally:
            tempfile.tempdir = None


def _go_apart(arguments: Sequence[str]) -> None:
    """Begin again in a mount namespace of its own, so that no mount outlives the sweep."""
    if not os.environ.get(_IS_APART):
        os.environ[_IS_APART] = "1"
        command = ["unshare", "--mount", sys.executable, "-m", "sweep", *arguments]
        os.execvp(command[0], command)  # noqa: S606 - the system's


@contextmanager
def _answering() -> Iterator[None]:
    """Let a process of its own answer as arXiv does: one with threads cannot be forked safely."""
    ours, its = Pipe()
    process = Process(target=_serve, args=(its,), daemon=True)
    process.start()
    os.environ |= {
        "DIFFTRACK_ARXIV_URL": ours.recv(),
        "DIFFTRACK_ARXIV_DELAY": "0.001",
        "DIFFTRACK_WAIT": "0",
        "EDITOR": "sed -i s/first/second/",
    }
    for name in (
        "VISUAL",
        "DIFFTRACK_LIBRARY",
        "XDG_CACHE_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
    ):
        os.environ.pop(name, None)
    try:
        yield
    finally:
        ours.send("end")
        process.join()


def _serve(pipe: Connection) -> None:
    with server() as running:
        pipe.send(running.url)
        pipe.recv()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
