import os
import re
import subprocess
from pathlib import Path

import pytest

from conftest import Run
from difftrack.cli.exporting import Change, write
from difftrack.errors import RefusedError
from difftrack.exporters.styles import STYLES
from terminal import COMMAND


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    run("init", "--title", "Mine")
    run("--offline", "add", "2401.00001", "--title", "First", "--section", "editing", "--read")


def test_export_writes_the_readme_beside_the_library(run: Run, empty_home: Path) -> None:
    assert run("export", "readme") == (0, "Wrote README.md\n", "")
    text = (empty_home / "README.md").read_text()
    assert text.startswith("<!-- difftrack:begin -->\n# Mine\n")
    assert "**First** :zap: \\\n" in text
    assert run("export", "readme").out == "README.md is up to date\n"


def test_a_dash_is_stdout_and_writes_no_file(run: Run, empty_home: Path) -> None:
    result = run("export", "readme", "--style", "detailed", "-o", "-")
    assert result.out.startswith("# Mine <!-- omit in toc -->\n\ncount=1\n")
    assert not (empty_home / "README.md").exists()


def test_the_users_own_library_goes_to_stdout(
    run: Run, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = empty_home.parent / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    run("--offline", "add", "2401.00002")
    assert "arXiv:2401.00002" in run("export", "readme").out
    assert list(elsewhere.iterdir()) == []


def test_only_what_stands_between_the_markers_is_replaced(run: Run, empty_home: Path) -> None:
    readme = empty_home / "README.md"
    head, tail = b"# My Title\r\n\r\nHead \xc3\xa4\r\n", b"\r\n## Tail\r\nno line break at the end"
    readme.write_bytes(head + b"<!-- difftrack:begin -->\r\n<!-- difftrack:end -->" + tail)
    assert run("export", "readme").code == 0
    written = readme.read_bytes()
    assert written.startswith(head + b"<!-- difftrack:begin -->\r\n## Contents\r\n")
    assert written.endswith(tail)
    assert b"# Mine" not in written
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert run("export", "readme", "--check").code == 0


def test_a_file_without_markers_is_left_unless_forced(run: Run, empty_home: Path) -> None:
    readme = empty_home / "README.md"
    readme.write_text("# By hand\n")
    result = run("export", "readme")
    assert result.code == 1
    assert "<!-- difftrack:begin -->" in result.err
    assert result.err.count("\n") == 1
    assert readme.read_text() == "# By hand\n"
    assert run("export", "readme", "--force").code == 0
    assert "By hand" not in readme.read_text()


def test_a_hand_edit_between_the_markers_is_left_unless_forced(run: Run, empty_home: Path) -> None:
    run("export", "readme")
    readme = empty_home / "README.md"
    edited = readme.read_text().replace("First", "Edited")
    readme.write_text(edited)
    run("mark-unread", "First")
    assert "was edited" in run("export", "readme").err
    assert readme.read_text() == edited
    assert run("export", "readme", "--force").code == 0
    assert "Edited" not in readme.read_text()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<!-- difftrack:begin -->\n", 1),
        ("a\n<!-- difftrack:end -->\n", 2),
        ("<!-- difftrack:begin -->\n<!-- difftrack:begin -->\n<!-- difftrack:end -->\n", 2),
    ],
)
def test_broken_markers_are_refused_with_their_line(
    run: Run, empty_home: Path, text: str, line: int
) -> None:
    (empty_home / "README.md").write_text(text)
    result = run("export", "readme", "--force")
    assert result.code == 1
    assert f"README.md:{line}:" in result.err
    assert (empty_home / "README.md").read_text() == text


def test_check_tells_whether_it_is_out_of_date_and_writes_nothing(
    run: Run, empty_home: Path
) -> None:
    assert run("export", "readme", "--check").code == 1
    assert not (empty_home / "README.md").exists()
    run("export", "readme")
    assert run("export", "readme", "--check").code == 0
    run("mark-unread", "First")
    before = (empty_home / "README.md").read_bytes()
    result = run("export", "readme", "--check")
    assert result == (
        1,
        "",
        "difftrack: README.md is out of date. Write it: difftrack export readme\n",
    )
    assert (empty_home / "README.md").read_bytes() == before


def test_diff_shows_what_would_change(run: Run) -> None:
    run("export", "readme")
    run("mark-unread", "First")
    result = run("export", "readme", "--diff")
    assert result.code == 0
    assert "-**First** :zap: \\\n+**First** \\\n" in result.out


def _regions(*whats: str) -> str:
    return "\n".join(f"<!-- difftrack:begin {what} -->\n<!-- difftrack:end -->\n" for what in whats)


