"""Signals at any moment of a command, a hundred of each that asks it to end."""

import os
import random
import signal
import time
from pathlib import Path

from sweep.children import SIGNALS, Ended, Words, begin, run
from sweep.fault import Fault, Injector

_TIMES = 100


def record(root: Path, words: Words) -> tuple[Ended, list[Fault]]:
    """Run a command to its end, and return moments of it, in microseconds."""
    start = time.monotonic()
    ended = run(root, *words)
    took = int((time.monotonic() - start) * 1_000_000)
    chance = random.Random(" ".join(words))  # noqa: S311 - the same moments each time
    return ended, [
        Fault("moment", chance.randrange(took), number.name)
        for number in SIGNALS
        for _ in range(_TIMES)
    ]


def inject(root: Path, words: Words, fault: Fault) -> Ended:
    """Run a command, and send it a signal at a moment, if it still runs."""
    child = begin(root, words)
    child.start()
    time.sleep(fault.number / 1_000_000)
    os.kill(
        child.process, signal.Signals[fault.what]
    )  # it was not waited for: its number is its own
    return child.end()


SIGNALLED = Injector(record, inject)
