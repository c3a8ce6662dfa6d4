"""`resolve`: arXiv ids for entries that have none, by title."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from difftrack.cli.fetching import endpoint
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, complain, described, remark
from difftrack.cli.progress import Progress
from difftrack.errors import RefusedError, SourceError, UsageError
from difftrack.library.finding import find
from difftrack.library.model import Entry, Library
from difftrack.library.refreshing import give_arxiv_id

if TYPE_CHECKING:
    from difftrack.sources.title_search import Answer, Candidate


def resolve(
    ctx: typer.Context,
    references: Annotated[
        list[str] | None, typer.Argument(metavar="[REF...]", help="Which; all without an id else.")
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what was found.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> int:
    """Find arXiv ids by title, for papers that have none.

    \b
    difftrack resolve --dry-run
    difftrack resolve "Denoising Diffusion"

    An id is taken where title, first author and year agree; others are shown with what speaks
    against them: add those by hand.
    """  # noqa: D301 - \b keeps the lines apart
    from difftrack.sources import title_search  # noqa: PLC0415 - loads requests

    invocation: Invocation = ctx.obj
    if invocation.offline:
        raise UsageError("Ids are found by asking arXiv, which --offline forbids")
    library = invocation.load()
    wanted = _wanted(invocation, library, references or [])
    if not wanted:
        remark(invocation, "No paper lacks its id. Nothing to do")
    resolving = _Resolving(invocation, library, dry_run=dry_run)
    failure = ""
    try:
        with Progress(invocation, "Asking arXiv", len(wanted)) as progress:
            for answers in title_search.resolve(wanted, endpoint(invocation, progress)):
                resolving.take(answers)
                progress.done(resolving.asked)
    except SourceError as error:
        failure = str(error)
        saved = "What came before is saved; the same command goes on from there"
        complain(failure if dry_run else f"{failure}. {saved}")
    resolving.report(as_json=as_json)
    return SourceError.exit_code if failure else 1 if len(resolving.taken) < len(wanted) else 0


def _wanted(invocation: Invocation, library: Library, references: list[str]) -> dict[str, Entry]:
    """Return the papers to ask for; one that was named and has its id is only named."""
    keys = [find(library, reference) for reference in references] or list(library.entries)
    for key in keys if references else []:
        if library.entries[key].arxiv_id:
            remark(invocation, f"{key} has its id: {library.entries[key].arxiv_id}")
    chosen = {key: library.entries[key] for key in keys}
    return {k: e for k, e in chosen.items() if not e.arxiv_id and e.kind == "paper"}


class _Resolving:
    """What came of the questions so far; on a dry run, only `library` in memory changes."""

    def __init__(self, invocation: Invocation, library: Library, *, dry_run: bool) -> None:
        self.invocation, self.library, self.dry_run = invocation, library, dry_run
        self.taken: list[Answer] = []
        self.unsure: list[Answer] = []
        self.asked = 0

    def take(self, answers: "list[Answer]") -> None:
        """Take the sure answers into the library, and save it."""
        self.asked += len(answers)
        if self.dry_run or not any(found.sure for found in answers):
            self._give(self.library, answers)
            return
        with self.invocation.changing() as library:
            self._give(library, answers)

    def _give(self, library: Library, answers: "list[Answer]") -> None:
        for found in answers:
            entry = library.entries.get(found.key)
            if found.sure is None:
                self.unsure.append(found)
            elif entry is None or entry.arxiv_id:
                complain(f"{found.key} was changed meanwhile, and is left as it is")
            else:
                self._give_one(library, found, found.sure)

    def _give_one(self, library: Library, found: "Answer", paper: Entry) -> None:
        try:
            give_arxiv_id(library, found.key, paper)
            self.taken.append(found)
        except RefusedError as error:
            refused = [
                candidate._replace(against=(str(error),))
                for candidate in found.candidates
                if candidate.paper is paper
            ]
            self.unsure.append(found._replace(sure=None, candidates=refused))

    def report(self, *, as_json: bool) -> None:
        """Say which ids were found, and what may be others."""
        if as_json:
            answer_json(
                "resolved",
                resolved=[
                    {"key": a.key, "arxiv_id": a.sure.arxiv_id} for a in self.taken if a.sure
                ],
                unsure=[
                    {"key": a.key, "candidates": [_candidate(c) for c in a.candidates]}
                    for a in self.unsure
                ],
            )
            return
        for found in self.taken:
            id_found = found.sure.arxiv_id if found.sure else ""
            said = "would be" if self.dry_run else "is"
            answer(f"{described(found.key, self.library.entries[found.key])} {said} {id_found}")
        for found in self.unsure:
            self._say_unsure(found)

    def _say_unsure(self, found: "Answer") -> None:
        name = described(found.key, self.library.entries[found.key])
        complain(f"{name}: {'not sure' if found.candidates else 'not found'}")
        for candidate in found.candidates:
            paper, against = candidate
            why = "; ".join(against) or "one of several"
            complain(f"  {paper.arxiv_id} {paper.title} ({paper.first_year}): {why}")


def _candidate(candidate: "Candidate") -> dict[str, Any]:
    paper, against = candidate
    return {
        "arxiv_id": paper.arxiv_id,
        "title": paper.title,
        "authors": paper.authors,
        "published": paper.published,
        "against": list(against),
    }
