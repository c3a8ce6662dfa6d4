"""When two entries are one: by id, DOI or own address, else by title, kind and first author."""

from dataclasses import dataclass, field
from itertools import islice

from difftrack.library.model import Entry
from difftrack.text.folding import fold
from difftrack.text.names import same_surname

_MOST_NAMESAKES = 20  # of one title that are looked at


@dataclass(slots=True)
class Index:
    """Entries by what tells them apart; `put` keeps it in step with a library that grows."""

    arxiv_ids: dict[str, str] = field(default_factory=dict)
    dois: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    titles: dict[str, dict[str, None]] = field(default_factory=dict)
    works: dict[tuple[str, ...], str] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: dict[str, Entry]) -> "Index":
        """Return the index of a library's entries."""
        index = cls()
        for key, entry in entries.items():
            index.put(key, entry)
        return index

    def put(self, key: str, entry: Entry) -> None:
        """Note what an entry is known by; the first with an id, DOI or address keeps it."""
        self.entries[key] = entry
        if entry.arxiv_id:
            self.arxiv_ids.setdefault(entry.arxiv_id, key)
        if entry.doi:
            self.dois.setdefault(entry.doi.lower(), key)
        if entry.url:
            self.urls.setdefault(_plain(entry.url), key)
        self.titles.setdefault(_title(entry), {})[key] = None
        self.works.setdefault(_work(entry), key)

    def find(self, entry: Entry) -> str | None:
        """Return the key of the entry that this one is, by the rule of `docs/library-format.md`."""
        key = self.arxiv_ids.get(entry.arxiv_id or "")
        key = key or self._by(self.dois, (entry.doi or "").lower(), entry)
        key = key or self._by(self.urls, _plain(entry.url or ""), entry)
        if key:
            return key
        key = self.works.get(_work(entry)) if entry.title or entry.bibtex else None
        if key and agree(self.entries[key], entry):
            return key
        return next((k for k in self.namesakes(entry) if agree(self.entries[k], entry)), None)

    def find_published(self, entry: Entry) -> str | None:
        """`find`, where the entry's address is only one of several that publish the same work.

        Another address says nothing against it then, if the first authors are known and agree.
        """
        key = self.find(entry)
        if key or not entry.authors:
            return key
        bare = entry.model_copy(update={"url": None})
        found = (k for k in self.namesakes(entry) if self.entries[k].authors)
        return next((k for k in found if agree(self.entries[k], bare)), None)

    def _by(self, known: dict[str, str], value: str, entry: Entry) -> str | None:
        key = known.get(value) if value else None
        return key if key and not _contradict(self.entries[key].arxiv_id, entry.arxiv_id) else None

    def namesakes(self, entry: Entry) -> list[str]:
        """Return keys of entries with the same title, whether they are this one or not."""
        folded = _title(entry)
        return (
            list(islice(self.titles[folded], _MOST_NAMESAKES))
            if folded and folded in self.titles
            else []
        )


def _title(entry: Entry) -> str:
    """Return what titles are compared by; one without a letter is compared as it is."""
    return fold(entry.title) or entry.title.strip()


def _work(entry: Entry) -> tuple[str, ...]:
    """Return all that tells an entry without id from its namesakes; its BibTeX, without title."""
    first = entry.authors[0] if entry.authors else ""
    title = _title(entry) or entry.bibtex or ""
    return (title, entry.kind, first, str(entry.year), _plain(entry.url or ""))


def _plain(url: str) -> str:
    scheme, found, rest = url.partition("://")
    return (rest if found else scheme).removeprefix("www.").rstrip("/") or url


def agree(one: Entry, other: Entry) -> bool:
    """Tell whether two entries of one title are one: nothing that is known of both contradicts."""
    if one.kind != other.kind:
        return False
    pairs = ((one.arxiv_id, other.arxiv_id), (one.doi, other.doi), (one.url, other.url))
    return not any(_contradict(a, b) for a, b in pairs) and _same_first_author(one, other)


def _contradict(one: str | None, other: str | None) -> bool:
    return bool(one and other and one.lower() != other.lower())


def _same_first_author(one: Entry, other: Entry) -> bool:
    if not one.authors or not other.authors:
        return True
    return same_surname(one.authors[0], other.authors[0])
