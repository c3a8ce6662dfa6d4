"""A review card that its owner filled in, taken into the entry that it was printed from.

Only what they changed counts: a card is held against what the card that they were given says, read
in the same way. So nothing that is printed in other words than it is kept in changes an entry.
"""

from collections.abc import Iterator

from difftrack.errors import RefusedError, UsageError
from difftrack.library.editing.field_texts import FIELDS
from difftrack.library.model import Entry, Library
from difftrack.library.ownership import own
from difftrack.library.uniqueness import refuse_taken, taken_by
from difftrack.text import scores
from difftrack.text.folding import fold
from difftrack.text.targets import checked

_TEXTS = ("title", "short", "institute", "published", "year", "venue", "venue_note", "url", "doi",
          "abstract", "score", "bibtex", "note", "kind")  # fmt: skip
_LISTS = ("authors", "figures")
_MAPS = ("links", "review", "fields")
_USUAL = {"kind": Entry().kind}  # what a card that does not say it tells


def changes(printed: Entry, written: Entry, *, clears: bool) -> Entry:
    """Return the fields that a card says otherwise than the one that was printed, no others.

    Without `clears`, what is empty in it says nothing: it was not made from the one printed. The
    fields of an entry that hold several things hold those that differ; "" for one that is gone.
    """
    found: dict[str, object] = {}
    for name in (*_TEXTS, *_LISTS):
        value = getattr(written, name)
        is_empty = not value or value == _USUAL.get(name)
        if value != getattr(printed, name) and (clears or not is_empty):
            found[name] = value
    for name in _MAPS:
        differing = dict(_differing(getattr(printed, name), getattr(written, name), clears=clears))
        if differing:
            found[name] = differing
    if "authors" in found:
        found["etal"] = written.etal
    if written.arxiv_id and written.arxiv_id != printed.arxiv_id:
        found["arxiv_id"] = written.arxiv_id
    if "short" in found and fold(written.short or "") in {fold(printed.title), "template"}:
        del found["short"]  # a heading that was left as it was
    return Entry.model_construct(**found)  # type: ignore[arg-type] # fields of an entry, checked when it was read


def _differing(
    before: dict[str, str], after: dict[str, str], *, clears: bool
) -> Iterator[tuple[str, str]]:
    for label in dict.fromkeys([*after, *(before if clears else ())]):
        value = after.get(label, "")
        if value != before.get(label, "") and (value or clears):
            yield label, value


def take(library: Library, key: str, changed: Entry) -> list[str]:
    """Write on an entry what its owner changed in its card; return the fields that differ now.

    What a source says is theirs from now on (`own`). Raises where the card cannot be theirs:
    another paper's, what another entry has (`refuse_taken`), no title, a score that is none.
    """
    entry = library.entries[key]
    names = changed.model_fields_set
    _refuse(library, key, changed)
    before = entry.copied()
    for name in names - {*_MAPS, "arxiv_id"}:
        setattr(entry, name, getattr(changed, name))
    for name in names & {*_MAPS}:
        setattr(entry, name, _merged(getattr(entry, name), getattr(changed, name)))
    entry.arxiv_id = entry.arxiv_id or changed.arxiv_id
    own(entry, names)
    return [name for name in entry.differing(before) if name in names]


def _merged(held: dict[str, str], changed: dict[str, str]) -> dict[str, str]:
    """Return a mapping with what changed in it, in its own order; what is empty goes."""
    return {label: value for label, value in {**held, **changed}.items() if value}


def _refuse(library: Library, key: str, changed: Entry) -> None:
    entry, names = library.entries[key], changed.model_fields_set
    _refuse_targets(entry, changed)
    if "title" in names and not changed.title:
        raise UsageError("The card has no title. Fill in the row Title")
    if entry.arxiv_id and changed.arxiv_id not in {None, entry.arxiv_id}:
        raise RefusedError(
            f"The card is that of {changed.arxiv_id}, not of {entry.arxiv_id}. "
            f"Take it in with: difftrack review {changed.arxiv_id} --from FILE"
        )
    refuse_taken(taken_by(library, but=key), changed, key)
    for label, value in (changed.fields if "fields" in names else {}).items():
        if fold(label) == "score" and value:
            scores.read(value)  # says that it is no number
        if fold(label) == "kind" and value:
            FIELDS["kind"]([value])  # says which kinds there are


def _refuse_targets(entry: Entry, changed: Entry) -> None:
    held = {*entry.links.values(), *entry.figures, entry.url}
    for target in (*changed.links.values(), *changed.figures, changed.url):
        if target and target not in held:
            checked(target)
