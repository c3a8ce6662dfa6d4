r"""The style of lecture notes and of reference lists: a line for each citation.

```markdown
Ho et al., <u>"[Denoising Diffusion Probabilistic Models](https://...)",</u> NeurIPS 2020 \
Zhang and Chen, <u>"Fast Sampling of Diffusion Models with ...",</u> arXiv 2022
```
"""

from functools import partial
from itertools import pairwise

from difftrack.exporters import wording
from difftrack.exporters.document import Document, Frame, places, write
from difftrack.library.model import Entry
from difftrack.library.settings import Settings
from difftrack.text.blocks import starts_a_block
from difftrack.text.folding import clean
from difftrack.text.markdown import escape
from difftrack.text.names import surname
from difftrack.text.owner_markdown import harmless
from difftrack.text.written import BREAK

_BREAK = f"{BREAK}\n"
_ALL_NAMED = 2  # authors; of more, the first is named


def references(document: Document) -> str:
    """Return the README; an entry has one number in all sections that it stands in."""
    numbers = {id(entry): n for n, (entry, _) in enumerate(places(document), start=1)}
    numbers = numbers if document.settings.numbered else {}
    frame = Frame(entry=partial(_entry, numbers), join=_joined, contents_title="Contents")
    return write(document, frame)


def _joined(entries: list[str]) -> str:
    """Return citations line by line; a note ends a paragraph."""
    parts = entries[:1]
    for before, text in pairwise(entries):
        parts.append(("\n\n" if "\n" in before else _BREAK) + text)
    return "".join(parts)


def _entry(numbers: dict[int, int], entry: Entry, _seen: bool, settings: Settings) -> str:  # noqa: FBT001 - the frame's form
    number = rf"\[{numbers[id(entry)]}\] " if numbers else ""
    authors = escape(_cited_authors(entry), at_line_start=not number)
    where = wording.venue(entry) or " ".join(wording.date(entry)).strip()
    shown = wording.always_linked_title(entry)
    parts = [
        f"{authors}," if authors else "",
        f'<u>"{shown}",</u>' if where else f'<u>"{shown}"</u>',
        escape(where),
        *(wording.bracketed(link) for link in wording.links_beside_title(entry)),
        escape(settings.read_mark) if entry.read else "",
    ]
    line = number + " ".join(part for part in parts if part)
    note = harmless(entry.note or "")
    if not note:
        return line
    return line + ("\n\n" if starts_a_block(note) else _BREAK) + note


def _cited_authors(entry: Entry) -> str:
    """Return the authors as a citation names them: `Ho`, `Ho and Jain`, `Ho et al.`."""
    names = [clean(surname(author)) for author in entry.authors if clean(author)]
    if entry.etal or len(names) > _ALL_NAMED:
        return f"{names[0]} et al." if names else ""
    return " and ".join(names)
