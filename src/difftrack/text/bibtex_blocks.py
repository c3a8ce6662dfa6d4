r"""The blocks of a piece of BibTeX, and whether it can stand in a file without breaking it.

Source of the rules: Oren Patashnik, "BibTeXing", and biber's parser, which both count every brace;
bibtexparser does not count the one in `\{`. A piece is whole where both come to the same.
"""

import re
from typing import NamedTuple

from difftrack.text.folding import drop_invisible

_BEGIN = re.compile(r"@\s*(?P<kind>[A-Za-z]+)\s*(?P<open>[{(])")
_MARK = re.compile(r"[{}()\"]")
_ESCAPED = re.compile(r"\\[{}]")
_KEY = re.compile(r"\s*(?P<key>[^\s,{}()\"#%'=~\\@]*)\s*(?P<rest>,.*|)", re.DOTALL)
_NO_ENTRIES = {"string", "comment", "preamble"}


class Block(NamedTuple):
    """`@kind{key, rest}`; of a string, a comment or a preamble all is `rest`."""

    kind: str
    key: str
    rest: str

    @property
    def is_entry(self) -> bool:
        """Whether it is something to cite."""
        return self.kind.lower() not in _NO_ENTRIES

    def written(self, key: str) -> str:
        """Return the block under a key, in braces."""
        return f"@{self.kind}{{{key}{self.rest}}}"


def blocks(text: str) -> list[Block]:
    """Return the blocks of a text, in order; none where one of them is not whole.

    What stands between them is a comment to BibTeX, and left out; a brace there is of a block.
    """
    found: list[Block] = []
    at = 0
    while begin := _BEGIN.search(text, at):
        end = _end(text, begin)
        body = text[begin.end() : end] if end is not None else ""
        block = _block(begin["kind"], body)
        is_stray = _has_brace(text[at : begin.start()])
        if end is None or block is None or is_stray or not _is_whole(body):
            return []
        found.append(block)
        at = end + 1
    return [] if _has_brace(text[at:]) else found


def _has_brace(text: str) -> bool:
    return "{" in text or "}" in text


def own_key(text: str) -> str | None:
    """Return the key under which a piece of BibTeX cites its first entry; `None` without one."""
    found = blocks(drop_invisible(text))
    return next((block.key for block in found if block.is_entry), None) or None


def _block(kind: str, body: str) -> Block | None:
    if kind.lower() in _NO_ENTRIES:
        return Block(kind, "", body.strip())
    parts = _KEY.fullmatch(body)
    return Block(kind, parts["key"], parts["rest"].rstrip(" \t")) if parts else None


def _end(text: str, begin: re.Match[str]) -> int | None:
    """Return where the brace or parenthesis stands that closes a block; `None` without one."""
    is_braced = begin["open"] == "{"
    depth, is_quoted = 0, False
    for mark in _MARK.finditer(text, begin.end()):
        sign = mark[0]
        if depth == 0 and not is_quoted and sign == ("}" if is_braced else ")"):
            return mark.start()
        if sign == '"' and depth == 0:
            is_quoted = not is_quoted
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return None
    return None


def _is_whole(body: str) -> bool:
    """Tell whether the braces match also where escaped ones are not counted."""
    depth = 0
    for mark in re.finditer("[{}]", _ESCAPED.sub("", body)):
        depth += 1 if mark[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0
