r"""The style of awesome lists that say who, where and why below each title.

```markdown
**Denoising Diffusion Probabilistic Models** :zap: \
*Jonathan Ho, Ajay Jain, Pieter Abbeel* \
NeurIPS 2020. \[[Paper](https://arxiv.org/abs/2006.11239)\] \
19 Jun 2020 \
The paper that brought them back.
```
"""

from difftrack.exporters import wording
from difftrack.exporters.document import Document, Frame, counted, write
from difftrack.library.model import Entry
from difftrack.library.settings import Settings
from difftrack.text.blocks import starts_a_block
from difftrack.text.markdown import escape
from difftrack.text.owner_markdown import harmless

_BREAK = " \\\n"


def awesome(document: Document) -> str:
    """Return the README; an entry in several sections is written out in each."""
    frame = Frame(entry=_entry, between="\n\n", contents_title="Contents", count_line=_count)
    return write(document, frame)


def _count(document: Document) -> str:
    return f"{counted(document)} entries." if document.settings.count else ""


def _entry(entry: Entry, _seen: bool, settings: Settings) -> str:  # noqa: FBT001 - the frame's form
    mark = f" {escape(settings.read_mark)}" if entry.read else ""
    lines = [f"**{wording.linked_title(entry, wording.title(entry))}**{mark}"]
    authors = wording.authors(entry)
    if authors:
        lines.append(f"*{escape(authors)}*")
    lines += [line for line in (_links(entry), " ".join(wording.date(entry)).strip()) if line]
    text = _BREAK.join(lines)
    note = harmless(entry.note or "")
    if not note:
        return text
    return text + ("\n\n" if starts_a_block(note) else _BREAK) + note


def _links(entry: Entry) -> str:
    venue = wording.venue(entry)
    links = [wording.bracketed(label, target) for label, target in wording.labelled_links(entry)]
    full_stop = "." if links and entry.venue else ""
    parts = [escape(venue + full_stop, at_line_start=True)] if venue else []
    return " ".join(parts + links)
