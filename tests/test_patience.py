from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

import arxiv_server as faults
from arxiv_server import Answer, ArxivServer
from difftrack.errors import SourceError
from difftrack.sources import patience
from difftrack.sources.arxiv_api import fetch
from difftrack.sources.endpoint import Endpoint
from difftrack.sources.patience import seconds_asked
from difftrack.text.arxiv_id import parse


class Clock:
    """Time that passes only in pauses, which are written down."""

    def __init__(self) -> None:
        self.now, self.pauses = 0.0, list[float]()
        self.reasons: list[str] = []

    def pause(self, seconds: float, reason: str) -> None:
        self.now += seconds
        self.pauses.append(seconds)
        self.reasons.append(reason)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(patience, "monotonic", lambda: clock.now)
    return clock


def ask(server: ArxivServer, clock: Clock, wait: float) -> list[str]:
    where = Endpoint(server.url, 3.0, wait=wait, pause=clock.pause)
    return list(next(fetch([parse("2006.11239")], where)).found)


@pytest.mark.parametrize(
    "fault",
    [
        faults.status(429, b"Rate exceeded."),
        faults.status(406),
        faults.status(502),
        faults.status(503),
        faults.status(504),
        faults.status(500),
        faults.body(b"Rate exceeded."),
        faults.body(b""),
        faults.body(b"<html>Log in</html>"),
        faults.truncated,
        faults.cut,
        faults.reset,
    ],
)
def test_what_may_pass_is_asked_again(
    arxiv_server: ArxivServer, clock: Clock, fault: Callable[[Answer], Answer]
) -> None:
    arxiv_server.faults = [fault, fault]
    assert ask(arxiv_server, clock, 60) == ["2006.11239"]
    assert len(clock.pauses) == 2


@pytest.mark.parametrize("fault", [faults.status(404), faults.status(400), faults.status(301)])
def test_what_does_not_pass_is_not(
    arxiv_server: ArxivServer, clock: Clock, fault: Callable[[Answer], Answer]
) -> None:
    arxiv_server.faults = [fault]
    with pytest.raises(SourceError, match="Try again later"):
        ask(arxiv_server, clock, 60)
    assert clock.pauses == []


def test_pauses_grow_and_end_with_the_time_that_was_given(
    arxiv_server: ArxivServer, clock: Clock
) -> None:
    arxiv_server.faults = [faults.status(503)] * 50
    with pytest.raises(SourceError) as caught:
        ask(arxiv_server, clock, 600)
    assert clock.pauses[0] >= 3
    assert all(later > sooner for sooner, later in pairwise(clock.pauses[:5]))
    assert 300 < clock.now <= 600
    assert set(clock.reasons) == {"arXiv is busy (HTTP 503)"}
    tries = len(clock.pauses) + 1
    assert str(caught.value) == (
        f"arXiv is busy (HTTP 503), {tries} times in {clock.now:.0f} s. Try again later, or wait "
        "longer: --wait 3000"
    )


def test_nonsense_is_asked_for_twice_more(arxiv_server: ArxivServer, clock: Clock) -> None:
    arxiv_server.faults = [faults.body(b"<html>Log in</html>")] * 9
    with pytest.raises(SourceError, match=r"list of papers, 3 times in .* s\. Try again later$"):
        ask(arxiv_server, clock, 3600)


def test_a_time_that_the_server_names_is_heeded(arxiv_server: ArxivServer, clock: Clock) -> None:
    arxiv_server.faults = [faults.status(503, b"", ("Retry-After", "50"))]
    assert ask(arxiv_server, clock, 120) == ["2006.11239"]
    assert clock.pauses == [50]


def test_a_time_that_is_too_long_is_told_at_once(arxiv_server: ArxivServer, clock: Clock) -> None:
    arxiv_server.faults = [faults.status(429, b"", ("Retry-After", "3600"))]
    with pytest.raises(SourceError) as caught:
        ask(arxiv_server, clock, 120)
    assert clock.pauses == []
    assert str(caught.value) == (
        "arXiv is busy (HTTP 429), and asks to be left alone for 3600 s. Try again then, or wait "
        "for it: --wait 3660"
    )


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("0", None),
        ("-5", None),
        ("9" * 400, None),
        ("٣", None),
        ("soon", None),
        ("", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", None),
        ("Wed, 99 Oct 2015 07:28:00 GMT", None),
    ],
)
def test_what_retry_after_asks_for(header: str, seconds: float | None) -> None:
    assert seconds_asked(header) == seconds


def test_retry_after_may_be_a_date() -> None:
    then = datetime.now(UTC) + timedelta(seconds=1000)
    assert seconds_asked(format_datetime(then, usegmt=True)) == pytest.approx(1000, abs=100)


def test_a_server_that_stays_busy_for_longer_than_it_said_is_asked_to_the_end(
    arxiv_server: ArxivServer, clock: Clock
) -> None:
    arxiv_server.faults = [faults.status(503, b"", ("Retry-After", "7"))] * 50
    with pytest.raises(SourceError, match=r"times in \d+ s\. Try again later, or wait longer"):
        ask(arxiv_server, clock, 120)
    assert min(clock.pauses) >= 7
    assert 100 < clock.now <= 120
