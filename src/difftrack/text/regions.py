"""The parts of a file that are difftrack's: each between two markers, with a checksum.

    <!-- difftrack:begin section=editing -->
    ...
    <!-- difftrack:end sum=4e11985d -->

All else in the file stays byte for byte. A marker stands alone on its line, at its beginning;
inside code or a comment of several lines it is text.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from difftrack.errors import RefusedError
from difftrack.text.blocks import step_fence

MARKER = re.compile(r"<!-- *difftrack:(?P<what>begin|end)(?P<rest>(?: [^>]*?)?) *-->[ \t]*")
BYTE_ORDER_MARK = "\ufeff"
LIST, READINGS, COUNT, SECTION = "", "readings", "count", "section="
"""What a region holds: the list, its sessions of readings, a count, the section behind `=`."""

_LOOKS_LIKE_ONE = re.compile(r"(?i) {0,3}<!--\s*difftrack\s*:.*")
_OPENED = re.compile(r" {0,3}<!--(?!.*-->)")
# Lines that may be markers, or change whether others are; most lines of a file are neither.
_OF_INTEREST = re.compile(
    r"(?m)^(?:\A\ufeff)?(?P<line>(?: {0,3}(?:`{3}|~{3}|<!--)|[^\n]*-->)[^\n]*)"
)
_SUM = re.compile(r" ?\bsum=([0-9a-f]*)")
_STYLE = re.compile(r" ?\bstyle=([a-z]+)")
_KINDS = f"<!-- difftrack:begin -->, or with {READINGS}, {COUNT} or {SECTION}KEY behind begin"


class Region(NamedTuple):
    """Where generated text stands in a file, as offsets into the file's text."""

    what: str  # LIST, READINGS, COUNT, or SECTION with a key
    line: int  # of the first marker, from 1
    begin: int  # after the line of the first marker
    end: int  # before the line of the second marker
    after: int  # behind that line, its line break not included
    checksum: str | None  # of the text between, as it was written; None where none was noted
    style: str | None = None  # in which it was written


class _Line(NamedTuple):
    number: int
    offset: int
    text: str  # without "\n"


def find(text: str, name: str) -> list[Region]:
    """Return the regions of `text` in their order.

    Raises `RefusedError`, naming `name` and the line, where markers are nested, repeated, not
    closed, or say what difftrack does not know.
    """
    found: list[Region] = []
    opened: tuple[str, _Line] | None = None
    for line in _marked(text):
        where = f"{name}:{line.number}"
        marker = MARKER.fullmatch(line.text.removesuffix("\r"))
        if marker is None:
            raise RefusedError(
                f"{where}: this is no marker. One stands alone in its line: {_KINDS}"
            )
        if marker["what"] == "begin":
            what = marker["rest"].strip()
            _refuse_begin(where, what, opened[1] if opened else None, found)
            opened = what, line
        else:
            found.append(_closed(where, opened, line, marker["rest"]))
            opened = None
    if opened:
        where = f"{name}:{opened[1].number}"
        raise RefusedError(
            f"{where}: difftrack:begin is never closed. Put <!-- difftrack:end --> behind it"
        )
    return found


def _refuse_begin(where: str, what: str, opened: _Line | None, found: list[Region]) -> None:
    key = what.removeprefix(SECTION)
    if what not in {LIST, READINGS, COUNT} and (key in {what, ""} or " " in key):
        raise RefusedError(f"{where}: there is no region {what!r}. There are: {_KINDS}")
    if opened:
        raise RefusedError(
            f"{where}: a second difftrack:begin, inside of the one in line {opened.number}. "
            "Put <!-- difftrack:end --> between them"
        )
    twin = next((region for region in found if region.what == what), None)
    if twin:
        raise RefusedError(
            f"{where}: a second difftrack:begin for what line {twin.line} begins. Keep one of them"
        )


