"""`edit`."""

from typing import Annotated, Any

import typer

from difftrack.cli.editor import take_text
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, described, entry_json, remark
from difftrack.cli.references import Reference
from difftrack.library.editing import entry_form
from difftrack.library.editing.rewriting import put
from difftrack.library.finding import find
from difftrack.text.folding import clean

_HEAD = """\
<!-- {name}: what you change here is saved when you close the editor.
A longer text stands below its label, two blanks in. An emptied field is taken away. -->
"""


def edit(
    ctx: typer.Context,
    reference: Reference,
    *,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE|-", help="A text that was edited already.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what changed as JSON.")] = False,
) -> None:
    """Change the fields of an entry in your editor.

    \b
    difftrack edit DDPM
    difftrack edit 2006.11239 --from changed.md

    $VISUAL or $EDITOR shows them as a text: title, authors, venue, links, tags, note and all
    others but the review card. What is wrong in it is shown in the text again; what cannot be saved
    is kept, and said where. A title or another field of arXiv's that you changed stays yours.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    library = invocation.load()
    key = find(library, reference)
    known = library.entries[key]
    name = clean(described(key, known)).replace("--", "- -")
    form = _HEAD.format(name=name) + entry_form.written(known)
    values: dict[str, Any] = {}

    def _take(text: str) -> None:
        nonlocal library
        values.clear()  # of a text that was refused
        values.update(entry_form.changes(form, text))
        if values:
            with invocation.changing() as library:
                put(library, key, known, values)

    take_text(invocation, form, f"edit-{key}", _take, source)
    if as_json:
        answer_json("edited", key=key, changed=list(values), entry=entry_json(library, key))
    else:
        _tell(invocation, described(key, library.entries[key]), key, values)


def _tell(invocation: Invocation, name: str, key: str, values: dict[str, Any]) -> None:
    """Say which fields of an entry were changed."""
    if not values:
        remark(invocation, f"Nothing was changed in {name}")
        return
    answer(f"edited: {name}: {', '.join(field.replace('_', ' ') for field in values)}")
    if "title" in values and not values["title"]:
        remark(invocation, f"{key} has no title now. Fetch arXiv's: difftrack refresh {key}")
