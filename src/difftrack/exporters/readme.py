"""The README: a library, written in one of the styles."""

from difftrack.errors import UsageError
from difftrack.exporters.document import Document
from difftrack.exporters.selection import arrange
from difftrack.exporters.styles import STYLES
from difftrack.library.absorbing.shares import aside, has_title
from difftrack.library.model import Library
from difftrack.library.settings import Settings
from difftrack.text.blocks import headings
from difftrack.text.regions import MARKER

TRUNCATED_FROM = 480_000  # bytes; GitHub cuts a README at 500 KiB (docs: "About READMEs")


def render(library: Library, settings: Settings, *, head: str = "", tail: str = "") -> str:
    """Return the README of a library as Markdown, the same for the same library.

    `head` and `tail` are the owner's text above and below it in the same file. Raises `UsageError`
    for a style that does not exist.
    """
    return written(whole(library, settings, head, f"{head}\n\n{tail}"))


def whole(library: Library, settings: Settings, head: str, outside: str) -> Document:
    """Return the whole list; `head` is what stands above it, `outside` all text of the owner's.

    Where a heading stands above, or one of the first level anywhere, it is the title; an intro goes
    with a title of the first level. What the owner's text says besides is not said again.
    """
    is_titled = has_title(outside)
    is_below = bool(MARKER.sub("", head).strip())
    is_named = is_titled or any(headings(head)) or (is_below and not library.title)
    said = aside(library, outside)
    said = said._replace(intro=said.intro or is_titled)
    return arrange(library, settings, head=head, titled=not is_named, aside=said)


def written(document: Document) -> str:
    """Return a document in the style that its settings name."""
    style = STYLES.get(document.settings.style)
    if style is None:
        known = ", ".join(STYLES)
        raise UsageError(f"There is no style {document.settings.style!r}. There are: {known}")
    return style(document)
