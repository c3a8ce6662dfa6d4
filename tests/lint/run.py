"""Hold what difftrack writes against the linters that awesome lists are held to.

    npm install --prefix tests/lint --no-package-lock      # once
    python tests/lint/run.py [--library FILE] [--linters DIR] [--keep DIR]

Without `--library`: the starter collection, and an invented library of 2,000 entries whose titles
are as awkward as titles come. The style `awesome` must pass awesome-lint, markdownlint and
remark-lint, the other styles the last two. Exits 0 only where all pass; what a linter says is
printed. A library that is named is only read. No network is needed once the linters are there.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from awkward_library import awkward_library

from difftrack.exporters.styles import STYLES
from difftrack.library.storage.file_format import encode

HERE = Path(__file__).parent
DIFFTRACK = str(Path(sys.executable).with_name("difftrack"))
MARKDOWNLINT = {
    "default": True,
    "MD013": False,  # an entry is as long as its title
    "MD024": {"siblings_only": True},  # two sections may have parts of one name
    "MD033": {"allowed_elements": "details summary br sub sup a img p span u".split()},
    "MD036": False,  # a title in bold is an entry, also where nothing else is known of it
    "MD041": False,  # a region may stand below a title, and begins with a comment
    "MD060": False,  # a column is padded for a reader's font, not for a linter's
}


def main() -> int:
    """Lint every list and return 0 where all pass, 1 where not, 2 where linters are missing."""
    options = _options()
    if not (options.linters / "node_modules").is_dir():
        print(f"No linters in {options.linters}: npm install --prefix {HERE} --no-package-lock")
        return 2
    folder = options.keep or Path(tempfile.mkdtemp())
    failed = [
        f"{linter}: {readme}"
        for library in _libraries(folder, options.library)
        for readme in _readmes(library)
        for linter, command, cwd in _linters(readme, options.linters)
        if not _passes(linter, command, cwd, readme)
    ]
    if not options.keep:
        shutil.rmtree(folder)
    print(f"{len(failed)} failed" if failed else "All pass")
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--library", type=Path, help="a library to lint the lists of")
    parser.add_argument("--linters", type=Path, default=HERE, help="where npm installed them")
    parser.add_argument("--keep", type=Path, help="an empty folder, for the lists to stay in")
    return parser.parse_args()


def _libraries(folder: Path, named: Path | None) -> Iterator[Path]:
    """Yield a library file in a folder of its own each, with the badge of awesome lists."""
    for name in [named.stem] if named else ["starter", "awkward"]:
        library = folder / name / "difftrack.json"
        library.parent.mkdir(parents=True)
        if named:
            shutil.copyfile(named, library)
        elif name == "starter":
            _difftrack("init", str(library.parent), "--starter")
        else:
            library.write_bytes(encode(awkward_library(2_000)))
        _difftrack("--library", str(library), "config", "badges", "true")
        yield library


def _readmes(library: Path) -> Iterator[Path]:
    for style in STYLES:
        folder = library.parent / style
        _repository(folder)
        readme = folder / "readme.md"
        _difftrack(
            *("--library", str(library)),
            *("export", "readme", "--style", style, "-o", str(readme)),
        )
        yield readme


def _repository(folder: Path) -> None:
    """Make what awesome-lint looks for: a repository of GitHub's, with a guide for contributors."""
    folder.mkdir()
    (folder / "contributing.md").write_text("Guide.\n")
    for command in (
        "init --quiet --initial-branch main",
        "remote add origin https://github.com/example/awesome-example.git",
        "config branch.main.remote origin",
    ):
        subprocess.run(["git", *command.split()], cwd=folder, check=True)


def _linters(readme: Path, linters: Path) -> Iterator[tuple[str, list[str], Path]]:
    """Yield name, command and working folder of each linter for a list."""
    programs = linters.absolute() / "node_modules" / ".bin"
    (readme.parent / ".markdownlint-cli2.jsonc").write_text(json.dumps({"config": MARKDOWNLINT}))
    plugins = "--use remark-gfm --use remark-preset-lint-recommended --frail --quiet --no-stdout"
    if readme.parent.name == "awesome":
        yield "awesome-lint", [str(programs / "awesome-lint")], readme.parent
    yield "markdownlint", [str(programs / "markdownlint-cli2"), readme.name], readme.parent
    # remark looks for its plugins from the working folder upwards.
    yield "remark-lint", [str(programs / "remark"), str(readme), *plugins.split()], linters


def _passes(linter: str, command: list[str], cwd: Path, readme: Path) -> bool:
    told = subprocess.run(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    passes = told.returncode == 0
    print(f"{readme.parent.parent.name}, {readme.parent.name}: {linter}", "ok" if passes else "")
    if not passes:
        print(told.stdout)
    return passes


def _difftrack(*arguments: str) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "DIFFTRACK_LIBRARY"}
    subprocess.run(
        [DIFFTRACK, "--quiet", *arguments], check=True, env=environment, stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    sys.exit(main())
