"""Many at once: processes that change one library, each fifty times, and others that export it.

Every process has entries of its own, so that what must be there in the end is known whatever the
order was.
"""

import json
import multiprocessing
import time
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, NamedTuple

from sweep.cases import LIBRARY
from sweep.children import HOME, WORK, Words, run
from sweep.trying import scratch
from sweep.verdict import left_over

_ADDED, _SECTIONS = 20, ("editing", "synthesis")
_Reports = SimpleQueue[tuple[float, list[str]]]


class Round(NamedTuple):
    """How one round went: changes that are there, the longest a command took, what was wrong."""

    there: int
    longest: float
    exports: int
    wrong: list[str]


def changes(process: int) -> list[Words]:
    """Return fifty changes: 20 adds, 15 marks, 10 moves, 5 removes."""
    keys = _keys(process)
    return [
        *(("--offline", "add", key, "--section", "editing") for key in keys),
        *(("mark-read", key, "--on", "2026-01-02") for key in keys[:15]),
        *(("move", key, "--section", "synthesis") for key in keys[5:15]),
        *(("remove", key, "--yes") for key in keys[15:]),
    ]


def _keys(process: int) -> list[str]:
    return [f"24{process % 12 + 1:02}.{10_000 + 100 * process + n}" for n in range(_ADDED)]


def there(document: dict[str, Any], process: int) -> int:
    """Return how many of a process's changes are to be seen in the library."""
    entries: dict[str, dict[str, object]] = document["entries"]
    keys = _keys(process)
    where = {section["key"]: section.get("entries", []) for section in document["sections"]}
    added = sum(key in entries for key in keys[:15])
    removed = sum(key not in entries for key in keys[15:])
    read = sum(entries.get(key, {}).get("read_on") == "2026-01-02" for key in keys[:15])
    moved = sum(key in where["synthesis"] and key not in where["editing"] for key in keys[5:15])
    return added + 2 * removed + read + moved  # one that was removed was added before


def one_round(processes: int) -> Round:
    """Let so many processes change a library at once, with two that export it."""
    with scratch() as root:
        (root / WORK).mkdir()
        (root / HOME).mkdir()
        assert run(root, "init").code == 0
        context = multiprocessing.get_context("fork")
        told, ended = context.SimpleQueue(), context.Event()
        workers = [context.Process(target=_work, args=(root, n, told)) for n in range(processes)]
        exporters = [context.Process(target=_export, args=(root, n, ended, told)) for n in (1, 2)]
        for process in (*exporters, *workers):
            process.start()
        took = [told.get() for _ in workers]
        ended.set()
        exports = [told.get() for _ in exporters]
        for process in (*exporters, *workers):
            process.join()
        document = json.loads((root / WORK / LIBRARY).read_bytes())
        wrong = [problem for _, problems in (*took, *exports) for problem in problems]
        return Round(
            sum(there(document, n) for n in range(processes)),
            max(longest for longest, _ in took),
            sum(int(count) for count, _ in exports),
            [*wrong, *left_over(root)],
        )


def _own(root: Path, called: str) -> Path:
    """Return a folder of a process's own, in which the work is the one of all."""
    own = root / called
    own.mkdir()
    for name in (WORK, HOME):
        (own / name).symlink_to(root / name)
    return own


def _work(root: Path, process: int, told: _Reports) -> None:
    own, longest, wrong = _own(root, f"worker-{process}"), 0.0, []
    for words in changes(process):
        start = time.monotonic()
        ended = run(own, *words)
        longest = max(longest, time.monotonic() - start)
        if ended.code:
            wrong.append(f"{' '.join(words)}: {ended}")
    told.put((longest, wrong))


def _export(root: Path, number: int, ended: Event, told: _Reports) -> None:
    own, count, wrong = _own(root, f"exporter-{number}"), 0, []
    while not ended.is_set():
        count += 1
        done = run(own, "export", "readme")
        # Two that write one README: the second says so, and leaves the first one's.
        if done.code and "was changed by another program meanwhile" not in done.err:
            wrong.append(f"export: {done}")
    told.put((count, wrong))
