"""BibTeX as Zotero, JabRef and biber expect it.

`eprint`, `archiveprefix` and `primaryclass` as arXiv writes them (https://info.arxiv.org/help/hypertex/
bibstyles); entry types as in the standard styles: a journal's paper is an `article`, a conference's
`inproceedings`, a preprint `misc`.
"""

import re
from collections.abc import Iterator

from difftrack.library.model import Entry, Library
from difftrack.library.query import citation_keys
from difftrack.text import arxiv_id
from difftrack.text.folding import clean, drop_invisible
from difftrack.text.latex import from_unicode
from difftrack.text.markdown import safe_url
from difftrack.text.names import surname

HEADER = "% Written by difftrack. Changes made here are lost: change the library instead."

_JOURNAL = re.compile(
    r"\b(?:journal|transactions|trans\.|letters|review|annals|nature|science|pnas|jmlr|tmlr|t?pami|"
    r"ijcv|tog|tip|tvcg|tnnls|tacl|neurocomputing|acm computing surveys)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\([^()]*\)|\s*<[^<>]*>")  # an affiliation or handle behind a name
_GROUP = re.compile(r"\band\b|\b(?:collaboration|team|consortium)$", re.IGNORECASE)
_INNER_CAPITAL = re.compile(r"(?<![\\\w])[^\s{}\\]*(?:[a-z\d.-][A-Z]|[A-Z][A-Z])[^\s{}\\,.:;?!]*")


def render(library: Library, keys: list[str]) -> str:
    """Return the entries with these keys as one BibTeX file, in this order."""
    cited = citation_keys(library)
    blocks = [HEADER, *(_block(cited[key], library.entries[key]) for key in keys)]
    return "\n\n".join(blocks) + "\n"


def _block(cited: str, entry: Entry) -> str:
    if entry.bibtex and re.match(r"\s*@\w+\s*[{(]", entry.bibtex):
        return drop_invisible(entry.bibtex).strip()
    kind = _type(entry)
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(entry, kind) if value)
    return f"@{kind}{{{cited},\n{fields}}}"


def _type(entry: Entry) -> str:
    if entry.kind == "book":
        return "book"
    if entry.venue and not _is_preprint(entry.venue):
        return "article" if _JOURNAL.search(entry.venue) else "inproceedings"
    return "article" if entry.journal_ref else "misc"


def _is_preprint(venue: str) -> bool:
    return venue.casefold().strip() in {"arxiv", "preprint", "arxiv preprint"}


def _fields(entry: Entry, kind: str) -> Iterator[tuple[str, str]]:
    yield "title", _title(entry.title)
    yield (
        "author",
        " and ".join(
            [_author(name) for name in entry.authors if clean(name)]
            + (["others"] if entry.etal else [])
        ),
    )
    if kind == "inproceedings":
        yield "booktitle", from_unicode(entry.venue or "")
    if kind == "article":
        is_printed = entry.venue and not _is_preprint(entry.venue)
        yield "journal", from_unicode((entry.venue if is_printed else entry.journal_ref) or "")
    yield "year", str(entry.year or entry.first_year or "")
    if entry.arxiv_id:
        yield "eprint", entry.arxiv_id
        yield "archiveprefix", "arXiv"
        yield "primaryclass", entry.categories[0] if entry.categories else ""
    yield "doi", _verbatim(entry.doi or "")
    page = arxiv_id.abs_url(entry.arxiv_id) if entry.arxiv_id else entry.url
    yield "url", _verbatim((page and safe_url(page)) or "")
    if kind == "misc" and entry.kind != "paper":
        yield "howpublished", entry.kind.capitalize()


def _verbatim(text: str) -> str:
    """Return an address for a field that is read as it stands: what would end it is encoded."""
    return "".join(f"%{ord(c):02X}" if c in "{}\\" else c for c in clean(text))


def _title(title: str) -> str:
    """Return a title whose acronyms and mixed words keep their capitals in every style."""
    return _INNER_CAPITAL.sub(lambda m: f"{{{m[0]}}}", from_unicode(clean(title)))


def _author(name: str) -> str:
    """Return a name as `Family, Given`; a group, or what BibTeX would take apart, in braces."""
    name = clean(_ASIDE.sub("", name)) or clean(name)
    if _GROUP.search(name):
        return f"{{{from_unicode(name)}}}"
    if "," in name:
        family, _, given = name.partition(",")
        suffix = ""
    else:
        family = surname(name)
        given, _, suffix = name.rpartition(family)
    parts = (family.strip(), suffix.strip(), given.strip())
    return ", ".join(from_unicode(part) for part in parts if part)