def _closed(where: str, opened: tuple[str, _Line] | None, line: _Line, rest: str) -> Region:
    if opened is None:
        raise RefusedError(f"{where}: difftrack:end without a difftrack:begin. Remove it")
    what, first = opened
    noted, style = _SUM.search(rest), _STYLE.search(rest)
    said = _STYLE.sub("", _SUM.sub("", rest)).strip()
    if said not in {"", what}:
        raise RefusedError(f"{where}: difftrack:end {said!r} closes {what or 'the list'!r}")
    after = line.offset + len(line.text.removesuffix("\r"))
    checksum = noted[1] if noted else None
    begin = first.offset + len(first.text) + 1
    written_in = style[1] if style else None
    return Region(what, first.number, begin, line.offset, after, checksum, written_in)


def _marked(text: str) -> Iterator[_Line]:
    """Yield the lines that are markers or look like it, outside of code and comments."""
    if "difftrack" not in text.lower():
        return
    number, counted, fence, is_comment = 1, 0, "", False
    for match in _OF_INTEREST.finditer(text):
        line, offset = match["line"], match.start("line")
        number += text.count("\n", counted, offset)
        counted = offset
        if is_comment:
            is_comment = "-->" not in line
            continue
        was_open, fence = fence, step_fence(fence, line.removesuffix("\r"))
        if not fence and not was_open:
            is_comment = _OPENED.match(line) is not None
            if not is_comment and _LOOKS_LIKE_ONE.fullmatch(line):
                yield _Line(number, offset, line)


def own_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield what of a document is difftrack's and no list: lines from 0, and behind the last.

    These are the markers, and a count with the markers around it.
    """
    counting: int | None = None
    for number, _, line in _marked(text):
        marker = MARKER.fullmatch(line)
        if marker is None:
            continue
        if counting is not None:
            is_end = marker["what"] == "end"
            yield counting, number if is_end else counting + 1
            counting = None
            if is_end:
                continue
        if marker["what"] == "begin" and marker["rest"].strip() == COUNT:
            counting = number - 1
        else:
            yield number - 1, number
    if counting is not None:
        yield counting, counting + 1


def begun(marker_text: str) -> str | None:
    """Return what the region holds that the last line of some markers begins; `None` at an end."""
    marker = MARKER.fullmatch(marker_text.rpartition("\n")[2])
    return marker["rest"].strip() if marker and marker["what"] == "begin" else None


def is_edited(text: str, region: Region) -> bool:
    """Tell whether the region holds something else than what was written there."""
    return region.checksum is not None and region.checksum != _sum(text[region.begin : region.end])


def held(text: str, region: Region) -> str:
    r"""Return what stands in a region, with "\n" as line ends."""
    return text[region.begin : region.end].replace("\r\n", "\n")


def wrap(content: str, style: str) -> str:
    r"""Return `content` (ending in "\n") between its markers, as a file of its own."""
    return f"<!-- difftrack:begin -->\n{content}{_end(content, style)}\n"


def filled(text: str, regions: Iterable[Region], contents: Iterable[str], style: str) -> str:
    r"""Return `text` with new contents (each ending in "\n") in its regions, in its line ends."""
    parts, at = [], 0
    for region, content in zip(regions, contents, strict=True):
        is_dos = text[: region.begin].endswith("\r\n")
        written = content.replace("\n", "\r\n") if is_dos else content
        parts += [text[at : region.begin], written, _end(content, style)]
        at = region.after
    return "".join([*parts, text[at:]])


def outside(text: str, regions: Iterable[Region]) -> list[str]:
    """Return the owner's own text: before the first region, between them, behind the last."""
    parts, at = [], 0
    for region in regions:
        parts.append(text[at : region.begin])
        at = region.after
    return [*parts, text[at:]]


def _end(content: str, style: str) -> str:
    return f"<!-- difftrack:end style={style} sum={_sum(content)} -->"


def _sum(content: str) -> str:
    plain = content.replace("\r\n", "\n").encode("utf-8", "surrogatepass")
    return f"{zlib.crc32(plain):08x}"
