"""What `doctor` found, could save, mended, and left."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, described, remark, shown
from difftrack.library.model import Library
from difftrack.library.repair.flaws import Flaw, command
from difftrack.library.repair.salvage import Saved
from difftrack.text import arxiv_id
from difftrack.text.folding import clean, shorten

_MOST_LINES = 20  # of one kind
_WIDTH = 60  # of a piece of text
_DAMAGED = 4


class Done(NamedTuple):
    """What came of it: why the library could not be read, what was saved, mended and left.

    `files` are those in which the damaged one is kept.
    """

    why: str
    saved: Saved | None
    mended: Sequence[Flaw] = ()
    left: Sequence[Flaw] = ()
    files: Sequence[Path] = ()


def tell(invocation: Invocation, path: Path, done: Done, *, is_done: bool, as_json: bool) -> int:
    """Print all of it; return the exit code of the command."""
    if as_json:
        _tell_json(done)
    else:
        _tell(invocation, path, done, is_done=is_done)
    if done.saved is not None and not is_done:
        return _DAMAGED
    return int(bool(done.left or (done.saved and (done.saved.pieces or done.saved.partly))))


def _tell(invocation: Invocation, path: Path, done: Done, *, is_done: bool) -> None:
    for line in damage(done):
        answer(line)
    for file in done.files:
        answer(f"kept: {shown(file)}")
    for line in _at_most(f"mended: {_said(flaw)}" for flaw in done.mended):
        answer(line)
    usual = "It could not be mended" if is_done else "Mend it: difftrack doctor --fix"
    for flaw in done.left:
        answer(f"{_said(flaw)}. {flaw.advice or usual}")
    if done.saved is not None and not is_done:
        from difftrack.cli.asking import can_ask  # noqa: PLC0415 - few libraries are damaged

        yes = "" if can_ask(invocation) else " --yes"
        remark(invocation, f"Nothing was changed. Save that: difftrack doctor --fix{yes}")
    elif not done.left and not done.mended and done.saved is None:
        answer(f"{shown(path)} is whole: nothing was found")


def damage(done: Done) -> Iterator[str]:
    """Yield what became, or would become, of a damaged library, line by line."""
    saved = done.saved
    if saved is None:
        return
    library = saved.library
    yield done.why
    yield f"{'saved' if done.files else 'can be saved'}: {_counted(library)}"
    yield from saved.said
    yield from _at_most(f"read in part: {_section(library, k)}" for k in saved.sections_partly)
    yield from _at_most(f"read in part: {_named(library, key)}" for key in saved.partly)
    yield from _at_most(f"from the last good state: {_named(library, k)}" for k in saved.restored)
    yield from _at_most(
        f"listed in a section, and nowhere to be found: {key}" for key in saved.gone
    )
    ids = [key for key in saved.gone if (found := arxiv_id.recognise(key)) and found.base == key]
    if ids:
        more = f" (and {len(ids) - _MOST_LINES} more)" if len(ids) > _MOST_LINES else ""
        yield f"bring back what is on arXiv: {command('add', *ids[:_MOST_LINES])}{more}"
    yield from _at_most(
        f"not taken: {_line(piece.line)}{piece.place or 'text'}: "
        f"{shorten(clean(piece.text), _WIDTH)}"
        for piece in saved.pieces
    )


def _line(number: int) -> str:
    return f"line {number}, " if number else ""


def _counted(library: Library) -> str:
    entries, sections = len(library.entries), sum(bool(s.key) for s in library.sections)
    return (
        f"{entries} {'entry' if entries == 1 else 'entries'} in "
        f"{sections} {'section' if sections == 1 else 'sections'}"
    )


def _named(library: Library, key: str) -> str:
    return described(key, library.entries[key])


def _section(library: Library, key: str) -> str:
    section = library.section(key)
    title = shorten(clean(section.title), _WIDTH) if section else ""
    called = f"section {clean(key)}" if key else "the section without a heading"
    return f"{called} ({title})" if title else called


def _at_most(lines: Iterable[str]) -> Iterator[str]:
    """Yield the first lines, and how many more there are."""
    left = 0
    for number, line in enumerate(lines):
        if number < _MOST_LINES:
            yield line
        else:
            left += 1
    if left:
        yield f"... and {left} more"


def _said(flaw: Flaw) -> str:
    return f"{flaw.place or 'the library'}: {flaw.what}"


def _tell_json(done: Done) -> None:
    saved: dict[str, Any] | None = None
    if done.saved is not None:
        saved = {
            "entries": len(done.saved.library.entries),
            "sections": len(done.saved.library.sections),
            "read_in_part": done.saved.partly,
            "sections_read_in_part": done.saved.sections_partly,
            "from_last_state": done.saved.restored,
            "gone": done.saved.gone,
            "not_taken": [piece._asdict() for piece in done.saved.pieces],
            "said": done.saved.said,
        }
    answer_json(
        "doctor",
        damaged=done.why or None,
        saved=saved,
        files=[str(file) for file in done.files],
        mended=[_as_json(flaw) for flaw in done.mended],
        left=[_as_json(flaw) for flaw in done.left],
    )


def _as_json(flaw: Flaw) -> dict[str, Any]:
    return {
        "kind": flaw.kind,
        "place": flaw.place,
        "what": flaw.what,
        "advice": flaw.advice or None,
        "mendable": flaw.mend is not None,
    }
