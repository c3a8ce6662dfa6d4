"""The commands that write, what each is run on, and the files that must be old or new, not between.

Papers and lists are invented, or named by their ids of the starter collection.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from arxiv_server import ArxivServer, Paper

LIBRARY = "difftrack.json"

LIST = """\
# Boats

## Sails

- [A Sail](https://example.org/sail) (2021), by Ada Example
- **A Mast** Bo Sample, ICLR 2022. [Paper](https://example.org/mast)
"""
CARD = """\
## DDPM

| | |
| --- | --- |
| Title | Denoising Diffusion Probabilistic Models |
| Paper | <https://arxiv.org/abs/2006.11239> |

1. **Task**

To draw examples.
"""
BIBTEX = """\
@article{example2024noise, author = {Ada Example}, year = {2020},
  title = {Slow Rivers}}
"""
FILES = {"list.md": LIST, "card.md": CARD, "papers.bib": BIBTEX, "mine.md": "# Mine\n\nMy text.\n"}
"""Files of the owner's beside the library: none of them ever changes, save where a case says so."""

MADE_BY = (
    ("init",),
    ("add", "--offline", "2006.11239", "2010.02502", "2112.10752", "2108.01073"),
    ("add", "https://example.org/oar", "--title", "An Oar", "--author", "Ada Example"),
    ("add", "https://example.org/oars", "--title", "Oars", "--author", "Ada Example"),
    ("import", "papers.bib"),
    ("section", "add", "Boats"),
    ("section", "query", "boats", "boats"),
    ("tag", "DDPM", "+first"),
    ("note", "DDPM", "Begin here. " * 3000),  # so that it does not fit into a page
    ("mark-read", "DDIM", "--on", "2026-01-02"),
    ("export", "readme"),
    ("export", "bibtex", "-o", "all.bib"),
    ("section", "rename", "boats", "Ships"),
    ("remove", "SDEdit", "--yes"),
)
"""What makes the library of all cases."""


class Case(NamedTuple):
    """A command, what comes before it, and what of its folder may change, all at once or not.

    `is_torn`: the library is cut off before. `last`: the file that is new only when all others are.
    `code`: what it exits with where all went well.
    """

    words: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    files: tuple[str, ...] = (LIBRARY,)
    has_library: bool = True
    is_torn: bool = False
    last: str = ""
    code: int = 0


def _plain(*commands: str) -> list[Case]:
    return [Case(tuple(command.split())) for command in commands]


CASES = [
    *_plain(
        "add --offline 2209.00796 --section editing",
        "add 2401.00001 1707.08567",
        "add https://example.org/rudder --title Rudders --tag boat",
        "mark-read DDPM",
        "mark-unread DDIM",
        "note DDIM Faster.",
        "score DDPM 8",
        "tag DDIM +second +fast",
        "link DDPM Code https://example.org/code",
        "move DDIM --section editing",
        "remove DDIM --yes",
        "merge-entries exampleoar exampleoars --yes",
        "section add Harbours",
        "section rename ships Vessels",
        "section move ships --before editing",
        "section remove ships --yes",
        "section query editing rivers",
        "readings 2026-02-03 DDPM DDIM",
        "review DDPM --from card.md",
        "import list.md",
        "resolve",
        "refresh",
        "search Hands --add 1",
        "discover --add 1 --ignore 2",
        "config style detailed",
        "undo",
    ),
    Case(("edit", "DDPM")),
    Case(("undo", "--redo"), before=(("undo",),)),
    Case(("undo", "--to", "2")),
    Case(("init",), has_library=False),
    Case(("demo",), files=("difftrack-demo/difftrack.json", "difftrack-demo/README.md")),
    Case(("export", "readme"), files=("README.md",)),
    Case(("export", "readme", "-o", "mine.md", "--force"), files=("mine.md",)),
    Case(("export", "bibtex", "-o", "new.bib"), files=("new.bib",)),
    Case(("export", "bibtex", "-o", "all.bib"), files=("all.bib",)),
    Case(
        ("doctor", "--fix", "--yes"),
        files=(LIBRARY, "difftrack.damaged-1.json", "difftrack.rest-1.txt"),
        is_torn=True,
        last=LIBRARY,
        code=1,  # something is left to its owner
    ),
    Case(
        ("--install-completion", "bash"),
        files=("../home/.local/share/difftrack/completion.bash", "../home/.bashrc"),
    ),
    Case(("cache", "clear"), before=(("refresh",),)),
]


def server() -> ArxivServer:
    """Return the server that the commands ask, with papers of the last days."""
    days = [datetime.now().astimezone().date() - timedelta(days=n) for n in (1, 2, 3)]
    new = [
        Paper(f"2601.{n:05}", f"Boats of {n}", ("Ada Example",), published=day.isoformat())
        for n, day in enumerate(days, start=1)
    ]
    made = ArxivServer()
    made.add(*new, Paper("2101.00001", "Slow Rivers"), Paper("2112.10752", "Latents"))
    return made
