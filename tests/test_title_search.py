import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import arxiv_server as faults
from arxiv_server import ArxivServer, Paper
from difftrack.errors import SourceError
from difftrack.library.model import Entry
from difftrack.sources.endpoint import Endpoint
from difftrack.sources.title_search import Answer, answer, query, resolve

TITLE = "Slow Rivers, Fast Boats"

_CLAUSES = re.compile(r'ti:"[^"]*"(?: OR ti:"[^"]*")*')


def paper(
    title: str = TITLE, *authors: str, arxiv_id: str = "2101.00001", year: int = 2021
) -> Entry:
    return Entry(
        arxiv_id=arxiv_id,
        title=title,
        authors=list(authors or ("Ada Example", "Bo Sample")),
        published=f"{year}-03-14",
    )


def printed(title: str = TITLE, author: str = "Example", year: int | None = 2021) -> Entry:
    return Entry(title=title, authors=[author] if author else [], etal=bool(author), year=year)


def ask(server: ArxivServer, *titles: str) -> Iterator[list[Answer]]:
    entries = {f"key{n}": Entry(title=title) for n, title in enumerate(titles)}
    return resolve(entries, Endpoint(server.url, 0))


# -- The question ---------------------------------------------------------------------------------


def test_the_question_is_the_words_of_each_title_in_quotes() -> None:
    assert query(["Slow Rivers, Fast Boats", "What is 3-D?"]) == (
        'ti:"Slow Rivers Fast Boats" OR ti:"What is 3 D"'
    )


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ('Rivers" OR all:"boats', "Rivers OR all boats"),
        ("Rivers) ANDNOT (au:Example", "Rivers ANDNOT au Example"),
        (r"Rivers\" AND \"x", "Rivers AND x"),
        ("snake_case * and? ~wild", "snake case and wild"),
        ("“Rivers” & id_list=2101.00001#", "Rivers id list 2101 00001"),
        ("Rivers\x00\nBoats\t+%22", "Rivers Boats 22"),
        ("Schrödinger 橋 Ω", "Schrödinger 橋 Ω"),
    ],
)
def test_nothing_of_a_title_but_its_words_gets_into_the_question(title: str, words: str) -> None:
    assert query([title]) == f'ti:"{words}"'


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_no_title_breaks_out_of_its_quotes(titles: list[str]) -> None:
    asked = query(titles)
    assert _CLAUSES.fullmatch(asked)
    phrases = re.findall(r'"([^"]*)"', asked)
    assert len(phrases) == len(titles)
    assert all(c.isalnum() or c == " " for phrase in phrases for c in phrase)


def test_of_a_long_title_thirty_words_are_asked_for() -> None:
    assert query([" ".join(f"w{n}" for n in range(31))]) == (
        f'ti:"{" ".join(f"w{n}" for n in range(30))}"'
    )


# -- The questions of a whole list ----------------------------------------------------------------


def test_fifteen_titles_are_one_question(arxiv_server: ArxivServer) -> None:
    arxiv_server.add(*(Paper(f"2301.{n:05}", f"River {n}") for n in range(31)))
    answers = list(ask(arxiv_server, *(f"River {n}" for n in range(31))))
    assert [len(found) for found in answers] == [15, 15, 1]
    assert [search.count("ti:") for search in arxiv_server.searched] == [15, 15, 1]
    assert [found.key for batch in answers for found in batch] == [f"key{n}" for n in range(31)]


def test_long_titles_are_fewer_in_a_question(arxiv_server: ArxivServer) -> None:
    titles = [f"{n} {'riverbank ' * 29}" for n in range(10)]
    arxiv_server.add(*(Paper(f"2301.{n:05}", title) for n, title in enumerate(titles)))
    answers = list(ask(arxiv_server, *titles))
    assert [len(found) for found in answers] == [8, 2]
    assert max(len(search) for search in arxiv_server.searched) <= 2500
    assert " OR ".join(arxiv_server.searched) == query(titles)


def test_one_title_that_is_too_long_for_any_question_is_asked_for_alone(
    arxiv_server: ArxivServer,
) -> None:
    answers = list(ask(arxiv_server, "Rivers", "riverbank" * 300, "Boats"))
    assert [[found.key for found in batch] for batch in answers] == [["key0"], ["key1"], ["key2"]]


def test_titles_without_words_are_not_asked_for(arxiv_server: ArxivServer) -> None:
    titles = "???", "", " — "
    assert list(ask(arxiv_server, *titles)) == [[Answer(f"key{n}", None, []) for n in range(3)]]
    assert arxiv_server.searched == []


