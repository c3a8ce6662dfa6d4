"""One function for each style in which a README can be written.

A new style: a module with a function from `Document` to text, a line in `STYLES`, a golden file.
"""

from collections.abc import Callable

from difftrack.exporters import open_card
from difftrack.exporters.document import Document
from difftrack.exporters.styles.awesome import awesome
from difftrack.exporters.styles.detailed import detailed
from difftrack.exporters.styles.references import references
from difftrack.exporters.styles.review import review
from difftrack.exporters.styles.table import table
from difftrack.library.settings import Settings

Style = Callable[[Document], str]

STYLES: dict[str, Style] = {
    "awesome": awesome,
    "detailed": detailed,
    "review": review,
    "references": references,
    "table": table,
}

TEMPLATES: dict[str, Callable[[Settings], str]] = {"review": open_card.template}
"""Of the styles whose entries are filled by hand, an empty one."""
