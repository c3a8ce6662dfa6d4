"""`mark-read` and `mark-unread`."""

from typing import Annotated, NamedTuple

import typer

from difftrack.cli.fetching import today
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, described, remark
from difftrack.cli.references import References, expanded, resolve
from difftrack.cli.usual_options import DryRun
from difftrack.library.edits import NO_DAY, mark
from difftrack.library.model import Entry
from difftrack.text import dates

_Json = Annotated[bool, typer.Option("--json", help="Print what changed as JSON.")]


def mark_read(
    ctx: typer.Context,
    references: References,
    *,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day: 2026-11-20; none for no day.")
    ] = None,
    dry_run: DryRun = False,
    as_json: _Json = False,
) -> None:
    """Mark entries as read.

    \b
    difftrack mark-read DDPM
    difftrack mark-read 2010.02502 "score-based generative modeling through" --on 2026-11-20
    difftrack list --section editing | cut -f1 | difftrack mark-read -

    The day is kept, today unless --on says another: stats count by it, no README shows it. What
    was read before keeps its day.
    """  # noqa: D301 - \b keeps the lines apart
    _mark(ctx.obj, references, _Mark(read=True, on=on), dry_run=dry_run, as_json=as_json)


def mark_unread(
    ctx: typer.Context, references: References, *, dry_run: DryRun = False, as_json: _Json = False
) -> None:
    """Take the read mark from entries.

    \b
    difftrack mark-unread DDPM
    difftrack mark-unread https://arxiv.org/abs/2010.02502
    """  # noqa: D301 - \b keeps the lines apart
    _mark(ctx.obj, references, _Mark(read=False, on=None), dry_run=dry_run, as_json=as_json)


class _Mark(NamedTuple):
    read: bool
    on: str | None


def _day(entry: Entry, wanted: _Mark) -> str | None:
    """Return the day to be kept; `None` where what is known stays."""
    is_first = wanted.read and not entry.read
    return today() if wanted.on is None and is_first else wanted.on


def doubt_day(invocation: Invocation, on: str | None) -> None:
    """Say so where what was read is said to be read on a day that is to come."""
    day, now = dates.day(on) if on not in {None, NO_DAY} else "", today()
    if day > now:
        again = f"difftrack mark-read REF --on {now}"
        remark(invocation, f"{day} is a day to come. Was another meant? {again}")


def _mark(
    invocation: Invocation, references: list[str], wanted: _Mark, *, dry_run: bool, as_json: bool
) -> None:
    word = f"{'would be ' if dry_run else ''}{'read' if wanted.read else 'unread'}"
    references = expanded(invocation, references)
    with invocation.changing(dry_run=dry_run) as library:
        keys = resolve(library, references)
        marked = {
            key: mark(library, key, read=wanted.read, on=_day(library.entries[key], wanted))
            for key in keys
        }
    doubt_day(invocation, wanted.on)
    if as_json:
        changed = [key for key, is_new in marked.items() if is_new]
        unchanged = [key for key, is_new in marked.items() if not is_new]
        answer_json("marks", read=wanted.read, changed=changed, unchanged=unchanged)
        return
    for key, is_new in marked.items():
        already = "" if is_new else " already"
        answer(f"{word}{already}: {described(key, library.entries[key])}")