def test_nothing_is_sent_before_an_answer_is_asked_for(arxiv_server: ArxivServer) -> None:
    answers = ask(arxiv_server, "Denoising Diffusion Implicit Models")
    assert arxiv_server.searched == []
    [found] = next(answers)
    assert found.sure is not None
    assert found.sure.arxiv_id == "2010.02502"


def test_each_entry_gets_its_own_paper_of_a_common_answer(arxiv_server: ArxivServer) -> None:
    [batch] = ask(arxiv_server, "Denoising diffusion implicit models", "Rivers", "An old example")
    assert [found.sure and found.sure.arxiv_id for found in batch] == [
        "2010.02502",
        None,
        "math/0211159",
    ]
    assert len(arxiv_server.searched) == 1


def test_papers_that_only_contain_the_words_are_no_candidates(arxiv_server: ArxivServer) -> None:
    [[found]] = ask(arxiv_server, "Denoising Diffusion")
    assert found == Answer("key0", None, [])


def test_what_came_before_a_failure_was_yielded(arxiv_server: ArxivServer) -> None:
    empty, confirmed = (lambda answer: answer,) * 2
    arxiv_server.faults = [empty, confirmed, faults.status(503)]
    answers = ask(arxiv_server, *(f"River {n}" for n in range(16)))
    assert len(next(answers)) == 15
    with pytest.raises(SourceError, match="busy"):
        next(answers)


# -- What the answer is held against --------------------------------------------------------------


def test_a_paper_is_sure_where_title_first_author_and_year_agree() -> None:
    right = paper()
    found = answer("k", printed(), [paper("Slow Rivers"), right, paper("Fast Boats")])
    assert found.sure is right
    assert [candidate.paper for candidate in found.candidates] == [right]
    assert found.candidates[0].against == ()


@pytest.mark.parametrize(
    "title",
    ["slow rivers fast boats", "Slow Rivers – Fast  Boats!", "Slôw Rivers, Fast Boats"],
)
def test_case_punctuation_and_accents_of_a_title_do_not_count(title: str) -> None:
    assert answer("k", printed(title), [paper()]).sure


@pytest.mark.parametrize(
    "title", ["Slow Rivers", "Slow Rivers, Fast Boats, and More", "Fast Rivers, Slow Boats", ""]
)
def test_another_title_is_no_candidate(title: str) -> None:
    assert answer("k", printed(title), [paper()]) == Answer("k", None, [])


def test_another_first_author_makes_it_unsure_and_is_named() -> None:
    found = answer("k", printed(author="Sample"), [paper()])
    assert found.sure is None
    assert [c.against for c in found.candidates] == [("first author Ada Example, not Sample",)]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Mendez", "Ana Méndez"),
        ("Müller, K.", "Karl Müller"),
        ("Łukasz Søren", "Lukasz Soren"),
        ("EXAMPLE", "Ada Example"),
        ("Torre", "Fernando De la Torre"),
        ("Robert Example Jr.", "Robert Example"),
    ],
)
def test_a_first_author_is_known_by_the_surname_however_it_is_spelled(
    ours: str, theirs: str
) -> None:
    assert answer("k", printed(author=ours), [paper(TITLE, theirs)]).sure


def test_the_beginning_of_a_surname_is_another_surname() -> None:
    assert not answer("k", printed(author="Exam"), [paper()]).sure


@pytest.mark.parametrize("year", [2020, 2021, 2024])
def test_it_may_be_printed_from_the_year_before_to_three_years_after(year: int) -> None:
    assert answer("k", printed(year=year), [paper(year=2021)]).sure


@pytest.mark.parametrize("year", [2019, 2025])
def test_a_year_that_is_too_far_makes_it_unsure_and_is_named(year: int) -> None:
    found = answer("k", printed(year=year), [paper(year=2021)])
    assert found.sure is None
    assert found.candidates[0].against == (f"of 2021, not {year}",)


def test_all_that_speaks_against_a_paper_is_named() -> None:
    found = answer("k", printed(author="Other", year=1999), [paper()])
    assert found.candidates[0].against == (
        "first author Ada Example, not Other",
        "of 2021, not 1999",
    )


def test_what_is_not_known_does_not_speak_against_a_paper() -> None:
    assert answer("k", printed(author="", year=None), [paper()]).sure


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("RiverNet: Slow Rivers, Fast Boats", TITLE),
        (TITLE, "RiverNet: Slow Rivers, Fast Boats"),
        ("River Net 2: Slow Rivers, Fast Boats", TITLE),
    ],
)
def test_a_short_name_before_a_colon_may_be_missing_in_either(ours: str, theirs: str) -> None:
    assert answer("k", printed(ours), [paper(theirs)]).sure


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("RiverNet: Slow Rivers", "BoatNet: Slow Rivers"),  # two names, two papers
        ("A Study of All Rivers: Slow Rivers", "Slow Rivers"),  # no name, half of a title
        ("RiverNet:", "RiverNet: Slow Rivers"),
        ("RiverNet:", "..."),  # nothing behind the colon
    ],
)
def test_what_stands_before_a_colon_counts_otherwise(ours: str, theirs: str) -> None:
    assert answer("k", printed(ours), [paper(theirs)]).candidates == []


