"""A review card below its heading: table, figures, answers, abstract and BibTeX, note.

What `importers/cards.py` and `importers/card_fields.py` read back.
"""

import re
from collections.abc import Iterator

from difftrack.exporters import wording
from difftrack.library import pages
from difftrack.library.model import ALT_TEXT, TITLE_LINK, Entry
from difftrack.text import labels, scores
from difftrack.text.blocks import starts_a_block
from difftrack.text.folding import drop_invisible
from difftrack.text.markdown import address, cell, escape, escape_with_math, fenced, image
from difftrack.text.owner_markdown import harmless, harmless_in_cell
from difftrack.text.unescaping import Link
from difftrack.text.written import enclosed

_ADDRESS = re.compile(r"https?://[^\s`]+")
_READ_APART = re.compile(r"\n[ \t]*\n|!\[|\]:|(?i:<img\b)|\n.*\|")
_YEAR = r"(?i)\byear\s*=\s*[{\"]?\s*%d"

Rows = Iterator[tuple[str, str]]
"""Label and value of each row of a card's table, both as Markdown."""


def blocks(entry: Entry) -> list[str]:
    """Return the blocks of a card, each as Markdown; what the entry lacks makes none."""
    written = [
        table(rows(entry)),
        figures(entry),
        answers(entry.review),
        fold(entry.abstract or "", entry.bibtex or "") if entry.abstract or entry.bibtex else "",
        note(entry.note or ""),
    ]
    return [block for block in written if block]


def without_implied_link(entry: Entry) -> Entry:
    """Return the entry without a title's link to its page on arXiv, which the table has."""
    if not entry.arxiv_id or entry.links.get(TITLE_LINK) != pages.own_page(entry):
        return entry
    links = {label: target for label, target in entry.links.items() if label != TITLE_LINK}
    return entry.model_copy(update={"links": links})


# -- The table ------------------------------------------------------------------------------------


def table(filled: Rows) -> str:
    """Return a table of two columns; a row without a value stays to be filled in."""
    lines = [
        f"| {cell(label)} | {value} |" if value else f"| {label} | |" for label, value in filled
    ]
    return "\n".join(["| | |", "| --- | --- |", *lines])


def rows(entry: Entry) -> Rows:
    """Yield what the table says of an entry: the title, its page, then all that is known."""
    paper, *others = [*_links(entry)] or [("Paper", "")]
    yield "Title", escape(entry.title)
    yield paper
    facts = {
        "Institute": escape(entry.institute or ""),
        "Authors": wording.printed_authors(entry),
        "Venue" if entry.venue else "Year": escape(_venue(entry)),
        "Published": " ".join(wording.date(entry)).strip(),
        "Score": scores.written(entry.score),
        "Kind": _kind(entry),
    }
    yield from ((label, value) for label, value in facts.items() if value)
    yield from others
    for label, value in entry.fields.items():
        if not label.startswith(ALT_TEXT):
            yield escape(labels.base(label)), _field(value)


def _links(entry: Entry) -> Rows:
    for link in _printed_links(entry):
        yield escape(link.label), address(link.target, link.label)


def _printed_links(entry: Entry) -> Iterator[Link]:
    """Yield the links; the paper's page is implied where one of them leads to the paper."""
    own = list(entry.links.values())
    is_linked = any(pages.leads_to(entry, target) for target in own)
    for link in wording.labelled_links(entry):
        if link.target in own or not is_linked:
            yield link


def _kind(entry: Entry) -> str:
    """Return what the entry is where its links tell another kind, else ""; a card is a paper's."""
    links = {link.label: link.target for link in _printed_links(entry)}
    if TITLE_LINK in entry.links:
        links[TITLE_LINK] = entry.links[TITLE_LINK]
    told = "paper" if entry.arxiv_id else pages.kind_of(links, is_placed=True)
    return escape(entry.kind.capitalize()) if entry.kind != told else ""


def _venue(entry: Entry) -> str:
    """Return venue and year; a year alone only where the BibTeX below does not say it."""
    is_told = not entry.venue and re.search(_YEAR % (entry.year or 0), entry.bibtex or "")
    return "" if is_told else wording.venue(entry)


def _field(value: str) -> str:
    """Return a value as printed elsewhere; an address, which is no link there, as code."""
    return f"`{value}`" if _ADDRESS.fullmatch(value) else harmless_in_cell(value)


# -- Below the table ------------------------------------------------------------------------------


def figures(entry: Entry) -> str:
    """Return the figures, a line each."""
    texts = (entry.fields.get(ALT_TEXT + target) for target in entry.figures)
    numbered = enumerate(zip(entry.figures, texts, strict=True), start=1)
    return "\n".join(image(text or f"Figure {n}", target) for n, (target, text) in numbered)


def answers(review: dict[str, str]) -> str:
    """Return the answers by their headings, numbered."""
    written = []
    for n, (label, text) in enumerate(review.items(), start=1):
        marker = f"{n}. "
        lines = harmless(text).split("\n")
        inside = [" " * len(marker) + line if line.strip() else "" for line in lines]
        written.append(
            "\n".join([f"{marker}**{escape(label) or 'Answer'}**", "", *inside]).rstrip()
        )
    return "\n\n".join(written)


def fold(abstract: str, bibtex: str, *, is_open: bool = False) -> str:
    """Return abstract and BibTeX folded away; the empty lines make Markdown of the inside.

    `is_open`: with room for what of both is still to come.
    """
    held = {"Abstract": abstract, "BibTeX": bibtex}
    summary = " and ".join(name for name, text in held.items() if text or is_open)
    code = fenced(drop_invisible(bibtex).strip(), "bibtex") if bibtex or is_open else ""
    parts = [escape_with_math(abstract, at_line_start=True), code]
    inside = "\n\n".join(part for part in parts if part)
    return f"<details>\n<summary>{summary}</summary>\n\n{inside}\n\n</details>"


def note(markdown: str) -> str:
    """Return the note, which ends a card; comments tell what is more than a paragraph from it."""
    text = harmless(markdown)
    if not text:
        return ""
    return f"**Note:** {text}" if _is_plain(text) else f"**Note:**\n\n{enclosed('note', text)}"


def _is_plain(note: str) -> bool:
    """Tell a paragraph that reads as one, and holds nothing that is read apart from it."""
    return not (_READ_APART.search(note) or any(map(starts_a_block, note.split("\n"))))
