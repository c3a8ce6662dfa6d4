"""Entries in an order that a person asks for, whatever section they stand in."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from difftrack.library.model import Entry
from difftrack.library.query import Row, Value, ordered, score
from difftrack.text.folding import fold
from difftrack.text.names import surname

Sort = Literal["listed", "date", "added", "updated", "read", "score", "title", "author", "venue"]
"""What a list is sorted by; `listed` is the order of sections and places in them."""


class _Order(NamedTuple):
    """The value to sort by, "" or `None` where there is none; times and scores begin at the top."""

    value: Callable[[Entry], Value]
    is_descending: bool = False


def _author(entry: Entry) -> str:
    return fold(surname(entry.authors[0]) or entry.authors[0]) if entry.authors else ""


_ORDERS: Mapping[Sort, _Order] = {
    "date": _Order(lambda e: e.published or str(e.year or ""), is_descending=True),
    "added": _Order(lambda e: e.added, is_descending=True),
    "updated": _Order(lambda e: e.updated, is_descending=True),
    "read": _Order(lambda e: e.read_on, is_descending=True),
    "score": _Order(score, is_descending=True),
    "title": _Order(lambda e: fold(e.title)),
    "author": _Order(_author),
    "venue": _Order(lambda e: f"{fold(e.venue)} {e.year or ''}" if e.venue else ""),
}


def in_order(rows: Sequence[Row], sort: Sort, *, reverse: bool = False) -> list[Row]:
    """Return the rows sorted; the newest and the highest come first, unless `reverse`.

    What is equal stays as listed. Entries without a value come last, whichever way round.
    """
    order = _ORDERS.get(sort)
    if order is None:
        return list(rows[::-1] if reverse else rows)
    descending = order.is_descending != reverse
    return ordered(rows, lambda row: order.value(row.entry), descending=descending)
