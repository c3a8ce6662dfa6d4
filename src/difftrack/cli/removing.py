"""`remove`."""

from typing import Annotated, NamedTuple

import typer

from difftrack.cli.asking import confirm
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, described
from difftrack.cli.queries import chosen
from difftrack.cli.references import SomeReferences, expanded, resolve
from difftrack.cli.usual_options import Yes
from difftrack.errors import NotFoundError, UsageError
from difftrack.library.editing.moving import leave
from difftrack.library.edits import Removed
from difftrack.library.edits import remove as remove_entries
from difftrack.library.finding import find_section
from difftrack.library.model import Library


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
    yes: Yes = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Only show what would go.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what went as JSON.")] = False,
) -> None:
    """Take entries out of the library and all its sections.

    \b
    difftrack remove 2006.11239
    difftrack remove --matching 'tag:later is:read' -n

    Asks first; where there is no terminal to ask at, it takes --yes. `difftrack undo` brings them
    back. With --from they stay in the library, and nothing is asked. A part of a title is not
    enough to mean an entry here.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if not references and matching is None:
        raise UsageError("Nothing to remove. Name an entry: difftrack remove 2006.11239")
    meant = _Meant(expanded(invocation, references or []), matching)
    if not (yes or dry_run) and source is None:
        library = invocation.load()
        names = [described(key, library.entries[key]) for key in meant.keys(library)]
        if names:
            confirm(invocation, "Remove", refused="Nothing was removed", names=names)
    with invocation.changing(dry_run=dry_run) as library:
        keys = meant.keys(library)
        removed = _remove(library, keys, source)
    if as_json:
        answer_json("removed", removed={key: gone.sections for key, gone in removed.items()})
        return
    where = "" if source is None else f", from {find_section(library, source).title}"
    for key, gone in removed.items():
        said = "would be removed" if dry_run else "removed"
        answer(f"{said}: {described(key, gone.entry)}{where}")


def _remove(library: Library, keys: list[str], source: str | None) -> dict[str, Removed]:
    if source is None:
        return remove_entries(library, keys)
    section = find_section(library, source)
    leave(library, keys, section)
    return {key: Removed(library.entries[key], [section.key]) for key in keys}


class _Meant(NamedTuple):
    """What is to go: by reference, and by a query."""

    references: list[str]
    matching: str | None

    def keys(self, library: Library) -> list[str]:
        """Return the entries that are meant, each once."""
        keys = resolve(library, self.references, whole=True)
        if self.matching is None:
            return keys
        rows = chosen(library, [self.matching])
        if not rows:
            raise NotFoundError(f"Nothing fits {self.matching!r}. Nothing was removed")
        return list(dict.fromkeys([*keys, *(row.key for row in rows)]))
