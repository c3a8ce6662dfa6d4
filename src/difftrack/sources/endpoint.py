"""Which server is asked for papers, and on which terms."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from difftrack.sources.arxiv_facts import API_URL, DELAY


def _sleep(seconds: float, _reason: str) -> None:
    time.sleep(seconds)


def _say_nothing(_said: str) -> None:
    pass


class Endpoint(NamedTuple):
    """A server that speaks arXiv's API, and how it is asked.

    `delay` seconds lie between two requests. In `folder` stand the time of the last one, which all
    difftracks of a user heed, and the answers that came; without it, neither is kept. A request
    that fails for what may pass is repeated for `wait` seconds; `pause` lets seconds pass between,
    and is told the reason; `told` is told whatever else is waited for. With `anew`, what was
    answered before is asked for again.
    """

    url: str = API_URL
    delay: float = DELAY
    folder: Path | None = None
    wait: float = 0.0
    anew: bool = False
    pause: Callable[[float, str], None] = _sleep
    told: Callable[[str], None] = _say_nothing
