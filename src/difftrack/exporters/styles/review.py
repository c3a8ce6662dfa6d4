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

from functools import partial
from itertools import pairwise

from difftrack.exporters import card, wording
from difftrack.exporters.document import DEEPEST_LEVEL, Document, Frame, places, write
from difftrack.library.model import TITLE_LINK, Entry
from difftrack.library.settings import Settings
from difftrack.text.folding import clean
from difftrack.text.markdown import escape, escape_heading, link

_RULE = "---"


def review(document: Document) -> str:
    """Return the README; an entry in several sections has its card in the first of them."""
    levels = {id(entry): _level(c.level, c.section.key) for entry, c in places(document)}
    frame = Frame(
        entry=partial(_entry, levels),
        contents_title="Contents",
        mentions=True,
        fewest_listed=2,
        join=_joined,
        end=lambda entry: "" if _is_mention(entry) else _RULE,
    )
    return write(document, frame)


def _level(section_level: int, section_key: str) -> int:
    return min(section_level + 1, DEEPEST_LEVEL) if section_key else section_level


def _entry(levels: dict[int, int], entry: Entry, seen: bool, settings: Settings) -> str:  # noqa: FBT001 - the frame's form
    if seen:
        mark = wording.mark(entry, settings)
        return f"- {escape(wording.title(entry), at_line_start=True)}{mark}"
    mark = f" {escape_heading(settings.read_mark)}" if entry.read else ""
    name = clean(entry.short or "") or wording.title(entry)
    level, entry = levels[id(entry)], card.without_implied_link(entry)
    target = entry.links.get(TITLE_LINK)
    shown = link(name, target) if target else escape_heading(name)
    return "\n\n".join([f"{'#' * level} {shown}{mark}", *card.blocks(entry)])


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
