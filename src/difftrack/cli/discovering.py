"""`discover`: what is new on arXiv for the sections that ask for something."""

from datetime import date
from typing import Annotated, NamedTuple

import typer

from difftrack.cli import choosing
from difftrack.cli.asking import can_ask
from difftrack.cli.discovery_report import Outcome, show, tell, tell_json
from difftrack.cli.fetching import today
from difftrack.cli.filing import filing_of_found
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import complain, is_terminal
from difftrack.cli.proposals import Proposals, asking, propose
from difftrack.errors import NotFoundError, SourceError, UsageError
from difftrack.library import edits
from difftrack.library.finding import find_section
from difftrack.library.model import Entry
from difftrack.text import arxiv_id, dates


def discover(
    ctx: typer.Context,
    sections: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SECTION...]", help="Which; all with a query else."),
    ] = None,
    *,
    since: Annotated[
        str, typer.Option(metavar="TIME", help="Submitted since: 7d, 2w, 3m, 1y or a day.")
    ] = "7d",
    add: Annotated[
        str | None, typer.Option(metavar="NUMBERS", help="Add these of them: 1,3-5 or all.")
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="NUMBERS|ID", help="Never show these again (repeatable)."),
    ] = None,
    section: Annotated[
        str | None, typer.Option(metavar="S", help="File them here, not where they were found.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print what is new as JSON.")] = False,
) -> int:
    """Show what is new on arXiv for the sections that have a query.

    \b
    difftrack section query editing 'abstract:"image editing" cat:cs.CV'
    difftrack discover --since 2w
    difftrack discover editing --add 1,3-5 --ignore 2,2401.00001

    What the library has, or was told to ignore, is left out; a paper that fits two sections is
    shown at the first. Papers appear some days after they were submitted: ask for more days than
    lie between two calls.

    On a terminal it asks which to add and which to ignore; elsewhere a line for each, with tabs
    between id, date, author, title and section. Numbers count anew once something was added or
    ignored.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if add is not None:
        choosing.check(add)
    numbers, ids = _parted(ignore or [])
    if ids and not numbers and add is None:
        _tell(_saved(invocation, {}, ids), None, as_json=json)
        return 0
    found = _found(invocation, sections or [], since, section)
    wanted = _wanted(invocation, found, add, numbers, as_json=json)
    outcome = _done(invocation, found, wanted, ids, section)
    _tell(outcome, found, as_json=json)
    if found.failure:
        complain(found.failure)
    return SourceError.exit_code if found.failure else 0


class _Wanted(NamedTuple):
    """The numbers of what is to be added, and of what is never to be shown again."""

    add: list[int]
    ignore: list[int]


def _parted(ignore: list[str]) -> tuple[str, list[str]]:
    """Return what `--ignore` names by numbers, as one text, and what by arXiv ids."""
    parts = [part for text in ignore for part in text.split(",")]
    known = {part: found.base for part in parts if (found := arxiv_id.recognise(part))}
    others = [part for part in parts if part not in known]
    if others:
        choosing.check(",".join(others))
    return ",".join(others), list(known.values())


def _found(invocation: Invocation, names: list[str], since: str, section: str | None) -> Proposals:
    if invocation.offline:
        raise UsageError("What is new is found by asking arXiv, which --offline forbids")
    library = invocation.load()
    if section is not None:
        find_section(library, section)
    day = date.fromisoformat(today())
    return propose(invocation, library, asking(library, names), dates.since(since, day), day)


def _wanted(
    invocation: Invocation, found: Proposals, add: str | None, ignore: str, *, as_json: bool
) -> _Wanted:
    """Return what the options name; without any, show what is new and ask a person about it."""
    if add is not None or ignore:
        return _Wanted(_chosen(found, add or ""), _chosen(found, ignore))
    if not as_json:
        show(invocation, found)
    if as_json or not (found.results and is_terminal() and can_ask(invocation)):
        return _Wanted([], [])
    return _ask(found)


def _chosen(found: Proposals, text: str) -> list[int]:
    """Return the numbers that are named; one that a failure kept from coming is that failure."""
    try:
        return choosing.chosen(text, len(found.results)) if text else []
    except NotFoundError:
        if found.failure:
            raise SourceError(found.failure) from None
        raise


def _ask(found: Proposals) -> _Wanted:
    count = len(found.results)
    add = choosing.ask_which("Add which?", count)
    rest = len(set(add)) < count
    return _Wanted(add, choosing.ask_which("Never show again which?", count) if rest else [])


def _done(
    invocation: Invocation, found: Proposals, wanted: _Wanted, ids: list[str], section: str | None
) -> Outcome:
    """Add and ignore what is wanted; what is to be ignored is not added."""
    by_target: dict[str, list[Entry]] = {}
    for proposal in found.by_section:
        for result in proposal.results:
            if result.number in wanted.add and result.number not in wanted.ignore:
                by_target.setdefault(section or proposal.section.key, []).append(result.paper)
    ignored = [found.results[number - 1].paper.arxiv_id or "" for number in wanted.ignore]
    return _saved(invocation, by_target, [*ignored, *ids])


def _saved(
    invocation: Invocation, by_target: dict[str, list[Entry]], ignored: list[str]
) -> Outcome:
    """File papers by the sections they go to and ignore others, all in one change."""
    filings = [filing_of_found(invocation, target or None) for target in by_target]
    if filings or ignored:
        with invocation.changing() as library:
            for filing, papers in zip(filings, by_target.values(), strict=True):
                filing.add_found(library, papers)
            edits.ignore(library, ignored)
    return Outcome(filings, ignored)


def _tell(outcome: Outcome, found: Proposals | None, *, as_json: bool) -> None:
    tell_json(outcome, found) if as_json else tell(outcome)