def test_several_regions_are_written_checked_and_shown(run: Run, empty_home: Path) -> None:
    readme = empty_home / "README.md"
    run("--offline", "add", "2401.00002", "--title", "Second", "--section", "inversion")
    readme.write_text(f"# Own\n\n{_regions('count', 'section=editing', 'section=inversion')}End.\n")
    assert run("export", "readme").out == "Wrote README.md\n"
    text = readme.read_text()
    assert "-->\n2 entries, 1 read (50%)\n<!--" in text
    assert "-->\n## Image Editing\n\n**First** :zap:" in text
    assert "-->\n## Inversion\n\n**Second** \\" in text
    assert text.startswith("# Own\n\n<!-- difftrack:begin count -->\n")
    assert text.endswith(" -->\nEnd.\n")
    assert run("export", "readme", "--check").code == 0
    run("mark-read", "Second")
    assert run("export", "readme", "--check").code == 1
    diff = run("export", "readme", "--diff").out
    assert "-2 entries, 1 read (50%)\n" in diff
    assert "+2 entries, 2 read (100%)\n" in diff
    assert "-**Second** \\\n+**Second** :zap: \\\n" in diff
    assert readme.read_text() == text


def test_a_hand_edit_in_any_region_is_named_with_its_line(run: Run, empty_home: Path) -> None:
    readme = empty_home / "README.md"
    readme.write_text(_regions("section=editing", "count"))
    run("export", "readme")
    text = readme.read_text()
    run("mark-unread", "First")
    for old, new, line, way in (
        (
            "**First**",
            "**Furst**",
            1,
            "import README.md --sync; then, or to drop it: --force",
        ),
        ("1 entry", "one entry", 8, "Put your words outside of the markers; then, or"),
    ):
        readme.write_text(text.replace(old, new))
        result = run("export", "readme")
        assert result.code == 1
        told = f"README.md was edited between its difftrack markers (from line {line})"
        assert told in result.err
        assert way in result.err
        assert readme.read_text() == text.replace(old, new)
    assert run("export", "readme", "--force").code == 0
    assert "-->\n1 entry, 0 read (0%)\n<!--" in readme.read_text()


def test_a_dash_shows_what_would_stand_in_the_regions(run: Run, empty_home: Path) -> None:
    readme = empty_home / "README.md"
    readme.write_text("# Own\n\n<!-- difftrack:begin -->\n<!-- difftrack:end -->\n")
    assert run("export", "readme", "-o", "-").out.startswith("## Contents\n")
    readme.write_text(_regions("count", "section=editing"))
    shown = run("export", "readme", "-o", "-").out
    assert shown.startswith("1 entry, 1 read (100%)\n\n## Image Editing\n\n**First**")
    assert readme.read_text() == _regions("count", "section=editing")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (_regions("section=boats"), "README.md:1: there is no section 'boats'. See their keys"),
        ("a\n" + _regions("papers"), "README.md:2: there is no region 'papers'. There are: <!--"),
        ("<!-- difftrack:begin-->x\n", "README.md:1: this is no marker"),
    ],
)
def test_a_region_that_cannot_be_is_refused(
    run: Run, empty_home: Path, text: str, told: str
) -> None:
    (empty_home / "README.md").write_text(text)
    for arguments in ([], ["--force"], ["--check"], ["-o", "-"]):
        result = run("export", "readme", *arguments)
        assert result.code == 1
        assert result.err.startswith(f"difftrack: {told}")
        assert result.err.count("\n") == 1
    assert (empty_home / "README.md").read_text() == text


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_a_byte_order_mark_stays(run: Run, empty_home: Path, before: bytes) -> None:
    readme = empty_home / "README.md"
    readme.write_bytes(before)
    assert run("export", "readme").code == 0
    mark = before[:3]
    assert readme.read_bytes().startswith(mark + b"<!-- difftrack:begin -->\n# Mine\n")
    assert run("export", "readme", "--check").code == 0
    readme.write_bytes(mark + b"# Own\n<!-- difftrack:begin -->\n<!-- difftrack:end -->")
    assert run("export", "readme").code == 0
    written = readme.read_bytes()
    assert written.startswith(mark + b"# Own\n<!-- difftrack:begin -->\n## Contents\n")
    assert written.endswith(b" -->")


# -- Files that cannot be written -----------------------------------------------------------------


def test_what_is_not_utf8_is_left(run: Run, empty_home: Path) -> None:
    (empty_home / "README.md").write_bytes(b"\xff\xfe")
    result = run("export", "readme", "--force")
    assert result.code == 1
    assert "README.md is not UTF-8 (byte 0) and was left as it is" in result.err
    assert (empty_home / "README.md").read_bytes() == b"\xff\xfe"


