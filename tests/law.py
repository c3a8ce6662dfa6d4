"""The law of importing: nothing of a document is lost, and taken in again it changes nothing."""

import re
import unicodedata
from html import unescape

from difftrack.importers import formats
from difftrack.library.absorbing.absorb import absorb
from difftrack.library.absorbing.terms import Terms
from difftrack.library.model import Library
from difftrack.library.reading import Generated, Reading
from difftrack.library.storage import file_format

TERMS = Terms("2026-01-01")

_URL = re.compile(r"https?://[^\s<>\"'`\]|\\)}]+", re.IGNORECASE)
_MARKUP = re.compile(r"<!--.*?-->|</?[a-z][^<>]*>|:[a-z0-9_+-]+:", re.IGNORECASE | re.DOTALL)


def plain(text: str) -> str:
    """Return a text without escapes and addresses, as words are compared."""
    bare = _URL.sub(" ", _unescaped(text))
    return unicodedata.normalize("NFKC", unescape(bare)).casefold()


def _unescaped(text: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def words(*texts: str) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W_]{2,}", plain(text))}


def _addresses(text: str) -> set[str]:
    return {unescape(url).rstrip(".,;:*_/") for url in _URL.findall(text)}


def said(library: Library) -> list[str]:
    """Return all texts of a library, without the escapes of its file."""
    texts: list[str] = [library.title, library.intro, library.outro]
    for section in library.sections:
        texts += [section.title, section.intro, section.date or "", *section.prose.values()]
    for entry in library.entries.values():
        for value in entry.model_dump(exclude_defaults=True).values():
            if isinstance(value, dict):
                texts += [str(part) for pair in value.items() for part in pair]
            else:
                texts += map(str, value if isinstance(value, list) else [value])
    return texts


def hold(text: str) -> tuple[Reading, Library]:
    """Read a text, hold the reading and the library made of it against the law, return both."""
    reading, library = settle(text, "markdown")
    kept = [*said(library), "Paper" if _ids(library) else ""]  # how the paper's page is printed
    kept += [i.text for i in reading.items if isinstance(i, Generated)]
    letters = "\n".join("".join(re.findall(r"[^\W_]", plain(t))) for t in kept)
    found = words(_MARKUP.sub(" ", _URL.sub(" ", text))) - words(*kept)
    found &= words(text)  # an address with escapes in it is none before they are undone
    missing = {word for word in found if word not in letters}  # marks within a word part none
    assert not missing, missing
    missing = _addresses(_unescaped(text)) - _addresses("\n".join([*kept, *map(_unescaped, kept)]))
    missing = {url for url in missing if not any(i in url for i in _ids(library))}
    assert not missing, missing
    return reading, library


def settle(text: str, what: str) -> tuple[Reading, Library]:
    """Take a text of a format in twice: each line is in the reading, the second changes nothing."""
    reading = formats.read(text, "it", what)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    covered: set[int] = set()
    for item in reading.items:
        assert 1 <= item.line <= item.end_line <= len(lines), item
        covered |= set(range(item.line, item.end_line + 1))
    uncovered = [n for n, line in enumerate(lines, 1) if line.strip() and n not in covered]
    assert not uncovered, [lines[n - 1] for n in uncovered]

    library = Library()
    absorb(library, reading, TERMS)
    data = file_format.encode(library)
    again = absorb(library, formats.read(text, "it", what), TERMS)
    assert (again.added, again.changed) == ([], [])
    assert file_format.encode(library) == data, "a second import changed the library"
    assert file_format.encode(file_format.decode(data, "it")) == data
    return reading, library


def _ids(library: Library) -> set[str]:
    """Return the arXiv ids, which imply the address of the paper's page."""
    return {e.arxiv_id for e in library.entries.values() if e.arxiv_id}
