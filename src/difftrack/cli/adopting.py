"""`export readme --adopt`: a README that was kept by hand is written by difftrack from now on."""

from pathlib import Path

from difftrack.cli.exporting import Change, read
from difftrack.cli.output import shown
from difftrack.errors import NotFoundError
from difftrack.exporters import adoption
from difftrack.exporters.regions import rewritten
from difftrack.importers import formats
from difftrack.library.model import Library
from difftrack.library.settings import Settings
from difftrack.text.regions import BYTE_ORDER_MARK


def adopting(library: Library, settings: Settings, target: Path, *, force: bool) -> Change:
    """Return what putting markers around the list in `target`, and writing it, would change.

    Raises `RefusedError` where the list was not imported; unless `force`, also where a word of the
    owner's would be missing afterwards.
    """
    text, name = read(target), shown(target)
    if text is None:
        raise NotFoundError(f"{name} is not there. Make it: difftrack export readme")
    reading = formats.read(text.removeprefix(BYTE_ORDER_MARK), name, "markdown")
    marked = adoption.marked(text, reading, library, name)
    new = rewritten(library, settings, marked, name, force=True)
    if not force:
        adoption.refuse_loss(text, reading, new, name)
    return Change(text, new)
