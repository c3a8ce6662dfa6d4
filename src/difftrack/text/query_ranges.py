"""Times and numbers as a query has them: `2021`, `2020-05..`, `..2021`, `>2024-01`, `6..8`."""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from math import inf, nextafter
from typing import TypeVar

from difftrack.text.folding import shorten
from difftrack.text.query_tree import Days, Field, Numbers, Place, mistake

_PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")
_COMPARED = re.compile(r"(>=|<=|>|<|=)(.+)")
_BARE = re.compile(r"(?=[.-]*[0-9])[0-9-]*\.\.[0-9-]*")
_TIMES = "is no time. Write 2021, 2021-05, 2020..2022, 2020-05.. or >2024-01"
_NUMBERS = "is no number. Write 7, 6..8 or >7"

_T = TypeVar("_T", date, float)


def is_bare_range(word: str) -> bool:
    """Tell whether a word alone means a range: two dots, digits before them or behind."""
    return _BARE.fullmatch(word) is not None


def ranged(query: str, text: str, place: Place, field: Field) -> Days | Numbers:
    """Return what a text behind a field of days or numbers means.

    Raises `UsageError` where it means none, or ends before it begins; `place` is that in the query.
    """
    if field.kind == "day":
        return Days(field.name, *_found(_days(text), query, text, place, _TIMES), place)
    return Numbers(field.name, *_found(_numbers(text), query, text, place, _NUMBERS), place)


def _found(
    span: tuple[_T | None, _T | None] | None, query: str, text: str, place: Place, told: str
) -> tuple[_T | None, _T | None]:
    if span is None:
        raise mistake(query, place, f"{shorten(text, 40)!r} {told}")
    low, high = span
    if low is not None and high is not None and low > high:
        raise mistake(query, place, "This range ends before it begins")
    return span


def _days(text: str) -> tuple[date | None, date | None] | None:
    """Return the first and the last day that count, `None` for what is no time.

    A year or a month is all its days: `>2024-01` begins with February.
    """
    day = timedelta(days=1)
    try:
        return _span(text, _period, lambda last: last + day, lambda first: first - day)
    except OverflowError:  # later than the year 9999
        return None


def _numbers(text: str) -> tuple[float | None, float | None] | None:
    """Return the lowest and the highest number that count, `None` for what is none.

    `>7` begins with the next number that there is.
    """
    return _span(text, _number, lambda n: nextafter(n, inf), lambda n: nextafter(n, -inf))


def _span(
    text: str,
    ends: Callable[[str], tuple[_T, _T] | None],
    above: Callable[[_T], _T],
    below: Callable[[_T], _T],
) -> tuple[_T | None, _T | None] | None:
    compared = _COMPARED.fullmatch(text)
    sign, rest = compared.groups() if compared else ("=", text)
    if not compared and ".." in rest:
        return _range(rest, ends)
    found = ends(rest)
    if found is None:
        return None
    low, high = found
    if sign == "=":
        return low, high
    if sign[0] == ">":
        return low if sign == ">=" else above(high), None
    return None, high if sign == "<=" else below(low)


def _range(
    text: str, ends: Callable[[str], tuple[_T, _T] | None]
) -> tuple[_T | None, _T | None] | None:
    one, _, other = text.partition("..")
    first, last = ends(one), ends(other)
    is_bad = (one and first is None) or (other and last is None) or not (one or other)
    return None if is_bad else (first[0] if first else None, last[1] if last else None)


def _period(text: str) -> tuple[date, date] | None:
    match = _PERIOD.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:  # 2026-02-30
        return None
    last_month = first.replace(month=12) if month is None else first
    last = last_month.replace(day=calendar.monthrange(last_month.year, last_month.month)[1])
    return first, first if day else last


def _number(text: str) -> tuple[float, float] | None:
    return (float(text), float(text)) if _NUMBER.fullmatch(text) else None
