"""The anchors that GitHub gives to headings.

Source: the algorithm of github-slugger 2.0 (its fixtures were rendered by GitHub itself), told in
Unicode categories: letters, marks, decimal and letter numbers, `_`, `-`, blanks and the circled
letters stay; all else goes; each blank becomes a hyphen.
"""

import unicodedata
from itertools import chain

_KEPT = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"}
_CIRCLED_LETTERS = frozenset(
    chain(
        range(0x24B6, 0x24EA),
        range(0x1F130, 0x1F14A),
        range(0x1F150, 0x1F16A),
        range(0x1F170, 0x1F18A),
    )
)


class Slugger:
    """Gives each heading of one document its anchor; a heading seen before gets `-1`, `-2`, ...

    It must be fed every heading of the document in order, hand-written ones too.
    """

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def slug(self, heading: str) -> str:
        """Return the anchor of the next heading, whose visible text is `heading`."""
        anchor = base = "".join(c for c in heading.lower() if _is_kept(c)).replace(" ", "-")
        while anchor in self._seen:
            self._seen[base] += 1
            anchor = f"{base}-{self._seen[base]}"
        self._seen[anchor] = 0
        return anchor


def _is_kept(char: str) -> bool:
    return char in "- " or unicodedata.category(char) in _KEPT or ord(char) in _CIRCLED_LETTERS
