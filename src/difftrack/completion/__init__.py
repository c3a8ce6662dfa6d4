"""What a shell offers while a command is typed: quick, silent, and without the network.

The shell's own part (`cli/shells.py`) passes the words typed so far, the last of them not finished,
and reads lines of a word and what it is, with a tab between. A line that begins with a tab asks
the shell for names of files or folders.
"""

import sys
from collections.abc import Iterator, Sequence

ASKED = "_DIFFTRACK_COMPLETE"
"""The variable that a shell sets to ask."""


def complete(words: Sequence[str]) -> None:
    """Print what the last of the words may become; nothing where anything is wrong."""
    try:
        lines = "".join(f"{line}\n" for line in _lines(words))
        sys.stdout.buffer.write(lines.encode())
        sys.stdout.buffer.flush()
    except Exception:  # noqa: BLE001, S110 - a person is typing: no message may come in between
        pass


def _lines(words: Sequence[str]) -> Iterator[str]:
    from difftrack.completion.place import HELD, Kind, place  # noqa: PLC0415 - fails in silence, too

    typed = words[-1].lstrip("\"'").replace("\\", "") if words else ""
    here = place([*words[:-1], typed])
    if here.kind in {Kind.FILES, Kind.FOLDERS}:
        yield f"\t{here.kind}"
        return
    if here.kind in HELD:
        from difftrack.completion import held  # noqa: PLC0415 - as above

        offers = held.offers(here)
    else:
        from difftrack.completion import commands  # noqa: PLC0415 - loads the command line

        offers = commands.offers(here)
    beginning = here.typed.casefold()
    for word, about in offers:
        if word.casefold().startswith(beginning):
            yield f"{word}\t{about}"
