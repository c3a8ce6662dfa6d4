"""What repeats through a document, learned from all of it before its entries are read."""

import re
from typing import NamedTuple

_MARK = r"(?::[a-z][a-z0-9_+-]*:|[\u2190-\u2bff\u3030\U0001f300-\U0001faff]\ufe0f?)"
_LEGEND = re.compile(
    rf"(?i)(?:\b(?:read|finished|done)\b(?![-\s]?me\b)[^.\n]{{0,60}}?(?P<behind>{_MARK})"
    rf"|(?P<before>{_MARK})[^.\n\w]{{0,6}}(?:means?|marks?|stands for|=|:|-|\u2013)?\s*"
    r"(?:papers?\s+)?(?:i\s+(?:have\s+)?|already\s+|that\s+i\s+)?(?:read|finished)\b"
    r"(?![-\s]?me\b))"
)
_BEHIND = re.compile(rf"(?<=[*)\]] ){_MARK}$")
_BEHIND_WORDS = re.compile(rf"(?<=\S ){_MARK}$")
_USUAL = (":zap:", "\u26a1")
_CHECKED = re.compile(
    r"(?i):(?:heavy_|white_|ballot_box_with_)?check(?:_mark(?:_button)?|ed)?:"
    r"|[\u2705\u2713\u2714\u2611]|&check;|&#1000[34];|\[x\]"
    r"|\b(?:yes|done|read|finished|true|y)\b"
)
_TO_COME = re.compile(r"(?i)\b(?:to[ -]?(?:be )?read|unread|not (?:yet )?(?:read|done|finished))\b")
_CROSSED = re.compile(
    r"(?i):(?:x|cross_mark|heavy_multiplication_x|negative_squared_cross_mark):|&cross;"
    r"|[\u2715-\u2718\u274c\u2610\u274e]|\[ \]|\b(?:no|not yet|todo|false|n)\b"
)


class Habits(NamedTuple):
    """The mark that means read in this document, where it has one."""

    read_mark: str = ""

    def without_mark(self, text: str) -> str:
        """Return `text` without the read mark."""
        return text.replace(self.read_mark, " ") if self.read_mark else text

    def take_mark(self, text: str) -> str | None:
        """Return `text` without the read mark in it; `None` where it has none."""
        if not self.read_mark or self.read_mark not in text:
            return None
        return text.replace(self.read_mark, " ").strip()

    def is_checked(self, text: str) -> bool | None:
        """Tell from a cell whether its paper was read; `None` where it says neither."""
        if _TO_COME.search(text):
            return False
        if _CHECKED.search(text):
            return True
        return False if _CROSSED.search(text) or not text.strip(" -|") else None

    def without_checks(self, text: str) -> str:
        """Return `text` without check marks and crosses."""
        return _CROSSED.sub(" ", _CHECKED.sub(" ", text))


def learn(text: str, heads: list[str], *, is_own: bool = False) -> Habits:
    """Return the habits of a document; `heads` are the lines that name its entries.

    `is_own`: difftrack wrote it, and with it nothing but the mark behind a title.

    A legend says which mark means read (`Read papers are marked with a :zap:`, or in other words
    where a line bears the mark); without one, the mark that difftrack itself writes counts where it
    stands behind a title.
    """
    for line in text.split("\n"):
        match = _LEGEND.search(line) if "read" in line or "Read" in line else None
        mark = (match["behind"] or match["before"]) if match else ""
        is_said = match is not None and "mark" in match[0].replace(mark, "").lower()
        if mark and (is_said or any(mark in head for head in heads)):
            return Habits(mark)
    ends = [head.rstrip(" \t\\") for head in heads]
    for mark in _USUAL:
        if any(end.endswith(mark) for end in ends):
            return Habits(mark)
    behind = {m[0] for end in ends if (m := _mark_behind(end))} if is_own else set()
    return Habits(behind.pop()) if len(behind) == 1 else Habits()


def _mark_behind(head: str) -> re.Match[str] | None:
    """Return the mark at the end of a line; behind words only in a heading or a citation."""
    is_read_so = head.startswith("#") or "</u>" in head
    return (_BEHIND_WORDS if is_read_so else _BEHIND).search(head)
