"""Inline Markdown as people break it."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.importers.pieces import Piece, cut, plain, plain_text, scan, visible

X = "https://example.org/"


def only(text: str) -> Piece:
    pieces = [piece for piece in scan(text) if piece.text.strip() or piece.kind != "text"]
    assert len(pieces) == 1, pieces
    return pieces[0]


@pytest.mark.parametrize(
    ("markdown", "label", "target"),
    [
        (f"[A]({X}a)", "A", f"{X}a"),
        (f"[A]({X}?a=1&copy=2&amp;copy;)", "A", f"{X}?a=1&copy=2&copy;"),
        (f"<{X}?a=1&copy=2&amp;copy;>", "", f"{X}?a=1&copy=2&copy;"),
        (f"[A [B] c]({X})", "A [B] c", X),
        (f"[A [B [C] d] e]({X})", "A [B [C] d] e", X),
        (rf"[A \] b]({X})", "A ] b", X),
        (f"[[Paper]]({X})", "[Paper]", X),
        (f"[[Paper]({X})]()", "Paper", X),
        (f"[A]({X}w_(x))", "A", f"{X}w_(x)"),
        (f"[A](<{X}a b>)", "A", f"{X}a b"),
        (f"[A]( {X} )", "A", X),
        (f'[A]({X} "title")', "A", X),
        (f"[A]({X} 'title')", "A", X),
        (f"[A]({X}?a=1&amp;b=2)", "A", f"{X}?a=1&b=2"),
        (rf"[A]({X}a\_b)", "A", f"{X}a_b"),
        (f"[a\nb]({X})", "a b", X),
        (f"[`code`]({X})", "code", X),
        (f"[*A* B]({X})", "A B", X),
        (f"[AT&amp;T]({X})", "AT&T", X),
        ("[A]()", "A", ""),
        ("[A](#anchor)", "A", "#anchor"),
        ("[A](./a.md)", "A", "./a.md"),
        (f'<a href="{X}">A <b>B</b></a>', "A B", X),
        (f"<A HREF='{X}'>A</A>", "A", X),
        (f"<a href={X}>A", "A", X),
        (f"<{X}a>", "", f"{X}a"),
        (f"{X}a", "", f"{X}a"),
        (f"{X}w_(x)", "", f"{X}w_(x)"),
        (f"{X}?a=1&amp;b=2", "", f"{X}?a=1&b=2"),
    ],
)
def test_a_link(markdown: str, label: str, target: str) -> None:
    piece = only(markdown)
    assert (piece.kind, piece.text, piece.target) == ("link", label, target)
    assert markdown[piece.start : piece.end] == markdown


@pytest.mark.parametrize(
    ("markdown", "label", "target", "images"),
    [
        (f"[![badge]({X}b.svg)]({X})", "badge", X, (f"{X}b.svg",)),
        (f"[![]({X}b.svg)]({X})", "", X, (f"{X}b.svg",)),
        (f"[![b]({X}b.svg) Text]({X})", "Text", X, (f"{X}b.svg",)),
        (f"<a href='{X}'><img src='{X}i.png' alt='pic'></a>", "pic", X, (f"{X}i.png",)),
        (f"[[Paper]({X}p)]({X}q)", "Paper", f"{X}q", (f"{X}p",)),
    ],
)
def test_no_address_in_a_link_is_lost(
    markdown: str, label: str, target: str, images: tuple[str, ...]
) -> None:
    piece = only(markdown)
    assert (piece.kind, piece.text, piece.target) == ("link", label, target)
    assert piece.images == images


@pytest.mark.parametrize(
    ("markdown", "alt"),
    [
        (f"![alt]({X}i.png)", "alt"),
        (f"![]({X}i.png)", ""),
        (f"<img src={X}i.png>", ""),
        (f'<img alt="alt" src="{X}i.png" width=30/>', "alt"),
    ],
)
def test_an_image_is_found_and_not_read_aloud(markdown: str, alt: str) -> None:
    piece = only(markdown)
    assert (piece.kind, piece.text, piece.target) == ("image", alt, f"{X}i.png")
    assert plain([piece]) == ""
    assert visible([piece]) == ("", [0])


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("", ""),
        ("plain", "plain"),
        ("  two\n lines ", "two lines"),
        ("*em* **strong** ***both*** ~~old~~", "em strong both old"),
        ("__strong__ _em_", "strong em"),
        ("snake_case_name", "snake_case_name"),
        ("2*3*4", "2*3*4"),
        ("a * b * c", "a * b * c"),
        ("日本**語**の", "日本語の"),
        ("**a", "a"),
        ("a**", "a"),
        ("***a** b*", "a b"),
        (r"\*not em\*", "*not em*"),
        ("A* and **Q* trees**, *A* C* D*", "A* and Q* trees, A C* D*"),
        ("*by A* search*, XA* B**", "by A search, XA B"),
        (r"\[a\]", "[a]"),
        (r"\&amp;", "&amp;"),
        ("a & b", "a & b"),
        ("AT&amp;T &lt;b&gt; &copy;", "AT&T <b> ©"),
        ("&#x27;q&#39;", "'q'"),
        ("`code [a](b)`", "code [a](b)"),
        ("``a`b``", "a`b"),
        ("a `b", "a `b"),
        ("$x_0$ and $y_1$", "$x_0$ and $y_1$"),
        ("costs $5 or $6", "costs $5 or $6"),
        ("a < b > c", "a < b > c"),
        ("<notag", "<notag"),
        ("<b>A</b> <span style='x'>B</span>", "A B"),
        ("a<br>b<br/>c<BR />d", "a b c d"),
        ("x<sup>2</sup>", "x2"),
        ("<kbd>Ctrl</kbd>", "Ctrl"),
        ("a <!-- gone --> b", "a b"),
        ("a <!-- stays", "a <!-- stays"),
        ("[ ] todo", "[ ] todo"),
        ("[A][ref]", "[A][ref]"),
        ("[[Paper](https://example.org)]", "[Paper]"),
        (r"\[[Paper](https://example.org)\]", "[Paper]"),
        ("[A](https://example.org)[B](https://example.org)", "AB"),
        ("$[a](https://example.org)$", "$a$"),
        ("(https://example.org)", "()"),
        ("https://example.org.", "."),
        ("see <https://example.org>, there", "see , there"),
    ],
)
def test_what_a_reader_sees(markdown: str, seen: str) -> None:
    assert plain_text(markdown) == seen
    assert plain(scan(markdown)) == seen


@pytest.mark.parametrize(
    ("markdown", "seen"),
    [
        ("[A(https://example.org)", "[A()"),
        ("[A](https://example.org", "[A]("),
        ("A](https://example.org)", "A]()"),
        ("[A] (https://example.org)", "[A] ()"),
        ("![A(https://example.org)", "![A()"),
        ("[[A](https://example.org)", "[A"),
        ("[A](https://example.org) [", "A ["),
        ("[A](https://example.org))", "A)"),
    ],
)
def test_the_address_behind_an_unclosed_bracket_is_found(markdown: str, seen: str) -> None:
    assert [p.target for p in scan(markdown) if p.kind == "link"] == ["https://example.org"]
    assert plain_text(markdown) == seen


@pytest.mark.parametrize(
    ("markdown", "strong", "em"),
    [
        ("A", False, False),
        ("**A**", True, False),
        ("__A__", True, False),
        ("*A*", False, True),
        ("_A_", False, True),
        ("***A***", True, True),
        ("<b>A</b>", True, False),
        ("<strong>A</strong>", True, False),
        ("<em>A</em>", False, True),
        ("<i>A</i>", False, True),
        (f"**[A]({X})**", True, False),
        (f"[**A**]({X})", True, False),
        (f"*[A]({X})*", False, True),
        (f"[*A*]({X})", False, True),
        (f"[*A* B]({X})", False, False),
        ("**A", True, False),
    ],
)
def test_emphasis(markdown: str, strong: bool, em: bool) -> None:  # noqa: FBT001
    piece = only(markdown)
    assert (piece.strong, piece.em) == (strong, em)


def test_emphasis_ends_where_it_is_closed() -> None:
    pieces = scan("**A** b *C* d")
    assert [(p.text, p.strong, p.em) for p in pieces] == [
        ("A", True, False),
        (" b ", False, False),
        ("C", False, True),
        (" d", False, False),
    ]


@pytest.mark.parametrize(
    ("markdown", "strong"),
    [("**a\nb** c", [True, True, False]), ("**a\nb", [True, False]), ("**a\n**b**", [True, True])],
)
def test_bold_that_is_not_closed_ends_with_its_line(markdown: str, strong: list[bool]) -> None:
    assert [p.strong for p in scan(markdown) if p.kind == "text" and p.text] == strong


@pytest.mark.parametrize("end", ["\n", "  \n", "\\\n", "\n  ", "<br>", "<br />"])
def test_the_end_of_a_line_is_a_break(end: str) -> None:
    assert [(p.kind, p.text) for p in scan(f"*a*{end}b")] == [
        *(("text", "a"), ("break", "\n"), ("text", "b"))
    ]


@pytest.mark.parametrize(
    ("markdown", "kind", "text"),
    [
        ("`a`", "code", "a"),
        ("``a`b``", "code", "a`b"),
        ("<code>a</code>", "code", "a"),
        ("<kbd>a</kbd>", "code", "a"),
        ("<sup>a</sup>", "sup", "a"),
    ],
)
def test_other_kinds(markdown: str, kind: str, text: str) -> None:
    assert (only(markdown).kind, only(markdown).text) == (kind, text)


def test_visible_text_says_where_each_piece_begins() -> None:
    pieces = scan(f"**Bold** text [A]({X}) ![i]({X}) `code`")
    text, offsets = visible(pieces)
    assert text == "Bold text A  code"
    shown = ["" if p.kind == "image" else p.text for p in pieces]
    assert [text[at : at + len(s)] for at, s in zip(offsets, shown, strict=True)] == shown


@pytest.mark.parametrize(
    ("at", "seen", "start"),
    [
        (0, "Bold text A and code tail", 2),
        (2, "ld text A and code tail", 4),
        (4, " text A and code tail", 8),
        (5, "text A and code tail", 9),
        (10, "A and code tail", 14),
        (11, " and code tail", 32),
        (17, "ode tail", 40),
        (24, "l", 47),
    ],
)
def test_what_is_cut_is_what_stands_behind(at: int, seen: str, start: int) -> None:
    rest = cut(scan("**Bold** text [A](https://x.org) and `code` tail"), at)
    assert visible(rest)[0] == seen
    assert rest[0].start == start


def test_behind_the_end_is_nothing() -> None:
    assert cut(scan("a **b**"), 3) == []
    assert cut([], 0) == []


@pytest.mark.parametrize(
    "unit",
    [
        *"[]*_<>`(){}!~$&\\| \n\"'ah",
        *("![", "[[", "[](", "[a](", "](", "](<", "[a](x ", "([", "<a ", "<b", "<a href=", "<!--"),
        *("**a", "* ", "*_", "_a", "`a", "$a", "\t\n", " \n", "**a\n", "[a](b)", "[\\", "https://"),
        *("http://x(", "https://a.(", "<a href=x>", "&amp;", "\\*"),
    ],
)
def test_a_hostile_text_is_read_to_its_end(unit: str) -> None:
    count = 100_000 if len(unit) == 1 else 60_000 // len(unit)
    pieces = scan(unit * count)
    assert all(0 <= piece.start <= piece.end <= len(unit) * count for piece in pieces)
    plain(pieces)


_MARKUP = st.text(
    st.sampled_from("ab1é 語[]()*_`~<>!$&\\/\"'=#|\n-") | st.characters(exclude_categories=["Cs"]),
    max_size=80,
) | st.lists(
    st.sampled_from(
        "[ ]( ) ![ ** * __ _ ` `` $ <a href='u'> </a> <b> </b> <br> <!-- --> <sup> </sup> word "
        "https://example.org/a_(b) <https://example.org> [x](y) &amp; \\ \n".split(" ")
    ),
    max_size=20,
).map("".join)


@given(_MARKUP)
def test_no_text_breaks_the_scanner(text: str) -> None:
    pieces = scan(text)
    for before, after in pairwise(pieces):
        assert before.end <= after.start
    assert all(0 <= p.start <= p.end <= len(text) for p in pieces)
    shown, offsets = visible(pieces)
    assert offsets == sorted(offsets)
    assert cut(pieces, len(shown) + 1) == []
    assert plain(pieces) == plain_text(text)
    assert plain(pieces) == " ".join(plain(pieces).split())


@given(st.text(alphabet="abcé1語 []*_`~$!\n.,:;|-#\\", max_size=60))
def test_no_letter_of_a_text_without_addresses_is_lost(text: str) -> None:
    letters = Counter(filter(str.isalnum, text))
    assert Counter(filter(str.isalnum, visible(scan(text))[0])) == letters


_WRAPS = st.sampled_from(
    [
        *("{}", "*{}*", "**{}**", "_{}_", "`{}`", "~~{}~~", "({})", "[{}]", "<b>{}</b>", '"{}"'),
        *(
            "[{}](https://e.org)",
            "[[{}](https://e.org)]",
            "[**{}**](https://e.org)",
            "<sup>{}</sup>",
        ),
        *(
            "<a href='https://e.org'>{}</a>",
            "[{} [x]](https://e.org)",
            "**{}",
            "[{}",
            "{}](",
            "<i>{}",
        ),
    ]
)
_WORDS = st.from_regex(r"\A[a-zA-Z0-9éß語]{1,8}\Z").filter(lambda w: not w.startswith("http"))


@given(st.lists(st.tuples(_WRAPS, _WORDS), max_size=12), st.sampled_from([" ", "\n", ", "]))
def test_no_word_is_lost_whatever_stands_around_it(
    parts: list[tuple[str, str]], between: str
) -> None:
    seen = plain_text(between.join(wrap.format(word) for wrap, word in parts))
    assert {word for _, word in parts} <= set(re.findall(r"[^\W_]+", seen))


def test_math_that_github_sets_off_is_math() -> None:
    assert plain_text(r"From $`10 \times`$ to $50 \times$ and `code`") == (
        r"From $10 \times$ to $50 \times$ and code"
    )
