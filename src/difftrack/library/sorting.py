"""Entries in an order that a person asks for, whatever section they stand in."""

from collections.abc import Callable, Mapping, Sequence
from math import isnan
from typing import Literal, NamedTuple

from difftrack.library.model import Entry
from difftrack.library.query import Row
from difftrack.text.folding import fold
from difftrack.text.names import surname

Sort = Literal["listed", "date", "added", "updated", "read", "score", "title", "author", "venue"]
"""What a list is sorted by; `listed` is the order of sections and places in them."""


class _Order(NamedTuple):
    """The value to sort by, "" or `None` where there is none; times and scores begin at the top."""

    value: Callable[[Entry], str | float | None]
    is_descending: bool = False


def _score(entry: Entry) -> float | None:
    return None if entry.score is None or isnan(entry.score) else entry.score


def _author(entry: Entry) -> str:
    return fold(surname(entry.authors[0]) or entry.authors[0]) if entry.authors else ""


_ORDERS: Mapping[Sort, _Order] = {
    "date": _Order(lambda e: e.published or str(e.year or ""), is_descending=True),
    "added": _Order(lambda e: e.added, is_descending=True),
    "updated": _Order(lambda e: e.updated, is_descending=True),
    "read": _Order(lambda e: e.read_on, is_descending=True),
    "score": _Order(_score, is_descending=True),
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
    values = {row.key: order.value(row.entry) for row in rows}
    with_value = [row for row in rows if values[row.key] not in {None, ""}]
    descending = order.is_descending != reverse
    ordered = sorted(with_value, key=lambda row: values[row.key], reverse=descending)  # type: ignore[arg-type,return-value] # one order has values of one type
    return ordered + [row for row in rows if values[row.key] in {None, ""}]
