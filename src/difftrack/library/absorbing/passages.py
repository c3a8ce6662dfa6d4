"""The owner's Markdown between entries, where a library and a document both have some.

Paragraphs are compared, blanks aside: one that stands in both has perhaps moved, one that shares
most of its words with another was edited, any other is new.
"""

import re
from collections.abc import Iterable

from difftrack.library.absorbing.terms import Difference, Terms, difference
from difftrack.library.edits import joined

_WORD = re.compile(r"\w+")
_BLANK_LINES = re.compile(r"(\n(?:[ \t]*\n)+)")
_FENCE = re.compile(r"(?m)^[ \t]*(?:```|~~~)")

Texts = dict[str, str]
"""Markdown by the key of the entry before it, "" for what stands before the first."""


def settle(
    key: str, ours: Texts, theirs: Texts, said: set[str], terms: Terms
) -> tuple[Texts, list[Difference]]:
    """Return the texts that hold in a section from now on, and where the two differ.

    `said` are the paragraphs of the whole document: what only moved there does not stay here. Of
    the library's nothing goes without `terms.prune`, except for what was edited, with `terms.sync`.
    """
    settled = dict(ours)
    differences: list[Difference] = []
    held = paragraphs(ours.values())
    for after in dict.fromkeys([*ours, *theirs] if terms.sync else theirs):
        mine, other = ours.get(after, ""), theirs.get(after, "")
        moved = said if terms.sync else set[str]()
        lacking = [p for p in split(mine) if p not in other and folded(p) not in moved]
        new = [p for p in split(other) if folded(p) not in held]
        is_edited = _is_edited(lacking, new)
        if terms.sync:
            kept = [] if is_edited or terms.prune else lacking
            settled[after] = joined(other, "\n\n".join(kept))
        elif new and not is_edited:
            settled[after] = (
                joined(mine, "\n\n".join(new)) if lacking else _grown(mine, other, held)
            )
        if lacking and (is_edited or terms.sync):
            shown = " ".join(new) if is_edited else ""
            differences.append(difference(key, "text" if key else after, " ".join(lacking), shown))
    return {after: text for after, text in settled.items() if text}, differences


def _grown(mine: str, other: str, held: set[str]) -> str:
    """Return a text that holds all of `mine`, without what the library has in other places."""
    parts = split(other)
    own = [p for p in parts if p in mine or folded(p) not in held]
    return other if len(own) == len(parts) else "\n\n".join(own) or mine


def _is_edited(ours: list[str], theirs: list[str]) -> bool:
    """Tell whether two texts are wordings of one: more than half of the shorter one's words."""
    one, other = ({w.casefold() for p in text for w in _WORD.findall(p)} for text in (ours, theirs))
    return len(one & other) * 2 > min(len(one), len(other)) > 0


def paragraphs(texts: Iterable[str]) -> set[str]:
    """Return all paragraphs of some texts, folded."""
    return {folded(paragraph) for text in texts for paragraph in split(text)}


def split(text: str) -> list[str]:
    """Return the paragraphs of Markdown; code between fences is not divided."""
    found: list[str] = []
    blank, is_open = "", False
    for part in _BLANK_LINES.split(text.strip("\n")):
        if _BLANK_LINES.fullmatch(part):
            blank = part
            continue
        if is_open:
            found[-1] += blank + part
        elif part.strip():
            found.append(part)
        is_open ^= len(_FENCE.findall(part)) % 2 == 1
    return found


def folded(paragraph: str) -> str:
    """Return a paragraph as others are compared with it: its blanks are one space each."""
    return " ".join(paragraph.split())
