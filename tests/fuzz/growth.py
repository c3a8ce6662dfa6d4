"""How the time of a reader grows with the size of what it reads: never faster than that.

Short pieces, at random and of the parts that each format has, are repeated to more and more, four
times as much each time. Where that takes much more than four times as long, the reader is quadratic
in something; the piece is named.
"""

import time
from collections.abc import Iterator
from contextlib import suppress
from random import Random

from targets import TARGETS, Target

from difftrack.errors import DifftrackError

_FEWEST, _LONGEST, _TIMES = 4_000, 1_024_000, 4  # letters
_MOST = 8.0  # times as long for four times as much: linear is 4, quadratic 16
_QUICK, _SLOW = 0.02, 2.0  # seconds; what is quicker says more of the machine than of the reader
_PIECES = 20


def report(names: list[str], seed: int) -> int:
    """Print for each target the piece with which its time grows most; return 1 for a bad one."""
    growths = [_worst(name, Random(seed)) for name in names or TARGETS]  # noqa: S311 - no secrets
    return int(max(growths) > _MOST)


def _worst(name: str, random: Random) -> float:
    target = TARGETS[name]
    found = [(_growth(target, piece), piece) for piece in _pieces(target, random)]
    growth, piece = max(found)
    print(
        f"{name}: at most {growth:.1f} times as long for {_TIMES} times {piece[:60]!r}", flush=True
    )
    return growth


def _pieces(target: Target, random: Random) -> Iterator[str]:
    atoms = [atom for atom in target.atoms.split(" ") if atom]
    yield from (
        f"{atom}{behind}" for atom in (*atoms, *"[(*<`") for behind in ("", " ", "\n", "a\n\n")
    )
    for _ in range(_PIECES):
        yield "".join(random.choices([*atoms, "a", " ", "\n", "\n\n"], k=random.randrange(2, 8)))


def _growth(target: Target, piece: str) -> float:
    """Return how many times as long four times as much takes at most; 1 where all is quick."""
    letters, before, worst = _FEWEST, 0.0, 1.0
    while letters <= _LONGEST and before < _SLOW:
        took = _seconds(target, piece, letters)
        worst = max(worst, took / before if before > _QUICK else 1.0)
        letters, before = letters * _TIMES, took
    return worst


def _seconds(target: Target, piece: str, letters: int) -> float:
    data = (piece * (letters // len(piece))).encode("utf-8", "surrogatepass")
    took = []
    for _ in range(2):
        began = time.perf_counter()
        with suppress(DifftrackError):
            target.check(data)
        took.append(time.perf_counter() - began)
    return min(took)
