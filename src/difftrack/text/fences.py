r"""Code fences in the owner's Markdown: who reads line by line and GitHub see the same ones.

Source: CommonMark 0.29, sections 4.5 and 5.2: a fence in a list ends with its item, that is before
the first line that is indented less, and a fence may stand directly behind the list's marker.
"""

import re

from difftrack.text.blocks import step_fence

_BEHIND_MARKER = re.compile(r"(?P<marker> {0,1}(?:[-*+]|\d[.)]) {1,2})(?P<fence>(?:`{3}|~{3}).*)")
_CONTENT_COLUMN = 3  # from the fourth on, neither its beginning nor its end is read as a fence


def settled(text: str) -> str:
    """Return `text` with every fence on a line of its own, and closed in the list it stands in.

    Others are shown as text. Behind a list's marker an empty comment takes the fence's place.
    """
    lines = text.split("\n")
    fence, at = "", 0
    while at < len(lines):
        match = None if fence else _BEHIND_MARKER.fullmatch(lines[at])
        if match and len(match["marker"]) <= _CONTENT_COLUMN and step_fence("", match["fence"]):
            indent = " " * len(match["marker"])
            lines[at : at + 1] = [f"{match['marker']}<!-- -->", f"{indent}{match['fence']}"]
            at += 1
        was_open, fence = fence, step_fence(fence, lines[at])
        if fence and not was_open and not _is_closed_in_place(lines, at, fence):
            lines[at] = lines[at].replace(fence[0], f"\\{fence[0]}", 1)
            fence = ""
        at += 1
    return "\n".join(lines)


def _is_closed_in_place(lines: list[str], at: int, fence: str) -> bool:
    """Tell whether an indented fence is closed before a line that is indented less."""
    indent = _indent(lines[at])
    if not indent:
        return True  # in no list: what is open at the end can be closed there
    for line in lines[at + 1 :]:
        if line.strip() and _indent(line) < indent:
            return False
        if not step_fence(fence, line):
            return True
    return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
