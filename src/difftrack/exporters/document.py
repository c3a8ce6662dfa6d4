"""What every style of README has in common: title, contents, headings, and where the entries stand.

A style says how an entry is written; `write` puts the rest around it.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from difftrack.library.model import Entry, Library, Section
from difftrack.library.query import in_order, outline
from difftrack.library.settings import Settings
from difftrack.text.blocks import headings
from difftrack.text.folding import clean
from difftrack.text.markdown import escape, escape_heading
from difftrack.text.owner_markdown import harmless
from difftrack.text.slug import Slugger

_TOP_LEVEL, _DEEPEST_LEVEL = 2, 6


class Chapter(NamedTuple):
    """A section as it will be written; `level` is that of its heading, `depth` its place below."""

    section: Section
    depth: int
    keys: list[str]

    @property
    def level(self) -> int:
        """The level of the heading: 2 (`##`) at the top, 6 at most."""
        return min(_TOP_LEVEL + self.depth, _DEEPEST_LEVEL)


class Document(NamedTuple):
    """A library, chosen and put in order, ready to be written in a style.

    `head` is the owner's text above it in the same file: its headings take their anchors first.
    """

    title: str
    intro: str
    outro: str
    chapters: list[Chapter]
    entries: dict[str, Entry]
    settings: Settings
    head: str = ""


class Frame(NamedTuple):
    """How a style writes an entry, and what it puts around them.

    `entry` is given an entry and whether it stood in an earlier section of the document already.
    """

    entry: Callable[[Entry, bool, Settings], str]
    between: str  # what separates two entries
    contents_title: str
    heading_note: str = ""  # behind headings that no table of contents shall list
    below_contents: str = ""
    count_line: Callable[[Document], str] = lambda _: ""
    join: Callable[[list[str]], str] | None = None  # of entries, where `between` does not do
    fewest_listed: int = 1  # sections; contents of fewer help nobody
    end: Callable[[str], str] = lambda _: ""  # what other text behind an entry is told apart by

    def joined(self, entries: list[str]) -> str:
        """Return entries that stand behind each other as one text."""
        return self.join(entries) if self.join else self.between.join(entries)

    def aside(self, entry: str, text: str) -> str:
        """Return the owner's text as it stands behind an entry ("" for none)."""
        end = self.end(entry) if entry else ""
        return f"{end}\n\n{text}" if end and not text.startswith(end) else text


def arrange(
    library: Library, settings: Settings, *, head: str = "", titled: bool = True
) -> Document:
    """Choose and order what will be written.

    `titled` is false where the file has a title of its own: title and intro are left out then.
    """
    order, descending = settings.entry_order
    chapters = [
        Chapter(
            b.section,
            b.depth,
            in_order(library, b.section.entries, order, descending=descending),
        )
        for b in outline(library)
    ]
    if not settings.empty_sections:
        chapters = _without_empty(chapters)
    return Document(
        title=(clean(library.title) or "Reading List") if titled else "",
        intro=library.intro if titled else "",
        outro=library.outro,
        chapters=chapters,
        entries=library.entries,
        settings=settings,
        head=head,
    )


def _without_empty(chapters: list[Chapter]) -> list[Chapter]:
    """Leave out sections that hold nothing, neither themselves nor below."""
    kept: list[Chapter] = []
    for chapter in reversed(chapters):
        holds_kept = bool(kept) and kept[-1].depth > chapter.depth
        if holds_kept or chapter.keys or chapter.section.intro or chapter.section.prose:
            kept.append(chapter)
    return kept[::-1]


def write(document: Document, frame: Frame) -> str:
    """Return the document in a style, with one line break at its end."""
    body = _body(document, frame)
    blocks = _opening(document, frame)
    listed = [c for c in document.chapters if _is_headed(c)]
    if document.settings.contents and len(listed) >= frame.fewest_listed:
        blocks.append(f"## {frame.contents_title}{frame.heading_note}")
        blocks.append(_contents(document, blocks, body))
        blocks += [frame.below_contents] if frame.below_contents else []
    blocks += [block.text for block in body]
    return "\n\n".join(blocks) + "\n"


def _opening(document: Document, frame: Frame) -> list[str]:
    title = f"# {escape_heading(document.title)}{frame.heading_note}" if document.title else ""
    blocks = [title, harmless(document.intro), frame.count_line(document)]
    return [block for block in blocks if block]


class _Block(NamedTuple):
    text: str
    chapter: Chapter | None = None  # whose heading it is
    ends_in: str = ""  # the entry at its end


def _body(document: Document, frame: Frame) -> list[_Block]:
    blocks: list[_Block] = []
    seen: set[str] = set()
    for chapter in document.chapters:
        if _is_headed(chapter):
            heading = f"{'#' * chapter.level} {escape_heading(chapter.section.title)}"
            blocks.append(_Block(heading, chapter))
        if chapter.section.intro.strip():
            blocks.append(_Block(harmless(chapter.section.intro)))
        blocks += _entries(document, chapter, frame, seen)
    if document.outro.strip():
        before = blocks[-1].ends_in if blocks else ""
        blocks.append(_Block(frame.aside(before, harmless(document.outro))))
    return blocks


def _is_headed(chapter: Chapter) -> bool:
    return bool(chapter.section.key) and bool(clean(chapter.section.title))


def _entries(document: Document, chapter: Chapter, frame: Frame, seen: set[str]) -> list[_Block]:
    """Return the entries of a section as blocks; text of the owner's ends a run of entries."""
    blocks: list[_Block] = []
    run: list[str] = []
    for key in chapter.keys:
        run.append(frame.entry(document.entries[key], key in seen, document.settings))
        seen.add(key)
        prose = harmless(chapter.section.prose.get(key, ""))
        if prose:
            blocks += [_Block(frame.joined(run)), _Block(frame.aside(run[-1], prose))]
            run = []
    return [*blocks, _Block(frame.joined(run), ends_in=run[-1])] if run else blocks


def _contents(document: Document, before: list[str], body: list[_Block]) -> str:
    """Return the table of contents, with the anchors that GitHub will give to the headings."""
    slugger = Slugger()
    for text in (document.head, *before):
        for heading in headings(text):
            slugger.slug(heading)
    lines = []
    for block in body:
        if block.chapter is None:
            for heading in headings(block.text):
                slugger.slug(heading)
            continue
        title = clean(block.chapter.section.title)
        indent = "  " * block.chapter.depth
        lines.append(f"{indent}- [{escape(title, in_link=True)}](#{slugger.slug(title)})")
    return "\n".join(lines)


def places(document: Document) -> Iterator[tuple[Entry, Chapter]]:
    """Yield each entry once, with the section that it stands in first."""
    seen: set[str] = set()
    for chapter in document.chapters:
        for key in chapter.keys:
            if key not in seen:
                seen.add(key)
                yield document.entries[key], chapter


def counted(document: Document) -> int:
    """Return how many entries the document lists, each counted once."""
    return len({key for chapter in document.chapters for key in chapter.keys})
