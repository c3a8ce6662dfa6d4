"""Text in lines of a terminal."""

from hypothesis import given
from hypothesis import strategies as st

from difftrack.text.folding import display_width
from difftrack.text.wrapping import wrapped, wrapped_markdown

words = st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=9))


@given(words, st.integers(10, 40))
def test_no_line_is_longer_and_no_letter_is_lost(parts: list[str], width: int) -> None:
    text = " ".join(parts)
    lines = wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(display_width(li) <= width or " " not in li for li in lines)


def test_nothing_is_an_empty_line() -> None:
    assert wrapped("", 20) == [""]


def test_an_address_is_never_broken() -> None:
    address = "https://example.org/" + "a-b/" * 30
    assert wrapped(f"see {address} there", 20) == ["see", address, "there"]


def test_chinese_is_parted_between_letters_but_not_before_a_comma() -> None:
    assert wrapped("扩散模型，方", 8) == ["扩散模", "型，方"]
    assert wrapped("Dif 扩散 fusion", 8) == ["Dif 扩散", "fusion"]


def test_the_first_line_and_the_others_have_a_beginning() -> None:
    assert wrapped("aaa bbbb ccc", 10, "- ", "  ") == ["- aaa bbbb", "  ccc"]


def test_a_deep_indent_leaves_room_for_words() -> None:
    assert wrapped("aaa bbb ccc", 10, " " * 9, " " * 9) == [" " * 9 + "aaa bbb", " " * 9 + "ccc"]


def test_markdown_stays_readable() -> None:
    text = (
        "A paragraph that is long\n\n"
        "- an item that is long\n  1. below it, as long\n> a quote of some length\n\n"
        "    code   that is much too long for it\n\n"
        "```\n- in   a fence, nothing is changed\n```\n"
        "| a table | stands as it is |\n"
        "\n    \n    - no code, below an item"
    )
    assert list(wrapped_markdown(text, 16)) == [
        "A paragraph that", "is long", "",
        "- an item that", "  is long", "  1. below it,", "     as long",
        "> a quote of", "> some length",
        "", "    code   that is much too long for it", "",
        "```", "- in   a fence, nothing is changed", "```",
        "| a table | stands as it is |",
        "", "", "    - no code, below an item",
    ]  # fmt: skip


@given(st.text(), st.integers(8, 60))
def test_no_word_of_markdown_is_lost(text: str, width: int) -> None:
    shown = "\n".join(wrapped_markdown(text, width))
    quoted = "".join(shown.split()).replace(">", "")
    assert quoted == "".join(text.split()).replace(">", "")
