"""Where papers appeared, as people print it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.text import venues


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("CVPR", ("CVPR", None, None)),
        ("CVPR 2024", ("CVPR", 2024, None)),
        ("CVPR (2024)", ("CVPR", 2024, None)),
        ("CVPR2024", ("CVPR", 2024, None)),
        ("CVPR24", ("CVPR", 2024, None)),
        ("CVPR'24", ("CVPR", 2024, None)),
        ("CVPR ’24", ("CVPR", 2024, None)),
        ("  CVPR\t2024,\n", ("CVPR", 2024, None)),
        ("ICML 1999", ("ICML", 1999, None)),
        ("NeurIPS 2021 (Spotlight)", ("NeurIPS", 2021, "(Spotlight)")),
        ("NeurIPS’21 (Oral)", ("NeurIPS", 2021, "(Oral)")),
        ("ICLR, 2021, Oral", ("ICLR", 2021, "Oral")),
        ("CVPR 2024 Highlight", ("CVPR", 2024, "Highlight")),
        ("NeurIPS 2021 Workshop", ("NeurIPS", 2021, "Workshop")),
        ("SIGGRAPH Asia 2022", ("SIGGRAPH Asia", 2022, None)),
        ("S&P 2020", ("S&P", 2020, None)),
        ("Findings of ACL", ("Findings of ACL", None, None)),
        ("IEEE Transactions on Examples, 2019", ("IEEE Transactions on Examples", 2019, None)),
        ("Nature 521, 436-444 (2015)", ("Nature 521, 436-444", 2015, None)),
        ("CVPR 20244", ("CVPR 20244", None, None)),
        ("ICML 1024", ("ICML 1024", None, None)),
        ("(CVPR 2024)", ("CVPR", 2024, None)),
        ("[ICLR 2021]", ("ICLR", 2021, None)),
        ("[ICLR 2021].", ("ICLR", 2021, None)),
        ("(CVPR 2024) (Oral)", ("CVPR", 2024, "(Oral)")),
        ("(CVPR 2024 (Oral))", ("CVPR", 2024, "(Oral)")),
        ("(CVPR [2024])", ("CVPR", 2024, None)),
        ("[CVPR] 2024", ("CVPR", 2024, None)),
        ("(CVPR 2024", ("CVPR", 2024, None)),
        ("ICML-2021", ("ICML", 2021, None)),
        ("arXiv:2021.12345", ("arXiv:2021.12345", None, None)),
        ("arXiv 2013.1999", ("arXiv 2013.1999", None, None)),
        ("arXiv:cs/9919991", ("arXiv:cs/9919991", None, None)),
        ("arXiv:2021.12345, 2020", ("arXiv:2021.12345", 2020, None)),
        ("Pages 1990-1999", ("Pages 1990-1999", None, None)),
        ("AAAI-22", ("AAAI-22", None, None)),
        ("2021 ICLR", (None, 2021, "ICLR")),
        ("1999", (None, 1999, None)),
        (" . ", (None, None, None)),
    ],
)
def test_a_venue_in_its_parts(printed: str, parts: tuple[str | None, int | None, str]) -> None:
    assert venues.split(printed) == parts


@given(
    st.sampled_from(["CVPR", "NeurIPS Workshop", "Findings of ACL", "Journal of Noise"]),
    st.integers(1900, 2099),
    st.sampled_from([None, "(Oral)", "Spotlight"]),
)
def test_what_is_put_together_is_taken_apart(venue: str, year: int, note: str | None) -> None:
    printed = " ".join(part for part in (venue, str(year), note) if part)
    assert venues.split(printed) == (venue, year, note)


@given(st.text(max_size=300))
def test_whatever_the_text_nothing_breaks(text: str) -> None:
    parts = venues.split(text)
    assert parts.venue is None or parts.venue
    assert parts.note is None or parts.note
    if venues.is_known(text):
        assert venues.is_one(text)


@pytest.mark.parametrize(
    "text",
    [
        "CVPR",
        "cvpr 2024",
        "(CVPR 2024)",
        "CVPR'24",
        "NeurIPS Workshop",
        "Findings of ACL",
        "arXiv",
        "arXiv preprint",
        "TMLR 2023",
        "SIGGRAPH Asia",
        "Proceedings of the Invented Conference",
        "Journal of Invented Results",
        "IEEE Transactions on Examples",
        "Advances in Neural Information Processing Systems 33",
        "Workshop on Examples",
        "Nature",
        "NATURE 2020",
        "Science 2021",
        "Cell'21",
        "MedIA 2020",
        "DATE 2022",
        "CHI",
        "ACM TOG 2019",
        "S&P 2020",
        "PhD Thesis",
    ],
)
def test_a_known_venue(text: str) -> None:
    assert venues.is_known(text)
    assert venues.is_one(text)


@pytest.mark.parametrize("text", ["ABC 2022", "XYZCon 2022", "SysML'23"])
def test_capitals_with_a_year_are_a_venue_and_without_none(text: str) -> None:
    assert venues.is_one(text)
    assert not venues.is_known(text)
    assert not venues.is_one(text.rstrip("'0123456789 "))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "2021",
        "Hello 2022",
        "Deep Image Prior 2018",
        "Image Editing",
        "pages 2020-2030",
        "the press",
        "workshop",
        "nature",
        "in nature",
        "social media",
        "Media",
        "release date",
        "Date",
        "science 2020",
        "a log of cells",
        "a tip",
        "www",
        "5 mm",
        "a good journal for beginners",
        "https://iclr.cc/virtual/2021",
        "CVPR 2024 " * 40,
    ],
)
def test_no_venue(text: str) -> None:
    assert not venues.is_one(text)
    assert not venues.is_known(text)


@pytest.mark.parametrize(
    "unit", [" ", "( ", ",", "2", "2021", "2021 ", "A", "C2", "'2", "CVPR ", "(", "[ ", "A&"]
)
def test_a_hostile_text_is_read_to_its_end(unit: str) -> None:
    for text in (unit * (100_000 // len(unit)), f"A{unit * (100_000 // len(unit))}B"):
        venues.split(text)
        assert not venues.is_one(text)
        assert not venues.is_known(text)
