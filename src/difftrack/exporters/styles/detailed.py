r"""The style that tells all there is to know of a paper in the list itself.

- \[[DDPM](https://arxiv.org/abs/2006.11239)\] :zap:
  \[[pdf](https://arxiv.org/pdf/2006.11239)\]
  - Title: Denoising Diffusion Probabilistic Models
  - Year: 19 Jun `2020`
  - Authors: Jonathan Ho, Ajay Jain, Pieter Abbeel
  - Abstract: ...
"""

from collections.abc import Iterator

from difftrack.exporters import wording
from difftrack.exporters.document import Document, Frame, counted, write
from difftrack.library import pages
from difftrack.library.model import TITLE_LINK, Entry
from difftrack.library.settings import Settings
from difftrack.text import arxiv_id, labels
from difftrack.text.blocks import starts_a_block
from difftrack.text.folding import clean
from difftrack.text.markdown import escape, escape_with_math
from difftrack.text.owner_markdown import harmless
from difftrack.text.unescaping import Link


def detailed(document: Document) -> str:
    """Return the README; an entry in several sections is written out once, then only mentioned."""
    frame = Frame(
        entry=_entry,
        contents_title="Table of Contents",
        heading_note=" <!-- omit in toc -->",
        below_contents="---",
        count_line=lambda document: f"count={counted(document)}",
        begins_entry=lambda line: line.startswith("- "),
        mentions=True,
        join=_joined,
    )
    return write(document, frame)


def _joined(entries: list[str]) -> str:
    """Return entries line by line; behind a note of several blocks there is an empty line."""
    parts = [entry + ("\n\n" if "\n\n" in entry else "\n") for entry in entries]
    return "".join(parts).rstrip("\n")


def _entry(entry: Entry, seen: bool, settings: Settings) -> str:  # noqa: FBT001 - the frame's form
    if seen:
        mark = wording.mark(entry, settings, behind_text=True)
        return f"- {escape(wording.title(entry), at_line_start=True)}{mark}"
    mark = wording.mark(entry, settings)
    name = clean(entry.short or "") or wording.title(entry)
    page = pages.own_page(entry)
    head = (
        wording.bracketed(Link(name, page)) if page else rf"\[{wording.linked_title(entry, name)}\]"
    )
    lines = [f"- {head}{mark}"]
    lines += [f"  {wording.bracketed(link)}" for link in _links(entry)]
    lines += [f"  - {label}: {text}" for label, text in _facts(entry)]
    if entry.note:
        lines.append(_note(entry.note))
    return "\n".join(lines)


def _links(entry: Entry) -> Iterator[Link]:
    """Yield the PDF, the entry's own links, and the HTML page where arXiv has one."""
    own = [target for target in entry.links.values() if pages.leads_to(entry, target)]
    if entry.arxiv_id and not any("/pdf/" in target for target in own):
        yield Link("pdf", arxiv_id.pdf_url(entry.arxiv_id))
    for label, target in entry.links.items():
        if target != pages.own_page(entry) and label != TITLE_LINK:
            yield Link(labels.base(label), target)
    if entry.arxiv_id and pages.has_html(entry) and not any("/html/" in t for t in own):
        yield Link("html", arxiv_id.html_url(entry.arxiv_id))


def _facts(entry: Entry) -> Iterator[tuple[str, str]]:
    is_linked = entry.links.get(TITLE_LINK) != pages.own_page(entry)
    name = wording.title(entry)
    yield "Title", wording.linked_title(entry, name) if is_linked else escape(name)
    day, year = wording.date(entry, padded=True)
    if year or entry.year:
        yield "Year", f"{day} `{year or entry.year}`".strip()
    if authors := wording.printed_authors(entry):
        yield "Authors", authors
    venue = wording.venue(entry)
    if venue and venue != (year or str(entry.year)):
        yield "Venue", escape(venue)
    if entry.kind != _told_kind(entry):
        yield "Kind", escape(entry.kind.capitalize())
    if entry.abstract:
        yield "Abstract", escape_with_math(entry.abstract)


def _told_kind(entry: Entry) -> str:
    """Return the kind that the links of an entry tell."""
    page = pages.own_page(entry)
    links = {**entry.links, TITLE_LINK: page} if page else entry.links
    return "paper" if entry.arxiv_id else pages.kind_of(links, is_placed=bool(entry.venue))


def _note(note: str) -> str:
    text = harmless(note)
    first, _, rest = ("", "", f"\n{text}") if starts_a_block(text) else text.partition("\n")
    below = [f"    {line}" if line.strip() else "" for line in rest.split("\n")] if rest else []
    return "\n".join([f"  - Note: {first}".rstrip(), *below])
