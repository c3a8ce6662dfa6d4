"""`refresh`: what arXiv says now, for papers that are in the library."""

from datetime import date
from typing import Annotated, NamedTuple

import typer

from difftrack.cli.completing import Completion
from difftrack.cli.fetching import endpoint, today
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import complain
from difftrack.cli.progress import Progress
from difftrack.cli.queries import chosen
from difftrack.cli.refresh_report import Chosen, answer_as_json, answer_to_people
from difftrack.cli.usual_options import DryRun
from difftrack.errors import AmbiguousError, NotFoundError, SourceError, UsageError
from difftrack.library.finding import find
from difftrack.library.model import Entry, Library
from difftrack.text import arxiv_id, dates
from difftrack.text.arxiv_id import ArxivId


def refresh(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[REF|QUERY...]", help="Entries, or a query as for list; all."),
    ] = None,
    *,
    missing: Annotated[
        bool, typer.Option("--missing", help="Only what was never fetched, or has no abstract.")
    ] = False,
    older_than: Annotated[
        str | None, typer.Option(metavar="AGE", help="Only what was fetched longer ago: 30d, 2w.")
    ] = None,
    take: Annotated[
        bool, typer.Option("--take", help="Take arXiv's value also where yours is pinned.")
    ] = False,
    dry_run: DryRun = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what changed as JSON.")] = False,
) -> int:
    """Ask arXiv what it says now of papers that are here, and say what changed.

    \b
    difftrack refresh --older-than 30d
    difftrack refresh DDPM --take

    A new version, title or comment, a DOI, a withdrawal; a venue where you gave none. What is your
    own is left; a title or other field that you gave is pinned, and the difference shown. What was
    fetched today is asked for again only with --no-cache, so that an interrupted run goes on.
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    if invocation.offline:
        raise UsageError("refresh asks arXiv, which --offline forbids")
    before = "" if older_than is None else _day_before(older_than)
    library = invocation.load()
    meant = _meant(library, words or [])
    wanted = _Wanted(missing, before, take, meant.is_named, invocation.no_cache)
    choice = wanted.choose(meant.entries)
    completion = Completion(invocation, library, take=take, dry_run=dry_run)
    _ask(completion, [ArxivId(e.arxiv_id) for e in choice.asked.values() if e.arxiv_id])
    if as_json:
        answer_as_json(completion, choice)
    else:
        answer_to_people(completion, choice)
    return completion.end(
        "Try again later" if dry_run else "The rest is saved; the same command goes on from there"
    )


def _day_before(age: str) -> str:
    return dates.since(age, date.fromisoformat(today())).isoformat()


# -- Which ----------------------------------------------------------------------------------------


class _Meant(NamedTuple):
    """The entries that are meant, by key; `is_named`: one by one, by references."""

    entries: dict[str, Entry]
    is_named: bool


def _meant(library: Library, words: list[str]) -> _Meant:
    """Return the entries that references name, else those that a query means."""
    if not words:
        return _Meant(library.entries, is_named=False)
    try:
        keys = [find(library, word) for word in words]
        return _Meant({key: library.entries[key] for key in keys}, is_named=True)
    except (NotFoundError, AmbiguousError):
        if any(arxiv_id.recognise(word) or "://" in word for word in words):
            raise
    rows = chosen(library, words)
    if not rows:
        raise NotFoundError(f"Nothing fits {' '.join(words)!r}. See what is there: difftrack list")
    return _Meant({row.key: row.entry for row in rows}, is_named=False)


class _Wanted(NamedTuple):
    """Which entries are asked for: `before` is a day, "" where any will do.

    Those that were fetched today are left out, unless they are named, or asked for `anew`.
    """

    missing: bool
    before: str
    take: bool
    is_named: bool
    anew: bool

    def choose(self, entries: dict[str, Entry]) -> Chosen:
        """Part what is asked for from what is not."""
        fitting = {key: entry for key, entry in entries.items() if self._fits(entry)}
        fresh = {key: entry for key, entry in fitting.items() if self._is_fresh(entry)}
        asked = {key: entry for key, entry in fitting.items() if key not in fresh}
        without = {k: e for k, e in entries.items() if self.is_named and not e.arxiv_id}
        return Chosen(asked, fresh, without)

    def _fits(self, entry: Entry) -> bool:
        """Tell whether an entry is on arXiv, and lacking or as old as it should be."""
        if not entry.arxiv_id:
            return False
        is_lacking = self.missing and not (entry.abstract and entry.fetched)
        fetched = entry.fetched or ""
        is_old = bool(self.before) and (fetched < self.before or fetched > today())
        return is_lacking or is_old or not (self.missing or self.before)

    def _is_fresh(self, entry: Entry) -> bool:
        """Tell whether it would tell nothing new: it was fetched today, and nothing is to take."""
        is_asked = self.is_named or self.anew or (self.take and entry.pinned)
        return entry.fetched == today() and not is_asked


# -- Asking ---------------------------------------------------------------------------------------


def _ask(completion: Completion, wanted: list[ArxivId]) -> None:
    """Ask arXiv, and save what came batch by batch; what did not come is named at the end."""
    if not wanted:
        return
    from difftrack.sources import arxiv_api  # noqa: PLC0415 - loads requests

    rest = {i.base for i in wanted}
    with Progress(completion.invocation, "Asking arXiv", len(wanted)) as progress:
        try:
            for batch in arxiv_api.fetch(wanted, endpoint(completion.invocation, progress)):
                completion.put(list(batch.found.values()))
                completion.unknown += [i.base for i in batch.unknown]
                if batch.unanswered:
                    complain("arXiv did not send all that it has")
                rest -= {*batch.found, *(i.base for i in batch.unknown)}
                progress.done(len(wanted) - len(rest))
        except SourceError as error:
            complain(str(error))
    completion.failed = [i.base for i in wanted if i.base in rest]
