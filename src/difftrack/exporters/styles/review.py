"""The style of reviews: a card for each paper, the best ones first.

```markdown
## DreamFusion :zap:

| | |
| --- | --- |
| Title | DreamFusion: Text-to-3D using 2D Diffusion |
| Paper | <https://arxiv.org/abs/2209.14988> |
| Score | 8 |

![Figure 1](img/0001.png)

1. **Task**

   Text-to-3D synthesis
```

Abstract and BibTeX are folded away below the answers; a note ends the card.
"""

import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from math import isfinite

from difftrack.exporters import wording
from difftrack.exporters.document import Document, Frame, places, write
from difftrack.library.model import ALT_TEXT, TITLE_LINK, Entry
from difftrack.library.settings import Settings
from difftrack.text.blocks import starts_a_block
from difftrack.text.folding import clean, drop_invisible
from difftrack.text.markdown import (
    address,
    cell,
    escape,
    escape_heading,
    escape_with_math,
    fenced,
    image,
    link,
)
from difftrack.text.owner_markdown import harmless

_ANSWERS = ("Task", "Problem", "Method", "Performance", "Dataset", "Model's information")
_HEADED_ROWS = ("Title", "Paper", "Institute", "Authors", "GitHub", "Score")
_DEEPEST_LEVEL = 6
_RULE = "---"
_ADDRESS = re.compile(r"https?://[^\s`]+")
_YEAR = r"(?i)\byear\s*=\s*[{\"]?\s*%d"

Rows = Iterator[tuple[str, str]]
"""Label and value of each row of a card's table, both as Markdown."""


def review(document: Document) -> str:
    """Return the README; an entry in several sections has its card in the first of them."""
    levels = {id(entry): _level(c.level, c.section.key) for entry, c in places(document)}
    frame = Frame(
        entry=partial(_entry, levels),
        between="\n\n",
        contents_title="Contents",
        fewest_listed=2,
        join=_joined,
        end=lambda entry: "" if _is_mention(entry) else _RULE,
    )
    return write(document, frame)


def template() -> str:
    """Return an empty card, to be filled by hand and imported; an empty one is no entry."""
    answers = _answers(dict.fromkeys(_ANSWERS, ""))
    rows = _table((label, "") for label in _HEADED_ROWS)
    return "\n\n".join(["## Template", rows, answers, _fold("", "")]) + "\n"


def _level(section_level: int, section_key: str) -> int:
    return min(section_level + 1, _DEEPEST_LEVEL) if section_key else section_level


def _entry(levels: dict[int, int], entry: Entry, seen: bool, settings: Settings) -> str:  # noqa: FBT001 - the frame's form
    mark = f" {escape(settings.read_mark)}" if entry.read else ""
    if seen:
        return f"- {escape(wording.title(entry), at_line_start=True)}{mark}"
    name = clean(entry.short or "") or wording.title(entry)
    target = entry.links.get(TITLE_LINK)
    blocks = [
        f"{'#' * levels[id(entry)]} {link(name, target) if target else escape_heading(name)}{mark}",
        _table(_rows(entry)),
        _figures(entry),
        _answers(entry.review),
        _fold(entry.abstract or "", entry.bibtex or "") if entry.abstract or entry.bibtex else "",
        _note(entry.note or ""),
    ]
    return "\n\n".join(block for block in blocks if block)


def _is_mention(text: str) -> bool:
    return text.startswith("- ")


def _joined(entries: list[str]) -> str:
    """Return cards and mentions as one text: a card reaches to the next heading or a rule."""
    parts = entries[:1]
    for before, text in pairwise(entries):
        is_told_apart = _is_mention(text) and not _is_mention(before)
        gap = "\n" if _is_mention(text) and _is_mention(before) else "\n\n"
        parts.append(f"\n\n{_RULE}\n\n{text}" if is_told_apart else gap + text)
    return "".join(parts)


# -- The table ------------------------------------------------------------------------------------


def _table(rows: Rows) -> str:
    lines = [f"| {cell(label)} | {value} |" if value else f"| {label} | |" for label, value in rows]
    return "\n".join(["| | |", "| --- | --- |", *lines])


def _rows(entry: Entry) -> Rows:
    paper, *others = [*_links(entry)] or [("Paper", "")]
    yield "Title", escape(entry.title)
    yield paper
    facts = {
        "Institute": escape(entry.institute or ""),
        "Authors": escape(wording.authors(entry)),
        "Venue" if entry.venue else "Year": escape(_venue(entry)),
        "Published": " ".join(wording.date(entry)).strip(),
        "Score": _number(entry.score),
    }
    yield from ((label, value) for label, value in facts.items() if value)
    yield from others
    for label, value in entry.fields.items():
        if not label.startswith(ALT_TEXT):
            yield escape(wording.printed_label(label)), _field(value)


def _links(entry: Entry) -> Rows:
    """Yield the links; the paper's page is implied where one of them leads to the paper."""
    own = list(entry.links.values())
    is_linked = any(wording.leads_to(entry, target) for target in own)
    for label, target in wording.labelled_links(entry):
        if target in own or not is_linked:
            yield escape(label), address(target, label)


def _venue(entry: Entry) -> str:
    """Return venue and year; a year alone only where the BibTeX below does not say it."""
    is_told = not entry.venue and re.search(_YEAR % (entry.year or 0), entry.bibtex or "")
    return "" if is_told else wording.venue(entry)


def _number(score: float | None) -> str:
    return repr(score).removesuffix(".0") if score is not None and isfinite(score) else ""


def _field(value: str) -> str:
    """Return a value as printed elsewhere; an address, which is no link there, as code."""
    return f"`{value}`" if _ADDRESS.fullmatch(value) else cell(harmless(value))


# -- Below the table ------------------------------------------------------------------------------


def _figures(entry: Entry) -> str:
    texts = (entry.fields.get(ALT_TEXT + target) for target in entry.figures)
    numbered = enumerate(zip(entry.figures, texts, strict=True), start=1)
    return "\n".join(image(text or f"Figure {n}", target) for n, (target, text) in numbered)


def _answers(answers: dict[str, str]) -> str:
    written = []
    for n, (label, text) in enumerate(answers.items(), start=1):
        marker = f"{n}. "
        lines = harmless(text).split("\n")
        inside = [" " * len(marker) + line if line.strip() else "" for line in lines]
        written.append(
            "\n".join([f"{marker}**{escape(label) or 'Answer'}**", "", *inside]).rstrip()
        )
    return "\n\n".join(written)


def _fold(abstract: str, bibtex: str) -> str:
    """Return abstract and BibTeX folded away; the empty lines make Markdown of the inside."""
    held = {"Abstract": abstract, "BibTeX": bibtex}
    summary = " and ".join(name for name, text in held.items() if text) or " and ".join(held)
    code = fenced(drop_invisible(bibtex).strip(), "bibtex") if bibtex or not abstract else ""
    parts = [escape_with_math(abstract, at_line_start=True), code]
    inside = "\n\n".join(part for part in parts if part)
    return f"<details>\n<summary>{summary}</summary>\n\n{inside}\n\n</details>"


def _note(note: str) -> str:
    text = harmless(note)
    if not text:
        return ""
    return f"**Note:**\n\n{text}" if starts_a_block(text) else f"**Note:** {text}"
