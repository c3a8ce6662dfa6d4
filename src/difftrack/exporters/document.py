"""What every style of README has in common: title, contents, headings, and where the entries stand.

A style says how an entry is written; `write` puts the rest around it.
"""

from collections.abc import Callable
from typing import NamedTuple

from difftrack.library.model import Entry, Library, Section
from difftrack.library.query import in_order, outline
from difftrack.library.settings import Settings
from difftrack.library.shares import Aside
from difftrack.text.blocks import headings
from difftrack.text.folding import clean
from difftrack.text.markdown import escape, escape_heading
from difftrack.text.owner_markdown import harmless
from difftrack.text.slug import Slugger

_TOP_LEVEL, _DEEPEST_LEVEL = 2, 6
_NONE = Aside()


class Chapter(NamedTuple):
    """A section as it will be written; `level` is that of its heading, `depth` its place below.

    `top` is the level of those at depth 0. `is_named` says that its heading stands above already.
    """

    section: Section
    depth: int
    keys: list[str]
    top: int = _TOP_LEVEL
    is_named: bool = False

    @property
    def level(self) -> int:
        """The level of the heading, 6 at most."""
        return min(self.top + self.depth, _DEEPEST_LEVEL)


class Document(NamedTuple):
    """A library, chosen and put in order, ready to be written in a style.

    `head` is the text above it in the same file: its headings take their anchors first. A part
    (`is_part`) has no title, contents and count. `seen` are entries that stand above it.
    """

    title: str
    intro: str
    outro: str
    chapters: list[Chapter]
    entries: dict[str, Entry]
    settings: Settings
    head: str = ""
    is_part: bool = False
    seen: frozenset[str] = frozenset()


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


def arrange(
    library: Library,
    settings: Settings,
    *,
    head: str = "",
    titled: bool = True,
    aside: Aside = _NONE,
) -> Document:
    """Choose and order what will be written.

    `titled` is false where the file has a title of its own; `aside` is what else stands in its
    owner's text.
    """
    return Document(
        title=(clean(library.title) or "Reading List") if titled else "",
        intro="" if aside.intro else library.intro,
        outro="" if aside.outro else library.outro,
        chapters=_chapters(library, settings, aside),
        entries=library.entries,
        settings=settings,
        head=head,
    )


def _chapters(library: Library, settings: Settings, aside: Aside) -> list[Chapter]:
    chapters = [
        Chapter(_without(section, aside), depth, in_order(library, section.entries, settings.order))
        for section, depth in outline(library)
        if section.key not in aside.sections
    ]
    return chapters if settings.empty_sections else _without_empty(chapters)


def _without(section: Section, aside: Aside) -> Section:
    """Return a section without the text behind its last entry that stands elsewhere."""
    if aside.behind is None or aside.behind[0] != section.key:
        return section
    prose = {key: text for key, text in section.prose.items() if key != aside.behind[1]}
    return section.model_copy(update={"prose": prose})


def _without_empty(chapters: list[Chapter]) -> list[Chapter]:
    """Leave out sections that hold nothing, neither themselves nor below."""
    kept: list[Chapter] = []
    for chapter in reversed(chapters):
        holds_kept = bool(kept) and kept[-1].depth > chapter.depth
        if holds_kept or chapter.keys or chapter.section.intro or chapter.section.prose:
            kept.append(chapter)
    return kept[::-1]


def write(document: Document, frame: Frame) -> str:
    """Return the document in a style, with one line break at its end; "" where nothing is in it."""
    body = _body(document, frame)
    blocks = _opening(document, frame)
    listed = [c for c in document.chapters if _is_headed(c)]
    if document.settings.contents and listed and not document.is_part:
        blocks.append(f"## {frame.contents_title}{frame.heading_note}")
        blocks.append(_contents(document, blocks, body))
        blocks += [frame.below_contents] if frame.below_contents else []
    blocks += [block.text for block in body]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _opening(document: Document, frame: Frame) -> list[str]:
    if document.is_part:
        return []
    title = f"# {escape_heading(document.title)}{frame.heading_note}" if document.title else ""
    blocks = [title, harmless(document.intro), frame.count_line(document)]
    return [block for block in blocks if block]


class _Block(NamedTuple):
    text: str
    chapter: Chapter | None = None  # whose heading it is


def _body(document: Document, frame: Frame) -> list[_Block]:
    blocks: list[_Block] = []
    seen = set(document.seen)
    for chapter in document.chapters:
        if _is_headed(chapter):
            heading = f"{'#' * chapter.level} {escape_heading(chapter.section.title)}"
            blocks.append(_Block(heading, chapter))
        if chapter.section.intro.strip():
            blocks.append(_Block(harmless(chapter.section.intro)))
        blocks += [_Block(text) for text in _entries(document, chapter, frame, seen)]
    if document.outro.strip():
        blocks.append(_Block(harmless(document.outro)))
    return blocks


def _is_headed(chapter: Chapter) -> bool:
    has_heading = bool(chapter.section.key) and bool(clean(chapter.section.title))
    return has_heading and not chapter.is_named


def _entries(document: Document, chapter: Chapter, frame: Frame, seen: set[str]) -> list[str]:
    """Return the entries of a section as blocks; text of the owner's ends a run of entries."""
    blocks: list[str] = []
    run: list[str] = []
    for key in chapter.keys:
        run.append(frame.entry(document.entries[key], key in seen, document.settings))
        seen.add(key)
        prose = chapter.section.prose.get(key, "").strip()
        if prose:
            blocks += [frame.between.join(run), harmless(prose)]
            run = []
    return [*blocks, frame.between.join(run)] if run else blocks


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


def counted(document: Document) -> int:
    """Return how many entries the document lists, each counted once."""
    return len({key for chapter in document.chapters for key in chapter.keys})
