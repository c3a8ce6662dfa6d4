"""What people type, as arXiv's API is asked for it."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arxiv_search import fitting
from arxiv_server import PAPERS, Paper
from difftrack.errors import UsageError
from difftrack.sources.arxiv_query import FIELDS, asked
from difftrack.text.query_language import parse
from difftrack.text.query_tree import All, Days, Either, Node, Not, Words


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("diffusion", 'all:"diffusion"'),
        ("score based", '(all:"score" AND all:"based")'),
        ('"score based"', 'all:"score based"'),
        (
            'author:ho title:"score based" abstract:x comment:y journal:z',
            '(au:"ho" AND ti:"score based" AND abs:"x" AND co:"y" AND jr:"z")',
        ),
        ("au:ho ti:a abs:b co:c jr:d", '(au:"ho" AND ti:"a" AND abs:"b" AND co:"c" AND jr:"d")'),
        ("all:x", 'all:"x"'),
        ("cat:cs.CV", "cat:cs.CV"),
        ("category:cs.*", "cat:cs.*"),
        ("cat:math", "(cat:math OR cat:math.*)"),
        ("cat:cond-mat.dis-nn", "cat:cond-mat.dis-nn"),
        ("id:2006.11239v2", "id:2006.11239"),
        ("id:https://arxiv.org/abs/2006.11239", "id:2006.11239"),
        ("a or b c", '(all:"a" OR (all:"b" AND all:"c"))'),
        ("x -y", '(all:"x" ANDNOT all:"y")'),
        ("-y x z -w", '((all:"x" AND all:"z") ANDNOT (all:"y" OR all:"w"))'),
        ("x -(y z)", '(all:"x" ANDNOT (all:"y" AND all:"z"))'),
        ("x -(y -z)", '(all:"x" ANDNOT (all:"y" ANDNOT all:"z"))'),
        ("a survey of diffusion", '(all:"survey" AND all:"diffusion")'),
        ("The of", '(all:"The" AND all:"of")'),
        ("title:a x", '(ti:"a" AND all:"x")'),
        ("Diffus*", "all:diffus*"),
        ("ti:diffus*", "ti:diffus*"),
        ('ti:"diffus*"', 'ti:"diffus"'),
        ("*fusion", 'all:"fusion"'),
        ("au:O'Brien,J.-P.", 'au:"O\'Brien,J.-P."'),
        ("β-VAE", 'all:"β-VAE"'),
        ("title:AND", 'ti:"AND"'),
        ("2020..2022", "submittedDate:[202001010000 TO 202212312359]"),
        ("2020-05..", "submittedDate:[202005010000 TO 209912312359]"),
        ("..2021", "submittedDate:[198601010000 TO 202112312359]"),
        ("year:2021", "submittedDate:[202101010000 TO 202112312359]"),
        ("date:>2024-01", "submittedDate:[202402010000 TO 209912312359]"),
        ("x -2021..", '(all:"x" ANDNOT submittedDate:[202101010000 TO 209912312359])'),
        ("year:0800", "submittedDate:[080001010000 TO 080012312359]"),
    ],
)
def test_a_query_in_arxivs_own_language(typed: str, query: str) -> None:
    assert asked(typed) == query
    fitting(query)


def test_only_what_was_submitted_in_a_time() -> None:
    said = asked("a or b", date(2026, 11, 14), date(2026, 11, 22))
    assert said == '((all:"a" OR all:"b") AND submittedDate:[202611140000 TO 202611222359])'


@pytest.mark.parametrize(
    ("typed", "caret", "said"),
    [
        ("-gan", "^^^^", "Say before it what to look for"),
        ("a or -b", "     ^^", "Say before it what to look for"),
        ("x -(y (-a -b))", "       ^^", "Say before it what to look for"),
        ("cat:cs,cv", "^^^^^^^^^", "'cs,cv' is no category. One looks like cs.CV"),
        ('cat:"a b"', "^^^^^^^^^", "is no category"),
        ("id:foo", "^^^^^^", "'foo' is no arXiv id"),
        ("id:math/0211159", "^^^^^^^^^^^^^^^", "difftrack add math/0211159"),
        ("x ℃", "  ^", "There is no word in this that arXiv knows"),
        ("score:7", "^^^^^^", "There is no field 'score'"),
    ],
)
def test_what_arxiv_cannot_be_asked_is_shown_with_a_caret(
    typed: str, caret: str, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        asked(typed)
    first, second, third = str(caught.value).splitlines()
    assert said in first
    assert (second, third) == (f"  {typed}", f"  {caret}")


def test_a_query_that_does_not_fit_into_an_address_is_refused() -> None:
    with pytest.raises(UsageError, match="longer than arXiv takes"):
        asked("扩" * 1900)


_PIECES = st.sampled_from(
    ["a", "b ", '"', '" ', "\\", "(", ")", "-", " or ", "title:", "au:", "cat:", "id:", "date:",
     " ANDNOT ", "AND", "OR", "all:*", "*", "?", "[", "]", "submittedDate:[2020 TO 2021]",
     "lastUpdatedDate:", "2020..2021", "2006.11239", "cs.CV", "ſ", "\x1f", "\n", "“", "x_y", "ti:"]
)  # fmt: skip


@given(st.lists(_PIECES, min_size=1, max_size=25).map("".join) | st.text(min_size=1, max_size=80))
def test_nothing_that_is_typed_gets_out_of_its_quotes(typed: str) -> None:
    for text in (typed, f'"{typed}"', f'title:"{typed.replace(chr(34), "")} x"'):
        try:
            said = asked(text)
        except UsageError:
            continue
        [fitting(said)(paper) for paper in PAPERS.values()]
        assert not re.search(r"[\x00-\x1f]", said)


def test_arxivs_language_is_known_without_what_asks_it(tmp_path: Path) -> None:
    code = "import sys, difftrack.sources.arxiv_query; print(*sys.modules)"
    made = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert not {"requests", "arxiv", "lxml", "pydantic"} & set(made.stdout.split())


# -- What is asked for is what was meant ----------------------------------------------------------

_TERMS = st.sampled_from(
    ["diffusion", "title:models", '"implicit models"', "author:ho", "cat:stat.ML", "cat:cs",
     "comment:iclr", "2020-07..2021", "..2017", "denois*", "id:2401.00001", "abstract:examples"]
)  # fmt: skip
_TYPED = st.recursive(
    _TERMS,
    lambda inner: st.tuples(inner, st.sampled_from([" ", " or ", " -"]), inner).map(
        lambda parts: f"({''.join(parts)})"
    ),
    max_leaves=8,
)


@given(_TYPED)
def test_arxiv_finds_what_the_query_means(typed: str) -> None:
    try:
        fits = fitting(asked(typed))
    except UsageError as error:
        assert "leaves out only" in str(error)  # noqa: PT017 - other queries have no error
        return
    tree = parse(typed, FIELDS).tree
    for paper in PAPERS.values():
        assert fits(paper) == means(tree, paper)


def means(node: Node, paper: Paper) -> bool:
    match node:
        case Not():
            return not means(node.part, paper)
        case All():
            return all(means(part, paper) for part in node.parts)
        case Either():
            return any(means(part, paper) for part in node.parts)
        case Days():
            day = date.fromisoformat(paper.published)
            return (node.first or date.min) <= day <= (node.last or date.max)
        case Words():
            return says(paper, node.field, node.text)
    raise AssertionError(node)


def says(paper: Paper, field: str, text: str) -> bool:
    if field == "category":
        return any(re.fullmatch(rf"{text}(\..*)?", category) for category in paper.categories)
    texts = {
        "author": " / ".join(paper.authors),
        "title": paper.title,
        "abstract": paper.abstract,
        "comment": paper.comment or "",
    }
    said = {**texts, "id": paper.id, "": " / ".join(texts.values())}[field]
    end = "" if text.endswith("*") else r"\b"
    return bool(re.search(rf"\b{text.removesuffix('*')}{end}", said, re.IGNORECASE))
