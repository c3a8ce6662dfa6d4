"""What the lines of a text mean as the value of an entry's field."""

import re
from collections.abc import Callable
from typing import Any

from difftrack.errors import UsageError
from difftrack.library.model import KINDS
from difftrack.text import arxiv_id, dates, scores
from difftrack.text.folding import clean, drop_invisible
from difftrack.text.markdown import safe_url

_ITEM = re.compile(r"(?P<label>.+?): (?P<value>.*)")
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_YES = {"yes": True, "no": False}


class FieldError(UsageError):
    """A line of a form that cannot be read; the text says which, and how to mend it."""


def _line(lines: list[str]) -> str | None:
    return clean(" ".join(lines)) or None


def _title(lines: list[str]) -> str:
    return clean(" ".join(lines))


def _markdown(lines: list[str]) -> str | None:
    return drop_invisible("\n".join(lines)).strip("\n").rstrip() or None


def _list(lines: list[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(clean, lines))))


def _map(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in filter(str.strip, lines):
        if line.startswith((" ", "\t")) and found:
            last = next(reversed(found))
            found[last] += f"\n{line[2:] if line.startswith('  ') else line[1:]}"
            continue
        item = _ITEM.fullmatch(line)
        if item is None or not clean(item["label"]):
            raise FieldError(f"{line!r} has no label. Write it as Code: https://example.org")
        if clean(item["label"]) in found:
            raise FieldError(f"{clean(item['label'])!r} stands there twice. Number one: Code#2")
        found[clean(item["label"])] = item["value"].strip()
    return {label: drop_invisible(value) for label, value in found.items()}


def _day(lines: list[str]) -> str | None:
    day = _line(lines)
    return dates.day(day) if day else None


def _day_or_month(lines: list[str]) -> str | None:
    day = _line(lines)
    return day if day and _MONTH.fullmatch(day) else _day(lines)


def _score(lines: list[str]) -> float | None:
    text = _line(lines)
    return scores.read(text) if text else None


def _year(lines: list[str]) -> int | None:
    text = _line(lines)
    if text is not None and not re.fullmatch(r"[0-9]{4}", text):
        raise FieldError(f"{text!r} is no year. Write it as 2026")
    return int(text) if text else None


def _yes_or_no(lines: list[str]) -> bool | None:
    text = _line(lines)
    if text is not None and text.lower() not in _YES:
        raise FieldError(f"{text!r} is neither yes nor no")
    return _YES[text.lower()] if text else None


def _kind(lines: list[str]) -> str:
    kind = _line(lines) or "paper"
    if kind not in KINDS:
        raise FieldError(f"There is no kind {kind!r}. There are: {', '.join(KINDS)}")
    return kind


def _arxiv_id(lines: list[str]) -> str | None:
    text = _line(lines)
    found = arxiv_id.recognise(text) if text else None
    if text and found is None:
        raise FieldError(f"{text!r} is no arXiv id. One looks like 2006.11239")
    return found.base if found else None


def _address(lines: list[str]) -> str | None:
    text = _line(lines)
    if text and (safe_url(text) is None or "://" not in text):
        raise FieldError(f"{text!r} is no http or https address")
    return text


FIELDS: dict[str, Callable[[list[str]], Any]] = {
    "title": _title,
    "short": _line,
    "authors": _list,
    "etal": lambda lines: bool(_yes_or_no(lines)),
    "institute": _line,
    "venue": _line,
    "year": _year,
    "venue_note": _line,
    "links": _map,
    "tags": _list,
    "note": _markdown,
    "read": _yes_or_no,
    "read_on": _day,
    "score": _score,
    "kind": _kind,
    "arxiv_id": _arxiv_id,
    "url": _address,
    "doi": _line,
    "published": _day_or_month,
    "updated": _day,
    "journal_ref": _line,
    "comment": _line,
    "categories": _list,
    "figures": _list,
    "fields": _map,
    "abstract": _line,
    "bibtex": _markdown,
}
"""The fields in the order of the form, and how each is read. `review` has a card of its own."""
