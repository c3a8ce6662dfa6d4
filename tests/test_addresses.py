"""What an address leads to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difftrack.text import addresses


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2006.11239",
        "http://www.arxiv.org/pdf/2006.11239v2",
        "HTTPS://ARXIV.ORG/abs/2006.11239",
        "https://ar5iv.labs.arxiv.org/html/2006.11239",
        "https://www.alphaxiv.org/abs/2006.11239",
        "https://huggingface.co/papers/2006.11239",
        "https://openreview.net/forum?id=invented",
        "https://openaccess.thecvf.com/content/invented.html",
        "https://aclanthology.org/2023.acl-long.1/",
        "https://papers.nips.cc/paper/invented",
        "https://proceedings.neurips.cc/paper/invented",
        "https://proceedings.mlr.press/v1/invented.html",
        "https://www.jmlr.org/papers/v1/invented.html",
        "https://doi.org/10.1000/xyz123",
        "https://dl.acm.org/doi/10.1000/xyz123",
        "https://ieeexplore.ieee.org/document/1",
        "https://link.springer.com/article/1",
        "https://www.nature.com/articles/1",
        "https://www.biorxiv.org/content/1",
        "https://www.pnas.org/doi/1",
        "https://papers.ssrn.com/invented",
        "https://bmvc2022.example.org/invented",
        "https://onlinelibrary.wiley.com/doi/1",
        "https://journals.plos.org/article?id=1",
        "https://journals.aps.org/abstract/1",
        "https://ieeexplore.ieee.org:443/document/1",
        "arxiv.org/abs/2006.11239",
        "https://web.archive.org/web/2020/https://arxiv.org/abs/2006.11239",
        "https://example.org/invented.pdf",
        "https://example.org/invented.PDF?download=1",
        "https://example.org/invented.pdf#page=2",
        "https://github.com/example/repo/raw/main/invented.pdf",
    ],
)
def test_a_page_of_a_paper(url: str) -> None:
    assert addresses.is_paper(url)
    assert addresses.kind_of(url) == "paper"


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://www.youtube.com/watch?v=invented", "video"),
        ("https://youtu.be/invented", "video"),
        ("https://vimeo.com/1", "video"),
        ("https://www.bilibili.com/video/invented", "video"),
        ("https://github.com/example/repo", "code"),
        ("https://gist.github.com/example/1", "code"),
        ("https://gitlab.com/example/repo", "code"),
        ("https://huggingface.co/example/model", "code"),
        ("https://www.kaggle.com/example", "code"),
        ("https://www.coursera.org/learn/invented", "course"),
        ("https://www.udacity.com/course/invented", "course"),
        ("https://www.deeplearning.ai/invented", "course"),
        ("https://example.github.io/posts/noise", "post"),
        ("https://example.org/", "post"),
        ("https://example.org/invented.pdfs", "post"),
        ("https://medium.com/@example/noise", "post"),
        ("https://shop.org/", "post"),
        ("https://explosion.ai/blog/noise", "post"),
        ("https://maps.org/noise", "post"),
        ("https://www.signature.com/", "post"),
        ("https://opendatascience.org/", "post"),
        ("https://myarxiv.org/", "post"),
        ("https://arxiv.org.example.com/", "post"),
        ("https://springer.example.io/", "post"),
        ("https://example.org/wiley.com/plos", "post"),
        ("https://notyoutube.com/watch", "post"),
        ("https://github.community/noise", "post"),
        ("https://github.com/springer/arxiv.org", "code"),
        ("https://m.youtube.com/watch?v=invented", "video"),
        ("https://learn.deeplearning.ai/invented", "course"),
        ("papers.md", "post"),
        ("nonsense", "post"),
        ("", "post"),
    ],
)
def test_anything_else_is_told_by_its_host(url: str, kind: str) -> None:
    assert not addresses.is_paper(url)
    assert addresses.kind_of(url) == kind


@given(st.text())
def test_every_text_has_a_kind(text: str) -> None:
    kind = addresses.kind_of(text)
    assert kind in {"paper", "video", "code", "course", "post"}
    assert (kind == "paper") is addresses.is_paper(text)


@pytest.mark.parametrize("unit", ["/", "//", "a", "a.", "@", "//a@", "https://", " ", ".pdf"])
def test_a_hostile_address_is_read_to_its_end(unit: str) -> None:
    assert addresses.kind_of("http:" + unit * (100_000 // len(unit)) + "!") == "post"
