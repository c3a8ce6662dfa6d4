"""What a card holds beside its labelled fields: answers, figures, abstract, BibTeX, remarks."""

import re
from textwrap import dedent

from difftrack.importers import facts
from difftrack.importers.draft import Part
from difftrack.importers.found import Found
from difftrack.importers.pieces import Piece, plain_text, scan
from difftrack.library.model import ALT_TEXT

_ANSWER = re.compile(
    r"(?m)^(?P<indent>[ \t]*)(?P<marker>\d{1,2}[.)]\s+)\*\*(?P<label>(?:[^*\\\n]|\\.){1,200})\*\*"
    r"[ \t]*:?[ \t]*(?P<first>.*)$"
)
_DETAILS = re.compile(r"(?i)<details\b|</details|<summary|</?p\b|<pre\b|</?code\b")
_FOLD = re.compile(r"(?im)^<details\b")
_SUMMARY_OF_ABSTRACT = re.compile(r"(?is)<summary>[^<>]*\babstract\b[^<>]*</summary>")
_PARAGRAPH = re.compile(r"(?is)<p\b[^<>]*>(?P<text>(?:[^<]|<(?!/?p\b))*+)</p\s*>")
_BIBTEX = re.compile(r"(?ms)^[ \t]*@\w+\s*\{.*?^[ \t]*\}\s*$")
_FENCED = re.compile(r"(?ms)^(?P<fence>`{3,})bibtex[ \t]*\n(?P<text>.*?)\n?^(?P=fence)[ \t]*$")
_PLAIN_LINE = re.compile(r"[\w &'().,:/-]+")
_EMPTY_FENCE = re.compile(r"(?m)^[ \t]*```[\w ]*\n\s*```[ \t]*$")
_TAGS = re.compile(r"(?is)<summary>.*?</summary>|</?(?:details|pre|code|p|br)\b[^>]*>")
_NUMBERED_FIGURE = re.compile(r"(?i)figure \d{1,4}")
_CODE_INDENT = 4  # columns that make text in a list item code


def read(found: Found, part: Part) -> None:
    """Take a block of Markdown below a card's heading into the entry."""
    text = _answers(found, part.text)
    if _DETAILS.search(text) or _BIBTEX.search(text):
        text = _folded_away(found, text)
    rest = []
    for line in text.split("\n"):
        pieces = [p for p in scan(line) if p.text.strip() or p.target]
        if pieces and all(p.kind == "image" for p in pieces):
            _figures(found, pieces)
        else:
            rest.append(line)
    remaining = dedent("\n".join(rest)).strip("\n").rstrip()
    said = facts.read(remaining) if _PLAIN_LINE.fullmatch(remaining) else None
    if said and said.venue and not said.note and not found.entry.venue:
        found.take(said)
    elif remaining.strip(" -*_\n"):
        found.note(remaining)


def _figures(found: Found, images: list[Piece]) -> None:
    """Take figures, each with what it shows instead; their number alone tells nothing."""
    for image in images:
        if image.target not in found.entry.figures:
            found.entry.figures.append(image.target)
        if _NUMBERED_FIGURE.fullmatch(image.text.strip()):
            found.labels.append(image.text)
        else:
            found.field(ALT_TEXT + image.target, image.text)


def _folded_away(found: Found, text: str) -> str:
    """Take abstract and BibTeX out of `<details>`; return what else it holds."""
    text = _bibtex(found, text)
    abstract = _PARAGRAPH.search(text)
    if abstract and not found.entry.abstract:
        found.entry.abstract = plain_text(dedent(abstract["text"])) or None
        text = text[: abstract.start()] + text[abstract.end() :]
    is_told = _SUMMARY_OF_ABSTRACT.search(text) is not None
    text = _TAGS.sub("", text)
    if is_told and not found.entry.abstract:
        first, _, text = text.strip().partition("\n\n")
        found.entry.abstract = plain_text(first) or None
    return text


def _bibtex(found: Found, text: str) -> str:
    """Take BibTeX, whole where a fence says how far it goes, and its year; return the rest."""
    fenced = _FENCED.search(text)
    bibtex = fenced or _BIBTEX.search(text)
    if bibtex is None or found.entry.bibtex:
        return text
    printed = fenced["text"] if fenced else dedent(bibtex[0].expandtabs(4))
    found.entry.bibtex = printed.strip() or None
    year = re.search(r"(?i)\byear\s*=\s*[{\"]?\s*((?:19|20)\d\d)", printed)
    if year and not found.entry.year and not found.entry.published:
        found.entry.year = int(year[1])
    return _EMPTY_FENCE.sub("", text[: bibtex.start()] + text[bibtex.end() :])


def _answers(found: Found, text: str) -> str:
    """Take the numbered, headed answers of a review; return what stands around them."""
    first = _ANSWER.search(text)
    if first is None:
        return text
    fold = _FOLD.search(text, first.end())
    stop = fold.start() if fold else len(text)
    answers = [m for m in _ANSWER.finditer(text, 0, stop) if m["indent"] == first["indent"]]
    for n, match in enumerate(answers):
        end = answers[n + 1].start() if n + 1 < len(answers) else stop
        below = _unindented(text[match.end() : end].strip("\n"), len(match["marker"]))
        answer = "\n".join(t for t in (match["first"].strip(), below) if t)
        label = plain_text(match["label"]).strip(" :")
        known = found.entry.review.get(label, "")
        found.entry.review[label] = "\n\n".join(filter(None, [known, answer.strip("\n").rstrip()]))
    return text[: first.start()] + text[stop:]


def _unindented(text: str, width: int) -> str:
    """Return what stands below a list item whose text begins `width` columns in; code stays so."""
    lines = [
        line[: -len(bare)].expandtabs(4) + bare if (bare := line.lstrip(" \t")) else ""
        for line in text.split("\n")
    ]
    indent = min((len(li) - len(li.lstrip(" ")) for li in lines if li), default=0)
    gone = width if indent >= width + _CODE_INDENT else indent
    return "\n".join(line[gone:] for line in lines).rstrip()
