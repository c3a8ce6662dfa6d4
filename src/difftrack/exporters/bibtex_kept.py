"""BibTeX that an entry has of its own, fitted into a file beside the others.

It is written as its owner has it, but for what would break the file, or change others in it: a key
that another entry has, names of strings, a preamble, parentheses around a block.
"""

from difftrack.text.bibtex_blocks import Block, blocks
from difftrack.text.bibtex_values import meanings, spelled_out
from difftrack.text.folding import drop_invisible


class Kept:
    """What one file holds of kept BibTeX so far.

    `taken` are the keys of the library in small letters: what else a piece holds (the volume that
    it refers to) is written once, and where none of these is its key.
    """

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def written(self, text: str, key: str) -> str | None:
        """Return an entry's BibTeX under this key; `None` where it cannot stand in a file."""
        found = blocks(drop_invisible(text))
        strings = meanings([block.rest for block in found if block.kind.lower() == "string"])
        if strings is None:
            return None
        entries: list[Block] = []
        for block in found:
            fields = spelled_out(block.rest, strings) if block.is_entry else ""
            if fields is None:
                return None
            entries += [block._replace(rest=fields or ",")] if block.is_entry else []
        if not entries:
            return None
        main, *others = entries
        return "\n\n".join([main.written(key), *(b.written(b.key) for b in others if self._add(b))])

    def _add(self, block: Block) -> bool:
        """Take the key of a further entry, and tell whether it was free."""
        key = block.key.lower()
        is_free = bool(key) and key not in self._taken
        self._taken.add(key)
        return is_free
