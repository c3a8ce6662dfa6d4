"""`cache info` and `cache clear`."""

from datetime import datetime
from typing import Annotated

import typer

from difftrack.cli.fetching import cache_folder
from difftrack.cli.output import answer, answer_json, shown
from difftrack.errors import NotWrittenError

_MB = 1e6


def info(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show where arXiv's answers are kept, and how many there are.

    \b
    difftrack cache info
    difftrack cache info --json

    An answer holds for a day; older ones are used only with --offline, and where arXiv cannot be
    reached. The oldest are dropped from 50 MB on.
    """  # noqa: D301 - \b keeps the lines apart
    from difftrack.sources import answers  # noqa: PLC0415 - loads sqlite3

    told = answers.info(cache_folder())
    oldest = (
        datetime.fromtimestamp(told.oldest).astimezone().isoformat("T", "minutes")
        if told.oldest
        else None
    )
    if as_json:
        answer_json(
            "cache", path=str(told.path), answers=told.answers, bytes=told.size, oldest=oldest
        )
        return
    since = f", the oldest of {oldest}" if oldest else ""
    answer(f"{shown(told.path)}: {_answers(told.answers)}, {told.size / _MB:.1f} MB{since}")


def clear(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print how many as JSON.")] = False,
) -> None:
    """Forget arXiv's answers, so that all is asked for again.

    \b
    difftrack cache clear
    difftrack --no-cache add 2006.11239
    """  # noqa: D301 - \b keeps the lines apart
    from difftrack.sources import answers  # noqa: PLC0415 - as above

    folder = cache_folder()
    count = answers.info(folder).answers
    try:
        answers.clear(folder)
    except OSError as error:
        raise NotWrittenError(
            f"{folder} could not be cleared: {error.strerror}. Remove it by hand"
        ) from None
    if as_json:
        answer_json("cache-cleared", answers=count)
    else:
        answer(f"forgot {_answers(count)}")


def _answers(count: int) -> str:
    return f"{count} answer{'s' * (count != 1)}"
