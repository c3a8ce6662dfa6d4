"""`note` and `score`: what the owner thinks of an entry."""

from typing import Annotated, NamedTuple

import typer

from difftrack.cli.invocation import Invocation, read_text
from difftrack.cli.output import answer, answer_json, described
from difftrack.cli.references import Reference
from difftrack.cli.usual_options import Yes
from difftrack.errors import UsageError
from difftrack.library.editing.noting import set_note, set_score
from difftrack.library.finding import find
from difftrack.library.model import Entry
from difftrack.library.ownership import unchanged
from difftrack.text import scores

_Json = Annotated[bool, typer.Option("--json", help="Print what it is now as JSON.")]


def note(
    ctx: typer.Context,
    reference: Reference,
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="The note, in Markdown; - reads it.")
    ] = None,
    *,
    append: Annotated[
        bool, typer.Option("--append", help="Put it behind the note that is there.")
    ] = False,
    yes: Yes = False,
    as_json: _Json = False,
) -> None:
    """Write a note on an entry, in your words; without TEXT, in your editor.

    \b
    difftrack note DDPM "Where it all began."
    difftrack note 2010.02502 --append "Deterministic when *eta* is 0."

    An empty text, "" or from a pipe, takes the note away. Asks before it does; where there is no
    terminal to ask at, it takes --yes.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if text is None:
        key, entry, changed = _edited(invocation, reference, append=append)
    else:
        text = read_text("-") if text == "-" else text
        if append and not text.strip():
            raise UsageError(
                "There is nothing to append. Type it: difftrack note REF --append TEXT"
            )
        if not text.strip() and not yes:
            _confirm(invocation, reference)
        key, entry, changed = _noted(invocation, reference, text, append=append)
    if as_json:
        answer_json("note", key=key, note=entry.note, changed=changed)
        return
    word = "noted" if entry.note else "no note"
    answer(f"{word}{'' if changed else ' already'}: {described(key, entry)}")


class _Done(NamedTuple):
    key: str
    entry: Entry
    changed: bool


def _noted(invocation: Invocation, reference: str, text: str, *, append: bool) -> _Done:
    """Save a note; say whose it is, and whether that changed anything."""
    with invocation.changing() as library:
        key = find(library, reference)
        entry = library.entries[key]
        changed = set_note(entry, text, append=append)
    return _Done(key, entry, changed)


def _edited(invocation: Invocation, reference: str, *, append: bool) -> _Done:
    """Let the owner write the note, or what shall stand behind it, in their editor."""
    from difftrack.cli.editor import offer  # noqa: PLC0415 - most notes are typed in the command

    library = invocation.load()
    key = find(library, reference)
    seen = library.entries[key]
    done = [_Done(key, seen, changed=False)]

    def _take(text: str) -> None:
        with invocation.changing() as now:
            entry = unchanged(now, key, seen, () if append else ("note",))
            done.append(_Done(key, entry, set_note(entry, text, append=append)))

    text = "" if append else seen.note or ""
    offer(invocation, text, f"note on {key}", _take, "difftrack note REF TEXT")
    return done[-1]


def _confirm(invocation: Invocation, reference: str) -> None:
    """Ask before a note goes, where there is one."""
    from difftrack.cli.asking import confirm  # noqa: PLC0415 - most notes are new

    library = invocation.load()
    key = find(library, reference)
    entry = library.entries[key]
    if entry.note:
        deed = f"Take away the note of {described(key, entry)}"
        confirm(invocation, deed, refused="The note was left as it is")


def score(
    ctx: typer.Context,
    reference: Reference,
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
    word = "no score" if entry.score is None else f"score {scores.written(entry.score)}"
    answer(f"{word}{'' if changed else ' already'}: {described(key, entry)}")
