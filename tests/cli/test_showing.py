"""`show`: an entry as a page, whatever is in it and however narrow the terminal is."""

import pytest

from by_hand import put
from conftest import Golden, Run
from difftrack.text.folding import display_width
from terminal import at_terminal

ABSTRACT = (
    r"We sample $x_t \sim \mathcal{N}(0, \mathbf{I})$ at 128$\times$128 for \$5, in "
    r"$\mathcal{O}(n \log n)$ steps, and \emph{never} fall for Schr\"odinger's kite."
)


@pytest.fixture(autouse=True)
def library(run: Run) -> None:
    run("init", "--title", "T")
    run("section", "add", "Wind, and *more*", "--parent", "editing")
    put(
        "2101.00001",
        "wind-and-more",
        arxiv_id="2101.00001",
        version=2,
        title="Kites on Wind",
        short="KiteNet",
        authors=[f"Ada Example{n}" for n in range(1, 14)],
        institute="Example Labs",
        published="2021-01-05",
        updated="2021-07-01",
        year=2021,
        venue="NeurIPS",
        venue_note="(Oral)",
        abstract=ABSTRACT,
        links={
            "Code": "https://github.com/example/a-rather-long-name-of-a-repository-of-kites",
            "Code#2": "https://example.org/two",
        },
        tags=["wind", "paper kites"],
        note="The *first* one:\n\n- it flies, and it flies, and it flies, and flies, and flies\n"
        "- [code](https://example.org/two)\n\n```sh\nmake    kite\n```",
        read=True,
        read_on="2026-11-20",
        score=7.5,
        review={"Task": "Flying.", "What it *cannot* do": "1. Rain\n2. Hail"},
        figures=["img/1.png"],
        fields={"Licence": "None", "Alt text of img/1.png": "A kite"},
        bibtex="@article{kite,\n  title={Kites}\n}",
        comment=r"12 pages, $\beta$ version",
        categories=["cs.LG"],
    )
    run("readings", "2026-11-20", "KiteNet")


def test_the_page_of_an_entry(run: Run, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (80, 36):
        monkeypatch.setenv("COLUMNS", str(columns))
        result = run("show", "KiteNet")
        assert (result.code, result.err) == (0, "")
        golden(f"show/{columns}.txt", result.out)


def test_the_whole_page_has_all_authors_and_the_bibtex(run: Run) -> None:
    part, whole = run("show", "KiteNet").out, run("show", "KiteNet", "--whole").out
    assert "Ada Example10 and 3 more\n" in part.replace("\n", " ").replace("more ", "more\n")
    assert "Ada Example13" not in part
    assert "BibTeX\nOf its own. To see it: --whole\n" in part
    assert "Ada Example13" in whole
    assert whole.endswith("\nBibTeX\n@article{kite,\n  title={Kites}\n}\n")


def test_headings_are_bold_on_a_terminal_and_nowhere_else(run: Run) -> None:
    _, screen = at_terminal("show", "KiteNet", columns=60)
    assert screen.startswith("\x1b[1mKites on Wind\x1b[0m\n")
    assert "\x1b[1mAbstract\x1b[0m\n" in screen
    _, plain = at_terminal("show", "KiteNet", columns=60, environment={"NO_COLOR": "1"})
    assert "\x1b" not in plain + run("show", "KiteNet").out


@pytest.mark.parametrize("columns", [20, 40, 57])
def test_wide_and_right_to_left_letters_fit(
    run: Run, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide, right = "扩散模型的综述，方法与应用。" * 6, "מודלים של דיפוזיה " * 8
    put("wide", title=wide, authors=[right.strip()], abstract=f"{wide} {right}", note=f"- {wide}")
    monkeypatch.setenv("COLUMNS", str(columns))
    out = run("show", "wide").out
    assert max(map(display_width, out.splitlines())) <= columns
    shown = "".join(out.split())
    assert wide in shown
    assert "".join(right.split()) in shown


def test_what_is_hostile_does_nothing(run: Run) -> None:
    evil = "A\x1b]0;x\x07\x1b[2Jred\u202e\u2066\nKey: forged\x9b31m"
    put("evil", title=evil, authors=[evil], venue=evil, tags=[evil], abstract=evil, note=evil,
        review={evil: evil}, fields={evil: evil}, links={evil: "javascript:alert(1)"},
        figures=[evil], bibtex=evil, comment=evil)  # fmt: skip
    out = run("show", "evil", "--whole").out
    assert not any(c in out for c in "\x1b\x07\u202e\u2066\x9b")
    assert out.startswith("A]0;x[2Jred Key: forged31m\nA]0;x")


def test_an_entry_that_is_only_an_id(run: Run) -> None:
    run("--offline", "add", "2401.00099")
    assert run("show", "2401.00099").out == (
        "2401.00099 (not fetched yet: difftrack has only its id)\n\n"
        "Key:        2401.00099\nSection:    Unclassified\n"
        "Page:       https://arxiv.org/abs/2401.00099\n"
    )
