"""BibTeX files: each block is an entry, or is kept as it stands.

Sources of the rules: Oren Patashnik, "BibTeXing" (names, strings, cross-file macros), and arXiv's
page on `eprint`, `archivePrefix` and `primaryClass`. bibtexparser splits the file into blocks.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from logging import CRITICAL, getLogger

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, String
from bibtexparser.model import Entry as Record

from difftrack.importers import bibtex_fields, coverage
from difftrack.importers.facts import cited_venue
from difftrack.library.model import KINDS, Entry
from difftrack.library.reading import Doubt, Generated, Item, Listed, Prose, Reading
from difftrack.text import addresses, arxiv_id, dates, labels
from difftrack.text.folding import clean
from difftrack.text.latex import address_from_bibtex, from_bibtex, title_from_bibtex

_LOOKS = re.compile(r"\A(?:\s|%[^\n]*\n)*@\s*\w+\s*[{(]")
_AND = re.compile(r" and ", re.IGNORECASE)
_COMMA = re.compile(",")
_OWN = {
    "title", "author", "year", "eprint", "archiveprefix", "eprinttype", "primaryclass", "abstract",
    "doi", "url", "keywords", "note", "month", "date",
}  # fmt: skip
_VENUES = ("booktitle", "journal", "journaltitle", "school", "publisher", "howpublished")
_READ_AS = {
    "title": title_from_bibtex,
    "url": address_from_bibtex,
    "doi": address_from_bibtex,
    "eprint": address_from_bibtex,
}
_HEADER = "% Written by difftrack"
_BLANK = Entry()  # to be copied, which is faster than to make one anew
_THESES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
_PREPRINTS = {"arxiv", "corr"}

getLogger("bibtexparser").setLevel(CRITICAL)  # what it complains of is told as a doubt


def looks_like(text: str) -> bool:
    """Tell whether a text is BibTeX: it begins with a block, comments apart."""
    return _LOOKS.match(text) is not None


def read(text: str) -> Reading:
    """Return the reading of a BibTeX file; what cannot be read is kept, and named as a doubt."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    breaks = list(accumulate((len(line) + 1 for line in lines), initial=-1))[1:]
    blocks = list(_placed(text))
    strings = _strings([block for block, _ in blocks])
    items: list[Item] = []
    doubts: list[Doubt] = []
    done = 0
    for block, begin in blocks:
        record, raw = _record(block), block.raw or ""
        line, end = (bisect_left(breaks, at) + 1 for at in (begin, begin + len(raw) - 1))
        if record is not None:
            fields = bibtex_fields.written(record, raw)
            items += _beside(text[done:begin], items, line)
            entry = _entry(record.entry_type, fields, strings)
            entry.bibtex = bibtex_fields.spelled_out(record, raw, strings).strip()
            items.append(Listed(line, end, None, entry))
            doubts += _run_together(fields, raw, line)
            done = begin + len(raw)
        elif isinstance(block, String):  # what it stands for is spelled out where it is used
            items += _beside(text[done:begin], items, line)
            items.append(Generated(line, end, None, raw, "wording"))
            done = begin + len(raw)
        elif hasattr(block, "error"):
            doubts.append(Doubt(line, f"not readable as BibTeX, kept as text: {_reason(block)}"))
    items += _beside(text[done:], items, None)
    items += [
        Generated(number, number, None, line, "wording")
        for number, line in enumerate(lines, 1)
        if line.startswith(_HEADER)
    ]
    return Reading("", [], coverage.with_prose(lines, items), doubts, {})


def _placed(text: str) -> Iterator[tuple[Block, int]]:
    """Yield the blocks of a file, and where they begin in it."""
    at = 0
    for block in parse_string(text, parse_stack=[]).blocks:
        raw = block.raw or ""
        begin = max(text.find(raw, at), at)
        yield block, begin
        is_broken = hasattr(block, "error") and _record(block) is None
        at = begin + (1 if is_broken else len(raw))  # the next may begin within a broken one