def test_of_two_papers_that_agree_none_is_sure_and_both_are_shown() -> None:
    one, other = paper(), paper(arxiv_id="2102.00002")
    found = answer("k", printed(), [one, other])
    assert found.sure is None
    assert [c.paper for c in found.candidates] == [one, other]
    assert [c.against for c in found.candidates] == [(), ()]


def test_of_two_namesakes_the_one_that_agrees_is_sure() -> None:
    one, other = paper(TITLE, "Cy Else"), paper(arxiv_id="2102.00002")
    found = answer("k", printed(), [one, other])
    assert found.sure is other
    assert len(found.candidates) == 2


def test_no_more_than_three_candidates_are_shown() -> None:
    many = [paper(arxiv_id=f"2101.{n:05}") for n in range(5)]
    assert [c.paper for c in answer("k", printed(), many).candidates] == many[:3]


# -- Answers that are not what they seem ----------------------------------------------------------


def test_a_paper_that_is_sent_twice_is_one(arxiv_server: ArxivServer) -> None:
    arxiv_server.add(faults.Paper("2101.00001", TITLE))
    arxiv_server.faults = [faults.doubled]
    (answers,) = ask(arxiv_server, TITLE)
    assert answers[0].sure is not None
    assert len(answers[0].candidates) == 1


def test_a_paper_whose_id_cannot_be_read_is_not_found(arxiv_server: ArxivServer) -> None:
    sent = faults.entry(faults.Paper("2101.00001", TITLE)).replace("2101.00001", "foo")
    arxiv_server.faults = [faults.body(faults.feed([sent]))]
    assert list(ask(arxiv_server, TITLE)) == [[Answer("key0", None, [])]]


def test_papers_that_were_promised_and_left_out_are_a_failure(arxiv_server: ArxivServer) -> None:
    arxiv_server.add(faults.Paper("2101.00001", TITLE), faults.Paper("2102.00002", TITLE))
    arxiv_server.faults = [faults.without_first, faults.empty_feed(2)]
    with pytest.raises(SourceError, match="did not send all"):
        list(ask(arxiv_server, TITLE))


def test_a_title_of_common_words_does_not_hide_others(arxiv_server: ArxivServer) -> None:
    common = [faults.Paper(f"2103.{n:05}", "A Survey of Rivers") for n in range(1, 120)]
    arxiv_server.add(*common, faults.Paper("2104.00001", TITLE))
    answers = [found for batch in ask(arxiv_server, "Survey of Rivers", TITLE) for found in batch]
    assert answers[0].sure is None
    assert answers[1].sure is not None
    assert len(arxiv_server.searched) == 3


@pytest.mark.parametrize(
    ("printed_author", "author", "agrees"),
    [
        ("Van den Berg", "Rianne van den Berg", True),
        ("De la Torre", "Fernando De la Torre", True),
        ("Berg", "Rianne van den Berg", True),
        ("Ho", "Jonathan Ho", True),
        ("Ho", "Jonathan Hoe", False),
    ],
)
def test_a_surname_may_lack_a_part(printed_author: str, author: str, agrees: bool) -> None:  # noqa: FBT001 - a table
    found = answer("k", printed(author=printed_author), [paper(TITLE, author)])
    assert (found.sure is not None) is agrees


def test_a_short_name_before_the_title_is_not_asked_for(arxiv_server: ArxivServer) -> None:
    arxiv_server.add(faults.Paper("2101.00001", TITLE))
    (answers,) = ask(arxiv_server, f"RiverNet: {TITLE}")
    assert answers[0].sure is not None


def test_that_nothing_is_found_is_believed_beside_a_paper_that_exists(
    arxiv_server: ArxivServer,
) -> None:
    arxiv_server.faults = [faults.empty_feed(0)]
    [found] = next(ask(arxiv_server, "Denoising Diffusion Implicit Models"))
    assert [candidate.paper.arxiv_id for candidate in found.candidates] == ["2010.02502"]
    arxiv_server.faults = [faults.empty_feed(0)] * 2
    with pytest.raises(SourceError, match="surely has"):
        next(ask(arxiv_server, "Denoising Diffusion Implicit Models"))
