"""`mark-read` and `mark-unread`."""

from typing import Annotated

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, described
from difftrack.cli.references import resolve
from difftrack.library.edits import mark

_References = Annotated[
    list[str], typer.Argument(metavar="REF...", help="Key, arXiv id or URL, short name, title.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print what changed as JSON.")]


def mark_read(
    ctx: typer.Context,
    references: _References,
    *,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day: 2026-11-20.")] = None,
    as_json: _Json = False,
) -> None:
    """Mark entries as read.

    \b
    difftrack mark-read DDPM
    difftrack mark-read 2010.02502 "score-based generative" --on 2026-11-20
    """  # noqa: D301 - \b keeps the lines apart
    _mark(ctx.obj, references, read=True, on=on, as_json=as_json)


def mark_unread(ctx: typer.Context, references: _References, *, as_json: _Json = False) -> None:
    """Take the read mark from entries.

    \b
    difftrack mark-unread DDPM
    difftrack mark-unread https://arxiv.org/abs/2010.02502
    """  # noqa: D301 - \b keeps the lines apart
    _mark(ctx.obj, references, read=False, on=None, as_json=as_json)


def _mark(
    invocation: Invocation, references: list[str], *, read: bool, on: str | None, as_json: bool
) -> None:
    word = "read" if read else "unread"
    with invocation.changing() as library:
        keys = resolve(library, references)
        changed = [key for key in keys if mark(library, key, read=read, on=on)]
    if as_json:
        answer_json(
            "marks", read=read, changed=changed, unchanged=[k for k in keys if k not in changed]
        )
        return
    for key in keys:
        already = "" if key in changed else " already"
        answer(f"{word}{already}: {described(key, library.entries[key])}")
