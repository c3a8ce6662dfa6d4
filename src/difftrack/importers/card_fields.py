"""What a card holds beside its labelled fields: answers, figures, abstract, BibTeX, remarks."""

import re
from textwrap import dedent

from difftrack.importers import facts
from difftrack.importers.draft import Part
from difftrack.importers.found import Found
from difftrack.importers.pieces import plain_text, scan

_ANSWER = re.compile(
    r"(?m)^[ \t]*\d{1,2}[.)]\s+\*\*(?P<label>[^*\n]{1,80})\*\*[ \t]*:?[ \t]*(?P<first>.*)$"
)
_DETAILS = re.compile(r"(?i)<details\b|</details|<summary|</?p\b|<pre\b|</?code\b")
_PARAGRAPH = re.compile(r"(?is)<p\b[^<>]*>(?P<text>(?:[^<]|<(?!/?p\b))*+)</p\s*>")
_BIBTEX = re.compile(r"(?ms)^[ \t]*@\w+\s*\{.*?^[ \t]*\}\s*$")
_PLAIN_LINE = re.compile(r"[\w &'().,:/-]+")
_EMPTY_FENCE = re.compile(r"(?m)^[ \t]*```[\w ]*\n\s*```[ \t]*$")
_TAGS = re.compile(r"(?is)<summary>.*?</summary>|</?(?:details|pre|code|p|br)\b[^>]*>")


def read(found: Found, part: Part) -> None:
    """Take a block of Markdown below a card's heading into the entry."""
    text = part.text
    if _DETAILS.search(text) or _BIBTEX.search(text):
        text = _folded_away(found, text)
    text = _answers(found, text)
    rest = []
    for line in text.split("\n"):
        pieces = [p for p in scan(line) if p.text.strip() or p.target]
        if pieces and all(p.kind == "image" for p in pieces):
            found.entry.figures += [p.target for p in pieces]
        else:
            rest.append(line)
    remaining = dedent("\n".join(rest)).strip("\n").rstrip()
    said = facts.read(remaining) if _PLAIN_LINE.fullmatch(remaining) else None
    if said and said.venue and not said.note and not found.entry.venue:
        found.take(said)
    elif remaining.strip(" -*_\n"):
        found.note(remaining)


def _folded_away(found: Found, text: str) -> str:
    """Take abstract and BibTeX out of `<details>`; return what else it holds."""
    bibtex = _BIBTEX.search(text)
    if bibtex and not found.entry.bibtex:
        found.entry.bibtex = dedent(bibtex[0].expandtabs(4)).strip()
        text = _EMPTY_FENCE.sub("", text[: bibtex.start()] + text[bibtex.end() :])
        year = re.search(r"(?i)\byear\s*=\s*[{\"]?\s*((?:19|20)\d\d)", found.entry.bibtex)
        if year and not found.entry.year and not found.entry.published:
            found.entry.year = int(year[1])
    abstract = _PARAGRAPH.search(text)
    if abstract and not found.entry.abstract:
        found.entry.abstract = plain_text(dedent(abstract["text"])) or None
        text = text[: abstract.start()] + text[abstract.end() :]
    return _TAGS.sub("", text)


def _answers(found: Found, text: str) -> str:
    """Take the numbered, headed answers of a review; return what stands before them."""
    answers = list(_ANSWER.finditer(text))
    for n, match in enumerate(answers):
        end = answers[n + 1].start() if n + 1 < len(answers) else len(text)
        below = dedent(text[match.end() : end].strip("\n").expandtabs(4)).rstrip()
        answer = "\n".join(t for t in (match["first"].strip(), below) if t)
        label = match["label"].strip(" :")
        found.entry.review[label] = answer.strip()
    return text[: answers[0].start()] if answers else text
