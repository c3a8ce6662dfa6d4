import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.errors import InvalidArxivIdError
from difftrack.text.arxiv_id import ArxivId, abs_url, parse, pdf_url, read_list, recognise

FORMS = [
    "{}",
    "arXiv:{}",
    "arxiv: {}",
    "arXiv:{} [cs.LG]",
    "({}).",
    "<https://arxiv.org/abs/{}>",
    "https://arxiv.org/abs/{}",
    "http://arxiv.org/abs/{}",
    "arxiv.org/abs/{}",
    "https://www.arxiv.org/pdf/{}",
    "https://export.arxiv.org/pdf/{}.pdf",
    "https://arxiv.org/html/{}",
    "https://arxiv.org/format/{}",
    "https://arxiv.org/abs//{}",
    "https://arxiv.org/apdf/{}",
    "https://arxiv.org/abd/{}",
    "https://arxiv.org/abs/{}.pdf",
    "https://arxiv.org/abs/{}?context=cs.LG",
    "https://arxiv.org/abs/{}#section",
    "https://arxiv.org/abs/{}/",
    "https://arxiv.org/abs/{},",
    "https://arxiv.org/abs/{}%20",
    "https://www.arxiv-vanity.com/papers/{}/",
    "https://ar5iv.org/abs/{}",
    "https://ar5iv.labs.arxiv.org/html/{}",
    "https://www.alphaxiv.org/abs/{}",
    "https://huggingface.co/papers/{}",
    "10.48550/arXiv.{}",
    "doi:10.48550/arXiv.{}",
    "https://doi.org/10.48550/arXiv.{}",
    "http://dx.doi.org/10.48550/arxiv.{}",
]

months = st.integers(1, 12)
new_ids = st.one_of(
    st.builds("{:02}{:02}.{:04}".format, st.integers(8, 14), months, st.integers(0, 9999)),
    st.builds("{:02}{:02}.{:05}".format, st.integers(15, 35), months, st.integers(0, 99_999)),
)
old_ids = st.builds(
    "{}/{:02}{:02}{:03}".format,
    st.sampled_from(["math", "hep-th", "astro-ph", "quant-ph", "cs", "cond-mat"]),
    st.sampled_from([*range(91, 100), *range(7)]),
    months,
    st.integers(0, 999),
)


@pytest.mark.parametrize("form", FORMS)
@given(st.one_of(new_ids, old_ids), st.none() | st.integers(1, 99))
def test_every_form_is_read(form: str, base: str, version: int | None) -> None:
    written = ArxivId(base, version)
    assert parse(form.format(written)) == written


def test_an_id_is_read_in_brackets_and_with_its_subject() -> None:
    assert parse("[2006.11239v2]") == ArxivId("2006.11239", 2)
    assert parse("arXiv:2006.11239 [cs.LG]") == ArxivId("2006.11239")


@given(st.one_of(new_ids, old_ids))
def test_our_own_addresses_are_read_back(base: str) -> None:
    assert parse(abs_url(base)).base == base
    assert parse(pdf_url(base)).base == base


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("math.AG/0211159", "math/0211159"),
        ("MATH.ag/0211159", "math/0211159"),
        ("hep-th/9901001v3", "hep-th/9901001"),
        ("0704.0001", "0704.0001"),
        ("1412.9999", "1412.9999"),
        ("1501.00001", "1501.00001"),
        ("cs/0703001", "cs/0703001"),
    ],
)
def test_the_subject_class_is_no_part_of_the_id(text: str, base: str) -> None:
    assert parse(text).base == base


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "2013.11239",
        "2000.11239",
        "2006.1123",
        "2006.112390",
        "1412.12345",
        "1501.1234",
        "0703.0001",
        "0808.05394",
        "0000.0000",
        "math/0213159",
        "math/0704001",
        "math/211159",
        "nowhere/0211159",
        "2006.11239v0",
        "2006.11239 and more",
        "https://arxiv.org/list/cs.LG/2006",
        "https://openreview.net/forum?id=2006.11239",
        "https://evil.org/arxiv.org/abs/2006.11239",
        "https://notarxiv.org/abs/2006.11239",
        "10.1000/2006.11239",
        "٢٠٠٦.١١٢٣٩",
    ],
)
def test_anything_else_is_refused_in_one_line_that_shows_an_id(text: str) -> None:
    assert recognise(text) is None
    with pytest.raises(InvalidArxivIdError, match=r"2006\.11239v2") as caught:
        parse(text)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


@given(st.text())
def test_whatever_the_text_nothing_breaks(text: str) -> None:
    found = recognise(text)
    assert found is None or parse(str(found)) == found


def test_a_very_long_text_is_refused_at_once_and_shown_shortened() -> None:
    with pytest.raises(InvalidArxivIdError) as caught:
        parse("https://arxiv.org/abs/" + "1234567." * 100_000)
    assert len(str(caught.value)) < 300


def test_a_list_of_ids_is_read() -> None:
    text = (
        "\ufeff# my list\n\n2006.11239, 2010.02502v2;math/0211159\n"
        "https://arxiv.org/abs/2112.10752#x  # a comment\n- 2208.01618 Textual Inversion (2022)\n"
        "arXiv: 1503.03585 [cs.LG]\n"
    )
    assert [str(i) for i in read_list(text)] == [
        *("2006.11239", "2010.02502v2", "math/0211159", "2112.10752", "2208.01618", "1503.03585")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2006.11239\n\nnothing here\n", "'nothing here' (line 3)"),
        ("2006.11239 2006.1123\n", "'2006.1123' (line 1)"),
        ("X\n2006.11239", "'X' (line 1)"),
        ("2006.11239\u2028x\n" + "word " * 100, "(line 2)"),
    ],
)
def test_a_line_without_id_is_named(text: str, said: str) -> None:
    with pytest.raises(InvalidArxivIdError) as caught:
        list(read_list(text))
    assert said in str(caught.value)
