"""What `add` does with what it was given: fetch, file, save batch by batch, say what came of it."""

import shlex
from typing import NamedTuple

from difftrack.cli.fetching import Fetched, completed, fetch_papers, today
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import (
    answer,
    answer_json,
    complain,
    described,
    remark,
    section_names,
    shown,
)
from difftrack.cli.progress import Progress
from difftrack.cli.visiting import Place, visit
from difftrack.errors import SourceError
from difftrack.library import derivation, edits
from difftrack.library.finding import find_section, keys_by_arxiv_id
from difftrack.library.identity import Index
from difftrack.library.model import Entry, Library
from difftrack.library.uniqueness import Taken, refuse_taken, taken_by
from difftrack.text import venues
from difftrack.text.arxiv_id import ArxivId
from difftrack.text.folding import clean, drop_invisible


class Own(NamedTuple):
    """What the owner says of what is added, beside where it stands."""

    read: bool
    short: str | None
    venue: str | None
    tags: list[str]
    note: str | None
    title: str | None
    authors: list[str]

    def put_on(self, entry: Entry) -> None:
        """Write it on a new entry; a title or authors of the owner's are pinned."""
        if self.read:
            entry.read = True
        if self.venue:
            printed = venues.split(self.venue)
            entry.venue, entry.year, entry.venue_note = printed.venue, printed.year, printed.note
        entry.short = clean(self.short or "") or entry.short
        entry.note = drop_invisible(self.note or "").strip() or entry.note
        entry.tags = list(dict.fromkeys(clean(tag) for tag in self.tags if clean(tag)))
        if self.title and clean(self.title):
            from difftrack.text.latex import to_unicode  # noqa: PLC0415 - few titles are told

            entry.title = to_unicode(clean(self.title))
            entry.pinned = ["title"]
        if self.authors:
            entry.authors = [clean(name) for name in self.authors if clean(name)]
            entry.pinned = [*entry.pinned, "authors"]