def _beside(gap: str, before: list[Item], line: int | None) -> list[Prose]:
    """Return what shares a line with an entry, which claims its lines whole.

    `gap` stands behind the items `before` and in front of the entry on `line`.
    """
    first, *others = gap.split("\n")
    parts = [(before[-1].end_line, first)] if before else []
    if line is not None and (others or not before):
        parts.append((line, others[-1] if others else first))
    return [
        Prose(at, at, None, part.strip(" \t,;"))
        for at, part in parts
        if any(map(str.isalnum, part))
    ]


def _strings(blocks: list[Block]) -> dict[str, str]:
    """Return the abbreviations of a file; one may be made of those before it."""
    strings: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, String):
            pieces = [p for field in bibtex_fields.apart("", block.value, 0) for p in field.pieces]
            strings[block.key.lower()] = bibtex_fields.joined(pieces, strings)
    return strings


def _record(block: Block) -> Record | None:
    """Return the entry in a block, also where its key or a field stands twice."""
    if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        block = block.ignore_error_block or block
    return block if isinstance(block, Record) else None


def _reason(block: Block) -> str:
    error = getattr(block, "error", None)
    return clean(str(getattr(error, "abort_reason", "") or error))[:100].rstrip(". ")


def _run_together(fields: list[bibtex_fields.Field], raw: str, line: int) -> list[Doubt]:
    """Return a doubt for each field of the entry on `line` that no comma parts from the last."""
    return [
        Doubt(
            line + raw.count("\n", 0, field.joined_at), f"a comma is missing before {field.name!r}"
        )
        for field in fields
        if field.joined_at
    ]


def _plain(name: str, value: str) -> str:
    """Return a field's value as plain text."""
    return clean(_READ_AS.get(labels.base(name), from_bibtex)(value))


# -- What they say --------------------------------------------------------------------------------


def _entry(entry_type: str, fields: list[bibtex_fields.Field], strings: dict[str, str]) -> Entry:
    values = bibtex_fields.numbered(fields, strings)
    said = {name: _plain(name, value) for name, value in values.items() if name != "author"}
    entry = _BLANK.copied()
    entry.title = said.get("title", "")
    names = _names(values.get("author", ""))
    entry.authors = [name for name in names if name.lower() != "others"]
    entry.etal = len(entry.authors) < len(names)
    kind = said.pop("howpublished") if said.get("howpublished", "").lower() in KINDS else ""
    if entry_type.lower() in _THESES:
        said["school"] = _thesis(_THESES[entry_type.lower()], said)
    _when_and_where(entry, said)
    _identify(entry, said)
    entry.kind = kind.lower() or _kind(entry, entry_type, said)
    entry.abstract = said.get("abstract") or None
    entry.note = said.get("note") or None
    entry.tags = [t for t in map(clean, re.split("[,;]", said.get("keywords", ""))) if t]
    unread = _unread(entry, said)
    told = {entry.venue, f"abs/{entry.arxiv_id}"}
    for name, value in said.items():
        if name in unread or (name not in _OWN and value not in told):
            _rest(entry, name, value)
    return entry


def _unread(entry: Entry, said: dict[str, str]) -> set[str]:
    """Return which fields of those difftrack knows say nothing that it understands."""
    unread = {name for name in ("date", "year") if not dates.parse(said.get(name, ""))}
    if len(unread) == 2:  # noqa: PLR2004 - no year for the month
        unread.add("month")
    return unread if entry.arxiv_id else unread | {"eprint", "eprinttype", "archiveprefix"}


def _names(value: str) -> list[str]:
    """Return the people of a field: `Ho, Jonathan and Jain, Ajay`; `and` in braces parts none."""
    value = " ".join(value.split())
    if "{" not in value and "\\" not in value:  # most fields: all names at once
        return [_turned(n.split(",")) for n in _AND.split(_plain("author", value)) if n.strip()]
    return [_name(name) for name in _parted(value, _AND) if name.strip()]


def _parted(text: str, sign: re.Pattern[str]) -> list[str]:
    """Return the parts of a text between signs that stand in no braces."""
    if "{" not in text:  # most names: three times as fast
        return sign.split(text)
    parts: list[str] = []
    depth = begin = at = 0
    for found in sign.finditer(text):
        depth += _depth(text[at : found.start()])
        at = found.start()
        if depth <= 0:
            parts.append(text[begin:at])
            begin = found.end()
    return [*parts, text[begin:]]


