"""`note` and `score`: what the owner thinks of an entry."""

from typing import Annotated, NamedTuple

import typer

from difftrack.cli.invocation import Invocation, read_text
from difftrack.cli.output import answer, answer_json, can_ask, confirmed, described
from difftrack.cli.references import Reference
from difftrack.errors import RefusedError, UsageError
from difftrack.exporters import wording
from difftrack.library.finding import find
from difftrack.library.model import Entry, Library
from difftrack.library.noting import set_note, set_score

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
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: _Json = False,
) -> None:
    """Write a note on an entry, in your words; without TEXT, in your editor.

    \b
    difftrack note DDPM "Where it all began."
    difftrack note 2010.02502 --append "Deterministic when *eta* is 0."

    An empty text takes the note away; on a terminal difftrack asks before it does.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if text is None:
        key, entry, changed = _edited(invocation, reference, append=append)
    else:
        text = _piped(is_meant_empty=yes or append) if text == "-" else text
        if append and not text.strip():
            raise UsageError(
                "There is nothing to append. Type it: difftrack note REF --append TEXT"
            )
        if not text.strip() and can_ask() and not yes:
            _confirm(invocation.load(), reference)
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


def _piped(*, is_meant_empty: bool) -> str:
    """Return the note from standard input; an empty one comes from a command that failed."""
    text = read_text("-")
    if not text.strip() and not is_meant_empty:
        raise RefusedError("Standard input was empty. To take the note away by it: --yes")
    return text


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
    before = library.entries[key].note
    done = [_Done(key, library.entries[key], changed=False)]

    def _take(text: str) -> None:
        with invocation.changing() as now:
            entry = now.entries[find(now, key)]
            if entry.note != before and not append:
                raise RefusedError(f"The note of {key} was changed meanwhile. Look: difftrack show")
            done.append(_Done(key, entry, set_note(entry, text, append=append)))

    offer("" if append else before or "", f"note on {key}", _take)
    return done[-1]


def _confirm(library: Library, reference: str) -> None:
    """Ask before a note goes, where there is one."""
    key = find(library, reference)
    if not library.entries[key].note:
        return
    if not confirmed("Take its note away?", described(key, library.entries[key])):
        raise RefusedError("The note was left as it is")


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
    word = "no score" if entry.score is None else f"score {wording.score(entry)}"
    answer(f"{word}{'' if changed else ' already'}: {described(key, entry)}")
