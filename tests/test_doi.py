import pytest

from difftrack.text import doi


@pytest.mark.parametrize(
    "text",
    [
        "10.1145/3528223.3530127",
        "doi:10.1145/3528223.3530127",
        "DOI: 10.1145/3528223.3530127",
        "https://doi.org/10.1145/3528223.3530127",
        "http://dx.doi.org/10.1145/3528223.3530127",
        "doi.org/10.1145/3528223.3530127",
        "https://www.doi.org/10.1145%2F3528223.3530127",
        "https://doi.org/10.1145/3528223.3530127?utm_source=x#abstract",
        " (10.1145/3528223.3530127). ",
        "<https://doi.org/10.1145/3528223.3530127>",
    ],
)
def test_a_doi_in_all_its_forms(text: str) -> None:
    assert doi.recognise(text) == "10.1145/3528223.3530127"


@pytest.mark.parametrize(
    "text",
    ["", "10.1145", "10.1145/", "2006.11239", "10.1145/a b", "https://example.org/10.1145/3528223"],
)
def test_what_is_none(text: str) -> None:
    assert doi.recognise(text) is None


def test_odd_signs_survive_the_way_through_an_address() -> None:
    odd = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2#x?100%"
    assert doi.url(odd).isascii()
    assert doi.recognise(doi.url(odd)) == odd
