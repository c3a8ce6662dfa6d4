"""`note` and `score`: what the owner thinks of an entry."""

from typing import Annotated

import typer

from difftrack.cli.invocation import Invocation, read_text
from difftrack.cli.output import answer, answer_json, can_ask, described
from difftrack.errors import RefusedError, UsageError
from difftrack.exporters import wording
from difftrack.library.finding import find
from difftrack.library.model import Entry
from difftrack.library.noting import set_note, set_score

_Reference = Annotated[
    str, typer.Argument(metavar="REF", help="Key, arXiv id or URL, short name, title.")
]
_Json = Annotated[bool, typer.Option("--json", help="Print what it is now as JSON.")]


def note(
    ctx: typer.Context,
    reference: _Reference,
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="The note, in Markdown; - reads it.")
    ] = None,
    *,
    append: Annotated[
        bool, typer.Option("--append", help="Put it behind the note that is there.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: _Json = False,
) -> None:
    """Write a note on an entry, in your words; without TEXT, in your editor.

    An empty text takes the note away; on a terminal difftrack asks before it does.

    \b
    difftrack note DDPM "Where it all began."
    difftrack note 2010.02502 --append "Deterministic when *eta* is 0."
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    library = invocation.load()
    key = find(library, reference)
    entry = library.entries[key]
    if text is None:
        entry, changed = _edited(invocation, key, entry, append=append)
    else:
        text = read_text("-") if text == "-" else text
        if append and not text.strip():
            raise UsageError(
                "There is nothing to append. Type it: difftrack note REF --append TEXT"
            )
        if not text.strip() and entry.note and can_ask() and not yes:
            _confirm(key, entry)
        entry, changed = _noted(invocation, key, text, append=append)
    if as_json:
        answer_json("note", key=key, note=entry.note, changed=changed)
        return
    word = "noted" if entry.note else "no note"
    answer(f"{word}{'' if changed else ' already'}: {described(key, entry)}")


def _noted(invocation: Invocation, key: str, text: str, *, append: bool) -> tuple[Entry, bool]:
    """Save a note; return its entry, and whether that changed anything."""
    with invocation.changing() as library:
        entry = library.entries[find(library, key)]
        changed = set_note(entry, text, append=append)
    return entry, changed


def _edited(invocation: Invocation, key: str, entry: Entry, *, append: bool) -> tuple[Entry, bool]:
    """Let the owner write the note, or what shall stand behind it, in their editor."""
    from difftrack.cli.editor import offer  # noqa: PLC0415 - most notes are typed in the command

    before = entry.note
    done = [(entry, False)]

    def _take(text: str) -> None:
        with invocation.changing() as library:
            now = library.entries[find(library, key)]
            if now.note != before and not append:
                raise RefusedError(f"The note of {key} was changed meanwhile. Look: difftrack show")
            done.append((now, set_note(now, text, append=append)))

    offer("" if append else before or "", f"note on {key}", _take)
    return done[-1]


def _confirm(key: str, entry: Entry) -> None:
    typer.echo(f"  {described(key, entry)}", err=True)
    if not typer.confirm("Take its note away?", err=True):
        raise RefusedError("The note was left as it is")


def score(
    ctx: typer.Context,
    reference: _Reference,
    value: Annotated[str, typer.Argument(metavar="SCORE", help="A number; - for none.")],
    *,
    as_json: _Json = False,
) -> None:
    """Give an entry a score, by which review cards are ordered.

    \b
    difftrack score DDPM 8
    difftrack score 2010.02502 -
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    with invocation.changing() as library:
        key = find(library, reference)
        entry = library.entries[key]
        changed = set_score(entry, value)
    if as_json:
        answer_json("score", key=key, score=entry.score, changed=changed)
        return
    word = "no score" if entry.score is None else f"score {wording.score(entry)}"
    answer(f"{word}{'' if changed else ' already'}: {described(key, entry)}")
