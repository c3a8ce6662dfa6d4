"""Ends for the HTML in the owner's Markdown, so that none of it holds for what follows.

Source: the HTML standard, 13.2.6: what is open stays so, a mark of text (`<b>`) is opened again in
the next paragraph, and the end of a list or table closes one that the text itself did not open.
"""

import re
from collections.abc import Iterable

CLOSED = "<!-- closed -->"
"""What stands behind an end that the owner did not write."""

SHOWN = "&#60;"
"""A `<` of the owner's that is shown; nobody types it so."""

_NEVER_OPEN = frozenset("br hr img input source wbr p".split())
_ENDED_BY_OTHERS = frozenset("li dt dd thead tbody tfoot tr td th caption".split())
_END_OTHERS = frozenset("ul ol dl table".split()) | _ENDED_BY_OTHERS
_TAG = re.compile(r"\\[\s\S]|<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?=[\s/>])")


def balanced(parts: Iterable[tuple[bool, str]]) -> str:
    """Return the parts of a text, each with whether it is code, with all that it opens closed."""
    opened: list[str] = []
    text = "".join(
        part if is_code else _TAG.sub(lambda tag: _step(opened, tag), part)
        for is_code, part in parts
    )
    ends = [f"</{name}>" for name in reversed(opened)]
    return text + ("\n\n" + "\n".join(ends) + f" {CLOSED}" if ends else "")


def _step(opened: list[str], tag: re.Match[str]) -> str:
    """Return a tag as it is written, and note in `opened` what it opens or closes."""
    name = (tag["name"] or "").lower()  # "" behind a backslash
    if not name or name in _NEVER_OPEN:
        return tag[0]
    if not tag["close"]:
        opened.append(name)
        return tag[0]
    if name not in opened:
        return tag[0].replace("<", SHOWN) if name in _END_OTHERS else tag[0]
    last = len(opened) - 1 - opened[::-1].index(name)
    opened[last:] = [inner for inner in opened[last + 1 :] if inner not in _ENDED_BY_OTHERS]
    return tag[0]
