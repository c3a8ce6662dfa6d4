"""What the owner thinks of an entry: its note and its score."""

from difftrack.library.edits import joined
from difftrack.library.model import Entry
from difftrack.text import scores
from difftrack.text.folding import drop_invisible


def set_note(entry: Entry, text: str, *, append: bool = False) -> bool:
    """Give an entry a note, Markdown; tell whether that changed anything. Empty text takes it away.

    `append` puts the text behind the note that is there, as a paragraph of its own.
    """
    text = drop_invisible(text).strip()
    note = (joined(entry.note or "", text) if append else text) or None
    changed = note != entry.note
    entry.note = note
    return changed


def set_score(entry: Entry, text: str) -> bool:
    """Give an entry the score that a person typed; tell whether that changed anything.

    Raises `UsageError` for what is none (`scores.read`).
    """
    score = scores.read(text)
    changed = score != entry.score
    entry.score = score
    return changed
