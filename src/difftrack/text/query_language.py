"""The one language in which people ask, of arXiv and of their library.

Words that all must hold, phrases in quotes, `field:value`, `-` or `not` before what must not hold,
`or`, parentheses; behind a field of days or numbers `2021`, `2020..2022`, `2020-05..`, `>2024-01`.
Which fields there are is told by who asks.
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from difftrack.errors import UsageError
from difftrack.text.folding import clean
from difftrack.text.query_ranges import is_bare_range, ranged
from difftrack.text.query_tokens import Token, tokens
from difftrack.text.query_tree import (
    All,
    Either,
    Field,
    Node,
    Not,
    Place,
    Query,
    Words,
    mistake,
)

_LONGEST, _DEEPEST = 2000, 20  # characters, parentheses within each other


def parse(text: str, fields: Mapping[str, Field]) -> Query:
    """Return what a query means.

    `fields` are by all the names that people may type, in small letters; the one named "" is that
    of a range alone. Raises `UsageError` with a caret below the mistake.
    """
    if len(text) > _LONGEST:
        raise UsageError(f"The query is longer than {_LONGEST} characters. Leave something out")
    query = clean(text)
    found = tokens(query)
    if not found:
        raise UsageError("There is nothing to look for. Name a word: diffusion")
    return Query(query, _Reader(query, found, fields).whole())


class _Reader:
    """Goes through the parts of a query once, from left to right."""

    def __init__(self, query: str, found: list[Token], fields: Mapping[str, Field]) -> None:
        self.query, self.tokens, self.fields = query, found, fields
        self.at = self.depth = 0

    def whole(self) -> Node:
        """Return the tree of all parts."""
        tree = self._either(None)
        if self.at < len(self.tokens):
            raise self._wrong(self.tokens[self.at].place, "This parenthesis closes none")
        return tree

    def _kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else "end"

    def _next(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _either(self, field: Field | None) -> Node:
        parts = [self._all(field)]
        while self._kind() == "or":
            self.at += 1
            parts.append(self._all(field))
        return parts[0] if len(parts) == 1 else Either(tuple(parts), _around(parts))

    def _all(self, field: Field | None) -> Node:
        parts = [self._negated(field)]
        while self._kind() not in {"or", "close", "end"}:
            if self._kind() == "and":
                self.at += 1
            parts.append(self._negated(field))
        return parts[0] if len(parts) == 1 else All(tuple(parts), _around(parts))

    def _negated(self, field: Field | None) -> Node:
        begin, is_negated = self.at, False
        while self._kind() in {"minus", "not"}:
            self.at += 1
            is_negated = not is_negated
        part = self._single(field)
        if not is_negated:
            return part
        start = self.tokens[begin].place.start
        return part.part if isinstance(part, Not) else Not(part, Place(start, part.place.end))

    def _single(self, field: Field | None) -> Node:
        if self._kind() not in {"open", "field", "word", "phrase"}:
            raise self._missing()
        token = self._next()
        if token.kind == "open":
            return self._group(token, field)
        if token.kind != "field":
            return self._leaf(token, token.place, field)
        field, value = self._field(token), self._next()
        if field.kind == "text" and value.kind == "word" and value.text.startswith("-"):
            said = f"What is left out has its minus first: -{token.text}:{value.text.lstrip('-')}"
            raise self._wrong(value.place, f"{said}. In quotes it is text")
        if value.kind == "open":
            return self._group(value, field)
        return self._leaf(value, Place(token.place.start, value.place.end), field)

    def _group(self, opening: Token, field: Field | None) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self._wrong(opening.place, f"More than {_DEEPEST} parentheses within each other")
        inside = self._either(field)
        if self._kind() != "close":
            raise self._wrong(opening.place, "This parenthesis is not closed")
        self.at += 1
        self.depth -= 1
        return inside

    def _leaf(self, token: Token, place: Place, field: Field | None) -> Node:
        if field is None and token.kind == "word" and is_bare_range(token.text):
            field = self.fields.get("")
        if field is None or field.kind == "text":
            return Words(field.name if field else "", token.text, token.kind == "phrase", place)
        return ranged(self.query, token.text, place, field)

    def _field(self, token: Token) -> Field:
        name = token.text.lower()
        if name and name in self.fields:
            return self.fields[name]
        known = [typed for typed in self.fields if typed]
        near = get_close_matches(name, known, n=1, cutoff=0.6)
        there = ", ".join(dict.fromkeys(field.name for field in self.fields.values()))
        hint = f"Did you mean {near[0]}?" if near else f"There are: {there}."
        said = f"There is no field {token.text!r}. {hint} In quotes it is text"
        raise self._wrong(token.place, said)

    def _missing(self) -> UsageError:
        """Return what to say where something to look for should stand."""
        before = self.tokens[self.at - 1] if self.at else None
        if before and before.kind != "open":
            return self._wrong(before.place, f"There is nothing behind {before.text}")
        if before and self._kind() in {"close", "end"}:
            return self._wrong(before.place, "There is nothing in this parenthesis")
        token = self.tokens[self.at]
        if token.kind == "close":
            return self._wrong(token.place, "This parenthesis closes none")
        return self._wrong(token.place, f"There is nothing before {token.text}")

    def _wrong(self, place: Place, said: str) -> UsageError:
        return mistake(self.query, place, said)


def _around(parts: Sequence[Node]) -> Place:
    return Place(parts[0].place.start, parts[-1].place.end)
