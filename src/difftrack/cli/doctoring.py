"""`doctor`."""

from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from difftrack.cli import doctor_report
from difftrack.cli.doctor_report import Done
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import say, shown
from difftrack.errors import LibraryDamagedError, NotFoundError, NotWrittenError
from difftrack.exporters.styles import STYLES
from difftrack.library import store
from difftrack.library.edits import take_in_orphans
from difftrack.library.model import FORMAT_VERSION, Library
from difftrack.library.repair import checkup, set_aside
from difftrack.library.repair.flaws import Flaw
from difftrack.library.repair.salvage import Saved, salvage
from difftrack.library.repair.traces import traces
from difftrack.library.storage.damage import newer
from difftrack.library.storage.disk import Stamp, real, told
from difftrack.library.storage.file_format import decode, unplaced
from difftrack.library.storage.states import is_same, states


def doctor(
    ctx: typer.Context,
    *,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is safe to mend.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Only show what would change.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Look the library over, and save what can be saved of a damaged one.

    \b
    difftrack doctor
    difftrack doctor --fix

    Exits 0 where nothing is wrong, 1 where something is left to you, 4 where the library is
    damaged. Of a damaged one --fix takes all that can be read, fills holes from the last good
    state, and keeps beside it the file as it was, and a text with what was not taken. It asks
    first on a terminal; elsewhere it wants --yes. `difftrack undo --force` brings the damaged
    one back.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    path = invocation.location().path
    is_mending = fix and not dry_run
    found = _look(path, is_mending=is_mending)
    if is_mending and found.saved and not yes:
        _confirm(invocation, path, found)
    with invocation.holding(path) if is_mending else nullcontext() as since:
        if since is not None:
            was_asked, found = found.saved is not None, _look(path, is_mending=True)
            if found.saved and not (yes or was_asked):  # damaged since
                _confirm(invocation, path, found)
            done = _mended(invocation, path, found, since)
        else:
            done = Done(found.why, found.saved, left=[] if found.saved else _flaws(path, found))
    raise typer.Exit(
        doctor_report.tell(invocation, path, done, is_done=is_mending, as_json=as_json)
    )


class _Found(NamedTuple):
    """A library that can be read, or else why not and what was saved; entries in no section."""

    library: Library
    saved: Saved | None = None
    why: str = ""
    unplaced: tuple[str, ...] = ()


def _look(path: Path, *, is_mending: bool) -> _Found:
    try:
        data = store.read(path)
        library = decode(data, str(path))
    except NotFoundError:
        if not states(path):
            raise
        raise NotFoundError(
            f"{shown(path)} is gone. Bring back the state before its last change: difftrack undo "
            "--force"
        ) from None
    except LibraryDamagedError as damage:
        saved = _saved(path, damage, is_mending=is_mending)
        return _Found(saved.library, saved, damage.reason)
    if library.version > FORMAT_VERSION:
        raise newer(str(path))
    return _Found(library, unplaced=tuple(unplaced(data)))


def _saved(path: Path, damage: LibraryDamagedError, *, is_mending: bool) -> Saved:
    good = None
    # That the states cannot be read is told who would do without them, not who only looks.
    with nullcontext() if is_mending else suppress(NotWrittenError):
        good = store.last_good(path)
    try:
        data = store.read(path)
    except LibraryDamagedError:  # too large to be looked at
        if good is None:
            raise LibraryDamagedError(
                f"{damage.reason}, and no state of it is kept. Nothing was changed. Name another: "
                "--library PATH"
            ) from None
        return Saved(good, restored=list(good.entries))
    return salvage(data, str(path), good)


def _flaws(path: Path, found: _Found) -> list[Flaw]:
    """Return all that is wrong with a library that can be read."""
    said = "stands in no section, and is shown before the first"
    mend = partial(take_in_orphans, found.library)
    placing = [Flaw("unplaced", key, said, mend=mend) for key in found.unplaced]
    return [*placing, *checkup.examine(found.library, STYLES), *traces(path)]


def _mended(invocation: Invocation, path: Path, found: _Found, since: Stamp) -> Done:
    """Mend what is safe to mend, and save it; the lock is held."""
    files: list[Path] = []
    placed = found._replace(unplaced=())
    try:
        if found.saved is not None:
            files += _kept(path, found.saved)
        mended = checkup.mend(_flaws(path, found), lambda: _flaws(path, placed))
        if mended or found.saved is not None:
            invocation.save(path, found.library, since)
    except BaseException:
        _take_back(path, files)
        raise
    return Done(found.why, found.saved, mended, _flaws(path, placed), files)


def _take_back(path: Path, files: list[Path]) -> None:
    """Take away what was kept of a library that stands as it was; what replaced it needs that."""
    with suppress(OSError):
        if files and is_same(real(path), files[0]):
            for file in files:
                file.unlink()


def _kept(path: Path, saved: Saved) -> list[Path]:
    """Keep the damaged file beside the library, and what is not taken of it."""
    with told(path):
        whole = set_aside.keep_whole(path)
        try:
            rest = [set_aside.keep_pieces(path, saved.pieces, whole)] if saved.pieces else []
        except BaseException:
            whole.unlink(missing_ok=True)
            raise
    return [whole, *rest]


def _confirm(invocation: Invocation, path: Path, found: _Found) -> None:
    """Ask before a damaged library is replaced; where nobody can be asked, refuse."""
    from difftrack.cli.asking import can_ask, confirm  # noqa: PLC0415 - few libraries are damaged

    if not can_ask(invocation):
        raise LibraryDamagedError(
            f"{found.why}. Nothing was changed. See what can be saved: difftrack doctor. Save it: "
            "difftrack doctor --fix --yes"
        )
    for line in doctor_report.damage(Done(found.why, found.saved)):
        say(f"  {line}")
    deed = f"Write {shown(path)} anew, and keep it as it is beside it"
    confirm(invocation, deed, refused="Nothing was changed")
