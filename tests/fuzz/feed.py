"""Feed the readers with what nobody would write, for as long as is wanted.

    python tests/fuzz/feed.py                               each target for a minute
    python tests/fuzz/feed.py markdown query --seconds 600  these
    python tests/fuzz/feed.py --replay FILE markdown        a find once more
    python tests/fuzz/feed.py --growth                      how time grows with size

With atheris (`pip install atheris`, Python 3.11 to 3.13 on Linux) coverage leads the way; without
it the seeds are changed at random. A find is printed, kept in a file, and ends the run with exit
code 1: make a test of it.
"""

import argparse
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

_LONGEST = 12_000  # bytes of an input
_SLOWEST = 20  # seconds for one, before it counts as a hang


def main() -> int:
    """Run what was asked for; return 1 where there was a find."""
    options = _options()
    if options.growth:
        from growth import report  # noqa: PLC0415 - imports all of difftrack

        return report(options.targets, options.seed)
    if options.replay:
        from targets import TARGETS  # noqa: PLC0415 - as above

        TARGETS[options.targets[0]].check(options.replay.read_bytes())
        return 0
    if options.one:
        return _one(options.targets[0], options)
    return max(_in_a_process(name, options) for name in options.targets or _names())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", help="which readers; without any, all")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of what is random")
    parser.add_argument("--finds", type=Path, help="a folder to keep finds in")
    parser.add_argument("--random", action="store_true", help="without atheris, too")
    parser.add_argument("--replay", type=Path, help="a find to look at")
    parser.add_argument("--growth", action="store_true", help="how time grows with size")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _names() -> list[str]:
    from targets import TARGETS  # noqa: PLC0415 - as above

    return list(TARGETS)


def _in_a_process(name: str, options: argparse.Namespace) -> int:
    """Feed one target in a process of its own: atheris ends the one that it runs in."""
    finds = options.finds or Path(tempfile.mkdtemp(prefix="finds-"))
    words = ["--one", name, "--seconds", options.seconds, "--seed", options.seed, "--finds", finds]
    words += ["--random"] * options.random
    began = time.monotonic()
    done = subprocess.run([sys.executable, __file__, *map(str, words)], check=False)
    said = "no find" if done.returncode == 0 else f"a FIND, kept in {finds}"
    print(f"{name}: {time.monotonic() - began:.0f} s, {said}", flush=True)
    return int(done.returncode != 0)


def _one(name: str, options: argparse.Namespace) -> int:
    options.finds.mkdir(parents=True, exist_ok=True)
    if options.random or find_spec("atheris") is None:
        return _at_random(name, options)
    return _by_coverage(name, options)


def _by_coverage(name: str, options: argparse.Namespace) -> int:
    """Let libFuzzer look for inputs that reach new code. It ends the process itself."""
    import atheris  # noqa: PLC0415 - not a dependency: who wants it installs it

    with atheris.instrument_imports(include=["difftrack"]):
        from targets import TARGETS  # noqa: PLC0415 - imported as it is instrumented
    target = TARGETS[name]
    corpus = Path(tempfile.mkdtemp(prefix=f"corpus-{name}-"))
    for number, seed in enumerate(target.seeds):
        (corpus / f"{number}").write_bytes(seed)
    words = corpus.with_suffix(".dict")
    words.write_text("".join(f'"{_escaped(atom)}"\n' for atom in target.atoms.split(" ") if atom))
    atheris.Setup(
        [
            sys.argv[0],
            str(corpus),
            f"-dict={words}",
            f"-max_total_time={options.seconds}",
            f"-max_len={_LONGEST}",
            f"-timeout={_SLOWEST}",
            f"-seed={options.seed % 2**32}",
            f"-artifact_prefix={options.finds}/{name}-",
            "-print_final_stats=1",
            "-verbosity=0",
        ],
        lambda data: _checked(target.check, data, options.finds / name),
    )
    atheris.Fuzz()
    return 0


def _checked(check: Callable[[bytes], None], data: bytes, find: Path) -> None:
    """Check one input, and keep it before anything else where it is a find."""
    try:
        check(data)
    except BaseException:
        find.write_bytes(data)
        raise


def _escaped(atom: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in atom.encode("utf-8", "surrogatepass"))


def _at_random(name: str, options: argparse.Namespace) -> int:
    from mutation import changed  # noqa: PLC0415 - as above
    from targets import TARGETS  # noqa: PLC0415 - as above

    target, random = TARGETS[name], Random(options.seed)  # noqa: S311 - inputs, no secrets
    end, runs = time.monotonic() + options.seconds, 0
    while time.monotonic() < end:
        data = changed(random, target.seeds, target.atoms.split(" "))[:_LONGEST]
        began = time.monotonic()
        try:
            _checked(target.check, data, options.finds / name)
        except BaseException:  # noqa: BLE001 - whatever it is, it is a find
            traceback.print_exc()
            return 1
        if time.monotonic() - began > _SLOWEST:
            print(f"{name}: {data!r} took more than {_SLOWEST} s")
            return 1
        runs += 1
    print(f"{name}: {runs} inputs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
