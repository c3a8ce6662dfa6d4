"""The part of a file that is difftrack's: between two markers, with a checksum of what was written.

    <!-- difftrack:begin -->
    ...
    <!-- difftrack:end sum=4e11985d -->

All else in the file stays byte for byte. A marker stands alone on its line, at its beginning;
inside a code fence it is text.
"""

import re
import zlib
from typing import NamedTuple

from difftrack.errors import RefusedError
from difftrack.text.blocks import step_fence

MARKER = re.compile(r"<!-- *difftrack:(?P<what>begin|end)(?P<rest>(?: [^>]*?)?) *-->[ \t]*")
_SUM = re.compile(r"\bsum=([0-9a-f]+)")
_STYLE = re.compile(r"\bstyle=([a-z]+)")


class Region(NamedTuple):
    """Where the generated text stands in a file, as offsets into the file's text."""

    begin: int  # after the line of the first marker
    end: int  # before the line of the second marker
    after: int  # behind that line, its line break not included
    checksum: str | None  # of the text between, as it was written; None where none was noted
    style: str | None = None  # in which it was written


def find(text: str, name: str) -> Region | None:
    """Return the region of `text`, or `None` where it has no markers.

    Raises `RefusedError`, naming `name` and the line, where markers are nested, repeated, or not
    closed.
    """
    begin: tuple[int, int] | None = None
    found: Region | None = None
    fence, offset = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        content = line.removesuffix("\r")
        was_open, fence = fence, step_fence(fence, content)
        marker = None if fence or was_open else MARKER.fullmatch(content)
        if marker and marker["what"] == "begin":
            if begin or found:
                raise RefusedError(f"{name}:{number}: a second difftrack:begin. Keep one of them")
            begin = (offset + len(line) + 1, number)
        elif marker:
            if begin is None:
                raise RefusedError(f"{name}:{number}: difftrack:end without a difftrack:begin")
            noted = _SUM.search(marker["rest"])
            end_of_line = offset + len(content)
            style = _STYLE.search(marker["rest"])
            found = Region(
                begin[0],
                offset,
                end_of_line,
                noted[1] if noted else None,
                style[1] if style else None,
            )
            begin = None
        offset += len(line) + 1
    if begin:
        raise RefusedError(f"{name}:{begin[1]}: difftrack:begin is never closed by difftrack:end")
    return found


def is_edited(text: str, region: Region) -> bool:
    """Tell whether the region holds something else than what was written there."""
    return region.checksum is not None and region.checksum != _sum(text[region.begin : region.end])


def wrap(content: str, style: str) -> str:
    r"""Return `content` (ending in "\n") between its markers, as a file of its own."""
    return f"<!-- difftrack:begin -->\n{content}{_end(content, style)}\n"


def replace(text: str, region: Region, content: str, style: str) -> str:
    r"""Return `text` with `content` (ending in "\n") in the region, in the file's line ends."""
    first_line = text[: region.begin]
    written = content.replace("\n", "\r\n") if first_line.endswith("\r\n") else content
    return first_line + written + _end(content, style) + text[region.after :]


def _end(content: str, style: str) -> str:
    return f"<!-- difftrack:end style={style} sum={_sum(content)} -->"


def _sum(content: str) -> str:
    plain = content.replace("\r\n", "\n").encode("utf-8", "surrogatepass")
    return f"{zlib.crc32(plain):08x}"
