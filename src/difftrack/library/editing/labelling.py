"""What an owner puts on an entry by hand: tags, and links under labels."""

import re
from collections.abc import Iterable

from difftrack.errors import NotFoundError, RefusedError, UsageError
from difftrack.library.model import Entry
from difftrack.text import labels
from difftrack.text.folding import clean
from difftrack.text.targets import checked

_NUMBERED = re.compile(r"(?P<base>[^#]+)(?:#(?:[2-9]|[1-9][0-9]+))?")  # `Code`, `Code#2`


def tag(entry: Entry, plus: Iterable[str], minus: Iterable[str]) -> bool:
    """Put tags on an entry, behind those it has, and take others off; tell whether it changed."""
    before = list(entry.tags)
    gone = set(minus)
    entry.tags = [t for t in dict.fromkeys([*before, *plus]) if t not in gone]
    return entry.tags != before


def link(entry: Entry, label: str, target: str, *, beside: bool = False) -> tuple[str, str | None]:
    """Give an entry a link; return the label that it stands under and the address that gave way.

    `beside` puts it under the next free `Code#2` instead. Raises `UsageError` for a label or an
    address that cannot be one, `RefusedError` where the entry has this link under another label.
    """
    label, target = _label(label), checked(target)
    holder = next((held for held, there in entry.links.items() if there == target), None)
    if holder is not None and holder != label:
        raise RefusedError(f"{target} is there already, as {holder}. Take it off with --remove")
    if beside and holder is None:
        label = labels.free(entry.links, labels.base(label))
    before = entry.links.get(label)
    entry.links[label] = target
    return label, None if before == target else before


def _label(text: str) -> str:
    label = clean(text)
    if not _NUMBERED.fullmatch(label):
        raise UsageError(f"{label!r} is no label of a link. Name one without #: Code")
    return label


def unlink(entry: Entry, label: str, target: str | None = None) -> str:
    """Take a link from an entry and return its address; `target` tells one of several apart."""
    label = clean(label)
    if target is not None:
        same = [k for k, there in entry.links.items() if there == clean(target)]
        label = next((k for k in same if labels.base(k) == labels.base(label)), label)
    if label not in entry.links or (target is not None and entry.links[label] != clean(target)):
        there = ", ".join(entry.links) or "none"
        raise NotFoundError(f"There is no such link {label!r}. There are: {there}")
    return entry.links.pop(label)
