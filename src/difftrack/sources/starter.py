"""The starter collection: what is known of some hundred papers, without network.

Facts only (id, title, authors, dates, venue, short name), no abstracts: those come from arXiv.
"""

from pathlib import Path

from difftrack.library.model import Entry, Library


def load() -> Library:
    """Return the collection as a library of its own."""
    return Library.model_validate_json(Path(__file__).with_name("starter.json").read_bytes())


def papers() -> dict[str, Entry]:
    """Return its papers by arXiv id."""
    return {e.arxiv_id: e for e in load().entries.values() if e.arxiv_id}
