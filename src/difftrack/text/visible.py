"""What a reader sees of a line of Markdown, as far as anchors need it.

Source: CommonMark 0.29, chapter 6. Pictures show nothing; links show their text.
"""

import re

_AS_IT_STANDS = re.compile(
    r"\\([!-/:-@\[-`{-~])|(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
)
_UNSEEN = re.compile(r"!\[[^\]]*\]\([^)]*\)|<!--.*?-->|</?[A-Za-z][^<>]*>")
_LINK = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_EMPHASIS = (
    re.compile(r"(\*{1,3})(?=\S)([^*]+?)(?<=\S)\1"),
    re.compile(r"(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)"),
    re.compile(r"(?<!~)(~{1,2})(?=[^\s~])([^~]+?)(?<=\S)\1(?!~)"),
)


def visible_text(inline: str) -> str:
    """Return what a reader sees of one line of Markdown: no markup, links as their text.

    A blank before a badge or a comment stays, for GitHub's anchor has a hyphen for it.
    """
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[1] or match["code"].strip())
        return "\x00"

    text = _AS_IT_STANDS.sub(keep, inline.strip())
    text = _LINK.sub(r"\1", _UNSEEN.sub("", text))
    for mark in _EMPHASIS:
        text = mark.sub(r"\2", mark.sub(r"\2", text))
    if "&" in text:
        from html import unescape  # noqa: PLC0415 - a long table, for few headings

        text = unescape(text)
    parts = text.split("\x00")
    return parts[0] + "".join(k + part for k, part in zip(kept, parts[1:], strict=False))
