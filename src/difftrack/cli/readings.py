"""`readings`: the sessions of a reading group."""

from typing import Annotated

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, described, entries_json, print_rows, remark
from difftrack.cli.references import expanded, resolve
from difftrack.errors import UsageError
from difftrack.library.editing import sessions
from difftrack.library.edits import mark
from difftrack.library.model import Library, Section
from difftrack.text import dates


def readings(
    ctx: typer.Context,
    date: Annotated[
        str | None, typer.Argument(metavar="[DATE", help="The day of a session: 2026-11-20.")
    ] = None,
    references: Annotated[
        list[str] | None, typer.Argument(metavar="[REF...]]", help="What is read in it.")
    ] = None,
    *,
    title: Annotated[
        str | None, typer.Option(metavar="T", help="What it is called, behind its day.")
    ] = None,
    read: Annotated[bool, typer.Option("--read", help="Mark all as read on that day.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the sessions as JSON.")] = False,
) -> None:
    """Hold a session of readings: a dated section that names what is read in it.

    \b
    difftrack readings 2026-11-20 DDPM 2010.02502
    difftrack readings

    It stands with the other sessions; the entries stay where they are filed, too. Without REF a
    session is shown, without DATE all of them are listed. --title also renames one that is there.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if date is None:
        if title is not None or read:
            raise UsageError("Name the day of the session: difftrack readings 2026-11-20 REF")
        _list(invocation, as_json=as_json)
        return
    on = dates.day(date)
    references = expanded(invocation, references or [])
    if references or title is not None or read:
        _hold(invocation, on, references, title, read=read, as_json=as_json)
    else:
        _show(invocation, on, as_json=as_json)


def _list(invocation: Invocation, *, as_json: bool) -> None:
    library = invocation.load()
    held = sessions.sessions(library)
    if as_json:
        answer_json("readings", sessions=[s.model_dump(exclude_defaults=True) for s in held])
    elif not held:
        remark(invocation, "No readings yet. Hold some: difftrack readings 2026-11-20 REF")
    print_rows([] if as_json else [_record(library, session) for session in held])


def _record(library: Library, session: Section) -> tuple[str, ...]:
    read = sum(bool(library.entries[key].read) for key in session.entries)
    return (session.date or "", session.title, f"{read} of {len(session.entries)} read")


def _show(invocation: Invocation, on: str, *, as_json: bool) -> None:
    library = invocation.load()
    session = sessions.held_on(library, on)
    if as_json:
        answer_json("entries", entries=entries_json(library, session.entries))
        return
    entries = [(key, library.entries[key]) for key in session.entries]
    print_rows([(key, "read" if e.read else "", e.title) for key, e in entries])


def _hold(
    invocation: Invocation,
    on: str,
    references: list[str],
    title: str | None,
    *,
    read: bool,
    as_json: bool,
) -> None:
    with invocation.changing() as library:
        keys = resolve(library, references)
        session, before = _session(library, on, title, is_new=bool(keys))
        added = sessions.put(session, keys)
        marked = _mark(library, keys or session.entries, on) if read else []
    if marked:
        from difftrack.cli.marking import doubt_day  # noqa: PLC0415 - few sessions mark

        doubt_day(invocation, on)
    if as_json:
        written = session.model_dump(mode="json", exclude_defaults=True)
        answer_json("session", session=written, added=added, read=marked, renamed=before)
        return
    if before is not None:
        answer(f"renamed section {session.key}: {before} is now {session.title}")
    is_new = set(added)
    for key in keys:
        already = "" if key in is_new else " already"
        answer(f"in {session.title}{already}: {described(key, library.entries[key])}")
    if not keys:
        number = len(session.entries)
        answer(f"{session.title}: {number} {'entry' if number == 1 else 'entries'}")
    for key in marked:
        answer(f"read: {described(key, library.entries[key])}")


def _mark(library: Library, keys: list[str], on: str) -> list[str]:
    """Mark entries as read on the day of a session, save those that have a day; return which."""
    unread = [key for key in keys if not library.entries[key].read_on]
    for key in unread:
        mark(library, key, read=True, on=on)
    return unread


def _session(
    library: Library, on: str, title: str | None, *, is_new: bool
) -> tuple[Section, str | None]:
    """Return the session of a day, with the title that was asked for, and the one it had before.

    `is_new`: it is made if missing. The one before is `None` where the title stays.
    """
    if is_new and all(s.date != on for s in library.sections):
        return sessions.make(library, on, title or ""), None
    session = sessions.held_on(library, on)
    before = session.title if title is None else sessions.rename(library, session, title)
    return session, None if before == session.title else before
