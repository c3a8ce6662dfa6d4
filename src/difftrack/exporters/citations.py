"""The citations of a list by section, as the style `references` writes them, and nothing else."""

from difftrack.exporters.selection import arrange
from difftrack.exporters.styles.references import references
from difftrack.library.absorbing.shares import Aside
from difftrack.library.model import Library

HEADER = "<!-- Written by difftrack. Changes made here are lost: change the library instead. -->"


def render(library: Library, keys: list[str]) -> str:
    """Return the entries with these keys as citations in Markdown, below their headings."""
    wanted = set(keys)
    sections = [
        section.model_copy(
            update={
                "entries": [key for key in section.entries if key in wanted],
                "intro": "",
                "prose": {},
            }
        )
        for section in library.sections
    ]
    plain = {"style": "references", "contents": False, "badges": False, "empty_sections": False}
    cited = library.model_copy(update={"sections": sections})
    aside = Aside(intro=True, outro=True)
    document = arrange(cited, library.settings.model_copy(update=plain), titled=False, aside=aside)
    return f"{HEADER}\n\n{references(document)}".rstrip("\n") + "\n"


def is_ours(text: str) -> bool:
    """Tell whether a file was written by `render`."""
    return text.startswith(HEADER)