def test_a_folder_that_is_not_there(run: Run) -> None:
    result = run("export", "readme", "-o", "nowhere/README.md")
    assert result.code == 1
    assert "nowhere/README.md could not be written: No such file or directory" in result.err


def test_what_is_no_file_is_left(run: Run, empty_home: Path) -> None:
    os.mkfifo(empty_home / "pipe")
    (empty_home / "circle").symlink_to("circle")
    for name, told in (
        ("pipe", "pipe is no file. Name one, or - for stdout"),
        ("/dev/null", "/dev/null is no file. Name one, or - for stdout"),
        (".", ". is no file. Name one, or - for stdout"),
        ("circle", "circle cannot be read: Too many levels of symbolic links"),
        ("difftrack.json/README.md", "difftrack.json/README.md cannot be read: Not a directory"),
    ):
        assert run("export", "readme", "-o", name, "--force") == (1, "", f"difftrack: {told}\n")


def test_a_link_and_the_mode_of_a_file_stay(run: Run, empty_home: Path) -> None:
    (empty_home / "docs").mkdir()
    real = empty_home / "docs" / "list.md"
    real.write_text("")
    real.chmod(0o640)
    (empty_home / "README.md").symlink_to("docs/list.md")
    assert run("export", "readme").code == 0
    assert (empty_home / "README.md").is_symlink()
    assert "**First**" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640


def test_what_another_program_wrote_meanwhile_is_left(empty_home: Path) -> None:
    readme = empty_home / "README.md"
    readme.write_text("now\n")
    before = sorted(empty_home.iterdir())
    for old in ("then\n", None):
        with pytest.raises(RefusedError, match=r"README\.md was changed by another program"):
            write(readme, Change(old, "mine\n"))
    assert readme.read_text() == "now\n"
    assert sorted(empty_home.iterdir()) == before


def test_size_is_warned_of_with_what_is_smaller(run: Run, empty_home: Path) -> None:
    run("--offline", "add", "2401.00002", "--note", "long " * 100_000)
    result = run("export", "readme", "--style", "detailed")
    assert result.code == 0
    warning = r"README\.md has 500,\d{3} bytes; GitHub shows the first 512,000\. Smaller: "
    assert re.match(warning + r"--hide note \([45]\d\d,\d{3} bytes less\), or ", result.err)
    assert "a file for each section" in result.err
    run("remove", "2401.00002", "--yes")
    owner = "word " * 100_000
    (empty_home / "README.md").write_text(f"{owner}\n{_regions('count')}")
    assert "README.md has 500,1" in run("export", "readme").err


@pytest.mark.parametrize("style", STYLES)
def test_the_same_bytes_on_every_machine(run: Run, empty_home: Path, style: str) -> None:
    run("--offline", "add", "2401.00003", "--title", "\u00c9tude \u6269\u6563", "--note", "\u00e4")
    written = set()
    for number, (locale, zone) in enumerate([("C", "UTC"), ("C.UTF-8", "Asia/Tokyo")] * 2):
        environment = {**os.environ, "LC_ALL": locale, "TZ": zone, "PYTHONHASHSEED": str(number)}
        command = [COMMAND, "export", "readme", "--style", style]
        subprocess.run(command, check=True, env=environment, capture_output=True)
        written.add((empty_home / "README.md").read_bytes())
        (empty_home / "README.md").unlink()
    assert len(written) == 1


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--style", "baroque"], 2), (["--order", "random"], 2)]
)
def test_what_cannot_be_is_refused(run: Run, arguments: list[str], code: int) -> None:
    assert run("export", "readme", *arguments).code == code


# -- What other tools read ------------------------------------------------------------------------

