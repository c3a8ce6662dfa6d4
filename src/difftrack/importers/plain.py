"""Plain lists of arXiv ids, DOIs and addresses, one or several a line, `#` begins a comment."""

import re

from difftrack.importers import coverage
from difftrack.library.model import Entry
from difftrack.library.reading import Doubt, Generated, Item, Listed, Reading
from difftrack.text import addresses
from difftrack.text.arxiv_id import recognise
from difftrack.text.folding import clean

_COMMENT = re.compile(r"(?:^|\s)#.*")
_PREFIX = re.compile(r"(?i)\b(arxiv|doi):\s+")
_ADDRESS = re.compile(r"https?://\S+")
_DOI = re.compile(r"(?i)(?:https?://(?:dx\.|www\.)?doi\.org/|doi:)?(10\.\d{4,9}/[^\s<>\"]+)")
_MARKER = re.compile(r"(?:[-*+\u2022]|\(?\d{1,4}[.)]|\[\d{1,4}\])\s+")
_SLIP = re.compile(r"(?i)\b\d{4}\.\d{3,6}\b|arxiv\.org/|10\.48550/arxiv")
_SLIP_OF_ADDRESS = re.compile(r"(?i)\barxiv\.org/(?:abs|pdf|html)/|/10\.48550/arxiv")
_OWN_PAGE = re.compile(r"(?i)https?://(?:(?:www\.|export\.)?arxiv|(?:dx\.)?doi)\.org/[^#?]*")
_MARKDOWN = re.compile(
    r"^[ \t]*(?:#{2,6}[ \t]+\S|[-*+][ \t]+\[|\||>|```|\[[^\]\n]+\]:\s)|\]\(", re.MULTILINE
)
_BEFORE_ADDRESS = re.compile(r"(?<![,;|])[,;|]+(?=https?://|10\.\d{4,9}/)")
_ROWS_LOOKED_AT = 1000
_FEW_WORDS = 3


def looks_like(text: str) -> bool:
    """Tell whether a text is a plain list: ids and addresses in most lines, and no Markdown."""
    rows = [row for line in text.split("\n") if (row := _COMMENT.sub("", line).strip())]
    if not rows or _MARKDOWN.search(text):
        return False
    rows = rows[:_ROWS_LOOKED_AT]
    return sum(map(_is_bare, rows)) * 3 >= len(rows) * 2


def _is_bare(row: str) -> bool:
    words = _words(row)
    named = sum(map(_is_reference, words))
    return named > 0 and len(words) - named <= _FEW_WORDS


def _words(row: str) -> list[str]:
    """Return the words of a row; commas part ids, and addresses only where another follows."""
    words: list[str] = []
    for word in _BEFORE_ADDRESS.sub(" ", _PREFIX.sub(r"\1:", row)).split():
        parts = [part for part in re.split(r"[,;|]+", word) if part]
        if "://" in word or _doi(word):
            words.append(word.rstrip(",;|"))
        elif any(map(recognise, parts)):
            words += parts
        else:
            words.append(word)
    return words


def _doi(word: str) -> str | None:
    """Return the DOI that a word is, `None` for arXiv's own, which are ids."""
    if "10.48550/arxiv" in word.lower():
        return None
    word = word.rstrip(".,;|")
    match = _DOI.fullmatch(word[1:-1] if word[:1] in {"(", "[", "<", '"'} else word)
    return match[1] if match else None


def _is_reference(word: str) -> bool:
    return bool(recognise(word) or _ADDRESS.fullmatch(word) or _doi(word))


def _is_slip(word: str) -> bool:
    """Tell whether a word was meant as an arXiv id, and is none."""
    if recognise(word) or _doi(word):
        return False
    return (_SLIP_OF_ADDRESS if _ADDRESS.fullmatch(word) else _SLIP).search(word) is not None


def read(text: str) -> Reading:
    """Return the reading of a plain list: an entry for each id, DOI or address."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    items: list[Item] = []
    doubts: list[Doubt] = []
    for number, line in enumerate(lines, start=1):
        row = _COMMENT.sub("", line).strip()
        marker = _MARKER.match(row)
        words = _words(row[marker.end() :] if marker else row)
        entries = _entries(words)
        slips = [word for word in words if _is_slip(word)]
        if entries:
            _add_note(entries[-1], clean(line[len(_COMMENT.sub("", line)) :].lstrip(" \t#")))
            items += [Listed(number, number, None, entry) for entry in entries]
            items += _number(number, marker[0] if marker else "")
        elif slips:
            slips = [row]  # all of it is kept as text
        doubts += [_doubt(number, slip) for slip in slips]
    return Reading("", [], coverage.with_prose(lines, items), doubts, {})


def _number(line: int, marker: str) -> list[Item]:
    """Return the number in front of an entry: lists are numbered anew."""
    if not any(map(str.isdigit, marker)):
        return []
    return [Generated(line, line, None, marker.strip(), "wording")]


def _doubt(line: int, slip: str) -> Doubt:
    return Doubt(line, f"no arXiv id, kept as text: {clean(slip)[:80]!r}")


def _entries(words: list[str]) -> list[Entry]:
    """Return the entries of a row, with what stands beside their ids."""
    entries = _with_doi([_entry(word) for word in words if _is_reference(word)])
    others = [word for word in words if not _is_reference(word)]
    beside = clean(" ".join(word for word in others if not _is_slip(word))).strip(" :-,;|")
    if len(entries) == 1 and " " in beside:
        entries[0].title, beside = beside, ""
    for text in (beside, *filter(_is_slip, others)) if entries else ():
        _add_note(entries[0], text)
    return entries


def _add_note(entry: Entry, text: str) -> None:
    entry.note = "\n".join(filter(None, (entry.note, text))) or None


def _with_doi(entries: list[Entry]) -> list[Entry]:
    """Take a DOI beside one id or address for the same paper's."""
    dois = [entry.doi for entry in entries if entry.doi]
    others = [entry for entry in entries if not entry.doi]
    if len(dois) != 1 or len(others) != 1:
        return entries
    others[0].doi = dois[0]
    return others


def _entry(word: str) -> Entry:
    found, doi = recognise(word), _doi(word)
    if found:
        entry = Entry(arxiv_id=found.base, version=found.version)
        address = word.strip("<>")
        if "://" in word and not _OWN_PAGE.fullmatch(address):  # a part of it, or another site's
            entry.links["Link"] = address
        return entry
    if doi:
        return Entry(doi=doi, url=f"https://doi.org/{doi}")
    return Entry(kind=addresses.kind_of(word), url=word)
