"""`search`: papers on arXiv by what they say."""

from typing import TYPE_CHECKING, Annotated

import typer

from difftrack.cli import choosing
from difftrack.cli.asking import can_ask
from difftrack.cli.fetching import endpoint
from difftrack.cli.filing import filed
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer_json, is_terminal, print_rows, remark
from difftrack.cli.progress import Progress
from difftrack.cli.queries import joined
from difftrack.cli.results import Result, as_json, numbered, print_table, record
from difftrack.errors import UsageError
from difftrack.library.finding import find_section
from difftrack.sources.arxiv_facts import MOST_RESULTS
from difftrack.sources.arxiv_query import Sort, asked

if TYPE_CHECKING:
    from difftrack.sources.paper_search import Page

_MOST_SHOWN = 20


def search(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="QUERY...", help="What to look for.")],
    *,
    limit: Annotated[
        int,
        typer.Option(metavar="N", min=1, max=MOST_RESULTS, help="How many papers at most."),
    ] = _MOST_SHOWN,
    sort: Annotated[Sort, typer.Option(help="What comes first.")] = "relevance",
    add: Annotated[
        str | None, typer.Option(metavar="NUMBERS", help="Add these of them: 1,3-5 or all.")
    ] = None,
    section: Annotated[str | None, typer.Option(metavar="S", help="Where to file them.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Search arXiv, and add what is found.

    \b
    difftrack search 'author:ho title:"denoising diffusion" 2020..2022'
    difftrack search score matching cat:cs.LG -survey --sort newest --add 1,3-5

    Words must all occur. Fields: author title abstract category comment journal id date all, as in
    title:diffusion, also au ti abs cat co jr. "words in a row", -word, or, parentheses, diffus*;
    2020..2022, 2020-05.., date:>2024-01 for the day of the first version.

    On a terminal it asks which to add; elsewhere a line for each, with tabs between id, date,
    author, title and the sections that it stands in.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if invocation.offline:
        raise UsageError("Papers are found by asking arXiv, which --offline forbids")
    query = asked(joined(words))
    if add is not None:
        choosing.check(add)
    library = invocation.load_or_new()
    if section is not None:
        find_section(library, section)
    page = _found(invocation, query, limit, sort)
    results = numbered(library, page.papers)
    if not json and add is None:
        _show(invocation, results, is_all=page.is_all)
    numbers = _wanted(add, results, may_ask=not json and can_ask(invocation))
    if not results:
        remark(invocation, "arXiv finds nothing for this")
    papers = [results[number - 1].paper for number in numbers]
    filing = filed(invocation, section, papers) if papers else None
    if json:
        found = [as_json(result) for result in results]
        outcome = filing.outcome() if filing else {}
        answer_json("search", query=query, is_all=page.is_all, results=found, **outcome)
    elif filing:
        filing.report(as_json=False)


def _found(invocation: Invocation, query: str, limit: int, sort: Sort) -> "Page":
    from difftrack.sources.paper_search import PaperSearch  # noqa: PLC0415 - loads requests

    with Progress(invocation, "Asking arXiv", 1) as progress:
        return PaperSearch(endpoint(invocation, progress)).find(query, limit, sort)


def _wanted(add: str | None, results: list[Result], *, may_ask: bool) -> list[int]:
    """Return the numbers of what is to be added; a person at a terminal is asked for them."""
    if add is not None:
        return choosing.chosen(add, len(results))
    if may_ask and results and is_terminal():
        return choosing.ask_which("Add which?", len(results))
    return []


def _show(invocation: Invocation, results: list[Result], *, is_all: bool) -> None:
    if is_terminal():
        print_table(results)
    else:
        print_rows([record(result) for result in results])
    if not is_all:
        remark(invocation, f"There are more than these {len(results)}. See them: --limit N")
