"""What `edit` and `review` change is the owner's, by one rule; what is another's is refused."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from an_editor import an_editor
from by_hand import put
from conftest import Run
from terminal import at_terminal

COMMAND = str(Path(sys.executable).with_name("difftrack"))
ROWS = "## Kite\n\n| | |\n| - | - |\n| Title | {} |\n| {} | {} |\n"


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    run("init")
    put("kite", short="Kite", title="Kites", abstract="They fly.", note="Old.",
        comment="Accepted at ICLR 2021", venue="ICLR", year=2021,
        pinned=["abstract", "comment", "shine"], derived=["venue", "year", "shine"])  # fmt: skip
    put("sail", short="Sail", title="Sails", url="https://example.org/sail")


def told(run: Run) -> dict[str, Any]:
    entry: dict[str, Any] = json.loads(run("show", "Kite", "--json").out)["entry"]
    return entry


@pytest.mark.parametrize("command", ["edit", "review"])
def test_what_is_changed_is_pinned_and_what_is_emptied_is_not(tmp_path: Path, command: str) -> None:
    script = an_editor(
        tmp_path,
        "text = path.read_text().replace('Kites', 'Kites Again').replace('They fly.', '')\n"
        "text = text.replace('venue: ICLR', 'venue: ICML').replace('ICLR 2021 |', 'ICML 2021 |')\n"
        "path.write_text(text)",
    )
    code, screen = at_terminal(command, "Kite", columns=200, environment={"EDITOR": script})
    assert code == 0, screen
    entry = json.loads(Path("difftrack.json").read_text())["entries"]["kite"]
    assert (entry["title"], entry.get("abstract"), entry["venue"]) == ("Kites Again", None, "ICML")
    assert entry["pinned"] == ["title", "comment", "shine"]
    assert entry["derived"] == ["shine"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("Short", "sail", "'sail' is the short name of sail. Choose another"),
        (
            "Website",
            "https://example.org/sail",
            (
                "https://example.org/sail is in the library already, as sail. Make one of the "
                "two: difftrack merge-entries sail kite"
            ),
        ),
    ],
)
def test_what_another_entry_has_is_refused_alike(
    run: Run, field: str, value: str, said: str
) -> None:
    before = Path("difftrack.json").read_bytes()
    heading = ROWS.format("Kites", field, value)
    Path("card").write_text(heading.replace("## Kite", "## sail") if field == "Short" else heading)
    Path("form").write_text(f"{'short' if field == 'Short' else 'url'}: {value}\n")
    for command, name in (("edit", "form"), ("review", "card")):
        result = run(command, "kite", "--from", name)
        assert (result.code, result.out) == (1, ""), command
        assert f"difftrack: {said}\n" in result.err
    assert Path("difftrack.json").read_bytes() == before


@pytest.mark.parametrize("command", ["edit", "review", "note"])
@pytest.mark.parametrize(
    ("meanwhile", "said"),
    [
        (["note", "kite", "Another."], "Another command changed kite meanwhile: note. See: "),
        (["remove", "kite", "--yes"], "kite was removed meanwhile. See: difftrack undo --list"),
    ],
)
def test_what_was_changed_meanwhile_is_told_alike(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    command: str,
    meanwhile: list[str],
    said: str,
) -> None:
    script = an_editor(
        tmp_path,
        "import subprocess\n"
        f"subprocess.run({[COMMAND, *meanwhile]!r}, stdout=subprocess.DEVNULL)\n"
        "path.write_text(text.replace('Old.', 'Mine.'))",
    )
    monkeypatch.setenv("EDITOR", script)
    result = run(command, "kite")
    assert (result.code, result.out) == (1, "")
    assert said in result.err
