"""Asking again where a failure may pass: how often, and after which pauses.

A growing pause with some chance in it is what RFC 9110 (10.2.3, `Retry-After`) leaves to the client
where the server names no time; the chance keeps many clients from coming back in the same moment.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TypeVar

from difftrack.errors import SourceError

FEW = 2
"""How often a request is repeated whose answer was nonsense: waiting seldom mends that."""

_MANY = 20
_LONGEST_PAUSE = 300.0  # seconds, unless the server asks for more
_LONGEST_ASKED = 10 * 365 * 86_400  # seconds; a number beyond is no time
_FEWEST_SECONDS = 10.0  # for a last try

_T = TypeVar("_T")


class PassingError(SourceError):
    """A failure that may pass.

    `asked` is how many seconds the server asks to wait, `most` how often at most it is worth trying
    again.
    """

    def __init__(self, text: str, asked: float | None = None, most: int = _MANY) -> None:
        super().__init__(text)
        self.asked, self.most = asked, most


def patiently(
    work: Callable[[float], _T], wait: float, shortest: float, pause: Callable[[float, str], None]
) -> _T:
    """Return what `work` returns; repeat it for `wait` seconds while it fails for what may pass.

    `work` is given the seconds that it may take, `pause` those to let pass and the reason. The
    pauses begin with `shortest` and double. Raises `SourceError` where it is given up.
    """
    begin, tries = monotonic(), 0
    while True:
        left = wait - (monotonic() - begin)
        try:
            return work(left if tries else float("inf"))
        except PassingError as error:
            tries += 1
            left = wait - (monotonic() - begin)
            grown = _grown(tries, shortest)
            if grown > left:
                grown = left - _FEWEST_SECONDS  # a last try, with time for its answer
            seconds = max(grown, error.asked or 0.0)
            if tries > error.most or not shortest <= seconds <= left or wait <= 0:
                raise _given_up(error, tries, monotonic() - begin, wait) from None
            pause(seconds, str(error))


def _grown(tries: int, shortest: float) -> float:
    pause = min(shortest * 2.0 ** (tries - 1), _LONGEST_PAUSE)
    return pause * random.uniform(1, 1.5)  # noqa: S311 - no secret


def _given_up(error: PassingError, tries: int, elapsed: float, wait: float) -> SourceError:
    if error.asked and error.asked > wait:
        return SourceError(
            f"{error}, and asks to be left alone for {error.asked:.0f} s. Try again then, or wait "
            f"for it: --wait {error.asked + 60:.0f}"
        )
    if tries == 1:
        return SourceError(f"{error}. Try again later")
    longer = f", or wait longer: --wait {max(600, 5 * wait):.0f}" if tries <= error.most else ""
    return SourceError(f"{error}, {tries} times in {elapsed:.0f} s. Try again later{longer}")


def seconds_asked(retry_after: str | None) -> float | None:
    """Return the seconds that a `Retry-After` header asks for, given as a number or as a date.

    Source: RFC 9110, 10.2.3. What is neither asks for nothing; neither does a time that has passed.
    """
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:15])
    else:
        try:
            until = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        seconds = (until - datetime.now(UTC)).total_seconds()
    return seconds if 0 < seconds <= _LONGEST_ASKED else None