class Filing:
    """One call of `add`: what it works with, and what came of it so far."""

    def __init__(
        self, invocation: Invocation, section: str | None, own: Own, kind: str | None
    ) -> None:
        self.invocation, self.section, self.own, self.kind = invocation, section, own, kind
        self.location = invocation.location()
        self.is_new = not self.location.path.exists()
        self.library = invocation.load_or_new()
        self.added: list[str] = []
        self.saved = 0  # so many of them
        self.placed: list[str] = []
        self.present: list[str] = []
        self.unknown: list[str] = []
        self.failed: list[str] = []
        self.unread: list[str] = []  # addresses of pages, which were complained of
        if section is not None:
            find_section(self.library, section)

    def add_pages(self, places: list[Place]) -> None:
        """Add what is not on arXiv, by what its page or the owner says of it.

        A page that names a paper on arXiv is that paper. One that tells nothing is complained of.
        """
        named: list[ArxivId] = []
        with Progress(self.invocation, "Reading pages", len(places)) as progress:
            for number, where in enumerate(places, start=1):
                try:
                    named += self._add_page(where)
                except SourceError as error:
                    complain(str(error))
                    self.unread.append(where.url)
                progress.done(number)
        if named:
            self.add_papers(named)

    def _add_page(self, where: Place) -> list[ArxivId]:
        """File what a page tells; or return the paper on arXiv that it is."""
        told: Entry | ArxivId = where.entry()
        if not Index.of(self.library.entries).find(where.entry()):
            self._check_short()
            if not clean(self.own.title or ""):
                told = visit(where, offline=self.invocation.offline)
        if isinstance(told, ArxivId):
            return [told]
        told.kind = self.kind or told.kind
        with self.invocation.changing(make=self.is_new) as self.library:
            known = Index.of(self.library.entries).find_published(told)
            if known:
                self._place(known)
            elif not told.title and not clean(self.own.title or ""):
                raise SourceError(f"{clean(where.url)} was removed meanwhile. Add it again")
            else:
                self._file(told, taken_by(self.library))
        self.saved = len(self.added)
        return []

    def add_papers(self, ids: list[ArxivId]) -> None:
        """Add papers by id, saving after each batch that arXiv answers."""
        unique = {i.base: i for i in ids}
        known = keys_by_arxiv_id(self.library)
        there = {base: known[base] for base in unique if base in known}
        wanted = [i for base, i in unique.items() if base not in there]
        if wanted:
            self._check_short()
        if there:
            with self.invocation.changing() as self.library:
                for key in there.values():
                    self._place(key)
        with Progress(self.invocation, "Asking arXiv", len(wanted)) as progress:
            for fetched in fetch_papers(self.invocation, wanted, progress):
                self._take(fetched)
                progress.done(len(self.added) + len(self.unknown) + len(self.failed))

    def add_found(self, library: Library, papers: list[Entry]) -> None:
        """Add papers that arXiv has sent already to a library that is being changed."""
        from difftrack.sources import starter  # noqa: PLC0415 - `add` needs it only at times

        known = starter.papers()
        self.library = library
        self._file_papers([completed(paper, known.get(paper.arxiv_id or "")) for paper in papers])

    def _take(self, fetched: Fetched) -> None:
        """File what came of a batch, and save it."""
        if fetched.entries:
            with self.invocation.changing(make=self.is_new) as self.library:
                self._file_papers(fetched.entries)
            self.saved = len(self.added)
        self.unknown += fetched.unknown
        self.failed += fetched.failed
        if fetched.reason:
            complain(fetched.reason) if fetched.failed else self._remark(fetched.reason)
        if fetched.facts_only:
            self._remark(f"Without arXiv: the abstract of {fetched.facts_only} is to be fetched")

    def tell_saved(self) -> None:
        """Say what was saved of a command that ends before its end."""
        if self.saved:
            complain(
                f"{self.saved} of them had been added and saved before; the same command asks for "
                "the rest"
            )

    def _check_short(self) -> None:
        wanted = Entry(short=clean(self.own.short or "") or None)
        refuse_taken(taken_by(self.library), wanted)

    def _file_papers(self, entries: list[Entry]) -> None:
        known, taken = keys_by_arxiv_id(self.library), taken_by(self.library)
        for entry in entries:
            there = known.get(entry.arxiv_id or "")
            if there:  # another difftrack was quicker
                self._place(there)
                continue
            if entry.short and entry.short.casefold() in taken.shorts:
                entry.short = None
            self._file(entry, taken)

    def _file(self, entry: Entry, taken: Taken) -> None:
        self.own.put_on(entry)
        entry.kind = self.kind or entry.kind
        derivation.derive(entry)
        entry.added = today()
        section = find_section(self.library, self.section) if self.section else None
        self.added.append(edits.add(self.library, entry, section, taken))

    def _place(self, key: str) -> None:
        section = find_section(self.library, self.section) if self.section else None
        is_placed = section is not None and edits.place(self.library, key, section)
        (self.placed if is_placed else self.present).append(key)

    def _remark(self, text: str) -> None:
        remark(self.invocation, text)

    def outcome(self) -> dict[str, list[str]]:
        """Return the keys, ids and addresses by what came of them."""
        parts = ("added", "placed", "present", "unknown", "failed")
        came = {part: getattr(self, part) for part in parts}
        return {**came, "failed": self.failed + self.unread}

    def report(self, *, as_json: bool) -> int:
        """Say what came of it; return the exit code."""
        if as_json:
            answer_json("added", library=str(self.location.path), **self.outcome())
        else:
            self._answer()
        if self.is_new and self.added:
            self._remark(f"Made the library {shown(self.location.path)}")
        if self.present and any(self.own):
            self._remark("What is there already was left as it is: the options were not applied")
        if self.unknown:
            complain(f"arXiv does not know {', '.join(self.unknown)}. Look for a slip in the id")
        if self.failed:
            complain(
                f"Not fetched: {', '.join(self.failed)}. What came before is saved; the same "
                "command asks for the rest"
            )
        return SourceError.exit_code if self.failed + self.unread else 1 if self.unknown else 0

    def _answer(self) -> None:
        standing = self.library.standing()
        for keys, said in (
            (self.added, "added {} to {}"),
            (self.placed, "placed {}, now in {}"),
            (self.present, "{} is there already, in {}"),
        ):
            for key in keys:
                entry = self.library.entries.get(key)
                if entry is None:
                    complain(f"{key} was removed meanwhile")
                else:
                    where = section_names(standing[key])
                    answer(said.format(described(key, entry), where))
        first = self.library.entries.get(self.added[0]) if self.added else None
        if first and self.section is None:
            meant = shlex.quote(clean(first.arxiv_id or first.url or self.added[0]))
            self._remark(f"To file it elsewhere: difftrack add {meant} --section SECTION")


def filing_of_found(invocation: Invocation, section: str | None) -> Filing:
    """Return what adds papers found on arXiv, about which their owner says nothing yet."""
    own = Own(read=False, short=None, venue=None, tags=[], note=None, title=None, authors=[])
    return Filing(invocation, section, own, None)


def filed(invocation: Invocation, section: str | None, papers: list[Entry]) -> Filing:
    """Add papers that were found on arXiv."""
    filing = filing_of_found(invocation, section)
    with invocation.changing(make=filing.is_new) as library:
        filing.add_found(library, papers)
    return filing
