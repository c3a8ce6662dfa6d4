"""`stats`: what the library holds, and how much of it was read."""

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from difftrack.cli import bars
from difftrack.cli.bars import Bar, Signs
from difftrack.cli.fetching import today
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_bold, answer_json, remark, terminal_width
from difftrack.cli.queries import OnlySection, Words, chosen, nothing
from difftrack.library.finding import find_section
from difftrack.library.statistics import Statistics, count
from difftrack.library.tally import Share

_WIDEST = 72
_NARROWEST = 20
_MOST_LINES = 12  # of years, venues and months; --json has all
_PLAIN = Signs("#", ".")


def stats(
    ctx: typer.Context,
    words: Words = None,
    *,
    section: OnlySection = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all numbers as JSON.")] = False,
) -> None:
    """Count what the library holds, and how much of it was read.

    \b
    difftrack stats
    difftrack stats --section editing

    By section, year and venue; by month, where the day is known (`mark-read`).
    """  # noqa: D301 - \b keeps the lines apart
    invocation: Invocation = ctx.obj
    library = invocation.load()
    inside = find_section(library, section).key if section else None
    rows = chosen(library, words, section=section)
    counted = count(library, rows, today(), inside)
    if as_json:
        answer_json("stats", **_as_json(counted))
    elif not rows:
        remark(invocation, nothing(library))
    else:
        _print(invocation, counted)


def _as_json(counted: Statistics) -> dict[str, object]:
    def _told(share: Share) -> dict[str, int]:
        return share._asdict()

    return {
        **_told(counted.share),
        "sections": [
            {"key": s.key, "title": s.title, "depth": s.depth, **_told(s.share)}
            for s in counted.sections
        ],
        "years": {str(year): _told(share) for year, share in counted.years.items()},
        "venues": {venue: _told(share) for venue, share in counted.venues.items()},
        "months": counted.months,
        "streak": counted.streak._asdict(),
    }


def _print(invocation: Invocation, counted: Statistics) -> None:
    width = terminal_width(_NARROWEST, _WIDEST)
    signs = Signs() if _has("█░") else _PLAIN
    number, read = counted.share
    answer(f"{read} of {number} read ({read * 100 // number}%)")
    answer(bars.drawn(Bar("", "", 1, read / number), min(width, 40), signs))
    for heading, lines in _tables(counted):
        if lines:
            answer("")
            answer_bold(invocation, heading)
            for line in bars.lines(lines, width, signs):
                answer(line)
    if counted.streak.longest:
        answer("")
        answer(f"Days in a row: {counted.streak.now} now, {counted.streak.longest} at most")


def _tables(counted: Statistics) -> Iterator[tuple[str, list[Bar]]]:
    sections = [("  " * s.depth + (s.title or "(no heading)"), s.share) for s in counted.sections]
    yield "By section", _shares(sections)
    years = [(str(year), share) for year, share in counted.years.items()]
    yield "By year", _shares(_folded(years, "before"))
    yield "By venue", _shares(_folded([*counted.venues.items()], "others"))
    months = [*counted.months.items()][-_MOST_LINES:]
    most = max((number for _, number in months), default=0)
    yield "Read by month", [Bar(name, str(n), n / (most or 1), 1) for name, n in months]


def _shares(named: list[tuple[str, Share]]) -> list[Bar]:
    most = max((share.number for _, share in named), default=0)
    return [
        Bar(name, f"{s.read}/{s.number}", s.number / most, s.read / s.number) for name, s in named
    ]


def _folded(named: list[tuple[str, Share]], rest: str) -> list[tuple[str, Share]]:
    """Return the first of some shares, and in one line what would make too many."""
    first, others = named[:_MOST_LINES], [share for _, share in named[_MOST_LINES:]]
    if not others:
        return first
    return [*first, (rest, Share(sum(s.number for s in others), sum(s.read for s in others)))]


def _has(signs: str) -> bool:
    """Tell whether who reads the answer can be shown some signs."""
    try:
        signs.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
