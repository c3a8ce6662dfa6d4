"""Which entries a query means: the words that people type, held against what the library says."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import TypeAlias

from difftrack.library.model import Entry, Library, Section
from difftrack.library.query import Fits, tagged, with_descendants
from difftrack.library.query_fields import (
    CHOICES,
    DAYS,
    FIELDS,
    HELD,
    NUMBERS,
    STATES,
    TEXTS,
)
from difftrack.text import labels
from difftrack.text.folding import fold
from difftrack.text.query_language import parse
from difftrack.text.query_tree import All, Days, Either, Node, Not, Numbers, Query, Words, mistake
from difftrack.text.search_text import letters, words


class _Candidate:
    """An entry, with those of its texts that were searched so far."""

    def __init__(self, key: str, entry: Entry) -> None:
        self.key, self.entry = key, entry
        self._letters: dict[str, str] = {}
        self._words: dict[str, str] = {}

    def letters(self, field: str) -> str:
        """Return the letters of a field, its texts on lines of their own."""
        if field not in self._letters:
            texts = TEXTS[field](self.key, self.entry)
            self._letters[field] = letters("\n".join(text for text in texts if text))
        return self._letters[field]

    def words(self, field: str) -> str:
        """Return the words of a field, a blank before each."""
        if field not in self._words:
            self._words[field] = " " + " ".join(words(self.letters(field)))
        return self._words[field]


_Test: TypeAlias = Callable[[_Candidate], bool]


def fitting(library: Library, text: str) -> Fits:
    """Return what tells whether an entry is one that a query means.

    Words are found anywhere, without regard to case, accents, LaTeX and punctuation; in quotes, and
    of authors, where a word begins. Raises `UsageError` with a caret below the mistake.
    """
    query = parse(text, FIELDS)
    test = _Compiler(library, query).test(query.tree)
    return lambda key, entry: test(_Candidate(key, entry))


class _Compiler:
    """Makes one test of the tree of a query."""

    def __init__(self, library: Library, query: Query) -> None:
        self.library, self.query = library, query

    def test(self, node: Node) -> _Test:
        """Return the test that a part of the query is."""
        match node:
            case All(parts=parts):
                tests = [self.test(part) for part in parts]
                return lambda c: all(test(c) for test in tests)
            case Either(parts=parts):
                tests = [self.test(part) for part in parts]
                return lambda c: any(test(c) for test in tests)
            case Not(part=part):
                unwanted = self.test(part)
                return lambda c: not unwanted(c)
            case Days():
                return _in_time(node)
            case Numbers():
                return _in_range(node)
            case Words():
                return self._words(node)

    def _words(self, node: Words) -> _Test:
        match node.field:
            case "section":
                keys = self._in_sections(node)
                return lambda c: c.key in keys
            case "tag":
                has_tag = tagged(node.text)
                return lambda c: has_tag(c.key, c.entry)
            case "kind":
                kind = self._choice(node)
                return lambda c: c.entry.kind == kind
            case "is":
                is_so = STATES[self._choice(node)]
                return lambda c: is_so(c.entry)
            case "has":
                return self._held(node)
        return _saying(node)

    def _choice(self, node: Words, also: Iterable[str] = ()) -> str:
        """Return the word that stands behind a field of few, in the one form that it has there."""
        name, known = node.text.casefold(), [*CHOICES[node.field], *also]
        found = next((word for word in (name, name.removesuffix("s")) if word in known), None)
        if found is None:
            near = get_close_matches(name, known, n=1, cutoff=0.6)
            hint = f"Did you mean {near[0]}?" if near else ""
            there = f"There are: {', '.join(CHOICES[node.field])}"
            said = f"{node.field}: is not followed by {node.text[:40]!r}. {hint or there}"
            raise mistake(self.query.text, node.place, said)
        return found

    def _held(self, node: Words) -> _Test:
        named = {_label(label) for e in self.library.entries.values() for label in e.links}
        name = fold(node.text) if fold(node.text) in named - {*HELD} else self._choice(node)
        if name in HELD:
            holds = HELD[name]
            return lambda c: bool(holds(c.entry))
        return lambda c: any(_label(label) == name for label in c.entry.links)

    def _in_sections(self, node: Words) -> set[str]:
        """Return the keys of the entries that stand in the sections which are meant, or below."""
        meant = _sections(self.library.sections, node.text)
        if not meant:
            names = {s.key: s.key for s in self.library.sections if s.key}
            near = get_close_matches(fold(node.text), names, n=1, cutoff=0.5)
            there = f"There are: {', '.join(names) or 'none yet'}"
            hint = f"Did you mean {near[0]}?" if near else there
            said = f"There is no section {node.text[:40]!r}. {hint}"
            raise mistake(self.query.text, node.place, said)
        inside = set().union(*(with_descendants(self.library, s.key) for s in meant))
        return {key for s in self.library.sections if s.key in inside for key in s.entries}


def _sections(sections: list[Section], text: str) -> list[Section]:
    """Return the sections with this key; else this title; else a title that holds these words."""
    name = fold(text)
    exact = [s for s in sections if s.key and s.key == text.lower()]
    titled = exact or [s for s in sections if fold(s.title) == name]
    return titled or [s for s in sections if name in fold(s.title)]


def _label(label: str) -> str:
    return fold(labels.base(label))


def _saying(node: Words) -> _Test:
    """Return the test for words in a text; an address is looked for among the links."""
    field = "link" if not node.field and "://" in node.text else node.field
    wanted = words(node.text)
    phrase = " ".join(wanted)
    if node.is_phrase or field == "author":
        phrase = f" {phrase}"
    elif len(wanted) == 1:
        return lambda c: phrase in c.letters(field)
    # Most entries are told apart by their letters; making words of these takes longer.
    return lambda c: all(w in c.letters(field) for w in wanted) and phrase in c.words(field)


def _in_time(node: Days) -> _Test:
    times = DAYS[node.field]
    first = node.first.isoformat() if node.first else ""
    last = node.last.isoformat() if node.last else "9999-12-31"

    def is_within(time: str) -> bool:
        end = f"{time}-31" if "-" in time else f"{time}-12-31"  # a longer text is the greater one
        return f"{time}-01-01"[:10] <= last and first <= end

    return lambda c: any(is_within(time) for time in times(c.entry) if time)


def _in_range(node: Numbers) -> _Test:
    number = NUMBERS[node.field]
    low = float("-inf") if node.low is None else node.low
    high = float("inf") if node.high is None else node.high
    return lambda c: (found := number(c.entry)) is not None and low <= found <= high
