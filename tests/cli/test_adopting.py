"""`export readme --adopt`: a list that was kept by hand yesterday is written anew today."""

from pathlib import Path

import pytest

from conftest import Run

HEAD = """\
# Papers on Kites

[![Badge](https://img.example/b.svg)](https://b.example)

All that flies on a string.

## News

- We moved house.

"""
LIST = """\
## Contents

- [Papers](#papers)
  - [Boats](#boats)

## Papers

Some words on them.

**Kites on Wind** :zap: \\
*Ann Bly, Carl Dorn* \\
ICML 2021. \\[[Paper](https://arxiv.org/abs/2101.00001)\\] \\
Where to begin.

### Boats

**Sails at Sea** \\
*Ann Bly* \\
\\[[Paper](https://arxiv.org/abs/2101.00002)\\] \\[[Code](https://github.com/a/sails)\\]
"""
FOOT = """
## Contributing

Write to [us](mailto:us@kites.example).

---

MIT licence.
"""
ADOPT = ("export", "readme", "--adopt", "-o", "README.md")


def _kept_by_hand(run: Run, text: str) -> Path:
    readme = Path("README.md")
    readme.write_bytes(text.encode())
    assert run("--library", "difftrack.json", "import", "README.md").code == 0
    return readme


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_head_and_the_foot_stay_byte_for_byte(run: Run, mark: str, line_end: str) -> None:
    head, listed, foot = (part.replace("\n", line_end) for part in (mark + HEAD, LIST, FOOT))
    readme = _kept_by_hand(run, head + listed + foot)
    diff = run(*ADOPT, "--diff")
    assert diff.code == 0
    assert "+<!-- difftrack:begin -->" in diff.out
    assert readme.read_bytes() == (head + listed + foot).encode()
    assert run(*ADOPT) == (0, "Wrote README.md\n", "")
    written = readme.read_bytes().decode()
    begin, rest = written.split(f"<!-- difftrack:begin -->{line_end}")
    inside, _, end = rest.partition("<!-- difftrack:end style=")
    assert begin == head
    assert inside == listed
    assert end.partition(" -->")[2] == f"{line_end}{foot}"
    assert run("export", "readme", "--check").code == 0
    assert run("export", "readme").out == "README.md is up to date\n"
    library = Path("difftrack.json").read_bytes()
    assert run("import", "README.md", "--sync", "--prune").err == ""
    assert Path("difftrack.json").read_bytes() == library


def test_what_is_changed_later_is_written_and_the_foot_may_be_edited(run: Run) -> None:
    readme = _kept_by_hand(run, HEAD + LIST + FOOT)
    run(*ADOPT)
    text = readme.read_text()
    readme.write_text(text.replace("MIT licence", "MIT licence, since 2021").rstrip("\n"))
    run("mark-read", "2101.00002")
    assert run("export", "readme").code == 0
    now = readme.read_text()
    assert now.endswith("MIT licence, since 2021.")
    assert "**Sails at Sea** :zap: \\\n" in now
    assert now.count("MIT licence") == now.count("## Contributing") == now.count("All that") == 1


def test_a_list_without_a_title_gets_none(run: Run) -> None:
    readme = _kept_by_hand(run, f"Some kites.\n\n{LIST.partition('### Boats')[0]}")
    assert run(*ADOPT).code == 0
    assert "\n# " not in f"\n{readme.read_text()}"
    assert readme.read_text().count("Some kites.") == 1


def test_what_was_not_imported_is_left(run: Run) -> None:
    run("init")
    readme = Path("README.md")
    readme.write_text(HEAD + LIST + FOOT)
    for arguments in (ADOPT, (*ADOPT, "--force"), ("export", "readme", "--adopt", "--check")):
        told = (
            "difftrack: README.md was not imported: 2 of its 2 entries are not in the library, "
            "such as 'Kites on Wind'. Take it in first: difftrack import README.md\n"
        )
        assert run(*arguments) == (1, "", told)
    assert readme.read_text() == HEAD + LIST + FOOT


def test_what_would_be_lost_is_named(run: Run) -> None:
    readme = _kept_by_hand(run, HEAD + LIST + FOOT)
    added = LIST.replace("Where to begin.", "Where everybody begins: https://b.example/2")
    readme.write_text(HEAD + added + FOOT)
    result = run(*ADOPT)
    assert result.code == 1
    assert result.err.startswith(
        "difftrack: README.md would lose 2 words and 1 address that would stand nowhere in it "
        "(https://b.example/2, begins, everybody)"
    )
    assert result.err.count("\n") == 1
    assert readme.read_text() == HEAD + added + FOOT
    assert run(*ADOPT, "--force").code == 0
    assert "Where to begin." in readme.read_text()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "README.md is not there. Make it: difftrack export readme"),
        ("", "README.md lists nothing that difftrack reads"),
        ("Just words.\n", "README.md lists nothing that difftrack reads"),
        ("<!-- difftrack:begin -->\n<!-- difftrack:end -->\n", "README.md has difftrack markers"),
        ("<!-- difftrack:begin -->\n", "README.md:1: difftrack:begin is never closed"),
    ],
)
def test_what_cannot_be_adopted(run: Run, text: str | None, told: str) -> None:
    run("init")
    if text is not None:
        Path("README.md").write_text(text)
    result = run("export", "readme", "--adopt", "--force")
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert result.err.startswith(f"difftrack: {told}")


def test_adopting_needs_a_file(run: Run) -> None:
    run("init")
    assert run("export", "readme", "--adopt", "-o", "-") == (
        2,
        "",
        "difftrack: --adopt, --check, --diff and --json are about a file. Name it: -o README.md\n",
    )


def test_a_list_inside_of_a_fold_stays_there(run: Run) -> None:
    fold = "<details>\n<summary>All of them</summary>\n\n{}\n</details>\n\nThe end.\n"
    listed = LIST[LIST.index("**Kites") :].partition("### Boats")[0]
    readme = _kept_by_hand(run, f"# Kites\n\n{fold.format(listed)}")
    assert run(*ADOPT).code == 0
    head, foot = fold.split("{}")
    text = readme.read_text()
    assert text.startswith(f"# Kites\n\n{head}<!-- difftrack:begin -->\n**Kites")
    assert text.endswith(f" -->\n\n{foot}")
    assert text.count("details>") == 2


def test_a_list_that_ends_without_a_line_break(run: Run) -> None:
    readme = _kept_by_hand(run, f"# Kites\n\ncount=2\n\n{LIST.rstrip()}")
    assert run(*ADOPT, "--style", "detailed").code == 0
    text = readme.read_text()
    assert text.startswith("# Kites\n\n<!-- difftrack:begin -->\ncount=2\n")
    assert text.endswith(" -->")


def test_a_list_behind_an_open_comment_is_left(run: Run) -> None:
    text = f"# Kites\n\n<!-- never closed\n\n{LIST}"
    readme = _kept_by_hand(run, text)
    result = run(*ADOPT)
    assert result.code == 1
    assert "README.md:5: the list begins inside of code or of a comment" in result.err
    assert readme.read_text() == text