def _depth(text: str) -> int:
    """Return how many braces are opened in a text and not closed."""
    marks = [mark[0] for mark in bibtex_fields.MARK.finditer(text)]
    return marks.count("{") - marks.count("}")


def _name(name: str) -> str:
    """Return `Ho, Jonathan` as `Jonathan Ho`; a group in braces as it is."""
    name = name.strip()
    if name.startswith("{") and bibtex_fields.end_of_piece(name, 0) == len(name):
        return _plain("author", name)
    return _turned([_plain("author", part) for part in _parted(name, _COMMA)])


def _turned(parts: list[str]) -> str:
    """Return `Ho`, `Jonathan` as `Jonathan Ho`, a suffix between them (`Jr`) last."""
    if len(parts) == 1:
        return parts[0].strip()
    family, *suffix, given = map(str.strip, parts)
    return " ".join(part for part in (given, family, *suffix) if part)


def _thesis(usual: str, said: dict[str, str]) -> str:
    """Return what a thesis is and where it was written: `PhD thesis, Example University`."""
    return ", ".join(part for part in (said.pop("type", usual), said.get("school")) if part)


def _when_and_where(entry: Entry, said: dict[str, str]) -> None:
    printed = next((said[name] for name in _VENUES if said.get(name)), "")
    where = "" if "://" in printed else printed
    cited = cited_venue(where) if "arxiv" in where.lower() else None
    entry.venue = (cited.venue if cited else where) or None
    when = dates.parse(said.get("date", "")) or dates.parse(said.get("year", ""))
    entry.year = when.year if when else (cited.year if cited else None)
    is_preprint = not entry.venue or entry.venue.lower() in _PREPRINTS
    if when and when.iso:
        entry.published = when.iso
    elif when and is_preprint:
        entry.published = _published(when.year, said.get("month", ""))


def _published(year: int, month: str) -> str | None:
    """Return the ISO month or day of `6`, `June`, `15 jun`, `jun/jul`."""
    is_number = re.fullmatch("[0-9]{1,2}", month)
    printed = (f"{year}-{month}",) if is_number else (f"{month} {year}", f"{month[:3]} {year}")
    return next((when.iso for text in printed if (when := dates.parse(text))), None)


def _identify(entry: Entry, said: dict[str, str]) -> None:
    texts = (said.get(n, "") for n in ("eprint", "url", "doi", "journal", "note", "howpublished"))
    known = (arxiv_id.recognise(_after_colon(text)) for text in (*texts, _of_dblp(said)))
    found = next((k for k in known if k), None)
    url, doi = said.get("url", ""), said.get("doi", "")
    if found:
        entry.arxiv_id, entry.version = found.base, found.version
    if doi and not arxiv_id.recognise(doi):
        entry.doi = re.sub(r"^https?://(?:dx\.)?doi\.org/", "", doi)
    page = url or next(iter(re.findall(r"https?://\S+", said.get("howpublished", ""))), "")
    if page and not found:
        entry.url = page
    elif page and page != arxiv_id.abs_url(found.base if found else ""):
        entry.links["URL"] = page


def _of_dblp(said: dict[str, str]) -> str:
    """Return the id as DBLP has it: `abs/2006.11239` as the volume of the journal `CoRR`."""
    volume = said.get("volume", "")
    return volume.removeprefix("abs/") if volume.startswith("abs/") else ""


def _after_colon(text: str) -> str:
    match = re.search(r"(?i)arxiv:\s*\S+", text)
    return match[0].rstrip(".,") if match else text


def _kind(entry: Entry, entry_type: str, values: dict[str, str]) -> str:
    if entry_type.lower() in {"book", "booklet"}:
        return "book"
    is_page = entry_type.lower() in {"misc", "online", "software"} and not entry.arxiv_id
    return (
        addresses.kind_of(entry.url) if is_page and entry.url and "doi" not in values else "paper"
    )


def _rest(entry: Entry, name: str, value: str) -> None:
    if value.startswith(("http://", "https://")):
        if value != entry.url:
            entry.links[name] = value
    elif value:
        entry.fields[name] = value
