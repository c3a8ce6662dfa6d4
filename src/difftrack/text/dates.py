"""Dates as people print them in lists, `4 Feb 2023`, `Oct 2022`, `2024.10`, and type: `2w`."""

import calendar
import re
from datetime import date, timedelta
from typing import NamedTuple

from difftrack.errors import UsageError
from difftrack.text.folding import clean, shorten

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
# Not within a longer number or word; scripts without blanks between words may stand beside it.
_BEGIN = r"(?<![A-Za-z0-9])(?<!\d[-./])"
_END = r"(?![A-Za-z0-9]|[-./]\d)"
_FORMS = re.compile(
    "(?i)" + _BEGIN
    + r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?(?:"
    + _DAY.format("d1") + r"\s+" + _MONTH.format("m1") + r",?\s*" + _YEAR.format("y1")
    + "|" + _MONTH.format("m2") + r"\s*" + _DAY.format("d2") + r"(?:,\s*|\s+)" + _YEAR.format("y2")
    + "|" + _MONTH.format("m3") + r",?\s*" + _YEAR.format("y3")
    + "|" + _YEAR.format("y4") + r"[-./](?P<m4>\d{1,2})(?:[-./](?P<d4>\d{1,2}))?"
    + "|" + _YEAR.format("y5")
    + r")" + _END
)  # fmt: skip
_AGO = re.compile(r"([0-9]{1,5})\s*([dwmy])")
_DAY_TYPED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class PrintedDate(NamedTuple):
    """A date as exact as it was printed: `iso` (day or month) is `None` for a bare year."""

    year: int
    iso: str | None = None


def parse(text: str) -> PrintedDate | None:
    """Return the date that `text` consists of, `None` where it is anything else."""
    match = _FORMS.fullmatch(text.strip(" \t,.;()[]`*_"))
    return _read(match) if match else None


def day(text: str) -> str:
    """Return the ISO day that a person typed: `2023-01-23`, `Mon Jan 23, 2023`, `23 Jan 2023`.

    Raises `UsageError` for anything else.
    """
    typed = clean(text)
    found = parse(typed)
    iso = found.iso if found else typed  # of a year that no list is from
    if iso and is_day(iso):
        return iso
    raise UsageError(f"{shorten(typed, 40)!r} is no day. Write it as 2026-11-20")


def is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar, as ISO has it."""
    try:
        return bool(_DAY_TYPED.fullmatch(text) and date.fromisoformat(text))
    except ValueError:  # 2026-02-30
        return False


def search(text: str) -> PrintedDate | None:
    """Return the first date of a day in `text`: `Mon Jan 23, 2023 Readings`."""
    for match in _FORMS.finditer(text):
        found = _read(match)
        if found and found.iso and len(found.iso) == len("2023-01-23"):
            return found
    return None


def _read(match: re.Match[str]) -> PrintedDate | None:
    groups = {name[0]: value for name, value in match.groupdict().items() if value}
    year = int(groups["y"])
    if "m" not in groups:
        return PrintedDate(year)
    written = groups["m"]
    month = int(written) if written.isdigit() else MONTHS.index(written[:3].capitalize()) + 1
    day = int(groups.get("d", "1"))
    try:
        date(year, month, day)
    except ValueError:  # 30 February
        return None
    iso = f"{year}-{month:02}"
    return PrintedDate(year, f"{iso}-{day:02}" if "d" in groups else iso)


def since(text: str, today: date) -> date:
    """Return the day that a person means who types `7d`, `2w`, `3m`, `1y` or `2026-11-14`.

    A month before the 31st is the last day of a shorter month. Raises `UsageError` for what is no
    such time.
    """
    typed = text.strip().lower()
    ago = _AGO.fullmatch(typed)
    try:
        if ago:
            return _before(today, int(ago[1]), ago[2])
        if _DAY_TYPED.fullmatch(typed):
            return date.fromisoformat(typed)
    except (ValueError, OverflowError):  # 2026-02-30, 9999y
        pass
    raise UsageError(
        f"{shorten(clean(text), 40)!r} is no time. Write it as 30d, 2w, 3m, 1y or 2026-11-20"
    )


def _before(today: date, count: int, unit: str) -> date:
    if unit in "dw":
        return today - timedelta(days=count * (7 if unit == "w" else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
