r"""The style of awesome lists that say who, where and why below each title.

```markdown
**Denoising Diffusion Probabilistic Models** :zap: \
*Jonathan Ho, Ajay Jain, Pieter Abbeel* \
NeurIPS 2020. \[[Paper](https://arxiv.org/abs/2006.11239)\] \
19 Jun 2020 \
The paper that brought them back.
```
"""

import re

from difftrack.exporters import wording
from difftrack.exporters.document import Document, Frame, count_line, write
from difftrack.library.model import Entry
from difftrack.library.settings import Settings
from difftrack.text.blocks import starts_a_block
from difftrack.text.markdown import escape
from difftrack.text.owner_markdown import harmless
from difftrack.text.written import BREAK, enclosed, title_of, told

_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def awesome(document: Document) -> str:
    """Return the README; an entry in several sections is written out in each."""
    frame = Frame(
        entry=_entry,
        join="\n\n".join,
        contents_title="Contents",
        count_line=count_line,
        begins_entry=_begins_entry,
    )
    return write(document, frame)


def _entry(entry: Entry, _seen: bool, settings: Settings) -> str:  # noqa: FBT001 - the frame's form
    title = f"**{wording.linked_title(entry, wording.title(entry))}**"
    lines = [title + wording.mark(entry, settings)]
    if authors := wording.printed_authors(entry):
        lines.append(f"*{authors}*")
    lines += [line for line in (_place(entry), " ".join(wording.date(entry)).strip()) if line]
    note = harmless(entry.note or "")
    if note and not (starts_a_block(note) or _BLANK_LINE.search(note) or _has_entry(note)):
        first, line_break, rest = note.partition("\n")
        above = "".join(f"{line}{BREAK}\n" for line in lines)
        return above + told(first, "note") + line_break + rest
    text = f"{BREAK}\n".join(lines)
    return f"{text}\n\n{enclosed('note', note)}" if note else text


def _has_entry(note: str) -> bool:
    """Tell whether a line of a note would be read as the title of another entry."""
    return any(map(_begins_entry, note.split("\n")))


def _begins_entry(line: str) -> bool:
    return title_of(line) is not None


def _place(entry: Entry) -> str:
    venue = wording.venue(entry)
    links = [wording.bracketed(link) for link in wording.labelled_links(entry)]
    full_stop = "." if links and venue and not venue.isdigit() else ""
    shown = escape(venue + full_stop, at_line_start=True)
    if not links:
        return told(shown, "place") if shown else ""
    return " ".join([shown, *links] if shown else links)
