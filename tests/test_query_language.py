"""The language in which people ask: what a query means, and how a mistake in one is shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.errors import UsageError
from difftrack.text.query_language import parse
from difftrack.text.query_tree import All, Days, Either, Field, Node, Not, Numbers, Words

DATE = Field("date", "day")
FIELDS = {
    "author": Field("author"),
    "au": Field("author"),
    "title": Field("title"),
    "score": Field("score", "number"),
    "date": DATE,
    "": DATE,
}


def told(query: str) -> str:
    """Return the meaning of a query, with all its groups in brackets."""
    return shown(parse(query, FIELDS).tree)


def shown(node: Node) -> str:
    match node:
        case Words():
            text = f'"{node.text}"' if node.is_phrase else node.text
            return f"{node.field}={text}" if node.field else text
        case Days():
            return f"{node.field}={node.first or ''}..{node.last or ''}"
        case Numbers():
            return f"{node.field}={node.low}..{node.high}"
        case Not():
            return f"-{shown(node.part)}"
        case All() | Either():
            sign = " " if isinstance(node, All) else "|"
            return f"[{sign.join(shown(part) for part in node.parts)}]"


def refused(query: str) -> str:
    with pytest.raises(UsageError) as caught:
        parse(query, FIELDS)
    return str(caught.value)


# -- What a query means ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "meaning"),
    [
        ("diffusion", "diffusion"),
        ("  score\tbased  ", "[score based]"),
        ('"score based" model', '["score based" model]'),
        ("“score based”", '"score based"'),
        (r"Schr\"odinger (o\"{o})", r"[Schr\"odinger o\"{o}]"),
        ("https://example.org/a", "https://example.org/a"),
        ("score-based", "score-based"),
        ("author:ho", "author=ho"),
        ("AU:Ho", "author=Ho"),
        ('au:"jonathan ho"', 'author="jonathan ho"'),
        ("author:(ho song)", "[author=ho author=song]"),
        ("author:(ho or title:x)", "[author=ho|title=x]"),
        ("title:sub:title", "title=sub:title"),
        ("10:30", "10:30"),
        ("a b or c", "[[a b]|c]"),
        ("a (b or c)", "[a [b|c]]"),
        ("a and b OR c AND d", "[[a b]|[c d]]"),
        ("and-or", "and-or"),
        ('"or" title:and', '["or" title=and]'),
        ("a -b", "[a -b]"),
        ("a not b", "[a -b]"),
        ("-a", "-a"),
        ("--a", "a"),
        ("a -(-b)", "[a b]"),
        ("-(a b)", "-[a b]"),
        ('-"a b"c', '[-"a b" c]'),
        ("-author:ho", "-author=ho"),
        ("text & image - a survey", "[text image a survey]"),
        ("naïve 扩散 Schrödinger", "[naïve 扩散 Schrödinger]"),
    ],
)
def test_words_fields_and_operators(query: str, meaning: str) -> None:
    assert told(query) == meaning


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("2020..2022", "2020-01-01..2022-12-31"),
        ("2020-02..2020-02", "2020-02-01..2020-02-29"),
        ("2020-05..", "2020-05-01.."),
        ("..2021", "..2021-12-31"),
        ("..2021-06-30", "..2021-06-30"),
    ],
)
def test_a_range_alone_is_of_the_field_that_is_named_for_it(typed: str, meaning: str) -> None:
    assert told(typed) == told(f"date:{typed}") == f"date={meaning}"
    other = parse(typed, {"title": Field("title")}).tree
    assert isinstance(other, Words)


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("date:2021", "date=2021-01-01..2021-12-31"),
        ("date:=2021-02", "date=2021-02-01..2021-02-28"),
        ("date:2021-02-03", "date=2021-02-03..2021-02-03"),
        ("date:>2024-01", "date=2024-02-01.."),
        ("date:>=2024-01", "date=2024-01-01.."),
        ("date:<2024-01", "date=..2023-12-31"),
        ("date:<=2024-01", "date=..2024-01-31"),
        ("score:7", "score=7.0..7.0"),
        ("score:6.5..8", "score=6.5..8.0"),
        ("score:>=-1", "score=-1.0..None"),
        ("score:<8", "score=None..7.999999999999999"),
        ("date:(2020 or 2022)", "[date=2020-01-01..2020-12-31|date=2022-01-01..2022-12-31]"),
    ],
)
def test_times_and_numbers_are_from_where_to_where(typed: str, meaning: str) -> None:
    assert told(typed) == meaning


@pytest.mark.parametrize("word", ["2021", "a..b", "...", "1.2", "2020-2022"])
def test_other_words_are_no_range(word: str) -> None:
    assert told(f"x {word}") == ("x" if word == "..." else f"[x {word}]")


@given(st.dates(), st.dates())
def test_a_range_of_days_is_read_back(one: date, other: date) -> None:
    first, last = sorted((one, other))
    tree = parse(f"{first}..{last}", FIELDS).tree
    assert isinstance(tree, Days)
    assert (tree.first, tree.last) == (first, last)


# -- How a mistake is shown -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "caret", "said"),
    [
        ("year autor:ho", "     ^^^^^^", "Did you mean author?"),
        ("foo:bar", "^^^^", "There are: author, title, score, date."),
        ("mailto:x", "^^^^^^^", "In quotes it is text"),
        ("a title: b", "  ^^^^^^", "nothing to look for right behind"),
        ("title:", "^^^^^^", "nothing to look for right behind"),
        ('title:"" a', "^^^^^^", "nothing to look for right behind"),
        ("title:& a", "^^^^^^", "nothing to look for right behind"),
        ("title:)", "^^^^^^", "nothing to look for right behind"),
        ('a ""', "  ^^", "nothing to look for in these quotes"),
        ('a "b c', "  ^^^^", "This quote is not closed"),
        ("扩散 “b", "     ^^", "This quote is not closed"),
        ("a (b c", "  ^", "This parenthesis is not closed"),
        ("title:(a", "      ^", "This parenthesis is not closed"),
        ("a (b c))", "       ^", "This parenthesis closes none"),
        ("a) b", " ^", "This parenthesis closes none"),
        (")", "^", "This parenthesis closes none"),
        ("a ()", "  ^", "There is nothing in this parenthesis"),
        ("a or", "  ^^", "There is nothing behind or"),
        ("a or or b", "  ^^", "There is nothing behind or"),
        ("a (b and)", "     ^^^", "There is nothing behind and"),
        ("a not", "  ^^^", "There is nothing behind not"),
        ("OR a", "^^", "There is nothing before OR"),
        ("a (or b)", "   ^^", "There is nothing before or"),
        ("2022..2020", "^^^^^^^^^^", "ends before it begins"),
        ("score:8..7", "^^^^^^^^^^", "ends before it begins"),
        ("2020-13..", "^^^^^^^^^", "is no time"),
        ("date:2021-02-30", "^^^^^^^^^^^^^^^", "is no time"),
        ("date:20x", "^^^^^^^^", "'20x' is no time. Write 2021, 2021-05"),
        ("date:>9999", "^^^^^^^^^^", "is no time"),
        ("date:>2020..2021", "^^^^^^^^^^^^^^^^", "is no time"),
        ("date:٢٠٢٤", "^^^^^^^^^", "is no time"),
        ("score:high", "^^^^^^^^^^", "'high' is no number. Write 7, 6..8 or >7"),
        ("score:1e9", "^^^^^^^^^", "is no number"),
    ],
)
def test_a_mistake_is_shown_with_a_caret_below_it(query: str, caret: str, said: str) -> None:
    first, second, third = refused(query).splitlines()
    assert said in first
    assert (second, third) == (f"  {query}", f"  {caret}")


def test_of_a_long_query_the_part_with_the_mistake_is_shown() -> None:
    first, second, third = refused(f"{'x' * 200} foo:bar {'y' * 200}").splitlines()
    assert first.startswith("There is no field 'foo'")
    assert len(second) < 80
    assert second[third.index("^") :].startswith("foo:bar y")


@pytest.mark.parametrize("query", ["", "   ", "&", "- -", "...", "\u200b"])
def test_a_query_without_a_word_is_refused(query: str) -> None:
    assert refused(query) == "There is nothing to look for. Name a word: diffusion"


def test_a_query_is_bounded() -> None:
    assert "longer than 2000" in refused("x" * 2001)
    assert "More than 20 parentheses" in refused("(" * 1000 + "x" + ")" * 900)
    assert told("(" * 20 + "x" + ")" * 20) == "x"
    assert told("-" * 1999 + "x") == "-x"
    assert told("not " * 400 + "x") == "x"


_PIECES = st.sampled_from(
    ["a", "-", "(", ")", '"', " ", " or ", " and ", "not ", "title:", "date:", "2020..", "..2021",
     ">2024", "score:", "7", "扩", "\u0301", "“", ":", "*", "\\", "\x1b[31m", "\u202e", "\ud800"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=60))
def test_whatever_is_typed_is_a_tree_or_a_mistake_with_its_place(query: str) -> None:
    try:
        found = parse(query, FIELDS)
    except UsageError as error:
        lines = str(error).splitlines()
        assert len(lines) in {1, 3}
        assert len(lines) == 1 or set(lines[2].strip()) == {"^"}
        return
    for node in every(found.tree):
        assert 0 <= node.place.start < node.place.end <= len(found.text)
        assert not (isinstance(node, Not) and isinstance(node.part, Not))


def every(node: Node) -> list[Node]:
    inside = node.parts if isinstance(node, (All, Either)) else ()
    inside = (node.part,) if isinstance(node, Not) else inside
    return [node, *(deeper for part in inside for deeper in every(part))]


_WORD = st.sampled_from(["a", "b1", "title:c", '"d e"', "au:f"])
_QUERIES = st.recursive(
    _WORD,
    lambda inner: (
        st.tuples(inner, st.sampled_from([" ", " or ", " and ", " -"]), inner).map(
            lambda parts: f"({''.join(parts)})"
        )
        | inner.map(lambda text: f"-({text})")
    ),
    max_leaves=12,
)


@given(_QUERIES)
def test_a_query_written_with_all_its_parentheses_means_the_same(query: str) -> None:
    tree = parse(query, FIELDS).tree
    assert shown(parse(written(tree), FIELDS).tree) == shown(tree)


def written(node: Node) -> str:
    match node:
        case Words():
            text = f'"{node.text}"' if node.is_phrase else node.text
            return f"{node.field}:{text}" if node.field else text
        case Not():
            return f"not ({written(node.part)})"
        case All() | Either():
            sign = " and " if isinstance(node, All) else " or "
            return sign.join(f"({written(part)})" for part in node.parts)
        case _:
            raise AssertionError(node)
