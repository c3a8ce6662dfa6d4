"""Editors for tests: programs of this Python that change the file that they are given."""

import sys
from pathlib import Path


def an_editor(folder: Path, code: str) -> str:
    """Return the words that start an editor which runs `code` on the text of `path`."""
    script = folder / "editor.py"
    head = "import sys, pathlib\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_text()\n"
    script.write_text(f"{head}{code}\n")
    return f"{sys.executable} {script}"


def replacing(folder: Path, *changes: tuple[str, str]) -> str:
    """Return an editor that replaces texts by others, each of which must be there."""
    steps = [
        f"assert {old!r} in text; text = text.replace({old!r}, {new!r})" for old, new in changes
    ]
    return an_editor(folder, "\n".join([*steps, "path.write_text(text)"]))
