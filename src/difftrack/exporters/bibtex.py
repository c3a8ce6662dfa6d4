"""BibTeX as Zotero, JabRef and biber expect it.

`eprint`, `archiveprefix` and `primaryclass` as arXiv writes them (https://info.arxiv.org/help/hypertex/
bibstyles); entry types as in the standard styles: a journal's paper is an `article`, a conference's
`inproceedings`, a preprint `misc`. All braces match also for a reader that counts escaped ones.
"""

import re
from collections.abc import Iterator

from difftrack.exporters.bibtex_kept import Kept
from difftrack.exporters.bibtex_title import title
from difftrack.library.model import Entry, Library
from difftrack.library.query import citation_keys
from difftrack.text import arxiv_id
from difftrack.text.folding import clean
from difftrack.text.latex import from_unicode
from difftrack.text.markdown import safe_url
from difftrack.text.person import person
from difftrack.text.venue_kinds import venue_kind

HEADER = "% Written by difftrack. Changes made here are lost: change the library instead."
_NOT_WHOLE = (
    "% Written by difftrack from the fields of the entry: the BibTeX kept for it cannot be read."
)
_TYPES = {"conference": "inproceedings", "journal": "article", "thesis": "phdthesis"}
_VENUE_FIELDS = {
    "inproceedings": "booktitle",
    "article": "journal",
    "phdthesis": "school",
    "mastersthesis": "school",
    "book": "publisher",
}
_THESIS = re.compile(r"(?i)(?P<type>.*\b(?:thesis|dissertation))\b[\s,:]*(?P<school>.*)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_PRINTED_YEAR = re.compile(r"\(((?:19|20)\d\d)\)")


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
    where = _where(entry)
    kind = _type(entry, where)
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(entry, kind, where))
    return f"@{kind}{{{cited},\n{fields}}}"


def _where(entry: Entry) -> str:
    """Return where a thing appeared, as printed; "" for a preprint."""
    printed = entry.venue or ""
    if entry.kind == "paper" and (not printed or venue_kind(printed) == "preprint"):
        printed = entry.journal_ref or ""
    return clean(printed)


def _type(entry: Entry, where: str) -> str:
    if entry.kind == "book":
        return "book"
    if entry.kind != "paper" or not where:
        return "misc"
    if not entry.venue and venue_kind(where) == "conference":  # a physicist's `Phys.Rev. D76`
        return "inproceedings" if re.search("(?i)conf|proc|workshop|symp", where) else "article"
    kind = _TYPES.get(venue_kind(where), "misc")
    return "mastersthesis" if kind == "phdthesis" and "master" in where.lower() else kind


def _fields(entry: Entry, kind: str, where: str) -> Iterator[tuple[str, str]]:
    """Yield names and values as they are written, empty ones left out."""
    braced = [*_said(entry, kind, where), *_found_at(entry)]
    for name, value in braced:
        if value:
            yield name, f"{{{value}}}"
        if name == "year" and value and kind == "misc" and (month := _month(entry)):
            yield "month", month  # a string that every style knows, in its own language


def _said(entry: Entry, kind: str, where: str) -> Iterator[tuple[str, str]]:
    yield "title", title(entry.title, entry.short)
    names = [_author(name) for name in entry.authors if clean(name)]
    yield "author", " and ".join([*names, "others"] if entry.etal else names)
    yield "howpublished", _how(entry, kind)
    thesis = _THESIS.fullmatch(where) if kind.endswith("thesis") else None
    yield "type", from_unicode(thesis["type"]) if thesis else ""
    yield (
        _VENUE_FIELDS.get(kind, "publisher"),
        from_unicode(thesis["school"] if thesis else where),
    )
    yield "year", str(_year(entry) or "")


def _how(entry: Entry, kind: str) -> str:
    """Return what a thing is that has no type of its own; of a preprint, where, if not on arXiv."""
    if kind != "misc":
        return ""
    if entry.kind != "paper":
        return entry.kind.capitalize()
    return "" if entry.arxiv_id else from_unicode(clean(entry.venue or ""))


def _year(entry: Entry) -> int | None:
    printed = _PRINTED_YEAR.search(entry.journal_ref or "") if not entry.venue else None
    return entry.year or (int(printed[1]) if printed else entry.first_year)


def _month(entry: Entry) -> str | None:
    """Return the month of the first version, where its year is the one that is written."""
    if not entry.published or _year(entry) != entry.first_year:
        return None
    number = int(entry.published[5:7])
    return _MONTHS[number - 1] if 1 <= number <= len(_MONTHS) else None


def _found_at(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.arxiv_id:
        yield "eprint", entry.arxiv_id
        yield "archiveprefix", "arXiv"
        yield "primaryclass", clean(entry.categories[0]) if entry.categories else ""
    yield "doi", _verbatim(entry.doi or "")
    page = arxiv_id.abs_url(entry.arxiv_id) if entry.arxiv_id else entry.url
    yield "url", _verbatim((page and safe_url(page)) or "")
    yield "keywords", ", ".join(from_unicode(tag) for tag in map(clean, entry.tags) if tag)


def _verbatim(text: str) -> str:
    """Return an address for a field that is read as it stands: what would end it is encoded."""
    return "".join(f"%{ord(c):02X}" if c in "{}\\" else c for c in clean(text))


def _author(name: str) -> str:
    """Return a name as `von Family, Jr., Given`; a group, or what BibTeX would part, in braces."""
    parts = person(name)
    family = f"{parts.particle} {parts.family}".strip()
    if parts.is_group or (parts.suffix and not parts.given):
        return f"{{{from_unicode(f'{family} {parts.suffix}'.strip())}}}"
    ordered = (family, parts.suffix, parts.given)
    return ", ".join(from_unicode(part) for part in ordered if part)
