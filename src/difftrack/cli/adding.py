"""`add`: papers by arXiv id, anything else by DOI or address."""

from typing import Annotated

import typer

from difftrack.cli.filing import Filing, Own
from difftrack.cli.invocation import Invocation, read_text
from difftrack.cli.visiting import Place, place
from difftrack.errors import UsageError
from difftrack.library.model import KINDS
from difftrack.text import arxiv_id
from difftrack.text.arxiv_id import ArxivId


def add(
    ctx: typer.Context,
    references: Annotated[
        list[str] | None, typer.Argument(metavar="[REF...]", help="arXiv ids, DOIs, or addresses.")
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
    """Add papers by arXiv id, DOI or address.

    \b
    difftrack add 2006.11239 --section denoising --short DDPM
    difftrack add --from ids.txt
    difftrack add https://proceedings.mlr.press/v37/sohl-dickstein15.html
    difftrack add 10.1145/3528223.3530127 --section synthesis

    Of what is not on arXiv its own page is read, of a DOI the page that doi.org leads to: it says
    title, authors, date and venue. Where it does not, give --title: then nothing is asked.

    What is there already is named and left as it is; with --section it is placed there, too.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    own = Own(read, short, venue, tag or [], note, title, author or [])
    ids, others = _what(references or [], source, own)
    if kind is not None and kind not in KINDS:
        raise UsageError(f"There is no kind {kind!r}. There are: {', '.join(KINDS)}")
    filing = Filing(invocation, section, own, kind)
    try:
        filing.add_papers(ids)
        filing.add_pages(others)
    except BaseException:
        filing.tell_saved()
        raise
    return filing.report(as_json=as_json)


def _what(references: list[str], source: str | None, own: Own) -> tuple[list[ArxivId], list[Place]]:
    """Return the arXiv ids, and where all else is."""
    ids = [i for i in map(arxiv_id.recognise, references) if i]
    rest = [r for r in references if arxiv_id.recognise(r) is None]
    others = list(dict.fromkeys(map(place, rest)))
    if source is not None:
        ids += arxiv_id.read_list(read_text(source))
    if not ids and not others:
        raise UsageError("Nothing to add. Name an id: difftrack add 2006.11239")
    is_one = len(set(ids)) + len(others) == 1
    if others and not is_one and own.title:
        raise UsageError(f"{others[0].url} is not on arXiv: with --title, add it by itself")
    if not is_one and (own.short or own.title or own.authors):
        raise UsageError("--short, --title and --author are for one paper at a time")
    return ids, others
