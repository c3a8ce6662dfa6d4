"""`import` as a person meets it: lists into a new library, into one that exists, and back again."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from conftest import Run

LIST = """# Papers on Kites

Read papers are marked with a :heavy_check_mark:.

## Surveys

**Kites: A Survey** :heavy_check_mark: \\
*Ann Bly, Carl Dorn* \\
ICML 2021. [[Paper](https://arxiv.org/abs/2101.00001)] [[Code](https://github.com/a/kites)] \\
4 Feb 2021 \\
Where to begin.

More of these are rare.

## Strings

**Strings at Scale** \\
*Eve Frost* \\
arXiv 2022. [[Paper](https://arxiv.org/abs/2202.00002)]

---

Thanks to all.
"""


def _library(path: Path = Path("difftrack.json")) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _import(run: Run, text: str, *arguments: str) -> Any:  # noqa: ANN401 - a Result
    Path("list.md").write_text(text, encoding="utf-8")
    return run("import", "list.md", *arguments)


@pytest.fixture
def imported(run: Run) -> dict[str, Any]:
    """Make a library of the list, and return it."""
    Path("difftrack.json").write_text('{"format": "difftrack", "version": 1}\n', encoding="utf-8")
    assert _import(run, LIST).code == 0
    return _library()


def test_a_list_makes_a_library_without_the_usual_sections(run: Run, empty_home: Path) -> None:
    result = _import(run, LIST)
    assert result.code == 0
    assert result.out == "list.md: added 2 entries, kept 3 passages of text\n"
    user = empty_home.parent / "home/.local/share/difftrack/library.json"
    sections = [(s["key"], s["entries"]) for s in _library(user)["sections"]]
    assert sections == [("surveys", ["2101.00001"]), ("strings", ["2202.00002"])]


def test_everything_of_the_list_has_its_place(imported: dict[str, Any]) -> None:
    assert imported["title"] == "Papers on Kites"
    assert imported["intro"] == "Read papers are marked with a :heavy_check_mark:."
    assert imported["outro"] == "---\n\nThanks to all."
    assert imported["settings"]["read_mark"] == ":heavy_check_mark:"
    assert imported["sections"][0]["prose"] == {"2101.00001": "More of these are rare."}
    kites = imported["entries"]["2101.00001"]
    assert kites["title"] == "Kites: A Survey"
    assert kites["authors"] == ["Ann Bly", "Carl Dorn"]
    assert (kites["venue"], kites["year"], kites["published"]) == ("ICML", 2021, "2021-02-04")
    assert kites["links"] == {"Code": "https://github.com/a/kites"}, "the paper's page is implied"
    assert (kites["read"], kites["note"]) == (True, "Where to begin.")
    assert kites["pinned"] == ["title", "authors", "published"]
    assert imported["entries"]["2202.00002"]["read"] is False


def test_the_same_list_again_changes_nothing(run: Run, imported: dict[str, Any]) -> None:
    before = Path("difftrack.json").read_bytes()
    result = _import(run, LIST)
    assert (result.code, result.out) == (0, "list.md: added 0 entries, kept 3 passages of text\n")
    assert Path("difftrack.json").read_bytes() == before
    assert _import(run, LIST, "--sync").code == 0
    assert Path("difftrack.json").read_bytes() == before
    assert _library() == imported


def test_an_exported_readme_comes_back(run: Run, imported: dict[str, Any]) -> None:
    for style in ("awesome", "detailed"):
        assert run("export", "readme", "--style", style, "-o", f"{style}.md").code == 0
        result = run("import", f"{style}.md")
        assert result.out.startswith(f"{style}.md: added 0 entries"), result
        assert _library()["entries"] == imported["entries"]


def test_a_dry_run_shows_what_would_come_and_writes_nothing(run: Run, empty_home: Path) -> None:
    result = _import(run, LIST, "--dry-run")
    assert result.code == 0
    first = result.out.splitlines()[0]
    assert first.split() == "7-11 2101.00001 paper Kites: A Survey Surveys".split()
    assert result.out.endswith("list.md: would add 2 entries, kept 3 passages of text\n")
    assert [p.name for p in empty_home.iterdir()] == ["list.md"]


# -- Into a library that exists -------------------------------------------------------------------


@pytest.mark.usefixtures("imported")
def test_own_fields_that_are_empty_are_filled(run: Run) -> None:
    more = LIST.replace("arXiv 2022. ", "ICML 2022 (Oral). ").replace(
        "2202.00002)]", "2202.00002)] [[Code](https://github.com/a/strings)] \\\nA note."
    )
    result = _import(run, more)
    assert result.out == "list.md: added 0 entries, changed 1, kept 3 passages of text\n"
    assert "2202.00002 venue: 'arXiv', the list has 'ICML'" in result.err
    strings = _library()["entries"]["2202.00002"]
    assert strings["venue"] == "arXiv", "what the library says stands"
    assert strings["links"] == {"Code": "https://github.com/a/strings"}
    assert strings["note"] == "A note."


@pytest.mark.usefixtures("imported")
def test_a_text_that_differs_is_shown_and_kept_unless_the_list_is_right(run: Run) -> None:
    other = LIST.replace("Where to begin.", "Where to end.")
    result = _import(run, other)
    assert "Kept as the library has it (the list's: --sync): 1" in result.err
    assert "2101.00001 note: 'Where to begin.', the list has 'Where to end.'" in result.err
    assert _library()["entries"]["2101.00001"]["note"] == "Where to begin."
    result = _import(run, other, "--sync")
    assert "Taken from the list: 1\n  2101.00001 note: 'Where to begin.', the" in result.err
    assert _library()["entries"]["2101.00001"]["note"] == "Where to end."


@pytest.mark.usefixtures("imported")
def test_a_mark_is_never_lowered_unless_the_list_is_right(run: Run) -> None:
    run("mark-read", "2202.00002", "--on", "2026-01-02")
    unread = LIST.replace(" :heavy_check_mark: \\\n", " \\\n")
    _import(run, unread)
    assert [e["read"] for e in _library()["entries"].values()] == [True, True]
    _import(run, unread, "--sync")
    entries = _library()["entries"].values()
    assert [e["read"] for e in entries] == [False, False]
    assert not any("read_on" in e for e in entries)


@pytest.mark.usefixtures("imported")
def test_what_the_list_lost_is_named_and_removed_only_when_told(run: Run) -> None:
    shorter = LIST[: LIST.index("**Strings at Scale**")]
    assert _import(run, shorter).err == ""
    result = _import(run, shorter, "--sync")
    assert "Not in the list (to remove it: --prune): 2\n  outro: '--- Thanks to" in result.err
    assert "2202.00002 (Strings at" in result.err
    assert set(_library()["entries"]) == {"2101.00001", "2202.00002"}
    assert _import(run, shorter, "--prune") == (
        2,
        "",
        "difftrack: --prune goes with --sync: the list is right, also in what it lacks\n",
    )
    assert _import(run, shorter, "--sync", "--prune").out.endswith("removed 2202.00002\n")
    assert set(_library()["entries"]) == {"2101.00001"}


@pytest.mark.usefixtures("imported")
def test_new_entries_stand_where_the_list_has_them(run: Run) -> None:
    new = "**Early Kites**, Gil Hart, 2019. [[Paper](https://arxiv.org/abs/1901.00009)]\n\n"
    run("section", "add", "Elsewhere")
    _import(
        run, LIST.replace("**Kites: A", f"{new}**Kites: A").replace("## Str", "## New\n\n## Str")
    )
    library = _library()
    assert [s["key"] for s in library["sections"]] == ["surveys", "new", "strings", "elsewhere"]
    assert set(library["sections"][0]["entries"]) == {"1901.00009", "2101.00001"}


@pytest.mark.usefixtures("imported")
def test_a_move_by_hand_comes_back_with_sync(run: Run) -> None:
    head, surveys, strings = LIST.partition("## Surveys")[0], "## Surveys", "## Strings"
    entry = LIST[LIST.index("**Kites: A") : LIST.index("More of")]
    moved = LIST.replace(entry, "").replace("## Strings\n\n", f"## Strings\n\n{entry}")
    assert (head + surveys) in moved
    assert strings in moved
    _import(run, moved, "--sync")
    assert [s.get("entries") for s in _library()["sections"]] == [
        None,
        ["2101.00001", "2202.00002"],
    ]


@pytest.mark.usefixtures("imported")
def test_text_that_was_edited_is_shown_and_the_lists_only_when_it_is_right(run: Run) -> None:
    edited = LIST.replace("More of these are rare.", "More of these are very rare.")
    result = _import(run, edited)
    assert (
        "surveys text: 'More of these are rare.', the list has 'More of these are v" in result.err
    )
    assert _library()["sections"][0]["prose"] == {"2101.00001": "More of these are rare."}
    result = _import(run, edited, "--sync")
    assert "Taken from the list: 1\n  surveys text: 'More of these are rare.'" in result.err
    assert _library()["sections"][0]["prose"] == {"2101.00001": "More of these are very rare."}


@pytest.mark.usefixtures("imported")
def test_new_text_stands_beside_the_old_one_and_never_twice(run: Run) -> None:
    more = LIST.replace("More of these are rare.", "Elsewhere they abound.")
    for _ in range(2):
        assert _import(run, more).err == ""
        prose = _library()["sections"][0]["prose"]
        assert prose == {"2101.00001": "More of these are rare.\n\nElsewhere they abound."}


@pytest.mark.usefixtures("imported")
def test_text_that_the_list_lost_goes_only_with_prune(run: Run) -> None:
    without = LIST.replace("More of these are rare.\n\n", "").replace(
        "Read papers are", "Kites are"
    )
    result = _import(run, without, "--sync")
    assert "Not in the list (to remove it: --prune): 1\n  surveys text: 'More of" in result.err
    assert _library()["sections"][0]["prose"] == {"2101.00001": "More of these are rare."}
    result = _import(run, without, "--sync", "--prune")
    assert "Not in the list (removed): 1\n  surveys text: 'More of" in result.err
    assert "prose" not in _library()["sections"][0]


@pytest.mark.usefixtures("imported")
def test_a_heading_that_was_renamed_takes_its_entries_and_text_along(run: Run) -> None:
    _import(run, LIST.replace("## Surveys", "## Overviews"), "--sync")
    sections = _library()["sections"]
    assert [(s["title"], s["entries"]) for s in sections] == [
        ("Overviews", ["2101.00001"]),
        ("Strings", ["2202.00002"]),
    ]
    assert sections[0]["prose"] == {"2101.00001": "More of these are rare."}


@pytest.mark.usefixtures("imported")
def test_a_section_that_the_list_does_not_have_stays_with_what_is_only_there(run: Run) -> None:
    run("add", "https://kites.example/post", "--title", "A Post", "--section", "strings")
    without = LIST[: LIST.index("## Strings")]
    _import(run, without, "--sync")
    assert _library()["sections"][1]["entries"] == ["2202.00002", "post"]
    _import(run, without, "--sync", "--prune")
    assert [s["key"] for s in _library()["sections"]] == ["surveys"]
    assert list(_library()["entries"]) == ["2101.00001"]


@pytest.mark.usefixtures("imported")
def test_into_a_section_the_rest_of_the_library_is_left_alone(run: Run) -> None:
    line = "- [{}](https://arxiv.org/abs/{})\n"
    kites, sails = line.format("Kites: A Survey", "2101.00001"), line.format("Sails", "2303.00003")
    _import(run, f"# Other\n\n{kites}{sails}\n---\n\nBye.\n", "--into", "strings")
    _import(run, f"# Other\n\n{sails}", "--into", "strings", "--sync", "--prune")
    library = _library()
    assert library["title"] == "Papers on Kites"
    assert library["outro"] == "---\n\nThanks to all."
    assert [s["entries"] for s in library["sections"]] == [["2101.00001"], ["2303.00003"]]
    assert "2101.00001" in library["entries"], "it stands elsewhere, too"
    assert "2202.00002" not in library["entries"]


@pytest.mark.usefixtures("imported")
def test_short_names_may_be_swapped_and_are_never_shared(run: Run) -> None:
    names = "- **{}**: [Kites: A Survey](https://arxiv.org/abs/2101.00001)\n"
    names += "- **{}**: [Strings at Scale](https://arxiv.org/abs/2202.00002)\n"
    _import(run, names.format("KITE", "STR"))
    result = _import(run, names.format("STR", "KITE"))
    assert "2101.00001 short: 'KITE', the list has 'STR'" in result.err
    assert [e["short"] for e in _library()["entries"].values()] == ["KITE", "STR"]
    _import(run, names.format("STR", "KITE"), "--sync")
    assert [e["short"] for e in _library()["entries"].values()] == ["STR", "KITE"]
    _import(run, names.format("KITE", "KITE"), "--sync")
    kites, strings = _library()["entries"].values()
    assert (kites["short"], strings.get("short"), strings["fields"]) == (
        "KITE",
        None,
        {"Short": "KITE"},
    )


@pytest.mark.usefixtures("imported")
def test_links_follow_the_list_and_are_dropped_only_when_told(run: Run) -> None:
    code = "[[Code](https://github.com/a/kites)]"
    other = "[[Repository](https://github.com/a/kites)] [[Demo](https://kites.example)]"
    _import(run, LIST.replace(code, other), "--sync")
    links = _library()["entries"]["2101.00001"]["links"]
    assert links == {
        "Repository": "https://github.com/a/kites",
        "Demo": "https://kites.example",
    }
    without = LIST.replace(code, "[[Demo](https://kites.example)]")
    result = _import(run, without, "--sync")
    assert "2101.00001 links.Repository: 'https://github.com/a/kites'" in result.err
    assert _library()["entries"]["2101.00001"]["links"].keys() == {"Demo", "Repository"}
    _import(run, without, "--sync", "--prune")
    assert _library()["entries"]["2101.00001"]["links"].keys() == {"Demo"}


@pytest.mark.usefixtures("imported")
def test_the_head_and_foot_of_a_readme_stay_in_it(run: Run) -> None:
    region = "<!-- difftrack:begin -->\n<!-- difftrack:end -->"
    readme = f"# Mine\n\nHello.\n\n{region}\n\n## License\n\nMIT.\n"
    Path("README.md").write_text(readme, encoding="utf-8")
    run("export", "readme")
    before = _library()
    for how in ([], ["--sync"], ["--sync", "--prune"]):
        assert run("import", "README.md", *how).err == ""
        assert _library() == before


@pytest.mark.usefixtures("imported")
def test_a_hand_edit_in_a_readme_comes_back(run: Run) -> None:
    run("export", "readme")
    text = Path("README.md").read_text(encoding="utf-8")
    edited = text.replace("Where to begin.", "Begin here.").replace("# Papers on", "# All on")
    Path("README.md").write_text(edited, encoding="utf-8")
    assert "title: 'Papers on Kites', the list has 'All on Kites'" in run("import", "README.md").err
    assert _library()["title"] == "Papers on Kites"
    run("import", "README.md", "--sync")
    assert _library()["title"] == "All on Kites"
    assert _library()["entries"]["2101.00001"]["note"] == "Begin here."
    assert run("export", "readme", "--check").code == 1, "the sum on the end marker is the old one"


@pytest.mark.usefixtures("imported")
def test_a_list_sorted_by_a_setting_does_not_sort_the_library(run: Run) -> None:
    new = "- [Sails](https://arxiv.org/abs/1901.00001), 2019-01-02\n"
    _import(run, f"## Surveys\n\n{new}")
    listed = _library()["sections"][0]["entries"]
    run("config", "order", "published")
    run("export", "readme")
    run("import", "README.md", "--sync")
    assert _library()["sections"][0]["entries"] == listed == ["2101.00001", "1901.00001"]


def test_entries_of_a_list_without_headings_stay_where_they_are(run: Run) -> None:
    run("init")
    run("add", "https://kites.example", "--title", "Kites", "--section", "editing")
    result = _import(run, "- [Kites](https://kites.example)\n- [Sails](https://sails.example)\n")
    assert result.out == "list.md: added 1 entry\n"
    places = {s["key"]: s["entries"] for s in _library()["sections"] if s.get("entries")}
    assert places == {"": ["sails"], "editing": ["kites"]}


def test_lists_with_and_without_a_heading_above_an_entry_agree(run: Run) -> None:
    run("init")
    line = "- [Kites](https://kites.example)\n"
    for text in (f"{line}\n## One\n", f"## Two\n\n{line}") * 2:
        _import(run, text)
    places = {s["key"]: s["entries"] for s in _library()["sections"] if s.get("entries")}
    assert places == {"": ["kites"], "two": ["kites"]}, "however often they are read"


def test_what_waited_for_a_section_leaves_unclassified(run: Run) -> None:
    run("init")
    run("add", "https://kites.example", "--title", "Kites")
    _import(run, "## Editing of Winds\n\n- [Kites](https://kites.example)\n")
    places = {s["key"]: s["entries"] for s in _library()["sections"] if s.get("entries")}
    assert places == {"editing-of-winds": ["kites"]}


def test_what_does_not_go_together_is_refused(run: Run) -> None:
    run("init")
    Path("a.md").write_text(LIST, encoding="utf-8")
    result = run("import", "a.md", "a.md", "--sync")
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "--sync takes one list" in result.err
    assert run("import", "a.md", "--into", " ").err == (
        "difftrack: --into needs a section. See: difftrack section list\n"
    )
    assert run("import", "").err == (
        "difftrack: a file without a name cannot be read: Is a directory. Name a file, or -\n"
    )


def test_a_section_takes_all_of_a_list(run: Run) -> None:
    run("init")
    result = _import(run, LIST, "--into", "editing")
    assert result.code == 0
    sections = {s["key"]: s for s in _library()["sections"]}
    assert sections["strings"]["parent"] == "editing"
    assert sections["surveys-2"]["entries"] == ["2101.00001"], "the library has its own Surveys"
    assert "Read papers are marked" in sections["editing"]["intro"]
    assert _library()["title"] == "Papers on Diffusion Models", "the library's own"


def test_equal_headings_are_known_again_by_which_of_them_it_is(run: Run) -> None:
    run("init")
    text = "".join(
        f"## 20{year}\n\n### Papers\n\n- [Kites](https://arxiv.org/abs/{year}01.00001)\n\n"
        for year in (22, 23)
    )
    for _ in range(2):
        assert _import(run, text).code == 0
        found = {s["key"]: s["entries"] for s in _library()["sections"] if s["title"] == "Papers"}
        assert found == {"papers": ["2201.00001"], "papers-2": ["2301.00001"]}


def test_a_paper_in_two_sections_is_one_entry(run: Run) -> None:
    run("init")
    line = "- [Kites](https://arxiv.org/abs/2101.00001)"
    _import(run, f"## A\n\n{line} - Ann Bly, 2021\n\n## B\n\n{line}\n")
    library = _library()
    assert list(library["entries"]) == ["2101.00001"]
    assert [s["key"] for s in library["sections"] if s.get("entries")] == ["a", "b"]


def test_what_an_id_tells_of_one_place_holds_for_a_third(run: Run) -> None:
    run("init")
    kites, title = "https://arxiv.org/abs/2101.00001", "Kites on Wind"
    text = f"- [x] [Kites]({kites})\n- [x] {title} (ICML 2021)\n- [x] {title} [[Paper]({kites})]\n"
    _import(run, text)
    (entry,) = _library()["entries"].values()
    assert (entry["venue"], entry["year"]) == ("ICML", 2021), "of the entry without an id"
    assert (entry["title"], entry["fields"]) == (title, {"Also cited as": "Kites"})


@pytest.mark.parametrize("text", ["@article{a,\n  year={2021}\n}\n", "2101.00001\nhttps:///\n"])
def test_what_hardly_says_what_it_is_comes_once(run: Run, text: str) -> None:
    run("init")
    _import(run, text)
    before = Path("difftrack.json").read_bytes()
    assert "added 0 entries" in _import(run, text).out
    assert Path("difftrack.json").read_bytes() == before


def test_a_post_and_a_paper_of_one_title_are_two(run: Run) -> None:
    run("init")
    paper = "**On Kites** \\\n*Ann Bly* \\\nICML 2021. [[Paper](https://arxiv.org/abs/2101.00001)]"
    post = "**On Kites** \\\n*Ann Bly* \\\n[[Website](https://kites.example/post)]"
    result = _import(run, f"## Posts\n\n{post}\n\n## Papers\n\n{paper}\n")
    assert "'On Kites' stands here a second time" in result.err
    kinds = {key: entry.get("kind", "paper") for key, entry in _library()["entries"].items()}
    assert kinds == {"2101.00001": "paper", "blykites": "post"}


def test_an_id_under_two_titles_is_a_doubt_and_loses_no_wording(run: Run) -> None:
    run("init")
    result = _import(
        run,
        "- [Kites Fly High](https://arxiv.org/abs/2101.00001)\n"
        "- [Sails for Boats](https://arxiv.org/abs/2101.00001)\n",
    )
    assert result.code == 0
    assert "line 2: 2101.00001 stands in line 1 under another title" in result.err
    entry = _library()["entries"]["2101.00001"]
    assert "Sails for Boats" in {entry["title"], *entry["fields"].values()}


# -- What can be given ----------------------------------------------------------------------------


def test_several_files_and_standard_input(run: Run) -> None:
    run("init")
    Path("a.md").write_text("- [Kites](https://arxiv.org/abs/2101.00001)\n", encoding="utf-8")
    reader, writer = os.pipe()
    os.write(writer, b"2006.11239\n")
    os.close(writer)
    kept = os.dup(0)
    os.dup2(reader, 0)
    try:
        result = run("import", "a.md", "-")
    finally:
        os.dup2(kept, 0)
        os.close(kept)
        os.close(reader)
    assert result.out == "a.md: added 1 entry\n-: added 1 entry\n"
    assert set(_library()["entries"]) == {"2101.00001", "2006.11239"}


@pytest.mark.parametrize("data", [LIST.encode("utf-8-sig"), LIST.replace("\n", "\r\n").encode()])
def test_bom_and_windows_line_ends_make_no_difference(
    data: bytes, run: Run, imported: dict[str, Any]
) -> None:
    Path("difftrack.json").unlink()
    run("--library", "difftrack.json", "list")
    Path("list.md").write_bytes(data)
    assert run("--library", "difftrack.json", "import", "list.md").code == 0
    assert _library() == imported


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ("Café".encode("latin-1"), "list.md is not UTF-8 text (byte 3). Save it as UTF-8"),
        ("Kites".encode("utf-16"), "list.md is not UTF-8 text (byte 0). Save it as UTF-8"),
        (b"a\0b", "list.md is no text: there is a NUL in it"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(run: Run, data: bytes, complaint: str) -> None:
    Path("list.md").write_bytes(data)
    assert run("import", "list.md") == (2, "", f"difftrack: {complaint}\n")


def test_other_refusals_are_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("init")
    before = Path("difftrack.json").read_bytes()
    assert run("import", "gone.md") == (
        1,
        "",
        "difftrack: gone.md cannot be read: No such file or directory. Name a file, or -\n",
    )
    assert (
        run("import", ".").err == "difftrack: . cannot be read: Is a directory. Name a file, or -\n"
    )
    result = _import(run, LIST, "--format", "html")
    assert (result.code, result.err) == (
        2,
        "difftrack: There is no format 'html'. There are: markdown, bibtex, plain\n",
    )
    result = _import(run, LIST, "--into", "nowhere")
    assert (result.code, result.err.count("\n")) == (1, 1)
    monkeypatch.setattr("difftrack.cli.invocation._LARGEST_TEXT", 100)
    result = _import(run, LIST)
    assert (result.code, result.err) == (2, "difftrack: list.md is larger than 0 MB, and no list\n")
    assert Path("difftrack.json").read_bytes() == before


def test_a_list_that_would_take_minutes_is_refused_and_a_long_one_announced(run: Run) -> None:
    run("init")
    line = "- some words that are no paper at all and fill a line\n"
    result = _import(run, line * 20_000)
    assert result.code == 0
    assert "reading list.md: 1.1 million letters\n" in result.err
    result = _import(run, line * 100_000)
    assert result.code == 1
    assert result.err.splitlines()[-1] == (
        "difftrack: list.md has 5.4 million letters; of markdown, 2 million are read at a time. "
        "Split it"
    )


def test_many_doubts_are_shown_in_part_unless_all_are_asked_for(run: Run) -> None:
    run("init")
    text = "".join(
        f"- [Kite number {n} of the fleet](https://arxiv.org/abs/2101.00001)\n" for n in range(20)
    )
    few = _import(run, text, "--dry-run").err
    assert "In doubt: 19" in few
    assert "... and 9 more: --verbose shows all" in few
    assert "'Kite number 19 of" in _import(run, text, "--dry-run", "--verbose").err
    assert _import(run, text, "--quiet").err == ""


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "*" * 20_000,
        "> " * 5_000 + "a",
        "- " * 5_000 + "a",
        "\n".join(" " * (n % 900) + "- a" for n in range(3_000)),
        "`" * 20_000,
        "<a " * 10_000,
        "- [a](" * 5_000,
        "|" * 20_000 + "\n" + "|-" * 10_000,
        "- x " + "et al. " * 5_000,
        "<details>" * 5_000,
        "<!--" * 5_000,
        "\\" * 20_001,
        "&amp;" * 5_000,
        "(" * 10_000 + ")" * 10_000,
    ],
    ids=lambda text: text[:8],
)
def test_hostile_texts_are_read(run: Run, text: str) -> None:
    run("init")
    assert _import(run, text).code == 0
