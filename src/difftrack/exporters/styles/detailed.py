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
from difftrack.library.model import TITLE_LINK, Entry
from difftrack.library.settings import Settings
from difftrack.text import arxiv_id
from difftrack.text.blocks import starts_a_block
from difftrack.text.folding import clean
from difftrack.text.markdown import escape, escape_with_math
from difftrack.text.owner_markdown import harmless


def detailed(document: Document) -> str:
    """Return the README; an entry in several sections is written out once, then only mentioned."""
    frame = Frame(
        entry=_entry,
        between="\n",
        contents_title="Table of Contents",
        heading_note=" <!-- omit in toc -->",
        below_contents="---",
        count_line=lambda document: f"count={counted(document)}",
    )
    return write(document, frame)


def _entry(entry: Entry, seen: bool, settings: Settings) -> str:  # noqa: FBT001 - the frame's form
    mark = f" {escape(settings.read_mark)}" if entry.read else ""
    if seen:
        return f"- {escape(wording.title(entry), at_line_start=True)}{mark}"
    name = clean(entry.short or "") or wording.title(entry)
    page = wording.own_page(entry)
    head = wording.bracketed(name, page) if page else rf"\[{wording.linked_title(entry, name)}\]"
    lines = [f"- {head}{mark}"]
    lines += [f"  {wording.bracketed(label, target)}" for label, target in _links(entry)]
    lines += [f"  - {label}: {text}" for label, text in _facts(entry)]
    if entry.note:
        lines.append(_note(entry.note))
    return "\n".join(lines)


def _links(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the PDF, the entry's own links, and the HTML page where arXiv has one."""
    own = [target for target in entry.links.values() if wording.leads_to(entry, target)]
    if entry.arxiv_id and not any("/pdf/" in target for target in own):
        yield "pdf", arxiv_id.pdf_url(entry.arxiv_id)
    for label, target in entry.links.items():
        if target != wording.own_page(entry) and label != TITLE_LINK:
            yield wording.printed_label(label), target
    if entry.arxiv_id and wording.has_html(entry) and not any("/html/" in t for t in own):
        yield "html", arxiv_id.html_url(entry.arxiv_id)


def _facts(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "Title", escape(wording.title(entry))
    day, year = wording.date(entry, padded=True)
    if year or entry.year:
        yield "Year", f"{day} `{year or entry.year}`".strip()
    if authors := wording.authors(entry):
        yield "Authors", escape(authors)
    if entry.venue:
        yield "Venue", escape(wording.venue(entry))
    if entry.abstract:
        yield "Abstract", escape_with_math(entry.abstract)


def _note(note: str) -> str:
    text = harmless(note)
    first = "\n" if starts_a_block(text) else " "
    return _indented(
        f"- Note:{first}{text}" if first == " " else f"- Note:\n\n  {_indented(text, 2).lstrip()}",
        2,
    )


def _indented(text: str, blanks: int) -> str:
    """Return `text` as the content of a list item whose text begins `blanks` columns in."""
    lines = text.split("\n")
    inner = " " * (blanks + 2)
    return "\n".join(
        [" " * blanks + lines[0], *(inner + line if line.strip() else "" for line in lines[1:])]
    )
