"""What stands behind an address or a DOI: read from its page, unless its owner says it."""

import os
from typing import NamedTuple

from difftrack.errors import InvalidArxivIdError, SourceError, UsageError
from difftrack.library.model import Entry
from difftrack.text import addresses, doi
from difftrack.text.arxiv_id import ArxivId
from difftrack.text.folding import clean
from difftrack.text.markdown import safe_url


class Place(NamedTuple):
    """Where something is that is not on arXiv; `doi` is `None` for what was named by address."""

    url: str
    doi: str | None

    def entry(self) -> Entry:
        """Return what the reference alone tells."""
        return Entry(url=self.url, doi=self.doi, kind=addresses.kind_of(self.url))


def place(reference: str) -> Place:
    """Return where a reference leads that is no arXiv id.

    Raises `InvalidArxivIdError` for what is none of all three, `UsageError` for other addresses.
    """
    found = doi.recognise(reference)
    if found:
        return Place(doi.url(found), found)
    if "://" not in reference:
        raise InvalidArxivIdError(reference)
    if safe_url(reference) is None:
        raise UsageError(f"{clean(reference)} is no http or https address")
    return Place(reference, None)


def visit(where: Place, *, offline: bool) -> Entry | ArxivId:
    """Return what a page says of itself, or the arXiv paper it names.

    Raises `SourceError`, which asks for the title, where the page tells nothing.
    """
    try:
        if offline:
            raise SourceError("--offline reads no page")  # noqa: TRY301 - said as any failure is
        from difftrack.sources import landing_page  # noqa: PLC0415 - loads ssl and http

        return landing_page.read(where.url, allow_private=_allows_private())
    except SourceError as error:
        raise SourceError(
            f"{clean(where.url)} was not added: {error}. To add it all the same, say what it is "
            "called: --title 'TITLE'"
        ) from None


def _allows_private() -> bool:
    return os.environ.get("DIFFTRACK_ALLOW_PRIVATE", "0") not in {"", "0"}
