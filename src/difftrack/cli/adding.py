"""`add`: papers by id, anything else by URL and title."""

from typing import Annotated

import typer

from difftrack.cli.filing import Filing, Own
from difftrack.cli.invocation import Invocation, read_text
from difftrack.errors import InvalidArxivIdError, UsageError
from difftrack.library.model import KINDS
from difftrack.text import arxiv_id
from difftrack.text.arxiv_id import ArxivId
from difftrack.text.folding import clean
from difftrack.text.markdown import safe_url


def add(
    ctx: typer.Context,
    references: Annotated[
        list[str] | None, typer.Argument(metavar="[REF...]", help="arXiv ids or URLs; or one URL.")
    ] = None,
    *,
    section: Annotated[str | None, typer.Option(metavar="S", help="Where to file them.")] = None,
    read: Annotated[bool, typer.Option("--read", help="Mark them as read.")] = False,
    short: Annotated[str | None, typer.Option(metavar="NAME", help="Its short name.")] = None,
    venue: Annotated[
        str | None, typer.Option(metavar="V", help="Where it appeared: 'NeurIPS 2020 (Oral)'.")
    ] = None,
    tag: Annotated[list[str] | None, typer.Option(metavar="T", help="A tag (repeatable).")] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="A note, in Markdown.")] = None,
    title: Annotated[
        str | None, typer.Option(metavar="T", help="The title of what is not on arXiv.")
    ] = None,
    author: Annotated[
        list[str] | None, typer.Option(metavar="A", help="An author of it (repeatable).")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="K", help=f"One of {', '.join(KINDS)}.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", metavar="FILE|-", help="Read the ids from a text.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what came of it as JSON.")] = False,
) -> int:
    """Add papers by arXiv id or address.

    Anything else is added by its URL, with --title.

    What is there already is named and left as it is; with --section it is placed there, too.

    \b
    difftrack add 2006.11239 --section denoising --short DDPM
    difftrack add --from ids.txt
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    own = Own(read, short, venue, tag or [], note, title, author or [])
    ids, address = _what(references or [], source, own)
    if kind is not None and kind not in KINDS:
        raise UsageError(f"There is no kind {kind!r}. There are: {', '.join(KINDS)}")
    filing = Filing(invocation, section, own, kind)
    if address:
        filing.add_told(address)
    else:
        filing.add_papers(ids)
    return filing.report(as_json=as_json)


def _what(references: list[str], source: str | None, own: Own) -> tuple[list[ArxivId], str | None]:
    """Return the arXiv ids, or the one address of something else."""
    ids = [i for i in map(arxiv_id.recognise, references) if i]
    others = [r for r in references if arxiv_id.recognise(r) is None]
    if others and "://" not in others[0]:
        raise InvalidArxivIdError(others[0])
    if source is not None:
        ids += arxiv_id.read_list(read_text(source))
    if not ids and not others:
        raise UsageError("Nothing to add. Name an id: difftrack add 2006.11239")
    if others and (ids or len(others) > 1):
        raise UsageError(f"{others[0]} is not on arXiv: add it by itself, with --title")
    if others and safe_url(others[0]) is None:
        raise UsageError(f"{others[0]} is no http or https address")
    if others and not clean(own.title or ""):
        raise UsageError(f"{others[0]} is not on arXiv. Say what it is called: --title 'TITLE'")
    if len(set(ids)) > 1 and (own.short or own.title or own.authors):
        raise UsageError("--short, --title and --author are for one paper at a time")
    return ids, others[0] if others else None
