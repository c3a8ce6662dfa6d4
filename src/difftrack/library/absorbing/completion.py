"""What a document adds to an entry that is known already, and where the two differ."""

from difftrack.library import derivation
from difftrack.library.absorbing.collect import implied_links
from difftrack.library.absorbing.terms import Difference, Terms, difference
from difftrack.library.model import TITLE_LINK, Entry
from difftrack.library.ownership import pin
from difftrack.text.folding import fold
from difftrack.text.names import surname

_VALUES = (
    "title", "authors", "institute", "published", "year", "venue", "venue_note",
    "abstract", "doi", "url", "note", "score", "bibtex", "comment", "journal_ref", "updated",
)  # fmt: skip
_LISTS = ("figures", "tags", "categories")


def complete(key: str, entry: Entry, other: Entry, terms: Terms) -> list[Difference]:
    """Fill what an entry lacks with what a document says, and return in what the two differ.

    What differs is left; with `terms.sync` the document's value is taken. It takes the place of a
    derived one always, save from a README of ours, which may say what was derived earlier. Nothing
    is emptied, but links that the document lacks go with `terms.prune`. A read mark is lowered only
    with `terms.sync`.
    """
    differences: list[Difference] = []
    if terms.sync or not terms.is_own:
        derivation.give_way(entry, other, is_own=terms.is_own)
    is_cited = _is_citation_of(other, entry)
    if not is_cited and (entry.authors in ([], other.authors) or (terms.sync and other.authors)):
        entry.etal = other.etal if other.authors else entry.etal
    for name in _VALUES:
        if name == "authors" and is_cited:
            continue
        differences += _value(key, entry, name, getattr(other, name), sync=terms.sync)
    if terms.sync and other.links:
        differences += _links(key, entry, other.links, prune=terms.prune)
    for name in ("links", "fields", "review"):
        differences += _mapping(key, entry, name, getattr(other, name), sync=terms.sync)
    for name in _LISTS:
        ours = getattr(entry, name)
        ours += [value for value in getattr(other, name) if value not in ours]
    entry.arxiv_id = entry.arxiv_id or other.arxiv_id
    return differences + _read(key, entry, other, sync=terms.sync)


def _is_citation_of(cited: Entry, entry: Entry) -> bool:
    """Tell authors in short (`Ho and Jain`, `Jonathan Ho et al.`) of those known in full."""
    is_short = cited.etal or len(cited.authors) == len(entry.authors)
    if not cited.authors or cited.authors == entry.authors or not is_short:
        return False
    pairs = list(zip(cited.authors, entry.authors, strict=False))
    return len(pairs) == len(cited.authors) and all(
        fold(short) in {fold(surname(full)), fold(full)} for short, full in pairs
    )


def _value(key: str, entry: Entry, name: str, theirs: object, *, sync: bool) -> list[Difference]:
    ours = getattr(entry, name)
    is_implied = name == "url" and entry.arxiv_id
    if theirs in (None, [], "") or is_implied or _same(ours, theirs):
        return []
    is_empty = ours in (None, [], "")
    if is_empty or sync:
        setattr(entry, name, theirs)
        pin(entry, {name})
    is_kept = isinstance(theirs, str) and any(theirs in text for text in entry.fields.values())
    return [] if is_empty or is_kept else [difference(key, name, ours, theirs)]


def _links(key: str, entry: Entry, theirs: dict[str, str], *, prune: bool) -> list[Difference]:
    """Put the links in the document's order; a label that was changed there is not kept twice."""
    implied = implied_links(entry.arxiv_id) if entry.arxiv_id else {}
    others = {
        label: target
        for label, target in entry.links.items()
        if label not in theirs and target not in theirs.values()
    }
    own = {label: target for label, target in others.items() if implied.get(label) != target}
    entry.links = {
        **{label: entry.links.get(label, target) for label, target in theirs.items()},
        **{label: target for label, target in others.items() if not (prune and label in own)},
    }
    return [difference(key, f"links.{label}", target, "") for label, target in own.items()]


def _mapping(
    key: str, entry: Entry, name: str, theirs: dict[str, str], *, sync: bool
) -> list[Difference]:
    """Fill a mapping label by label; links are known again by their addresses, too."""
    ours: dict[str, str] = getattr(entry, name)
    differences = []
    for label, value in theirs.items():
        is_there = value in ours.values() or (label == TITLE_LINK and value == entry.url)
        if label not in ours and not (is_there and name == "links"):
            ours[label] = value
        elif label in ours and not _same(ours[label], value) and (sync or not is_there):
            differences.append(difference(key, f"{name}.{label}", ours[label], value))
            ours[label] = value if sync else ours[label]
    return differences


def _read(key: str, entry: Entry, other: Entry, *, sync: bool) -> list[Difference]:
    is_lowered = other.read is False and bool(entry.read)
    if other.read or (other.read is False and (sync or entry.read is None)):
        entry.read = other.read
        entry.read_on = entry.read_on if entry.read else None
    return [difference(key, "read", "read", "not read")] if is_lowered else []


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, str) and isinstance(theirs, str):
        return " ".join(ours.split()) == " ".join(theirs.split())
    return ours == theirs
