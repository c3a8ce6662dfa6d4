"""Completing entries that are in the library already with what arXiv knows of them."""

from difftrack.cli.fetching import fetch_papers
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import complain, remark
from difftrack.cli.progress import Progress
from difftrack.errors import SourceError
from difftrack.library import edits
from difftrack.library.finding import keys_by_arxiv_id
from difftrack.library.model import Entry
from difftrack.text.arxiv_id import ArxivId


def complete(invocation: Invocation, keys: list[str]) -> int:
    """Fetch the papers among these entries that were not fetched yet; return the exit code.

    Each batch is saved as it comes. What the owner said of an entry stands.
    """
    entries = invocation.load().entries
    known = (entries[key] for key in dict.fromkeys(keys) if key in entries)
    wanted = [ArxivId(e.arxiv_id) for e in known if e.arxiv_id and not e.fetched]
    if invocation.offline and wanted:
        remark(invocation, f"Not fetched: {len(wanted)}, because of --offline")
        return 0
    done, unknown, failed = 0, list[str](), list[str]()
    with Progress(invocation, "Asking arXiv", len(wanted)) as progress:
        for fetched in fetch_papers(invocation, wanted, progress.pause):
            _put(invocation, fetched.entries)
            done += len(fetched.entries) - fetched.facts_only
            unknown += fetched.unknown
            failed += fetched.failed
            failed += [p.arxiv_id for p in fetched.entries if p.arxiv_id and not p.fetched]
            progress.done(done + len(unknown) + len(failed))
            if fetched.reason:
                complain(fetched.reason)
    if wanted:
        remark(invocation, f"fetched {done} of {len(wanted)}")
    if unknown:
        complain(f"arXiv does not know {', '.join(unknown)}. Look for a slip in the id")
    if failed:
        complain(f"Not fetched: {', '.join(failed)}. The rest is saved")
    return SourceError.exit_code if failed else 1 if unknown else 0


def _put(invocation: Invocation, papers: list[Entry]) -> None:
    """Complete the entries with what came of one batch, and save them."""
    with invocation.changing() as library:
        by_id = keys_by_arxiv_id(library)
        for paper in papers:
            if paper.arxiv_id in by_id:
                edits.fill(library.entries[by_id[paper.arxiv_id]], paper, paper.fetched)
