"""`remove`."""

from typing import Annotated, NamedTuple

import typer

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, can_ask, confirmed, described
from difftrack.cli.queries import chosen
from difftrack.cli.references import SomeReferences, expanded, resolve
from difftrack.errors import NotFoundError, RefusedError, UsageError
from difftrack.library.edits import Removed
from difftrack.library.edits import remove as remove_entry
from difftrack.library.finding import find_section
from difftrack.library.model import Library
from difftrack.library.moving import leave


def remove(
    ctx: typer.Context,
    references: SomeReferences = None,
    *,
    matching: Annotated[
        str | None, typer.Option(metavar="QUERY", help="Those that a query means, as for list.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", metavar="S", help="Only out of this section.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Only show what would go.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what went as JSON.")] = False,
) -> None:
    """Take entries out of the library and all its sections.

    \b
    difftrack remove 2006.11239
    difftrack remove --matching 'tag:later is:read' -n

    Asks first on a terminal. `difftrack undo` brings them back.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if not references and matching is None:
        raise UsageError("Nothing to remove. Name an entry: difftrack remove 2006.11239")
    meant = _Meant(expanded(invocation, references or []), matching)
    if can_ask() and not (yes or dry_run) and source is None:
        _confirm(invocation, meant)
    with invocation.changing(dry_run=dry_run) as library:
        keys = meant.keys(library)
        removed = {key: _remove(library, key, source) for key in keys}
    if as_json:
        answer_json("removed", removed={key: gone.sections for key, gone in removed.items()})
        return
    where = "" if source is None else f", from {find_section(library, source).title}"
    for key, gone in removed.items():
        said = "would be removed" if dry_run else "removed"
        answer(f"{said}: {described(key, gone.entry)}{where}")


def _remove(library: Library, key: str, source: str | None) -> Removed:
    if source is None:
        return remove_entry(library, key)
    section = find_section(library, source)
    leave(library, key, section)
    return Removed(library.entries[key], [section.key])


class _Meant(NamedTuple):
    """What is to go: by reference, and by a query."""

    references: list[str]
    matching: str | None

    def keys(self, library: Library) -> list[str]:
        """Return the entries that are meant, each once."""
        keys = resolve(library, self.references)
        if self.matching is None:
            return keys
        rows = chosen(library, [self.matching])
        if not rows:
            raise NotFoundError(f"Nothing fits {self.matching!r}. Nothing was removed")
        return list(dict.fromkeys([*keys, *(row.key for row in rows)]))


def _confirm(invocation: Invocation, meant: _Meant) -> None:
    library = invocation.load()
    about = [described(key, library.entries[key]) for key in meant.keys(library)]
    if not confirmed("Remove?", *about):
        raise RefusedError("Nothing was removed")
