"""Plain lists of ids and addresses, and which format a text is taken for."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run
from difftrack.errors import RefusedError, UsageError
from difftrack.importers import formats, plain
from difftrack.library.model import Entry
from difftrack.library.reading import Generated, Listed, Prose, Reading


def entries(text: str) -> list[Entry]:
    return [item.entry for item in plain.read(text).items if isinstance(item, Listed)]


def prose(reading: Reading) -> list[str]:
    return [item.text for item in reading.items if isinstance(item, Prose)]


@pytest.mark.parametrize(
    ("row", "arxiv_id", "version"),
    [
        ("2006.11239", "2006.11239", None),
        ("2006.11239v2", "2006.11239", 2),
        ("0704.0001", "0704.0001", None),
        ("arXiv:2006.11239", "2006.11239", None),
        ("arXiv: 2006.11239v3", "2006.11239", 3),
        ("hep-th/9901001", "hep-th/9901001", None),
        ("math.AG/0211159v1", "math/0211159", 1),
        ("https://arxiv.org/abs/2006.11239", "2006.11239", None),
        ("https://arxiv.org/pdf/2006.11239v1.pdf", "2006.11239", 1),
        ("<https://arxiv.org/abs/math/0211159>", "math/0211159", None),
        ("10.48550/arXiv.2006.11239", "2006.11239", None),
        ("doi: 10.48550/arXiv.2006.11239", "2006.11239", None),
        ("https://doi.org/10.48550/arXiv.2006.11239", "2006.11239", None),
        ("- 2006.11239", "2006.11239", None),
        ("* 2006.11239", "2006.11239", None),
        ("+  https://arxiv.org/abs/2006.11239", "2006.11239", None),
        ("• 2006.11239", "2006.11239", None),
        ("1. 2006.11239", "2006.11239", None),
        ("12) arXiv: 2006.11239", "2006.11239", None),
        ("(3) 2006.11239", "2006.11239", None),
        ("[4] 2006.11239", "2006.11239", None),
        ("  (2006.11239),", "2006.11239", None),
        ('"2006.11239",', "2006.11239", None),
    ],
)
def test_a_paper(row: str, arxiv_id: str, version: int | None) -> None:
    assert plain.looks_like(row)
    assert entries(row) == [Entry(arxiv_id=arxiv_id, version=version)]


@pytest.mark.parametrize(
    "address",
    [
        "https://arxiv.org/abs/2006.11239#section",
        "https://arxiv.org/abs/2006.11239?context=cs",
        "https://huggingface.co/papers/2006.11239",
        "https://www.alphaxiv.org/abs/2006.11239",
    ],
)
def test_an_address_that_the_id_does_not_imply_is_kept(address: str) -> None:
    expected = Entry(arxiv_id="2006.11239", links={"Link": address})
    assert entries(address) == [expected]
    assert entries(f"<{address}>") == [expected]


@pytest.mark.parametrize(
    "row",
    [
        "10.1000/a_b(c)",
        "doi:10.1000/a_b(c)",
        "DOI: 10.1000/a_b(c)",
        "<10.1000/a_b(c)>,",
        "https://doi.org/10.1000/a_b(c)",
        "http://dx.doi.org/10.1000/a_b(c)",
        "* https://doi.org/10.1000/a_b(c)",
    ],
)
def test_a_doi(row: str) -> None:
    assert plain.looks_like(row)
    assert entries(row) == [Entry(doi="10.1000/a_b(c)", url="https://doi.org/10.1000/a_b(c)")]


@pytest.mark.parametrize("doi", ["10.1000/x;1", "doi: 10.1000/x;1", "https://doi.org/10.1000/x;1"])
def test_a_doi_beside_an_id_is_the_same_papers(doi: str) -> None:
    assert entries(f"2006.11239v2, {doi}, A Title") == [
        Entry(arxiv_id="2006.11239", version=2, doi="10.1000/x;1", title="A Title")
    ]
    (post,) = entries(f"{doi} https://example.org/a")
    assert (post.url, post.doi) == ("https://example.org/a", "10.1000/x;1")


def test_dois_beside_several_are_entries_of_their_own() -> None:
    found = entries("2006.11239,10.1000/a,10.1000/b")
    assert [(e.arxiv_id, e.doi) for e in found] == [
        ("2006.11239", None),
        (None, "10.1000/a"),
        (None, "10.1000/b"),
    ]


def test_a_number_in_front_is_written_anew_and_no_word_of_the_entry() -> None:
    reading = plain.read("12. 2006.11239 Noise by Example\n13. more\n")
    listed, number, rest = reading.items
    assert isinstance(listed, Listed)
    assert (listed.entry.title, listed.entry.note) == ("Noise by Example", None)
    assert number == Generated(1, 1, None, "12.", "wording")
    assert isinstance(rest, Prose)
    assert rest.text == "13. more"


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("https://example.org/post#top", "post"),
        ("https://youtu.be/invented", "video"),
        ("https://github.com/example/repo", "code"),
        ("https://openreview.net/forum?id=invented", "paper"),
        ("https://example.org/invented.pdf", "paper"),
    ],
)
def test_any_other_address(row: str, kind: str) -> None:
    assert entries(row) == [Entry(kind=kind, url=row)]


def test_several_may_stand_in_a_line() -> None:
    text = "2006.11239, 2010.02502v2;math/0211159 | https://example.org/a\thttps://example.org/b\n"
    assert [(e.arxiv_id or e.url, e.version) for e in entries(text)] == [
        ("2006.11239", None),
        ("2010.02502", 2),
        ("math/0211159", None),
        ("https://example.org/a", None),
        ("https://example.org/b", None),
    ]
    assert {(i.line, i.end_line) for i in plain.read(text).items} == {(1, 1)}


def test_a_comment_behind_an_entry_is_its_note_and_any_other_is_kept() -> None:
    reading = plain.read("# to read\n\n2006.11239  # the first, 2010.02502 next\n#2112.10752\n")
    listed = [item for item in reading.items if isinstance(item, Listed)]
    assert [(i.line, i.entry.arxiv_id, i.entry.note) for i in listed] == [
        (3, "2006.11239", "the first, 2010.02502 next")
    ]
    assert prose(reading) == ["# to read", "#2112.10752"]
    assert reading.doubts == []


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ("2208.01618 Textual Inversion", "Textual Inversion"),
        ("- 2208.01618 Textual Inversion", "Textual Inversion"),
        ("2208.01618 - Textual Inversion", "Textual Inversion"),
        ("2208.01618: Textual Inversion", "Textual Inversion"),
        ("2208.01618, Words, Images; Both", "Words, Images; Both"),
        ("Textual Inversion: https://arxiv.org/abs/2208.01618", "Textual Inversion"),
    ],
)
def test_a_title_may_stand_beside_the_id(row: str, title: str) -> None:
    (entry,) = entries(row)
    assert (entry.arxiv_id, entry.title, entry.note) == ("2208.01618", title, None)


def test_words_beside_several_ids_are_a_note() -> None:
    first, second = entries("2006.11239 2010.02502 both good")
    assert (first.title, second.title) == ("", "")
    assert "both good" in {first.note, second.note}


@pytest.mark.parametrize(
    "slip",
    [
        "2006.1123",
        "2006.112390",
        "2013.11239",
        "arXiv:2000.11239",
        "1501.1234",
        "www.arxiv.org/abs/2013.11239",
        "see 2013.11239 there",
    ],
)
def test_a_slip_is_kept_and_doubted(slip: str) -> None:
    reading = plain.read(f"2010.02502\n{slip}\n2112.10752\n")
    assert len(reading.items) == 3
    assert prose(reading) == [slip]
    ((line, what),) = reading.doubts
    assert line == 2
    assert slip in what


@pytest.mark.parametrize(
    "slip",
    [
        "2006.1123",
        "2013.11239",
        "www.arxiv.org/abs/2013.11239",
        "10.48550/arXiv.2013.11239",
    ],
)
def test_a_slip_beside_an_id_is_doubted_and_kept_in_its_note(slip: str) -> None:
    reading = plain.read(f"2112.10752\n2010.02502, {slip} Noise by Example\n")
    assert reading.doubts == [(2, f"no arXiv id, kept as text: {slip!r}")]
    (_, entry) = [item.entry for item in reading.items if isinstance(item, Listed)]
    assert (entry.arxiv_id, entry.title, entry.note) == ("2010.02502", "Noise by Example", slip)


def test_an_address_of_arxiv_without_an_id_is_doubted_and_kept() -> None:
    reading = plain.read("https://arxiv.org/abs/2013.11239\nhttps://arxiv.org/list/cs.CV/recent\n")
    assert [doubt.line for doubt in reading.doubts] == [1]
    listed = [item.entry.url for item in reading.items if isinstance(item, Listed)]
    assert listed == ["https://arxiv.org/abs/2013.11239", "https://arxiv.org/list/cs.CV/recent"]


def test_words_are_kept_without_a_doubt() -> None:
    reading = plain.read("first these\n2010.02502\nthen those\n")
    assert prose(reading) == ["first these", "then those"]
    assert reading.doubts == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(end: str) -> None:
    reading = plain.read("2006.11239\n\n2010.02502\n".replace("\n", end))
    assert [item.line for item in reading.items] == [1, 3]


_ROWS = st.lists(
    st.sampled_from(
        "2006.11239 2010.02502v2 2006.1123 math/0211159 https://arxiv.org/abs/2112.10752 - * "
        "https://example.org/a#b # #note word two, ; | arXiv: doi: 10.48550/arXiv.1 "
        "12. 10.1000/a".split()
    ),
    max_size=6,
).map(" ".join)


@given(
    st.lists(_ROWS | st.text(max_size=20), max_size=12),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_every_line_is_covered(rows: list[str], end: str) -> None:
    text = end.join(rows)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reading = plain.read(text)
    taken: set[int] = set()
    for item in reading.items:
        assert 1 <= item.line <= item.end_line <= len(lines)
        taken |= set(range(item.line, item.end_line + 1))
    assert [line for n, line in enumerate(lines, 1) if line.strip() and n not in taken] == []
    assert [item.line for item in reading.items] == sorted(item.line for item in reading.items)


@pytest.mark.parametrize(
    "unit",
    [
        " ",
        ",",
        ",;| ",
        "10.1000/",
        "1. ",
        "2",
        "2006.",
        "#",
        " #",
        "- ",
        "http://",
        "arXiv: ",
        "2006.11239",
    ],
)
def test_a_hostile_text_is_read_to_its_end(unit: str) -> None:
    for text in (unit * (50_000 // len(unit)), f"A{unit * (50_000 // len(unit))}B"):
        plain.looks_like(text)
        reading = plain.read(text)
        assert prose(reading) == ([] if entries(text) or not text.strip() else [text])


# -- Which format it is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "markdown"),
        ("\n\n", "markdown"),
        ("words\n", "markdown"),
        ("# Papers\n\n- [A](https://arxiv.org/abs/2006.11239)\n", "markdown"),
        ("## Papers\n\n2006.11239\n2010.02502\n", "markdown"),
        ("| A | B |\n|---|---|\n| 2006.11239 | x |\n", "markdown"),
        ("- [A](https://arxiv.org/abs/2006.11239)\n", "markdown"),
        ("Text about a paper, 2006.11239, that we read in a long week.\n", "markdown"),
        ("@someone wrote: see 2006.11239\n\nand then\n\nmore words follow here\n", "markdown"),
        ("```\n@misc{a, title={A}}\n```\n", "markdown"),
        ("@misc{a, title={A}}\n", "bibtex"),
        ("\n  @Article ( a, title={A})\n", "bibtex"),
        ("% written by a tool\n% on a day\n\n@misc{a, title={A}}\n", "bibtex"),
        ('@string{a = "b"}\n', "bibtex"),
        ("@comment{x}\n", "bibtex"),
        ("2006.11239\n", "plain"),
        ("2006.11239 2010.02502\n", "plain"),
        ("# to read\n2006.11239\n\nhttps://example.org/a  # a post\n", "plain"),
        ("https://arxiv.org/abs/2006.11239\r\nhttps://arxiv.org/abs/2010.02502\r\n", "plain"),
        ("2208.01618 Textual Inversion\n", "plain"),
        ("a heading\n2006.11239\n2010.02502\n", "plain"),
    ],
)
def test_the_format_is_seen_from_the_text(text: str, name: str) -> None:
    assert formats.recognise(text) == name
    assert formats.read(text, "it") == formats.read(text, "it", name)


@given(st.text())
def test_every_text_has_a_format(text: str) -> None:
    assert formats.recognise(text) in formats.FORMATS


def test_the_owner_knows_better() -> None:
    text = "2006.11239\n@misc{a, title={A}, eprint={2010.02502}}\n"
    as_plain, as_bibtex = (formats.read(text, "it", name) for name in ("plain", "bibtex"))
    assert [i.entry.arxiv_id for i in as_plain.items if isinstance(i, Listed)] == ["2006.11239"]
    assert [i.entry.arxiv_id for i in as_bibtex.items if isinstance(i, Listed)] == ["2010.02502"]


def test_an_unknown_format_is_a_wrong_use() -> None:
    with pytest.raises(UsageError, match=r"'word'.*markdown, bibtex, plain"):
        formats.read("2006.11239", "it", "word")


@pytest.mark.parametrize("name", ["markdown", "plain"])
def test_what_is_too_long_is_refused_with_its_name(name: str) -> None:
    most = formats.FORMATS[name].most
    with pytest.raises(RefusedError, match=rf"it has {most / 1e6:.1f} million letters.* Split it"):
        formats.read("2006.11239 " * (most // 11 + 1), "it", name)


def test_what_has_too_many_lines_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"it has more than 100,000 lines"):
        formats.read("- a\n" * 100_001, "it")


# -- By the command -------------------------------------------------------------------------------

_MARKDOWN = (
    "- [Denoising by Example](https://arxiv.org/abs/2006.11239)\n"
    "- [Noising by Example](https://arxiv.org/pdf/2010.02502v2)\n"
)
_BIBTEX = "@misc{a, title={A}, eprint={2006.11239}}\n@misc{b, title={B}, eprint={2010.02502v2}}\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ids.txt", "2006.11239\nhttps://arxiv.org/abs/2010.02502v2\n"),
        ("ids.md", "2006.11239\nhttps://arxiv.org/abs/2010.02502v2\n"),
        ("list.txt", f"## Papers\n\n{_MARKDOWN}"),
        ("refs.txt", _BIBTEX),
    ],
)
def test_the_name_of_a_file_does_not_matter(
    run: Run, empty_home: Path, name: str, text: str
) -> None:
    (empty_home / name).write_text(text)
    result = run("import", name, "--json")
    assert result.code == 0
    found = json.loads(result.out)["entries"]
    assert [(e["arxiv_id"], e["version"]) for e in found] == [
        ("2006.11239", None),
        ("2010.02502", 2),
    ]


def test_the_format_may_be_named(run: Run, empty_home: Path) -> None:
    (empty_home / "it").write_text("some words\n@misc{a, title={A}, eprint={2006.11239}}\n")
    seen = json.loads(run("import", "it", "--dry-run", "--json").out)["entries"]
    told = run("import", "it", "--dry-run", "--json", "--format", "bibtex")
    assert [e["title"] for e in json.loads(told.out)["entries"]] == ["A"]
    assert [e["title"] for e in seen] != ["A"]


def test_an_unknown_format_is_named_in_one_line(run: Run, empty_home: Path) -> None:
    (empty_home / "ids.txt").write_text("2006.11239\n")
    assert run("import", "ids.txt", "--format", "word") == (
        2,
        "",
        "difftrack: There is no format 'word'. There are: markdown, bibtex, plain\n",
    )
    assert [path.name for path in empty_home.iterdir()] == ["ids.txt"]


def test_a_slip_is_told(run: Run, empty_home: Path) -> None:
    (empty_home / "ids.txt").write_text("2006.11239\n2010.02502\n2006.1123\n")
    result = run("import", "ids.txt")
    assert result.code == 0
    assert result.out == "ids.txt: added 2 entries, kept 1 passage of text\n"
    assert "line 3: no arXiv id, kept as text: '2006.1123'" in result.err


def test_an_id_that_stands_twice_is_one_entry(run: Run, empty_home: Path) -> None:
    (empty_home / "ids.txt").write_text("2006.11239\narXiv:2006.11239v2\n")
    assert run("import", "ids.txt").out == "ids.txt: added 1 entry\n"
    assert "added 0 entries" in run("import", "ids.txt").out


@pytest.mark.parametrize("text", ["\n" * 50_000 + "x", "- a b c\n\n" + "\n" * 40_000 + "- d\n"])
def test_empty_lines_in_any_number_are_read(text: str) -> None:
    assert formats.read(text, "list.md").items
