"""Entries that arXiv is asked for again: what it says is put into them batch by batch."""

from difftrack.cli.fetching import fetch_papers
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import complain, remark
from difftrack.cli.progress import Progress
from difftrack.errors import SourceError
from difftrack.library.finding import keys_by_arxiv_id
from difftrack.library.model import Entry, Library
from difftrack.library.refreshing import Refreshed, refresh
from difftrack.text.arxiv_id import ArxivId

_MOST_NAMED = 10


class Completion:
    """What came of the entries so far; on a dry run, only the library in memory changes."""

    def __init__(
        self, invocation: Invocation, library: Library, *, take: bool = False, dry_run: bool = False
    ) -> None:
        self.invocation, self.library = invocation, library
        self.take, self.dry_run = take, dry_run
        self.results: dict[str, Refreshed] = {}
        self.entries: dict[str, Entry] = {}  # as they are afterwards
        self.unknown: list[str] = []
        self.failed: list[str] = []

    def put(self, papers: list[Entry]) -> None:
        """Complete the entries with what came of one batch, and save them."""
        if self.dry_run or not papers:
            self._put(self.library, papers)
            return
        with self.invocation.changing() as self.library:
            self._put(self.library, papers)

    def _put(self, library: Library, papers: list[Entry]) -> None:
        by_id = keys_by_arxiv_id(library)
        for paper in papers:
            key = by_id.get(paper.arxiv_id or "")
            if key is None:
                complain(f"{paper.arxiv_id} was removed meanwhile, and is left out")
            else:
                self.entries[key] = library.entries[key]
                self.results[key] = refresh(key, library.entries[key], paper, take=self.take)

    def end(self, said: str) -> int:
        """Name what could not be fetched, and what that means; return the exit code."""
        if self.unknown:
            complain(f"arXiv does not know {named(self.unknown)}. Look for a slip in the id")
        if self.failed:
            complain(f"Not fetched: {named(self.failed)}. {said}")
        return SourceError.exit_code if self.failed else 1 if self.unknown else 0


def complete(invocation: Invocation, keys: list[str]) -> int:
    """Fetch the papers among these entries that were not fetched yet; return the exit code.

    Each batch is saved as it comes. What the owner said of an entry stands.
    """
    library = invocation.load()
    known = (library.entries[key] for key in dict.fromkeys(keys) if key in library.entries)
    wanted = [ArxivId(e.arxiv_id) for e in known if e.arxiv_id and not e.fetched]
    if invocation.offline and wanted:
        remark(invocation, f"Not fetched: {len(wanted)}, because of --offline")
        return 0
    completion = Completion(invocation, library)
    done = 0
    with Progress(invocation, "Asking arXiv", len(wanted)) as progress:
        for fetched in fetch_papers(invocation, wanted, progress.pause):
            completion.put(fetched.entries)
            done += len(fetched.entries) - fetched.facts_only
            completion.unknown += fetched.unknown
            completion.failed += fetched.failed
            completion.failed += [
                p.arxiv_id for p in fetched.entries if p.arxiv_id and not p.fetched
            ]
            progress.done(done + len(completion.unknown) + len(completion.failed))
            if fetched.reason:
                complain(fetched.reason)
    if wanted:
        remark(invocation, f"fetched {done} of {len(wanted)}")
    return completion.end("The rest is saved")


def named(ids: list[str]) -> str:
    """Return ids for a sentence: all of a few, of many the first and how many there are."""
    shown = ", ".join(ids[:_MOST_NAMED])
    return shown if len(ids) <= _MOST_NAMED else f"{shown} and {len(ids) - _MOST_NAMED} more"