FORMATS = ["references", "bibtex", "csl", "csv", "json"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_goes_to_stdout_or_a_file(run: Run, empty_home: Path, name: str) -> None:
    written = run("export", name)
    assert written.code == 0
    assert "First" in written.out
    assert run("export", name, "-o", "-") == written
    assert run("export", name, "-o", "refs") == (0, "Wrote refs\n", "")
    assert (empty_home / "refs").read_bytes() == written.out.encode()
    assert run("export", name, "-o", "refs") == (0, "refs is up to date\n", "")


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_checked_and_shown_before_it_is_written(
    run: Run, empty_home: Path, name: str
) -> None:
    run("export", name, "-o", "refs")
    before = (empty_home / "refs").read_bytes()
    run("--offline", "add", "2401.00002", "--title", "Second")
    assert run("export", name, "-o", "refs", "--check") == (
        1,
        "",
        f"difftrack: refs is out of date. Write it: difftrack export {name} -o refs\n",
    )
    shown = run("export", name, "-o", "refs", "--diff")
    assert shown.code == 0
    assert any(line.startswith("+") and "Second" in line for line in shown.out.splitlines())
    assert (empty_home / "refs").read_bytes() == before
    assert run("export", name, "-o", "refs").code == 0
    assert run("export", name, "-o", "refs", "--check").code == 0


@pytest.mark.parametrize("name", FORMATS)
def test_what_another_wrote_is_left_unless_forced(run: Run, empty_home: Path, name: str) -> None:
    theirs = '[{"id": "x", "type": "book"}]\n'
    (empty_home / "mine").write_text(theirs)
    assert run("export", name, "-o", "mine") == (
        1,
        "",
        (
            f"difftrack: mine was not written by difftrack export {name} and was left as it is. "
            "Name another file, or replace it: --force\n"
        ),
    )
    assert (empty_home / "mine").read_text() == theirs
    assert run("export", name, "-o", "mine", "--force").code == 0
    assert run("export", name, "-o", "mine").out == "mine is up to date\n"


@pytest.mark.parametrize("name", FORMATS)
def test_one_format_does_not_take_the_place_of_another(run: Run, name: str) -> None:
    run("export", name, "-o", "refs")
    for other in FORMATS:
        assert run("export", other, "-o", "refs").code == (0 if other == name else 1)


@pytest.mark.parametrize("name", ["readme", *FORMATS])
def test_the_library_is_never_overwritten(run: Run, empty_home: Path, name: str) -> None:
    (empty_home / "link").symlink_to("difftrack.json")
    before = (empty_home / "difftrack.json").read_bytes()
    for target in ("difftrack.json", "link"):
        result = run("export", name, "-o", target, "--force")
        assert result == (
            1,
            "",
            f"difftrack: {target} is the library itself. Name another file: -o FILE\n",
        )
    assert (empty_home / "difftrack.json").read_bytes() == before


@pytest.mark.parametrize("name", FORMATS)
def test_a_section_alone_is_written(run: Run, name: str) -> None:
    run("--offline", "add", "2401.00002", "--title", "Second", "--section", "surveys")
    assert "Second" not in run("export", name, "--section", "editing").out
    assert "First" in run("export", name, "--section", "editing").out
    result = run("export", name, "--section", "nowhere")
    assert (result.code, result.out) == (1, "")


def test_what_is_out_of_date_is_written_as_it_was_asked_for(run: Run) -> None:
    result = run("export", "csv", "-o", "a b.csv", "--section", "Image Editing", "--check")
    assert result.err.endswith("difftrack export csv -o 'a b.csv' --section 'Image Editing'\n")


@pytest.mark.parametrize("option", ["--check", "--diff", "--json"])
def test_what_is_about_a_file_needs_one(run: Run, option: str) -> None:
    result = run("export", "csv", option)
    assert (result.code, result.out) == (2, "")
    assert "--check, --diff and --json are about a file. Name it: -o FILE" in result.err
    assert result.err.count("\n") == 1


def test_a_format_has_the_order_of_the_list(run: Run) -> None:
    run("--offline", "add", "2401.00002", "--title", "A Title", "--section", "editing")
    assert run("export", "bibtex").out.index("First") < run("export", "bibtex").out.index("A Title")
    run("config", "order", "title")
    assert run("export", "bibtex").out.index("First") > run("export", "bibtex").out.index("A Title")


def test_an_empty_card_is_printed_and_one_that_was_filled_is_taken_in(
    run: Run, empty_home: Path
) -> None:
    printed = run("export", "readme", "--style", "review", "--template")
    assert (printed.code, printed.err) == (0, "")
    card = printed.out.replace("## Template", "## KiteNet").replace("| Title | |", "| Title | K |")
    (empty_home / "card.md").write_text(card)
    assert "added 1 entry" in run("import", "card.md").out
    assert not (empty_home / "README.md").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--style", "detailed"), "The style detailed has no template. There is one of: review"),
        ((), "The style awesome has no template"),
        (("--style", "review", "-o", "card.md"), "Write it: ... --template > card.md"),
    ],
)
def test_a_template_that_cannot_be_had_is_refused(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    result = run("export", "readme", "--template", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_the_order_can_be_turned_round_and_references_numbered(run: Run) -> None:
    run("--offline", "add", "2401.00002", "--title", "Second", "--section", "editing")

    def titles(*arguments: str) -> list[str]:
        text = run("export", "readme", "-o", "-", "--style", "references", *arguments).out
        return [line for line in text.split("\n") if "<u>" in line]

    assert [line[5:10] for line in titles("--order", "title")] == ["First", "Secon"]
    assert [line[5:10] for line in titles("--order", "title", "--descending")] == ["Secon", "First"]
    assert titles("--numbered")[1].startswith('\\[2\\] <u>"[Second](')
    run("config", "numbered", "yes")
    assert titles("--no-numbers")[1].startswith('<u>"[Second](')


# -- What is shown --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "shown", "hidden"),
    [
        (("--hide", "authors,note"), "Project", "Ada Example"),
        (("--hide", "links"), "Ada Example", "Project"),
        (("--links", "code"), "[Code](", "Project"),
        (("--no-contents",), "## Image Editing", "## Contents"),
        (("--count",), "1 entries.", "[![Awesome]"),
        (("--badges",), "[![Awesome]", "1 entries."),
        (("--heading-level", "4"), "#### Image Editing", "\n## Image Editing"),
        (("--mark", "(seen)"), "** (seen)", ":zap:"),
        (("--style", "table", "--columns", "venue"), "| Venue", "Authors"),
    ],
)
def test_an_option_says_what_is_shown(
    run: Run, empty_home: Path, option: tuple[str, ...], shown: str, hidden: str
) -> None:
    (empty_home / "list.md").write_text(
        "# T\n\n## Image Editing\n\n**Kites on Wind** :zap: \\\n*Ada Example, Bo Sample* \\\n"
        "ICLR 2021. \\[[Paper](https://arxiv.org/abs/2101.00001)\\] \\[[Code](https://github.com/k/k)\\]"
        " \\[[Project](https://kites.example)\\]\n"
    )
    run("remove", "2401.00001", "--yes")
    run("import", "list.md")
    text = run("export", "readme", "-o", "-", *option).out
    assert shown in text
    assert hidden not in text


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (("--columns", "venue,colour"), "columns cannot hold 'colour'. There are: title, name"),
        (("--hide", "title"), "hide cannot hold 'title'. There are: short, authors"),
        (("--heading-level", "7"), "heading_level cannot be '7'"),
        (("-o", "-", "--check"), "--adopt, --check, --diff and --json are about a file"),
    ],
)
def test_an_option_that_cannot_be_is_told(run: Run, option: tuple[str, ...], said: str) -> None:
    result = run("export", "readme", *option)
    assert result.code == 2
    assert said in result.err


