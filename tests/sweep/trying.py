"""Every fault of every command, one at a time; what came of it, counted."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from sweep.cases import FILES, LIBRARY, MADE_BY, Case
from sweep.children import HOME, WORK, Ended, Words, copied, run
from sweep.fault import Fault, Injector
from sweep.verdict import (
    Files,
    content,
    goes_on,
    is_early,
    is_unchanged,
    others,
    outcome,
    state,
    wrong,
)


class Tried(NamedTuple):
    """A fault, how the command ended, what the files were then, and what was wrong."""

    fault: Fault
    ended: Ended
    came: str
    problems: list[str]

    def __str__(self) -> str:
        what = "; ".join(self.problems)
        return (
            f"{self.fault}: {self.came}, exit {self.ended.code}: {what} {self.ended.err[-300:]!r}"
        )


class Try(NamedTuple):
    """A case that can be run again and again: where it begins, and what it does unharmed."""

    case: Case
    injector: Injector
    template: Path
    root: Path
    files: Files
    faults: list[Fault]
    seen: dict[object, list[str]]

    def with_fault(self, fault: Fault) -> Tried:
        """Run the case with a fault, and look at what is there then."""
        root = copied(self.template, self.root)
        mine = others(root, self.case)
        ended = _judged(self.injector.inject(root, self.case.words, fault), self.case)
        now = content(root, self.case)
        came = outcome(now, self.files)
        problems = [
            *wrong(ended, now, self.files),
            *is_early(self.case, now, self.files),
            *is_unchanged(mine, others(root, self.case)),
            *self._after(root),
        ]
        return Tried(fault, ended, came, problems)

    def _after(self, root: Path) -> list[str]:
        """Return what does not go on; what was looked at once is the same the next time."""
        left = state(root)
        if left not in self.seen:
            self.seen[left] = list(goes_on(root, self.case))
        return self.seen[left]


def begun(case: Case, injector: Injector, folder: Path) -> Try:
    """Run a case unharmed, and return what it takes to run it with faults."""
    start = _prepared(_made(folder), folder, case)
    root = copied(start, folder / "root")
    old = content(root, case)
    ended, faults = injector.record(root, case.words)
    _must(_judged(ended, case), case.words)
    return Try(case, injector, start, root, Files(old, content(root, case)), faults, {})


def _made(folder: Path) -> Path:
    """Return the folder that all cases begin with."""
    root = folder / "template"
    (root / WORK).mkdir(parents=True)
    (root / HOME).mkdir()
    for name, text in FILES.items():
        (root / WORK / name).write_text(text)
    for words in MADE_BY:
        _must(run(root, *words), words)
    return root


def _prepared(template: Path, folder: Path, case: Case) -> Path:
    """Return a folder in which a case is about to be run."""
    root = copied(template, folder / "template-of-case")
    if not case.has_library:
        shutil.rmtree(root / WORK)
        (root / WORK).mkdir()
    for words in case.before:
        _must(run(root, *words), words)
    if case.is_torn:
        os.truncate(root / WORK / LIBRARY, (root / WORK / LIBRARY).stat().st_size * 2 // 3)
    return root


def _judged(ended: Ended, case: Case) -> Ended:
    """Return how a command ended, with exit 0 for what it exits with where all went well."""
    is_well = ended.code == case.code and "difftrack: " not in ended.err
    return ended._replace(code=0) if is_well else ended


def _must(ended: Ended, words: Words) -> None:
    if ended.code:
        message = f"{' '.join(words)}: {ended}"
        raise RuntimeError(message)


class Summary(NamedTuple):
    """What came of all faults of a case: how often the files were old, new, or in part new."""

    case: Case
    calls: int
    came: Counter[str]
    wrong: list[str]

    def row(self) -> str:
        """Return the line of the table."""
        counts = " | ".join(f"{self.came[name]}" for name in ("old", "new", "part"))
        words = " ".join(self.case.words)
        return f"| {words} | {self.calls} | {self.came.total()} | {counts} | {len(self.wrong)} |"


HEAD = """\
| command | calls | faults | old | new | in part | wrong |
| --- | --: | --: | --: | --: | --: | --: |"""


def summary(case: Case, injector: Injector) -> Summary:
    """Try every fault of a case."""
    came: Counter[str] = Counter()
    bad: list[str] = []
    with scratch() as folder:
        attempt = begun(case, injector, folder)
        for fault in attempt.faults:
            result = attempt.with_fault(fault)
            came[result.came] += 1
            if result.problems:
                bad.append(f"{' '.join(case.words)}: {result}")
    calls = {(fault.call, fault.number) for fault in attempt.faults}
    return Summary(case, len(calls), came, bad)


def table(cases: list[Case], injector: Injector, jobs: int) -> Iterator[Summary]:
    """Yield what came of each case, `jobs` of them at once."""
    with get_context("fork").Pool(jobs) as pool:
        waiting = [pool.apply_async(summary, (case, injector)) for case in cases]
        for one in waiting:
            yield one.get()


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="sweep-") as name:
        yield Path(name).resolve()
