"""`review`: the card of an entry, filled in by its owner."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from difftrack.cli.editor import take_text
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, described, remark
from difftrack.cli.references import Reference
from difftrack.errors import UsageError
from difftrack.exporters import open_card
from difftrack.library.editing.filled_card import changes, take
from difftrack.library.finding import find
from difftrack.library.model import ALSO_PRINTED, Entry, Library
from difftrack.library.ownership import unchanged
from difftrack.library.settings import parts

if TYPE_CHECKING:
    from difftrack.importers.typed_headings import Typed


def review(
    ctx: typer.Context,
    reference: Reference,
    *,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE|-", help="Take a card that was filled in before."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what changed as JSON.")] = False,
) -> None:
    """Fill in the review card of an entry, in your editor.

    \b
    difftrack review DDPM
    difftrack review DDPM --from card.md

    The card holds what is known: title, paper, institute, authors, code. What you change there
    stands from then on. Its headings are an option: difftrack config review_headings.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    library = invocation.load()
    key = find(library, reference)
    entry = library.entries[key]
    card = open_card.of_entry(entry, library.settings)
    changed: list[str] = []
    remarks: list[str] = []

    def _take(text: str) -> None:
        mark = library.settings.read_mark
        typed = _typed(text, entry, library)
        said = changes(_filled(card, mark), _filled(typed.card, mark), clears=source is None)
        with invocation.changing() as now:
            unchanged(now, key, entry, said.model_fields_set)
            changed[:] = take(now, key, said)
            library.entries[key] = now.entries[key]
        remarks[:] = _remarks(typed.taken, said)

    take_text(invocation, card, f"review of {key}", _take, source)
    for text in remarks:
        remark(invocation, text)
    if as_json:
        answer_json("review", key=key, changed=changed)
        return
    what = f" ({', '.join(changed)})" if changed else ""
    answer(
        f"{'reviewed' if changed else 'unchanged'}: {described(key, library.entries[key])}{what}"
    )


def _typed(text: str, entry: Entry, library: Library) -> "Typed":
    """Return a card with its headings as they are printed, however they were typed."""
    from difftrack.importers.one_card import unwrapped  # noqa: PLC0415 - as below
    from difftrack.importers.typed_headings import as_printed  # noqa: PLC0415 - as below

    return as_printed(unwrapped(text), [*parts(library.settings.review_headings), *entry.review])


def _remarks(taken: list[str], said: Entry) -> Iterator[str]:
    """Yield what was taken for something that its owner may not have meant."""
    if taken:
        yield f"Taken as headings of answers: {', '.join(map(repr, taken))}"
    fields = said.fields if "fields" in said.model_fields_set else {}
    if fields.get(ALSO_PRINTED):
        yield f"In no field of the card, kept as {ALSO_PRINTED}: {fields[ALSO_PRINTED]!r}"


def _filled(text: str, read_mark: str) -> Entry:
    """Return what a filled card says. Raises `UsageError` for what is no card, or more than one."""
    from difftrack.importers import one_card  # noqa: PLC0415 - not before the card is filled in

    found = one_card.read(text, read_mark)
    if found is None:
        raise UsageError(
            "There is no card in it, or an empty one. "
            "See what one looks like: difftrack export readme --style review --template"
        )
    return found
