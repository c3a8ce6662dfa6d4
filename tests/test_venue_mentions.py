"""Venues in what authors write to arXiv; the texts are invented in the ways that are usual."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.text.venue_mentions import from_comment, from_journal_ref


@pytest.mark.parametrize(
    ("comment", "venue", "year", "note"),
    [
        ("ICLR 2021", "ICLR", 2021, None),
        ("Accepted to CVPR 2024 (oral)", "CVPR", 2024, "(Oral)"),
        ("To appear in NeurIPS 2023", "NeurIPS", 2023, None),
        ("NIPS 2017 spotlight", "NeurIPS", 2017, "(Spotlight)"),
        ("ECCV 2022 camera-ready. Project page: https://example.org/a", "ECCV", 2022, None),
        ("18 pages, 9 figures, ICCV25", "ICCV", 2025, None),
        ("Accepted by AAAI-26", "AAAI", 2026, None),
        ("CVPR'24 Highlight; code: https://example.org", "CVPR", 2024, "(Highlight)"),
        ("Accepted at ICML 2023, oral presentation", "ICML", 2023, "(Oral)"),
        ("Our paper was accpeted at the Winter Conference on Applications of Computer Vision, 2025",
         "WACV", 2025, None),
        ("Proceedings of the 40th International Conference on Machine Learning, 2023", "ICML", 2023,
         None),
        ("Accepted by the Forty-Second International Conference on Machine Learning (ICML 2025)",
         "ICML", 2025, None),
        ("Published as a conference paper at ICLR 2026 (Rome, Italy)", "ICLR", 2026, None),
        ("Accepted to Transactions on Machine Learning Research (TMLR)", "TMLR", None, None),
        ("IEEE Transactions on Circuits and Systems for Video Technology, 2025", "TCSVT", 2025,
         None),
        ("ACM Transactions on Graphics (SIGGRAPH Asia 2023)", "SIGGRAPH Asia", 2023, None),
        ("NeurIPS 2022 Datasets and Benchmarks Track", "NeurIPS", 2022,
         "(Datasets and Benchmarks)"),
        ("Findings of EMNLP 2023", "EMNLP Findings", 2023, None),
        ("Published at ICML 2022 Workshop on Rivers, Lakes and Seas", "ICML Workshop", 2022, None),
        ("Accepted at the Rivers workshop at NeurIPS 2024", "NeurIPS Workshop", 2024, None),
        ("CVPRW 2024", "CVPR Workshop", 2024, None),
        ("9 pages - CVPR 2024 - main", "CVPR", 2024, None),
        ("NeurIPS 2022 Workshop on Rivers (Oral). ICLR 2023 (Spotlight)", "ICLR", 2023,
         "(Spotlight)"),
        ("Accepted at ICIAP 2025", "ICIAP", 2025, None),
        ("Submitted to ICML 2022. Accepted to NeurIPS 2022", "NeurIPS", 2022, None),
        (r"\textbf{CVPR 2024}. \href{https://example.org}{page}", "CVPR", 2024, None),
    ],
)  # fmt: skip
def test_where_a_paper_was_accepted(
    comment: str, venue: str, year: int | None, note: str | None
) -> None:
    assert from_comment(comment) == (venue, year, note)


@pytest.mark.parametrize(
    "comment",
    [
        "18 pages, 9 figures",
        "Submitted to ICLR 2024",
        "ICLR 2024 submission",
        "Under review at CVPR 2024",
        "In peer review, CVPR 2024",
        "rejected from CVPR 2024",
        "Withdrawn from the IJCAI 2025 proceedings",
        "Extended version of our CVPR 2020 paper",
        "Extended version. CVPR 2020",
        "Journal version of our paper, ICCV 2021",
        "Accepted to TPAMI, extension of CVPR 2024 paper",
        "The short version of this work will appear in the proceedings of ECML 2024",
        "In preparation for CVPR 2025",
        "Winner of the rivers challenge at CVPR 2023",
        "Technical report of the second solution to the ECCV 2022 competition",
        "Uses the NeurIPS 2024 template",
        "Written as per the requirements of CVPR 2025",
        "Work done before ICML 2023",
        "Tutorial at CVPR 2023",
        "SIGGRAPH 2025 Poster",
        "SIGGRAPH Asia 2024 Courses",
        "Rivers @ ICLR 2026",
        "Accepted to CVPR 2024 and CVPR 2024 Workshop on Rivers",
        "Accepted at the Symposium on Rivers, ICML 2025",
        "Vision for Rivers, ICCV 2025",
        "Accepted at the Vision for Rivers Workshop - ICCV 2025",
        "Vision for Rivers Workshop. ICCV 2025",
        "Accepted to CVPR 2023. Accepted to ICCV 2023",
        "CVPR 2023. CVPR 2024",
        "ACM International Conference on Multimedia Retrieval 2026",
        "International Conference on Learning Representations",  # in which year?
        "CVPR",
        "Personal use of this material is permitted. 2025 IEEE",
        "v2: accepted by IEEE",
        "MM '23",
        "The first two authors contributed equally. Accepted",
        "",
    ],
)
def test_what_names_no_venue_for_sure(comment: str) -> None:
    assert from_comment(comment) is None


@pytest.mark.parametrize(
    ("printed", "venue", "year"),
    [
        ("Proc. of ICML 2015", "ICML", 2015),
        ("IEEE TPAMI 45(4), 2023", "TPAMI", 2023),
        ("IEEE Robotics and Automation Letters, vol. 10, no. 1, pp. 1977-1984, Jan. 2025", "RA-L",
         2025),
        ("Advances in Neural Information Processing Systems 33 (2020) 2001-2012", "NeurIPS", 2020),
        ("In: Rivers, A. (eds) Pattern. ICPR 2024. Lecture Notes in Computer Science, vol 15",
         "ICPR", 2024),
        ("Conference on Computer Vision and Pattern Recognition (CVPR) 2025 - Workshop on Rivers",
         "CVPR Workshop", 2025),
    ],
)  # fmt: skip
def test_journal_references(printed: str, venue: str, year: int) -> None:
    assert from_journal_ref(printed) == (venue, year, None)


@pytest.mark.parametrize(
    "printed",
    [
        "Phys. Rev. Lett. 99, 048301 (2007)",
        "Journal of Rivers 2 (2021) 100",
        "IEEE TPAMI",
        "International Conference on Machine Learning and Applications 2020",
        "Erratum to CVPR 2020",
        "A. Rivers, 2019, IJCV, 2020",
        "",
    ],
)
def test_references_that_name_no_known_venue_with_its_year(printed: str) -> None:
    assert from_journal_ref(printed) is None


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    for found in (from_comment(text), from_journal_ref(text)):
        assert found is None or found.venue


def test_a_text_of_a_megabyte_is_no_comment() -> None:
    assert from_comment("a." * 500_000 + " CVPR 2024") is None
    assert from_journal_ref("a." * 500_000 + " CVPR 2024") is None
