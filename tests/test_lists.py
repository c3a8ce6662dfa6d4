"""Whole lists: what is read from them, and the law that nothing of them is lost.

Each list of `tests/lists` is invented, in a layout that is used on GitHub; what `import --dry-run`
reads from it stands in `tests/golden/import`.
"""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import Golden, Run
from difftrack.importers import formats
from difftrack.library.absorbing.absorb import absorb
from difftrack.library.absorbing.terms import Terms
from difftrack.library.model import Library
from difftrack.library.reading import Listed, Prose
from difftrack.library.storage import file_format
from law import hold, said, words

LISTS = sorted((Path(__file__).parent / "lists").iterdir())


@pytest.mark.parametrize("path", LISTS, ids=lambda p: p.stem)
def test_a_list_is_read_as_its_golden_file_says(
    path: Path, run: Run, golden: Golden, empty_home: Path
) -> None:
    (empty_home / path.name).write_bytes(path.read_bytes())
    result = run("import", path.name, "--dry-run", "--json")
    assert result.code == 0
    golden(f"import/{path.stem}.json", result.out)
    assert [p.name for p in empty_home.iterdir()] == [path.name], "a dry run wrote something"


# -- The law: nothing is lost ---------------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS, ids=lambda p: p.stem)
def test_nothing_of_a_list_is_lost(path: Path) -> None:
    reading, _ = hold(path.read_text(encoding="utf-8"))
    assert any(isinstance(item, Listed) for item in reading.items)
    assert any(isinstance(item, Prose) for item in reading.items)


_WORD = st.sampled_from(
    "Denoising diffusion models for images of cats; a survey, 2021 NeurIPS ICLR (Oral) et al. Ho "
    "Jain Abbeel [Code] [[Paper]] **bold** *em* `code` $x_0$ <b>tag</b> :zap: & &amp; | ~~old~~ "
    "2006.11239 arXiv:2010.02502 https://example.org/a?b=c ![badge](https://img.example.org/b.svg) "
    "[Website](https://example.org/w_(x)) [[Paper](https://arxiv.org/abs/2006.11239)] "
    "<a href='https://example.org/h'>there</a> <br> \\[esc\\] \u00e9t\u00e9 \u6269\u6563 \u26a1 "
    "Links: Authors: **Date:** 2023-01-05 Jan June 15 # > - 1. --- ``` ]( [ ]() ** [x](#anchor)"
    "".split(" ")
)
_TEXT = st.lists(_WORD, min_size=0, max_size=8).map(" ".join)
_BEGIN = "- |* |  - |    * |1. |# |## |### |> |- [ ] |- [x] |- **|- [|<details><summary>|<td>"
_LINE = st.tuples(
    st.sampled_from(
        [*_BEGIN.split("|"), "", "\t", "    ", "| ", "</details>", "<!--", "-->", "***"]
    ),
    _TEXT,
    st.sampled_from(["", "", "", "  ", "\\", " |", "**", "](https://arxiv.org/abs/2010.02502)"]),
).map("".join)
_TABLE = st.tuples(st.lists(_TEXT, min_size=2, max_size=4), st.integers(1, 3)).map(
    lambda t: "\n".join(
        ["| " + " | ".join(t[0]) + " |", "|" + " --- |" * len(t[0])]
        + ["| " + " | ".join(reversed(t[0])) + " |"] * t[1]
    )
)
_DOCUMENT = st.tuples(
    st.lists(st.one_of(_LINE, _LINE, _LINE, st.just(""), _TABLE), max_size=25),
    st.sampled_from(["\n", "\n", "\r\n"]),
).map(lambda t: t[1].join(t[0]).replace("\n\r", "\n").replace("\r\r", "\r"))


@given(_DOCUMENT)
def test_nothing_of_any_document_is_lost(text: str) -> None:
    hold(text)


# What cannot be seen parts no words.
_SEEN = st.characters(exclude_categories=["Cc", "Cf", "Cs"], include_characters="\n\r\t")


@given(st.text(_SEEN, max_size=300))
@example("# http://r(c")
@example("# http://r(<b>")
def test_any_text_can_be_read(text: str) -> None:
    hold(text)


# -- One list after another -----------------------------------------------------------------------

_ENTRY = st.sampled_from(
    [
        "- [Kites on Wind](https://arxiv.org/abs/2101.00001)",
        "- **KWind**: [Kites on Wind](https://arxiv.org/abs/2101.00001) - a note",
        "- [Sails at Sea](https://arxiv.org/abs/2101.00002) :zap:",
        "- **KWind**: [Boats and Birds](https://arxiv.org/abs/2101.00003), Ann Bly, ICML 2021",
        "- [Boats and Birds](https://arxiv.org/abs/2101.00003), Carl Dorn, 2022 [[Code](https://c.example)]",
        "- [A Post on Kites](https://kites.example/post)",
    ]
)
_PASSAGE = st.sampled_from(
    [
        "Some words.",
        "Some other words of it.",
        "---",
        "```\na\n\n\nb\n```",
        "- no entry",
        "![](i.png)",
    ]
)
_PLACED = st.lists(
    st.one_of(_ENTRY, _ENTRY, _PASSAGE, st.sampled_from(["## A", "## B", "### C", "# T"])),
    max_size=12,
).map("\n\n".join)
_HOW = st.sampled_from([frozenset(), frozenset({"sync"}), frozenset({"sync", "prune"})])
_INTO = st.sampled_from([None, None, None, "a"])


@given(st.lists(_PLACED, min_size=1, max_size=3), _HOW, _INTO)
@example(["## B\n\n## A\n\n## B", "## A\n\n## A\n\n## B"], frozenset({"sync"}), None)
def test_lists_taken_in_one_after_another(
    texts: list[str], how: frozenset[str], into: str | None
) -> None:
    library = Library()
    for text in texts:
        before = file_format.encode(library)
        known = file_format.decode(before, "it")
        section = library.section(into) if into else None
        terms = Terms("2026-01-01", section, sync="sync" in how, prune="prune" in how)
        taken = absorb(library, formats.read(text, "it", "markdown"), terms)
        data = file_format.encode(library)
        assert file_format.decode(data, "it") == library, "nothing had to be put right"
        for section in library.sections:
            assert section.prose.keys() <= set(section.entries)
            assert section.parent in {None, *(s.key for s in library.sections)}
        shorts = [e.short for e in library.entries.values() if e.short]
        assert len(shorts) == len(set(shorts))
        assert known.entries.keys() - library.entries.keys() == set(taken.removed)
        lost = words(*said(known)) - words(*said(library))
        told = [t for d in taken.differences for t in (d.ours, d.theirs)]
        assert not lost - words(*told) or terms.prune, "what is lost was named"
        assert terms.sync or not lost
        absorb(library, formats.read(text, "it", "markdown"), terms)
        assert file_format.encode(library) == data, "a second import changed the library"
