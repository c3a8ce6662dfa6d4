"""The README: a library, written in one of the styles."""

from difftrack.errors import UsageError
from difftrack.exporters.document import arrange
from difftrack.exporters.styles import STYLES
from difftrack.library.model import Library
from difftrack.library.settings import Settings
from difftrack.text.blocks import headings_with_level

TRUNCATED_FROM = 480_000  # bytes; GitHub cuts a README at 500 KiB (docs: "About READMEs")


def render(library: Library, settings: Settings, *, head: str = "", tail: str = "") -> str:
    """Return the README of a library as Markdown, the same for the same library.

    `head` and `tail` are the owner's text above and below it in the same file: where they hold a
    heading of the first level, title and intro are left to them. Raises `UsageError` for a style
    that does not exist.
    """
    style = STYLES.get(settings.style)
    if style is None:
        raise UsageError(f"There is no style {settings.style!r}. There are: {', '.join(STYLES)}")
    has_title = any(level == 1 for text in (head, tail) for level, _ in headings_with_level(text))
    return style(arrange(library, settings, head=head, titled=not has_title))
