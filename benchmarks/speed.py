"""Time whole commands against bare limits, as ratios in one run.

    python benchmarks/speed.py [--sizes 700 10000 100000] [--runs 11]

Each command is run in turn with two rivals, A B A B ..., and the median of the ratios pair by pair
is printed, so that a machine that slows down meanwhile slows both:

- `floor`: a Typer program with one pydantic model that does nothing;
- `bare`: bare Python that reads the same file with pydantic, changes an entry, and writes it with
  fsync.

docs/architecture.md says which ratios are promised.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("difftrack"))

FLOOR = """
import typer
from pydantic import BaseModel

class Model(BaseModel):
    name: str = ""

app = typer.Typer(add_completion=False)

@app.command()
def nothing() -> None:
    Model()

app()
"""

BARE = """
import os, sys
from pydantic import BaseModel, ConfigDict

class Entry(BaseModel):
    model_config = ConfigDict(extra="allow")
    arxiv_id: str | None = None
    title: str = ""
    authors: list[str] = []
    published: str | None = None
    abstract: str | None = None
    categories: list[str] = []
    links: dict[str, str] = {}
    read: bool | None = None

class Library(BaseModel):
    model_config = ConfigDict(extra="allow")
    sections: list[dict[str, object]] = []
    entries: dict[str, Entry] = {}

path = sys.argv[1]
with open(path, "rb") as file:
    library = Library.model_validate_json(file.read())
entry = next(iter(library.entries.values()))
entry.read = not entry.read
with open(path + ".new", "wb") as file:
    file.write(library.model_dump_json(indent=1, exclude_unset=True).encode())
    file.flush()
    os.fsync(file.fileno())
os.replace(path + ".new", path)
"""

# `{run}` is the number of the run, so that each finds something to change.
COMMANDS = {
    "mark-read": ["mark-read", "Short7"],
    "mark-unread": ["mark-unread", "Short7"],
    "list": ["list"],
    "list (words)": ["list", "noise", "paper"],
    "list (query)": ["list", 'title:"paper 7" or (schrodinger -is:read)', "--sort", "date"],
    "list (columns)": ["list", "--columns", "key,author,venue,title"],
    "show": ["show", "Short7"],
    "section list": ["section", "list"],
    "config": ["config"],
    "next": ["next"],
    "stats": ["stats"],
    "note": ["note", "Short7", "Note {run}"],
    "score": ["score", "Short7", "{run}"],
    "tag": ["tag", "Short7", "+tag-{run}"],
    "link": ["link", "Short7", "Page", "https://example.org/{run}"],
    "move": ["move", "Short{run}", "--section", "section-19"],
    "edit": ["edit", "Short7"],
    "review": ["review", "Short7"],
    "readings": ["readings", "2026-01-01", "Short{run}"],
    "section add": ["section", "add", "Part {run}"],
    "add (offline)": ["--offline", "add", "2512.9{run:04}"],
    "remove": ["remove", "Short3{run:02}", "--yes"],
    "merge-entries": ["merge-entries", "Short4{run:02}", "Short5{run:02}", "--yes", "--force"],
    "undo": ["undo"],
    "undo --list": ["undo", "--list"],
    "completion": ["mark-read", "Short9"],
    "export readme": ["export", "readme", "--force"],
    "export readme, detailed": ["export", "readme", "--style", "detailed", "-o", "-"],
    "export bibtex": ["export", "bibtex"],
    "export csl": ["export", "csl"],
    "export csv": ["export", "csv"],
    "export json": ["export", "json"],
}

# What the shell sets when it asks for the words that may follow.
VARIABLES = {"completion": {"_DIFFTRACK_COMPLETE": "1"}}


def make_library(path: Path, size: int) -> None:
    """Write a library of `size` invented papers in twenty sections."""
    abstract = "We study how noise becomes an example, step by step, and what it costs. " * 14
    entries = {}
    for n in range(size):
        key = f"{15 + n // 99_999 % 10}{n // 9_999 % 12 + 1:02}.{n % 99_999:05}"
        entries[key] = {
            "arxiv_id": key,
            "version": 2,
            "title": f"Paper {n} on Diffusion and Noise in Examples",
            "short": f"Short{n}",
            "authors": [f"Author Number{n % 997}", "Ada Example", "Karl Beispiel"],
            "published": f"20{15 + n % 10}-{n % 12 + 1:02}-{n % 28 + 1:02}",
            "year": 2015 + n % 10,
            "venue": "NeurIPS",
            "abstract": abstract,
            "categories": ["cs.CV", "cs.LG"],
            "links": {"Code": f"https://github.com/example/{n}"},
            "note": "What it says, in a sentence of the owner's.",
            "read": n % 3 == 0,
            "added": "2026-11-20",
            "fetched": "2026-11-20",
        }
    keys = list(entries)
    sections = [
        {"key": f"section-{s}", "title": f"Section {s}", "entries": keys[s::20]} for s in range(20)
    ]
    library = {"format": "difftrack", "version": 1, "title": "Speed", "sections": sections}
    path.write_text(json.dumps({**library, "entries": entries}, indent=1), encoding="utf-8")


def timed(command: list[str], folder: Path, **variables: str) -> float:
    """Return the seconds that a whole process takes, with these variables in its environment."""
    environment = {**os.environ, "HOME": str(folder), "EDITOR": "touch", **variables}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled once
    started = time.perf_counter()
    process = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if process.returncode:
        print(f"exit {process.returncode}: {process.stderr.decode(errors='replace').strip()}")
    return time.perf_counter() - started


def main() -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[700, 10_000, 100_000])
    parser.add_argument("--runs", type=int, default=11)
    options = parser.parse_args()
    for size in options.sizes:
        folder = Path(tempfile.mkdtemp(prefix="difftrack-speed-"))
        try:
            compare(folder, size, options.runs)
        finally:
            shutil.rmtree(folder)


def compare(folder: Path, size: int, runs: int) -> None:
    """Time every command on a library of `size` entries against both rivals."""
    library, copy = folder / "difftrack.json", folder / "bare.json"
    make_library(library, size)
    shutil.copy(library, copy)
    (folder / "floor.py").write_text(FLOOR, encoding="utf-8")
    (folder / "bare.py").write_text(BARE, encoding="utf-8")
    rivals = {
        "floor": [sys.executable, str(folder / "floor.py")],
        "bare": [sys.executable, str(folder / "bare.py"), str(copy)],
    }
    print(f"\n{size:,} entries, {library.stat().st_size / 1e6:.1f} MB, {runs} runs, medians")
    print(f"{'command':26}{'seconds':>9}{'x floor':>9}{'x bare':>9}")
    for name, arguments in COMMANDS.items():
        ratios: dict[str, list[float]] = {rival: [] for rival in rivals}
        seconds = []
        for run in range(runs + 1):
            taken = timed(
                [COMMAND, *(a.format(run=run) for a in arguments)],
                folder,
                **VARIABLES.get(name, {}),
            )
            times = {rival: timed(command, folder) for rival, command in rivals.items()}
            if run:  # the first warms the caches
                seconds.append(taken)
                for rival, rival_taken in times.items():
                    ratios[rival].append(taken / rival_taken)
        shown = "".join(f"{statistics.median(ratios[rival]):9.2f}" for rival in rivals)
        print(f"{name:26}{statistics.median(seconds):9.3f}{shown}", flush=True)


if __name__ == "__main__":
    main()
