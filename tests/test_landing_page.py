from typing import Any

import pytest

from difftrack.library.model import Entry
from difftrack.sources import landing_page, page_tags
from difftrack.sources.open_internet import is_public


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0"),  # noqa: S104 - what is refused
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1"),
        *("ff02::1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
        *("64:ff9b:1::7f00:1", "::ffff:0:7f00:1", "fec0::1", "2001:db8::1", "192.0.2.1"),
    ],
)
def test_addresses_of_the_own_network_in_all_their_forms(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_addresses_of_the_open_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "piece",
    [
        *("<meta ", '<meta a="', "<meta a='\"", "<title", "<!--", "a" * 7, "<script>", "<title>"),
        *("<a ", "<a itemscope ", "<a itemscope>", '<script type="application/ld+json">'),
    ],
)
def test_tags_that_never_end_tell_nothing(piece: str) -> None:
    assert page_tags.read(piece * (2_000_000 // len(piece)), {"a"}) == {}


def told(html: str, url: str = "https://example.org/p") -> dict[str, Any]:
    """Return what a page tells, without what is empty."""
    entry = landing_page.described(html, url, url)
    assert isinstance(entry, Entry)
    return entry.model_dump(exclude_defaults=True, exclude={"url"})


ACM = """<meta name="dc.Title" content="Neural  Noise"><meta name="dc.Creator" content=" Ann  Bly ">
<meta name="dc.Creator" content="Carl Dorn "><meta name="dc.Date" content="2022-07-22">
<meta name="dc.Identifier" scheme="doi" content="10.5555/3528"><meta name="dc.Identifier"
content="3528"><meta name="citation_journal_title" content="Transactions on Examples">"""
EPRINTS = """<meta name="eprints.title" content="Noise"><meta name="eprints.date"
content="2018-03"><meta name="eprints.creators_name" content="Bly, Ann">
<meta name="eprints.publication" content="J">"""
BEPRESS = """<meta name="bepress_citation_title" content="Noise">
<meta name="bepress_citation_author" content="Davis, Sammy, Jr."><meta name="citation_date"
content="07/11/2021">"""
NOBODY = """<meta name="citation_title" content="Scale <1 & >1">
<meta name="citation_author" content="Anonymous">"""
GRAPH = """<meta property="og:title" content="On Noise | A Log"><meta property="og:site_name"
content="A Log"><script type="application/ld+json">{"@graph": [{"@type": "WebPage", "name": "x"},
{"@type": ["Article", "BlogPosting"], "author": {"@type": "Person", "name": "Ann Bly"},
"datePublished": "2020-01-02T03:04:05Z"}]}</script>"""
TALK = """<title>A Talk</title><script type="application/ld+json">[{"@type": "VideoObject",
"name": "A Talk", "uploadDate": "2019-05-06", "author": [{"name": "Ann Bly"}, "Carl Dorn", 1, null]
}]</script>"""


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            ACM,
            {
                "title": "Neural Noise", "authors": ["Ann Bly", "Carl Dorn"], "doi": "10.5555/3528",
                "published": "2022-07-22", "year": 2022, "venue": "Transactions on Examples",
            },
        ),
        (
            EPRINTS,
            {
                "title": "Noise", "authors": ["Ann Bly"],
                "published": "2018-03", "year": 2018, "venue": "J",
            },
        ),
        (BEPRESS, {"title": "Noise", "authors": ["Sammy Davis Jr."], "year": 2021}),
        (
            GRAPH,
            {
                "kind": "post", "title": "On Noise",
                "authors": ["Ann Bly"], "published": "2020-01-02",
            },
        ),
        (
            TALK,
            {
                "kind": "video", "title": "A Talk",
                "authors": ["Ann Bly", "Carl Dorn"], "published": "2019-05-06",
            },
        ),
        (
            '<title>T</title><meta name="author" content="Ann Bly, Carl Dorn and Eve Frost">',
            {"kind": "post", "title": "T", "authors": ["Ann Bly", "Carl Dorn", "Eve Frost"]},
        ),
        (
            NOBODY,
            {"title": "Scale <1 & >1"},
        ),
    ],
    ids=["ACM", "EPrints", "bepress", "graph", "talk", "several authors", "nobody"],
)  # fmt: skip
def test_pages_as_they_are_laid_out(html: str, expected: dict[str, Any]) -> None:
    assert told(html) == expected


def test_the_name_of_the_site_is_no_part_of_the_title() -> None:
    page = '<meta property="og:site_name" content="Hub"><meta property="og:title" content="{}">'
    titles = ["Hub - acme/noise: A repository", "A Post | Hub", "A Post \u2014 Hub", "Hub", "Hub 2"]
    assert [told(page.format(title))["title"] for title in titles] == [
        "acme/noise: A repository", "A Post", "A Post", "Hub", "Hub 2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        *("{", "[" * 100_000, "1" * 5000, '{"@type": {}}', '{"@graph": "x"}', "null"),
        '[{"@type": "Article", "author": {"name": []}}]',
    ],
)
def test_json_that_tells_nothing_costs_nothing(text: str) -> None:
    page = f'<title>T</title><script type="application/ld+json">{text}</script>'
    assert told(page) == {"kind": "post", "title": "T"}


@pytest.mark.parametrize(
    ("printed", "venue"),
    [
        ("Thirteenth International Conference on Learning Representations", ("ICLR", 2024, None)),
        ("Proceedings of the 2023 Conference on Empirical Methods in Natural Language Processing",
         ("EMNLP", 2023, None)),
        ("Proceedings of the 2023 Conference on Invented Examples",
         ("Proceedings of the Conference on Invented Examples", 2023, None)),
        ("ICLR 2025 Poster", ("ICLR", 2025, "Poster")),
        ("Journal of Invented Examples", ("Journal of Invented Examples", 2024, None)),
        ("2023", (None, 2023, None)),
    ],
)  # fmt: skip
def test_a_venue_is_called_what_people_call_it(
    printed: str, venue: tuple[str | None, int, str | None]
) -> None:
    page = (
        '<meta name="citation_title" content="T"><meta name="citation_publication_date" '
        f'content="2024/05/06"><meta name="citation_conference_title" content="{printed}">'
    )
    paper = told(page)
    assert (paper.get("venue"), paper["year"], paper.get("venue_note")) == venue