def test_what_is_out_of_date_is_named_with_its_options(run: Run) -> None:
    run("export", "readme", "--style", "table", "-o", "a b.md")
    run("--offline", "add", "2401.00002", "--title", "Second")
    result = run("export", "readme", "--style", "table", "--no-count", "-o", "a b.md", "--check")
    assert result.err.endswith(
        "Write it: difftrack export readme --style table --no-count -o 'a b.md'\n"
    )


def _two(run: Run) -> None:
    run("--offline", "add", "2401.00002", "--title", "Second", "--tag", "gan")
    run("--offline", "add", "2401.00003", "--title", "Third", "--section", "editing", "--tag", "b")


@pytest.mark.parametrize("name", ["references", "bibtex", "csl", "csv", "json"])
def test_a_query_chooses_what_a_format_holds(run: Run, name: str) -> None:
    _two(run)
    out = run("export", name, "-first", "--section", "editing").out
    assert "Third" in out
    assert "First" not in out
    assert "Second" not in out
    result = run("export", name, "is:raed")
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith("\n  is:raed\n  ^^^^^^^\n")


def test_a_readme_of_some_entries_is_a_file_of_its_own(run: Run, empty_home: Path) -> None:
    _two(run)
    assert run("export", "readme", "-tag:gan", "-o", "some.md").out == "Wrote some.md\n"
    text = (empty_home / "some.md").read_text()
    assert "First" in text
    assert "Third" in text
    assert "Second" not in text
    run("--offline", "add", "2401.00004", "--title", "Fourth")
    assert run("export", "readme", "-tag:gan", "-o", "some.md", "--check").err == (
        "difftrack: some.md is out of date. Write it: difftrack export readme -tag:gan -o some.md\n"
    )
    assert "Second" in run("export", "readme", "tag:gan", "-o", "-").out
    for arguments in ([], ["-o", "some.md", "--adopt"]):
        assert run("export", "readme", "tag:gan", *arguments) == (
            2,
            "",
            "difftrack: Some entries are no whole list. Name a file for them: -o FILE|-\n",
        )
