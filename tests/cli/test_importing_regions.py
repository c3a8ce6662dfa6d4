"""`import` of a README with several regions: what stands in each comes back to its place."""

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from difftrack.exporters.styles import STYLES

_PARTS = """\
# Mine

<!-- difftrack:begin count -->
<!-- difftrack:end -->

## Papers

<!-- difftrack:begin section=image-editing -->
<!-- difftrack:end -->

### Inversion

<!-- difftrack:begin section=inversion -->
<!-- difftrack:end -->

## What We Read

<!-- difftrack:begin readings -->
<!-- difftrack:end -->
"""
_REST = "\n<!-- difftrack:begin -->\n<!-- difftrack:end -->\n\n## License\n\nMIT.\n"


_LIST = """\
## Surveys

- [Kites](https://k.example)

## Image Editing

Of editing.

- [Boats](https://b.example)
- [Sails](https://s.example)

### Faces

- [Masts](https://m.example)

## Inversion

- [Ropes](https://r.example)

## Readings

### 2023-01-02

- [Kites](https://k.example)

### 2023-02-03

- [Boats](https://b.example)
"""


def _library() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path("difftrack.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    Path("list.md").write_text(_LIST, encoding="utf-8")
    run("--library", "difftrack.json", "import", "list.md")


@pytest.mark.parametrize("rest", ["", _REST])
@pytest.mark.parametrize("how", [[], ["--sync"], ["--sync", "--prune"]])
def test_regions_come_back_as_they_are(run: Run, rest: str, how: list[str]) -> None:
    Path("README.md").write_text(_PARTS + rest, encoding="utf-8")
    assert run("export", "readme").code == 0
    before = _library()
    result = run("import", "README.md", *how)
    assert (result.code, result.err) == (0, "")
    assert _library() == before


@pytest.mark.parametrize("rest", ["", _REST])
def test_an_edit_in_each_region_comes_back_to_its_section(run: Run, rest: str) -> None:
    Path("README.md").write_text(_PARTS + rest, encoding="utf-8")
    run("export", "readme")
    text = Path("README.md").read_text(encoding="utf-8")
    new = "**New** \\\n\\[[Website](https://n.example)\\]"
    other = "**Other** \\\n\\[[Website](https://o.example)\\]"
    for old, edited in (
        ("Of editing.", "All of editing."),
        ("#### Faces\n", f"{new}\n\n#### Faces\n"),
        ("2023-02-03\n", f"2023-02-03\n\n{other}\n"),
        ("(https://r.example)", "(https://ropes.example)"),
        ("1 read", "one read"),
    ):
        text = text.replace(old, edited) if old in text else text
    Path("README.md").write_text(text, encoding="utf-8")
    assert run("import", "README.md", "--sync").code == 0
    library = _library()
    held = {s["key"]: s.get("entries", []) for s in library["sections"]}
    assert held["image-editing"] == ["boats", "sails", "new"]
    assert held["faces"] == ["masts"]
    assert held["2023-02-03"] == ["other", "boats"]
    assert held["surveys"] == ["kites"]
    sections = {s["key"]: s for s in library["sections"]}
    assert sections["image-editing"]["intro"] == "All of editing."
    assert list(sections) == [
        "surveys", "image-editing", "faces", "inversion", "readings", "2023-01-02", "2023-02-03"
    ]  # fmt: skip
    assert "https://ropes.example" in json.dumps(library)
    run("import", "README.md", "--sync")
    assert _library() == library


def test_what_was_taken_out_of_one_region_goes_there_only(run: Run) -> None:
    Path("README.md").write_text(_PARTS, encoding="utf-8")
    run("export", "readme")
    text = Path("README.md").read_text(encoding="utf-8")
    head, _, tail = text.partition("**[Boats](https://b.example)**")
    Path("README.md").write_text(head + tail[tail.index("**[Sails]") :], encoding="utf-8")
    run("import", "README.md", "--sync", "--prune")
    held = {s["key"]: s.get("entries", []) for s in _library()["sections"]}
    assert held["surveys"] == ["kites"]
    assert held["2023-02-03"] == ["boats"]


def test_what_the_library_does_not_have_yet_is_taken_in(run: Run) -> None:
    Path("README.md").write_text(_PARTS, encoding="utf-8")
    run("export", "readme")
    text = Path("README.md").read_text(encoding="utf-8")
    session = "### 2023-03-04\n\n**[Oars](https://o.example)**\n\n### 2023-01-02\n"
    text = text.replace("### 2023-01-02\n", session)
    text = text.replace("## Papers\n", "## Papers\n\n- [Anchors](https://a.example)\n")
    Path("README.md").write_text(text, encoding="utf-8")
    assert run("import", "README.md", "--sync").code == 0
    library = _library()
    held = {s["key"]: s.get("entries", []) for s in library["sections"]}
    assert held["2023-03-04"] == ["oars"]
    assert held["2023-01-02"] == ["kites"]
    assert held["papers"] == ["anchors"]
    run("import", "README.md", "--sync")
    assert _library() == library


@pytest.mark.parametrize(
    "markers",
    [
        "<!-- difftrack:begin count -->\n",
        "<!-- difftrack:begin count -->\n\n<!-- difftrack:begin -->\n",
        "<!-- difftrack:begins -->\n",
    ],
)
def test_broken_markers_lose_nothing(run: Run, markers: str) -> None:
    Path("new.md").write_text(f"{markers}\n## New\n\n- [Oars](https://o.example)\n")
    assert run("--library", "new.json", "import", "new.md").code == 0
    entries = json.loads(Path("new.json").read_text(encoding="utf-8"))["entries"]
    assert entries["oars"]["url"] == "https://o.example"


@pytest.mark.parametrize("style", STYLES)
def test_a_readme_that_nobody_edited_changes_nothing(
    run: Run, empty_home: Path, style: str
) -> None:
    run("init", "--starter")
    run("config", "style", style)
    run("--offline", "add", "2401.00001", "--title", "Kites", "--note", "One.\n\n- two\n- three")
    assert run("export", "readme").out == "Wrote README.md\n"
    assert run("export", "readme").out == "README.md is up to date\n"
    before = (empty_home / "difftrack.json").read_bytes()
    assert run("import", "README.md", "--sync", "--prune").code == 0
    assert (empty_home / "difftrack.json").read_bytes() == before


@pytest.mark.parametrize(
    ("before", "after", "field", "value"),
    [
        ("A nice one.", "A nicer one.", "note", "A nicer one."),
        ("**Kites**", "**Kites and Ropes**", "title", "Kites and Ropes"),
        (" :zap:", "", "read", False),
    ],
)
def test_what_is_changed_in_one_of_several_places_holds_in_all(
    run: Run, before: str, after: str, field: str, value: object
) -> None:
    add = ("--offline", "add", "2401.00001", "--title", "Kites", "--note", "A nice one.", "--read")
    run(*add, "--section", "surveys")
    run("--offline", "add", "2401.00001", "--section", "inversion")
    run("export", "readme")
    text = Path("README.md").read_text(encoding="utf-8")
    assert text.count(before) >= 2
    Path("README.md").write_text(text.replace(before, after, 1), encoding="utf-8")
    run("import", "README.md", "--sync")
    entry = json.loads(Path("difftrack.json").read_bytes())["entries"]["2401.00001"]
    assert entry.get(field, False) == value
    assert "fields" not in entry
    run("export", "readme", "--force")
    assert run("import", "README.md", "--sync").err == ""
