r"""Comments in the owner's Markdown: which of them nobody sees, wherever the text is put.

Source: CommonMark 0.29, sections 4.6 (a block of HTML that begins with `<!--` runs to the line with
`-->`, over empty lines too, but not beyond the list or quote it stands in) and 6.10 (in a line).
"""

import re

from difftrack.text.blocks import fenced, open_fence

MASK = "\x00"
"""Stands for a comment while the text around it is looked at; no clean text holds it."""

_CLOSED = re.compile(r"\\.|<!--(?!-?>)(?P<body>.*?)-->", re.DOTALL)
_OURS = re.compile(r"(?i)difftrack[:-]")
# What ends a comment early: in a browser, some of them old, or with a block of HTML open above.
_ENDS_IT = re.compile(r"--(?:!|\s+)>|(?i:</?pre\b)")
# What would be seen, were the comment's begin a part of a link, a tag or code before it.
_SEEN_ELSE = re.compile(r"\n|--|[<`\[\]]")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_EMPTY_LINE_ABOVE = re.compile(r"\A\Z|(?:\A|\n)[ \t]*\n\Z")


def masked(text: str) -> tuple[str, list[str]]:
    """Return `text` with a mask for each comment that is closed in its place, and the comments.

    Those that look like markers of difftrack's own are not among them.
    """
    comments: list[str] = []
    runs = [run if is_code else _masked_run(run, comments) for is_code, run in fenced(text)]
    return "\n".join(runs), comments


def unmasked(text: str, comments: list[str]) -> str:
    """Return `text` with the comments back in their places."""
    parts = text.split(MASK)
    return parts[0] + "".join(c + part for c, part in zip(comments, parts[1:], strict=True))


def _masked_run(run: str, comments: list[str]) -> str:
    written, position = [], 0
    for match in _CLOSED.finditer(run, 0, run.rfind("-->") + len("-->")):
        if match["body"] is None:
            continue
        written.append(run[position : match.start()])
        position = match.end()
        if _is_hidden(run, match):
            written.append(MASK)
            comments.append(match[0])
        else:
            written.append(match[0])
    return "".join([*written, run[position:]])


def _is_hidden(run: str, match: re.Match[str]) -> bool:
    """Tell whether nothing of a comment can be seen, nor hide what follows it."""
    if _OURS.search(match[0]) or _ENDS_IT.search(match[0]):
        return False
    return not _SEEN_ELSE.search(match["body"]) or _is_block(run, match)


def _is_block(run: str, match: re.Match[str]) -> bool:
    """Tell whether a comment has its lines for itself, in no list, quote, code or other HTML."""
    before, comment = run[: match.start()], match[0]
    begins_line = not before or before.endswith("\n")
    ends_line = not run[match.end() :].partition("\n")[0].strip()
    if not (begins_line and ends_line) or open_fence(comment):
        return False
    return not _EMPTY_LINE.search(comment) or bool(_EMPTY_LINE_ABOVE.search(before))
