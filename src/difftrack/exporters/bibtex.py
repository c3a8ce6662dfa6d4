"""BibTeX as Zotero, JabRef and biber expect it.

`eprint`, `archiveprefix` and `primaryclass` as arXiv writes them (https://info.arxiv.org/help/hypertex/
bibstyles); entry types as in the standard styles: a journal's paper is an `article`, a conference's
`inproceedings`, a preprint `misc`. All braces match also for a reader that counts escaped ones.
"""

from collections.abc import Iterator
from functools import lru_cache

from difftrack.exporters.appearance import Appearance, address, appearance, date_parts
from difftrack.exporters.bibtex_kept import Kept
from difftrack.exporters.bibtex_title import title
from difftrack.library.model import Entry, Library
from difftrack.library.query import citation_keys
from difftrack.text.folding import clean
from difftrack.text.latex import from_unicode
from difftrack.text.person import person

HEADER = "% Written by difftrack. Changes made here are lost: change the library instead."
_NOT_WHOLE = (
    "% Written by difftrack from the fields of the entry: the BibTeX kept for it cannot be read."
)
_TYPES = {
    "conference": "inproceedings",
    "journal": "article",
    "thesis": "phdthesis",
    "preprint": "misc",
}
_VENUE_FIELDS = {
    "inproceedings": "booktitle",
    "article": "journal",
    "phdthesis": "school",
    "mastersthesis": "school",
    "book": "publisher",
}
_ENCODED = str.maketrans({sign: f"%{ord(sign):02X}" for sign in "{}\\"})
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def render(library: Library, keys: list[str]) -> str:
    """Return the entries with these keys as one BibTeX file, in this order."""
    cited = citation_keys(library)
    kept = Kept({key.lower() for key in cited.values()})
    blocks = [HEADER, *(_block(cited[key], library.entries[key], kept) for key in keys)]
    return "\n\n".join(blocks) + "\n"


def is_ours(text: str) -> bool:
    """Tell whether a file was written by `render`."""
    return text.startswith(HEADER)


def _block(cited: str, entry: Entry, kept: Kept) -> str:
    if entry.bibtex and "@" in entry.bibtex:
        own = kept.written(entry.bibtex, cited)
        return own or f"{_NOT_WHOLE}\n{_made(cited, entry)}"
    return _made(cited, entry)


def _made(cited: str, entry: Entry) -> str:
    place = appearance(entry)
    kind = _type(entry, place)
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(entry, kind, place))
    return f"@{kind}{{{cited},\n{fields}}}"


def _type(entry: Entry, place: Appearance) -> str:
    if entry.kind != "paper":
        return "book" if entry.kind == "book" else "misc"
    return "mastersthesis" if "master" in place.genre.lower() else _TYPES[place.kind]


def _fields(entry: Entry, kind: str, place: Appearance) -> Iterator[tuple[str, str]]:
    """Yield names and values as they are written, empty ones left out."""
    for name, value in (*_said(entry, kind, place), *_found_at(entry)):
        if value:
            yield name, f"{{{value}}}"
        if name == "year" and kind == "misc" and (month := _month(entry, place)):
            yield "month", month  # a string that every style knows, in its own language


def _said(entry: Entry, kind: str, place: Appearance) -> Iterator[tuple[str, str]]:
    yield "title", title(entry.title, entry.short)
    names = [written for name in entry.authors if (written := _author(name))]
    yield "author", " and ".join([*names, "others"] if entry.etal else names)
    where = from_unicode(place.where)
    if kind != "misc":
        yield "type", from_unicode(place.genre)
        yield _VENUE_FIELDS[kind], where
    elif entry.kind != "paper":
        yield "howpublished", from_unicode(clean(entry.kind.capitalize()))
        yield "publisher", where
    elif not entry.arxiv_id:
        yield "howpublished", where
    yield "year", str(place.year or "")


def _month(entry: Entry, place: Appearance) -> str | None:
    """Return the month of the first version, where its year is the one that is written."""
    parts = date_parts(entry)
    return _MONTHS[parts[1] - 1] if parts[1:] and parts[0] == place.year else None


def _found_at(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.arxiv_id:
        yield "eprint", _verbatim(entry.arxiv_id)
        yield "archiveprefix", "arXiv"
        yield "primaryclass", from_unicode(clean("".join(entry.categories[:1])))
    yield "doi", _verbatim(entry.doi or "")
    yield "url", _verbatim(address(entry))
    yield "keywords", ", ".join(from_unicode(tag) for tag in map(clean, entry.tags) if tag)


def _verbatim(text: str) -> str:
    """Return an address for a field that is read as it stands: what would end it is encoded."""
    return clean(text).translate(_ENCODED)


@lru_cache(50_000)
def _author(name: str) -> str:
    """Return a name as `von Family, Jr., Given`; a group, or what BibTeX would part, in braces.

    "" for a name without a sign that can be seen.
    """
    parts = person(name)
    if not parts.family:
        return ""
    family = f"{parts.particle} {parts.family}".strip()
    if parts.is_group or (parts.suffix and not parts.given):
        return f"{{{from_unicode(f'{family} {parts.suffix}'.strip())}}}"
    ordered = (family, parts.suffix, parts.given)
    return ", ".join(from_unicode(part) for part in ordered if part)
