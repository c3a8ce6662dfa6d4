import re

import pytest
from hypothesis import given

from conftest import Run
from difftrack.exporters import readme
from difftrack.library import edits
from difftrack.library.model import Entry, Library
from difftrack.library.settings import Settings
from difftrack.text.lint_comment import EXEMPTION, exemption
from example import example_library
from gfm import Page, plain_texts


@pytest.mark.parametrize(
    ("markdown", "rules"),
    [
        ("A plain title. [One](https://a.org) and [two](https://b.org)", ""),
        ("Wait!! What", "no-repeat-punctuation"),
        ("Wait \\~\\~ what", "no-repeat-punctuation"),
        ("Dots... stay, ```a!!b``` and [x](https://a.org/?a,,b) too", ""),
        ('A 3" Disk', "balanced-punctuation"),
        ('A "3 Disk\n\nand" more', "balanced-punctuation"),
        ('- A "3 Disk\n- and" more', "balanced-punctuation"),
        ('A "quoted" and a “quoted” one, don’t and students’ and `"`', ""),
        ("(“a ”“ b”", ""),
        ("“a ”” b", "balanced-punctuation"),
        ('"a “b" c”', "balanced-punctuation"),
        ("[a](https://a.org/x/) [b](http://www.a.org/x)", "double-link"),
        ("[a](https://a.org/?b=1&c=2) https://a.org/?c=2&b=1&utm_source=y", "double-link"),
        ("[a](https://a.org/#b) [a](https://a.org/#c) https\\://a.org/#b", ""),
        ("[https://a.org](https://a.org)", ""),
        ("[a](https://a.org/x%2Cy) [b](https://a.org/x,y)", "double-link"),
        ("[a](https://a.org/X) [b](https://a.org/x)", ""),
        ("## ⚡\ufe0f Fast", "awesome-toc"),
        ('A?? 3"', "balanced-punctuation no-repeat-punctuation"),
    ],
)
def test_a_list_is_excused_from_what_it_breaks_and_from_nothing_else(
    markdown: str, rules: str
) -> None:
    assert exemption(markdown) == (f"<!--lint disable {rules} difftrack-->" if rules else "")


@given(plain_texts)
def test_an_excuse_is_one_comment_that_is_known_again(markdown: str) -> None:
    excuse = exemption(markdown)
    assert not excuse or EXEMPTION.fullmatch(excuse)


def test_an_awesome_list_has_its_badge_and_an_excuse_where_it_needs_one() -> None:
    text = readme.render(example_library(), Settings(badges=True))
    assert text.startswith("<!--lint disable double-link difftrack-->\n\n# Papers on Examples")
    assert re.search(r'<a href="https://awesome.re"><img [^>]*></a></h1>', Page(text).html)
    assert "<!--lint" not in readme.render(example_library(), Settings())


def nested_library() -> Library:
    library = Library(format="difftrack", version=1, title="T", outro="## Footnotes\n\n## Notes")
    top = edits.add_section(library, "Top")
    below = edits.add_section(library, "Below", top.key)
    deep = edits.add_section(library, "Deep", below.key)
    other = edits.add_section(library, "Related Lists")
    edits.add(library, Entry(title="One"), deep)
    edits.add(library, Entry(title="Two"), edits.add_section(library, "Unlisted", other.key))
    return library


def test_the_contents_of_an_awesome_list_have_two_levels_and_only_content() -> None:
    awesome = readme.render(nested_library(), Settings(badges=True))
    assert re.findall(r"(?m)^ *- \[(.*)\]\(#", awesome) == ["Top", "Below", "Notes"]
    plain = readme.render(nested_library(), Settings())
    assert re.findall(r"(?m)^( *)- \[(.*)\]\(#", plain) == [
        *(("", "Top"), ("  ", "Below"), ("    ", "Deep")),
        *(("", "Related Lists"), ("  ", "Unlisted"), ("", "Footnotes"), ("", "Notes")),
    ]


def test_an_excuse_is_written_anew_and_never_taken_for_prose(run: Run) -> None:
    run("init", "--title", "Mine")
    run("--offline", "add", "2401.00001", "--title", "What?? Why!!", "--section", "editing")
    run("config", "badges", "true")
    run("export", "readme")
    told = run("import", "README.md", "--dry-run", "--json")
    assert '"<!--lint disable no-repeat-punctuation difftrack-->"' in told.out
    run("import", "README.md", "--sync")
    assert "lint" not in run("show", "What").out
    written = run("export", "readme", "-o", "-").out
    assert (written.count("<!--lint"), written.count("awesome.re/badge")) == (1, 1)
    run("--library", "new.json", "import", "README.md")
    assert run("--library", "new.json", "config", "badges").out == "true\n"
