"""BibTeX that an entry has of its own, fitted into a file beside the others.

It is written as its owner has it, but for what would break the file: a key that another entry has,
a string that means something else elsewhere in it, parentheses around a block.
"""

import re

from difftrack.text.bibtex_blocks import Block, blocks
from difftrack.text.folding import drop_invisible

_STRING = re.compile(r"(?P<name>[^\s=]+)\s*=\s*(?P<value>.*)", re.DOTALL)


class Kept:
    """What one file holds of kept BibTeX so far.

    `taken` are the keys of the library in small letters: what else a piece holds (the volume that
    it refers to) is written once, and where none of these is its key.
    """

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._strings: dict[str, str] = {}
        self._preambles: set[str] = set()

    def written(self, text: str, key: str) -> str | None:
        """Return an entry's BibTeX under this key; `None` where it cannot stand in a file."""
        found = blocks(drop_invisible(text))
        main = next((block for block in found if block.is_entry), None)
        strings = _strings(found)
        if main is None or any(self._strings.get(n, v) != v for n, v in strings.items()):
            return None
        parts = [block.written("") for block in found if self._is_new(block)]
        parts.append(main.written(key))
        parts += [b.written(b.key) for b in found if b.is_entry and b is not main and self._add(b)]
        self._strings |= strings
        return "\n\n".join(parts)

    def _is_new(self, block: Block) -> bool:
        """Tell whether a string or a preamble does not stand in the file yet."""
        if block.kind.lower() == "preamble":
            is_new = block.rest not in self._preambles
            self._preambles.add(block.rest)
            return is_new
        return bool(_strings([block]).keys() - self._strings.keys())

    def _add(self, block: Block) -> bool:
        """Take the key of a further entry, and tell whether it was free."""
        key = block.key.lower()
        is_free = bool(key) and key not in self._taken
        self._taken.add(key)
        return is_free


def _strings(found: list[Block]) -> dict[str, str]:
    """Return what the strings of a piece stand for, by their names in small letters."""
    parts = [_STRING.fullmatch(block.rest) for block in found if block.kind.lower() == "string"]
    return {part["name"].lower(): part["value"].strip() for part in parts if part}
