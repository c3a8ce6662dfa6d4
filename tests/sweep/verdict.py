"""What must hold after a fault, whichever it was."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from sweep.cases import LIBRARY, Case
from sweep.children import WORK, Ended, run

KEPT_OLD = ("still stands", "left as it is", "was left as it was", "Nothing was changed")
"""Words of a message that say that nothing was changed."""

WHAT_STANDS = (" is kept in ", "it is kept", "saved before")
"""Words of a line of its own: where a text from an editor is, or what part of a command is done."""

_INTERRUPTED = {-2: 130, -15: 143, -1: 129}


class Files(NamedTuple):
    """The bytes of the files that a case may change, before and after it; `None`: not there."""

    old: Mapping[str, bytes | None]
    new: Mapping[str, bytes | None]


def content(root: Path, case: Case) -> dict[str, bytes | None]:
    """Return the bytes of the files that a case may change."""
    paths = {name: root / WORK / name for name in case.files}
    return {name: path.read_bytes() if path.exists() else None for name, path in paths.items()}


def others(root: Path, case: Case) -> dict[str, bytes]:
    """Return the bytes of all other files of the work folder, which no case changes."""
    files = (root / WORK).rglob("*")
    ours = (".difftrack/", "difftrack-demo/.difftrack/")
    names = {str(file.relative_to(root / WORK)): file for file in files if file.is_file()}
    return {
        name: file.read_bytes()
        for name, file in names.items()
        if name not in case.files and not name.startswith(ours) and not is_left_over(file)
    }


def is_left_over(file: Path) -> bool:
    """Tell whether a file is one that a writer should have taken away."""
    return re.fullmatch(r"\..*\.tmp", file.name) is not None


def left_over(root: Path) -> list[str]:
    """Return what writers left behind below the work folder."""
    return [str(file) for file in (root / WORK).rglob(".*") if is_left_over(file)]


def outcome(now: Mapping[str, bytes | None], files: Files) -> str:
    """Return whether the files are the old ones or the new ones, or what is wrong with them."""
    for name, data in now.items():
        if data not in {files.old[name], files.new[name]}:
            return f"{name} is neither old nor new"
    if now == files.new:
        return "new"
    return "old" if now == files.old else "part"


def wrong(ended: Ended, now: Mapping[str, bytes | None], files: Files) -> Iterator[str]:
    """Yield in what exit code and message lie, or are none for a person."""
    came = outcome(now, files)
    if came not in {"old", "new", "part"}:
        yield came
    if ended.code == 0 and came != "new":
        yield f"exit 0, but the files are {came}"
    if ended.code in _INTERRUPTED:
        yield f"killed by signal {-ended.code} instead of ending with {_INTERRUPTED[ended.code]}"
    if ended.amiss:
        yield ended.amiss
    if "Traceback" in ended.err or "Exception ignored" in ended.err:
        yield "a traceback"
    complaints = [line for line in ended.err.splitlines() if line.startswith("difftrack: ")]
    most = 2 if any(words in ended.err for words in WHAT_STANDS) else 1
    if ended.code > 0 and not 1 <= len(complaints) <= most:
        yield f"{len(complaints)} lines say why"
    if ended.code > 0 and came == "new" and any(words in ended.err for words in KEPT_OLD):
        yield "it says that nothing was changed, but the new files are there"


def is_early(case: Case, now: Mapping[str, bytes | None], files: Files) -> Iterator[str]:
    """Yield that what must be written last is new before the others are."""
    is_new = case.last and files.old[case.last] != now[case.last]
    if is_new and now != files.new:
        yield f"{case.last} is new before the others"


def is_unchanged(old: Mapping[str, bytes], now: Mapping[str, bytes]) -> Iterator[str]:
    """Yield which files of the owner's were touched."""
    yield from (f"{name} was touched" for name in old if now.get(name) != old[name])


def state(root: Path) -> tuple[tuple[str, bytes], ...]:
    """Return all that later commands see below the work folder, without processes and times."""
    files = (file for file in (root / WORK).rglob("*") if file.is_file())
    return tuple(
        sorted(
            (
                f"{re.sub('[0-9a-f]+.tmp$', 'tmp', str(file))} {file.stat().st_nlink}",
                b"" if file.name == "lock" else re.sub(rb'"at": "[^"]*"', b"", file.read_bytes()),
            )
            for file in files
        )
    )


def goes_on(root: Path, case: Case) -> Iterator[str]:
    """Yield what does not work afterwards, or was not cleaned up by the next command."""
    if case.is_torn:
        ended = run(root, *case.words)
        if ended.code not in {0, case.code}:
            yield f"the same command afterwards: {ended}"
    if case.files[0] == LIBRARY and (root / WORK / LIBRARY).exists():
        yield from _library_goes_on(root)
    elif case.words[0] == "export":
        ended = run(root, *case.words)
        if ended.code:
            yield f"the same export afterwards: {ended.code} {ended.err}"
    elif case.words[0] in {"init", "demo"}:
        yield from _made_again(root, case)
    yield from (f"{name} is left over" for name in left_over(root))


def _made_again(root: Path, case: Case) -> Iterator[str]:
    path = root / WORK / case.files[0]
    missing = run(root, "--library", str(path), "list")
    if not path.exists() and "There is no library at" not in missing.err:
        yield f"list, where nothing was made: {missing}"
    ended = run(root, *case.words)
    if ended.code:
        yield f"the same command afterwards: {ended.code} {ended.err}"


def _library_goes_on(root: Path) -> Iterator[str]:
    path = root / WORK / LIBRARY
    before = path.read_bytes()
    follow: Iterable[tuple[str, ...]] = (
        ("list",),
        ("undo", "--list"),
        ("config", "title", "Afterwards"),
        ("undo",),
    )
    for words in follow:
        ended = run(root, *words)
        if ended.code:
            yield f"{' '.join(words)} afterwards: {ended.code} {ended.err}"
    if path.read_bytes() != before:
        yield "undo afterwards does not bring back what was there"
