"""BibTeX files as people have them: what comes of an entry, and that nothing of a file is lost."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run
from difftrack.exporters import bibtex as exporter
from difftrack.importers import bibtex, formats
from difftrack.library import edits
from difftrack.library.model import Entry, Library
from difftrack.library.reading import Generated, Listed, Prose, Reading
from difftrack.text.latex import from_unicode


def entries(reading: Reading) -> list[Entry]:
    return [item.entry for item in reading.items if isinstance(item, Listed)]


def prose(reading: Reading) -> list[str]:
    return [item.text for item in reading.items if isinstance(item, Prose)]


def one(fields: str, *, kind: str = "misc", before: str = "") -> Entry:
    reading = formats.read(f"{before}@{kind}{{key2020,\n  {fields}\n}}\n", "refs.bib", "bibtex")
    assert reading.doubts == []
    (entry,) = entries(reading)
    return entry


@pytest.mark.parametrize(
    ("written", "people", "etal"),
    [
        ("{Ho, Jonathan and Jain, Ajay and others}", ["Jonathan Ho", "Ajay Jain"], True),
        ("{Jonathan Ho and Ajay Jain}", ["Jonathan Ho", "Ajay Jain"], False),
        ('"Ho, J. and Jain, A."', ["J. Ho", "A. Jain"], False),
        ("{Ho, Jonathan\n    AND Jain, Ajay}", ["Jonathan Ho", "Ajay Jain"], False),
        ("{van den Muster, Aaron}", ["Aaron van den Muster"], False),
        ("{Muster, Jr., Robert}", ["Robert Muster Jr."], False),
        ("{{Acme Team} and Bly, Ann}", ["Acme Team", "Ann Bly"], False),
        ("{{Standards and Practice}}", ["Standards and Practice"], False),
        (r"{M{\"u}ller, J{\"o}rg}", ["Jörg Müller"], False),
        (r"{Erd{\H o}s, P\'al and {\'E}va Szab{\'o}}", ["Pál Erdős", "Éva Szabó"], False),
        (r"{{\O}re, Bj{\o}}", ["Bjø Øre"], False),
        (r"{{\O}re, Bj{\o} and {Acme \& Co, Inc.}}", ["Bjø Øre", "Acme & Co, Inc."], False),
        (r"{Acme \{ and Bly, Ann}", ["Acme {", "Ann Bly"], False),
        ("{van den Muster, A. and A. van den Muster}", ["A. van den Muster"] * 2, False),
        (r"{{\L}ukasz {\O}re}", ["Łukasz Øre"], False),
        ("{Müller, Jörg}", ["Jörg Müller"], False),
        ("{李明 and 王芳}", ["李明", "王芳"], False),
        ("{Anderson, Sandy}", ["Sandy Anderson"], False),
        ("{O'Neill, Sam}", ["Sam O'Neill"], False),
        ("{others}", [], True),
        ("{}", [], False),
    ],
)
def test_names(written: str, people: list[str], etal: bool) -> None:  # noqa: FBT001
    entry = one(f"title = {{T}},\n  author = {written}")
    assert (entry.authors, entry.etal) == (people, etal)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("{Plain Title}", "Plain Title"),
        ('"Plain Title"', "Plain Title"),
        ("{{Whole in Braces}}", "Whole in Braces"),
        ('"A {Quoted} Title"', "A Quoted Title"),
        ('"A {"}Quoted{"} Title"', 'A "Quoted" Title'),
        ('{"Quoted" and "Quoted"}', '"Quoted" and "Quoted"'),
        (r"{Of \$5 and \$6}", "Of $5 and $6"),
        (r"{\textbackslash{}x\textasciitilde{}\textasciicircum y}", r"\x~^y"),
        (r"{\{a\} \& \% \# \_}", "{a} & % # _"),
        (r"{On $\{0, 1\}$ and $x^{2}$}", "On {0, 1} and x²"),
        ("{See https://example.org/~a or~b}", "See https://example.org/~a or b"),
        ("{{StyleGAN} and {3D} Images}", "StyleGAN and 3D Images"),
        ("{Of Two\n    Lines}", "Of Two Lines"),
        (r"{Schr{\"o}dinger's Cat \& Dog: 50\% off}", "Schrödinger's Cat & Dog: 50% off"),
        (r"{$\beta$-VAE and $\ell_1$}", "β-VAE and ℓ₁"),
        (r"{A \emph{Very} \textbf{Bold} Idea}", "A Very Bold Idea"),
        ("{No~Break}", "No Break"),
        ("{A, B = C}", "A, B = C"),
        (r"{C\# and a\_b}", "C# and a_b"),
        ("{扩散模型}", "扩散模型"),
    ],
)
def test_titles(written: str, title: str) -> None:
    assert one(f"title = {written},\n  year = 2020").title == title


@pytest.mark.parametrize(
    ("definition", "written", "venue"),
    [
        ("@string{nips = {NeurIPS}}", "nips", "NeurIPS"),
        ('@string(nips = "NeurIPS")', "nips", "NeurIPS"),
        ("@STRING{Nips = {NeurIPS}}", "NIPS", "NeurIPS"),
        ("@string{nips = {NeurIPS}}", 'nips # " Workshop"', "NeurIPS Workshop"),
        ("@string{nips = {NeurIPS}}", "{Track of } # nips", "Track of NeurIPS"),
        ('@string{a = {Neur}}\n@string{b = a # "IPS"}', "b", "NeurIPS"),
        ('@string{a = {Neur}}\n@STRING(b = A # {IPS} # " Workshop")', "b", "NeurIPS Workshop"),
        ("@string{nips = {NeurIPS}}", "{nips}", "nips"),
        ("@string{nips = {NeurIPS}}", "{C\\# Conference}", "C# Conference"),
    ],
)
def test_strings_are_put_in(definition: str, written: str, venue: str) -> None:
    fields = f"title = {{T}},\n  booktitle = {written}"
    assert one(fields, kind="inproceedings", before=definition + "\n").venue == venue


def test_the_definition_of_a_string_is_spelled_out_where_it_is_used() -> None:
    definitions = '@string{nips = {NeurIPS}}\n@string{long = nips # " Workshops"}\n'
    entry = '@inproceedings{a, title={T}, booktitle = long # ", Part 2"}'
    reading = bibtex.read(f"{definitions}{entry}\n")
    assert prose(reading) == []
    (listed,) = (item for item in reading.items if isinstance(item, Listed))
    assert (
        listed.entry.bibtex
        == "@inproceedings{a, title={T}, booktitle = {NeurIPS Workshops, Part 2}}"
    )
    assert [i.text for i in reading.items if isinstance(i, Generated)] == definitions.splitlines()


@pytest.mark.parametrize(
    ("fields", "year", "published"),
    [
        ("year = 2020", 2020, None),
        ("year = {2020}", 2020, None),
        ('year = "2020"', 2020, None),
        ("year = 2020, month = jun", 2020, "2020-06"),
        ("year = 2020, month = {June}", 2020, "2020-06"),
        ("year = 2020, month = DEC", 2020, "2020-12"),
        ("year = 2020, month = 6", 2020, "2020-06"),
        ("year = 2020, month = {12}", 2020, "2020-12"),
        ("year = 2020, month = 13", 2020, None),
        ('year = 2020, month = "15~" # jun', 2020, "2020-06-15"),
        ('year = 2020, month = jun # "~15"', 2020, "2020-06-15"),
        ("year = 2020, month = {June 15}", 2020, "2020-06-15"),
        ("year = 2020, month = {jun/jul}", 2020, "2020-06"),
        ("journal = {CoRR}, year = 2020, month = jun", 2020, "2020-06"),
        ("date = {2020-06-19}", 2020, "2020-06-19"),
        ("date = {2020-06}", 2020, "2020-06"),
        ("date = {2020}", 2020, None),
        ("month = jun", None, None),
        ("booktitle = {CVPR}, year = 2020, month = jun", 2020, None),
    ],
)
def test_dates(fields: str, year: int | None, published: str | None) -> None:
    entry = one(f"title = {{T}}, {fields}")
    assert (entry.year, entry.published) == (year, published)


@pytest.mark.parametrize(
    ("fields", "arxiv_id", "version"),
    [
        ("eprint = {2006.11239}, archivePrefix = {arXiv}", "2006.11239", None),
        ("eprint={2006.11239}, archiveprefix={arXiv}, primaryclass={cs.LG}", "2006.11239", None),
        ("eprint = {2006.11239v2}, eprinttype = {arxiv}", "2006.11239", 2),
        ("eprint = {arXiv:2006.11239}", "2006.11239", None),
        ("eprint = {hep-th/9901001}, archivePrefix = {arXiv}", "hep-th/9901001", None),
        ("url = {https://arxiv.org/abs/2006.11239}", "2006.11239", None),
        ("url = {http://arxiv.org/abs/2006.11239v3}", "2006.11239", 3),
        (r"url = {\url{https://arxiv.org/abs/2006.11239}}", "2006.11239", None),
        ("doi = {10.48550/arXiv.2006.11239}", "2006.11239", None),
        ("doi = {https://doi.org/10.48550/arXiv.2006.11239}", "2006.11239", None),
        ("journal = {arXiv preprint arXiv:2006.11239}", "2006.11239", None),
        ("journal = {arXiv preprint arXiv:2006.11239v1}", "2006.11239", 1),
        ("note = {arXiv:2006.11239 [cs.LG]}", "2006.11239", None),
        ("howpublished = {arXiv:2006.11239}", "2006.11239", None),
        ("journal={CoRR}, volume={abs/2006.11239}", "2006.11239", None),
        ("journal={CoRR}, volume={abs/cs/0211159}", "cs/0211159", None),
        ("journal={CoRR}, volume={2006}", None, None),
        ("eprint = {2013.11239}", None, None),
        ("url = {https://example.org/2006.11239}", None, None),
    ],
)
def test_arxiv_ids(fields: str, arxiv_id: str | None, version: int | None) -> None:
    entry = one(f"title = {{T}}, {fields}")
    assert (entry.arxiv_id, entry.version) == (arxiv_id, version)
    if arxiv_id:
        assert entry.doi is None
        assert entry.kind == "paper"


@pytest.mark.parametrize(
    "written",
    ["10.1000/xyz123", "https://doi.org/10.1000/xyz123", "http://dx.doi.org/10.1000/xyz123"],
)
def test_dois(written: str) -> None:
    entry = one(f"title = {{T}}, doi = {{{written}}}")
    assert (entry.doi, entry.arxiv_id, entry.kind) == ("10.1000/xyz123", None, "paper")


@pytest.mark.parametrize(
    ("kind", "fields", "venue"),
    [
        ("inproceedings", "booktitle = {NeurIPS}", "NeurIPS"),
        ("article", "journal = {Journal of Noise}, publisher = {Acme}", "Journal of Noise"),
        ("article", "journaltitle = {Journal of Noise}", "Journal of Noise"),
        ("phdthesis", "school = {University of Examples}", "PhD thesis, University of Examples"),
        ("article", "journal = {arXiv preprint arXiv:2006.11239}", "arXiv"),
        ("misc", "", None),
    ],
)
def test_venues(kind: str, fields: str, venue: str | None) -> None:
    assert one(f"title = {{T}}, {fields}", kind=kind).venue == venue


@pytest.mark.parametrize(
    ("kind", "fields", "what", "url"),
    [
        ("misc", "url = {https://example.org/a_b~c}", "post", "https://example.org/a_b~c"),
        ("misc", r"howpublished = {\url{https://example.org/a}}", "post", "https://example.org/a"),
        ("online", "url = {https://youtu.be/x}", "video", "https://youtu.be/x"),
        ("software", "url = {https://github.com/a/b}", "code", "https://github.com/a/b"),
        ("article", "url = {https://example.org/a}", "paper", "https://example.org/a"),
        ("book", "url = {https://example.org/a}", "book", "https://example.org/a"),
        ("misc", "url = {https://arxiv.org/abs/2006.11239}", "paper", None),
    ],
)
def test_kinds_and_addresses(kind: str, fields: str, what: str, url: str | None) -> None:
    entry = one(f"title = {{T}}, {fields}", kind=kind)
    assert (entry.kind, entry.url) == (what, url)


@pytest.mark.parametrize("kind", ["post", "video", "code", "course"])
def test_how_we_print_a_kind_is_no_venue(kind: str) -> None:
    entry = one(f"title = {{T}}, howpublished = {{{kind.capitalize()}}}")
    assert (entry.kind, entry.venue, entry.fields) == (kind, None, {})


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ("year = {to appear}", {"year": "to appear"}),
        ("year = {to appear}, month = jun", {"year": "to appear", "month": "jun"}),
        ("date = {2020-06/2020-07}, year = 2020", {"date": "2020-06/2020-07"}),
        ("year = 2020, month = jun", {}),
        ("eprint = {hal-01}, eprinttype = {hal}", {"eprint": "hal-01", "eprinttype": "hal"}),
        ("eprint = {2006.11239}, archiveprefix = {arXiv}", {}),
        ("journal = {CoRR}, volume = {abs/2006.11239}", {}),
    ],
)
def test_what_says_nothing_known_is_kept(fields: str, kept: dict[str, str]) -> None:
    assert one(f"title = {{T}}, {fields}").fields == kept


def test_an_address_beside_the_id_becomes_a_link() -> None:
    entry = one("title={T}, eprint={2006.11239}, url={https://github.com/a/b}")
    assert entry.arxiv_id == "2006.11239"
    assert list(entry.links.values()) == ["https://github.com/a/b"]


def test_other_fields_are_kept() -> None:
    entry = one(
        "title={T}, journal={Nature}, volume={5}, pages={1--2}, publisher={Acme},\n"
        "  keywords={noise, images; beta}, note={Read it}, abstract={We do.},\n"
        "  code={https://github.com/a/b}",
        kind="article",
    )
    assert entry.fields == {"volume": "5", "pages": "1--2", "publisher": "Acme"}
    assert entry.tags == ["noise", "images", "beta"]
    assert (entry.note, entry.abstract) == ("Read it", "We do.")
    assert entry.links == {"code": "https://github.com/a/b"}


@pytest.mark.parametrize(
    "text",
    [
        "@MISC{a, TITLE={A}, Author={Ada Example}}",
        "@misc(a, title={A}, author={Ada Example})",
        "  @misc { a ,\n\ttitle = {A} ,\n\tauthor = {Ada Example} ,\n}",
        '@misc{a,title="A",author="Ada Example"}',
        "\n\n@misc{a:b/c-d.2020, title={A}, author={Ada Example}}",
    ],
)
def test_layout_and_case_do_not_matter(text: str) -> None:
    (entry,) = entries(bibtex.read(text))
    assert (entry.title, entry.authors) == ("A", ["Ada Example"])


def test_an_entry_is_kept_as_it_was_written() -> None:
    written = '@misc{a,\n  title = {{A}  b},\n  x-y = 1 # "2"\n}'
    (entry,) = entries(bibtex.read(f"before\n{written}\n"))
    assert entry.bibtex == written


def test_a_key_that_stands_twice_is_no_reason_to_drop_an_entry() -> None:
    reading = bibtex.read("@misc{a, title={A}}\n@misc{a, title={B}}\n@misc{a, title={C}}\n")
    assert [e.title for e in entries(reading)] == ["A", "B", "C"]


def test_a_field_that_stands_again_is_kept() -> None:
    written = (
        "@misc{a, title={A}, note={One}, pages={1}, note={Two}, pages={2}, note={Three},\n"
        "  author={Ada Example}, author={Bly, Ann}, Title={B}, code={https://example.org/a},\n"
        "  code={https://example.org/b}}"
    )
    (entry,) = entries(bibtex.read(written))
    assert (entry.title, entry.note, entry.authors) == ("A", "One", ["Ada Example"])
    assert entry.fields == {
        "pages": "1",
        "note#2": "Two",
        "pages#2": "2",
        "note#3": "Three",
        "author#2": "Bly, Ann",
        "title#2": "B",
    }
    assert entry.links == {"code": "https://example.org/a", "code#2": "https://example.org/b"}
    assert entry.bibtex == written


@pytest.mark.parametrize(
    ("fields", "line", "missing"),
    [
        ("title={A} year=2020, note={N}", 2, "year"),
        ("year=2020 title={A}, note={N}", 2, "title"),
        ('title="A" year={2020}\n, note={N}', 2, "year"),
        ("year=2020,\n  title={A}\n  note={N}", 4, "note"),
        ("year=2020,\n  title=\n {A}\n\n  note\n = {N}", 6, "note"),
        ('title = "A" # "" Year = "20" # "20", note={N}', 2, "year"),
    ],
)
def test_a_missing_comma_is_doubted_and_no_field_is_lost(
    fields: str, line: int, missing: str
) -> None:
    reading = bibtex.read(f"@misc{{a,\n  {fields}}}\n@misc{{c, title={{C}}}}\n")
    first, second = entries(reading)
    assert (first.title, first.year, first.note, first.fields) == ("A", 2020, "N", {})
    assert second.title == "C"
    assert reading.doubts == [(line, f"a comma is missing before {missing!r}")]


def test_several_commas_may_be_missing() -> None:
    reading = bibtex.read("@misc{a, title={A} year=2020 x=1 y=2}")
    (entry,) = entries(reading)
    assert (entry.title, entry.year, entry.fields) == ("A", 2020, {"x": "1", "y": "2"})
    assert [doubt.what.split()[-1] for doubt in reading.doubts] == ["'year'", "'x'", "'y'"]


def test_words_without_braces_stay_together() -> None:
    entry = one("title = A Long Title, year = 2020, url = https://example.org/?a=b")
    assert (entry.title, entry.url) == ("A Long Title", "https://example.org/?a=b")


@pytest.mark.parametrize(
    "broken",
    [
        "@misc{b, title={B",
        "@misc{b title={B}}",
        "@misc{b, title={B},, year=2020}",
        "@misc{b, title}",
        '@misc{b, title="B}',
    ],
)
def test_a_broken_entry_is_kept_and_doubted_and_the_rest_is_read(broken: str) -> None:
    reading = bibtex.read(f"@misc{{a, title={{A}}}}\n{broken}\n@misc{{c, title={{C}}}}\n")
    assert [e.title for e in entries(reading)] == ["A", "C"]
    assert prose(reading) == [broken]
    assert [doubt.line for doubt in reading.doubts] == [2]
    assert "not readable as BibTeX" in reading.doubts[0].what
    assert "\n" not in reading.doubts[0].what


def test_what_is_no_entry_is_kept_in_its_place() -> None:
    comment = "@comment{note, of @misc{x, title={X}} mine}"
    preamble = '@preamble{"\\newcommand{\\x}{y}"}'
    reading = bibtex.read(
        f"before\n\n@misc{{a, title={{A}}}}\n{comment}\n{preamble}\n% percent\n"
        "@misc{b, title={B}}\nafter\n"
    )
    assert [e.title for e in entries(reading)] == ["A", "B"]
    assert prose(reading) == ["before", f"{comment}\n{preamble}\n% percent", "after"]
    assert [item.line for item in reading.items] == [1, 3, 4, 7, 8]
    assert reading.doubts == []


def test_what_shares_a_line_with_an_entry_is_kept() -> None:
    reading = bibtex.read(
        "see @misc{a,\n title={A}} then https://example.org/x @misc{b, title={B}} @comment{c\n"
        "d} and @misc{c, title={C}}, % last\n@misc{d, title={D}},\n"
    )
    found = [
        (i.line, i.end_line, i.text if isinstance(i, Prose) else i.entry.title)
        for i in reading.items
        if isinstance(i, Listed | Prose)
    ]
    assert found == [
        (1, 1, "see"),
        (1, 2, "A"),
        (2, 2, "then https://example.org/x"),
        (2, 2, "B"),
        (2, 2, "@comment{c"),
        (3, 3, "d} and"),
        (3, 3, "C"),
        (3, 3, "% last"),
        (4, 4, "D"),
    ]


def test_an_entry_is_found_where_it_stands_and_not_where_its_text_stood_before() -> None:
    reading = bibtex.read("@comment{@misc{a, title={A}}}\n@misc{a, title={A}} end\n")
    assert [(type(i), i.line) for i in reading.items] == [(Prose, 1), (Listed, 2), (Prose, 2)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(end: str) -> None:
    text = "@misc{a,\n  title={A\n  b}\n}\n\n@misc{c,\n  title={C}}\n"
    reading = bibtex.read(text.replace("\n", end))
    assert [(i.line, i.end_line) for i in reading.items] == [(1, 4), (6, 7)]
    assert [e.title for e in entries(reading)] == ["A b", "C"]


@pytest.mark.parametrize("text", ["", "\n\n", "no entry\n", "@", "@misc", "@misc{a"])
def test_a_file_without_entries(text: str) -> None:
    reading = bibtex.read(text)
    assert entries(reading) == []
    assert "\n".join(prose(reading)) == text.strip()


# -- Nothing is lost ------------------------------------------------------------------------------

VALID = (
    '@string{nips = "NeurIPS"}\n\n@preamble{"x"}\n'
    "@inproceedings{ho2020,\n  title = {Denoising {GAN}s},\n  author = {Ho, Jonathan and others},\n"
    '  booktitle = nips # " Workshop",\n  year = 2020,\n}\n\n% a remark\n'
    '@misc{b, title="B", eprint={2006.11239}}\n@comment{c}\nloose text\n'
    r"@article(d, title={Schr{\"o}dinger}, author={{\L}ukasz}, month=jun, year={2020})" + "\n"
)


def covered(text: str) -> Reading:
    reading = bibtex.read(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    taken: set[int] = set()
    for item in reading.items:
        assert 1 <= item.line <= item.end_line <= len(lines)
        taken |= set(range(item.line, item.end_line + 1))
    assert [line for n, line in enumerate(lines, 1) if line.strip() and n not in taken] == []
    assert all(1 <= doubt.line <= len(lines) for doubt in reading.doubts)
    said = [
        (item.entry.bibtex or "") if isinstance(item, Listed) else getattr(item, "text", "")
        for item in reading.items
    ]
    names = set(re.findall(r"(?i)@\s*string\w*\s*[{(]\s*([^\W_]+)", text))  # they are spelled out
    kept = "\n".join(said)
    lost = Counter(re.findall(r"[^\W_]+", text)) - Counter(re.findall(r"[^\W_]+", kept))
    assert not {word for word in lost if word not in names and word not in kept}
    return reading


def test_the_valid_file_is_valid() -> None:
    reading = covered(VALID)
    assert [e.title for e in entries(reading)] == ["Denoising GANs", "B", "Schrödinger"]
    assert reading.doubts == []


_SIGNS = st.text(st.sampled_from('@{}(),=#"\\%~$ \n\rab1') | st.characters(), max_size=60)


@given(st.integers(0, len(VALID)), _SIGNS)
def test_a_file_that_ends_anywhere_in_any_text_is_covered(end: int, text: str) -> None:
    covered(VALID[:end] + text)


def test_what_stands_behind_a_string_s_name_is_not_cut_off() -> None:
    fields = 'title={T}, booktitle = nips # " Workshop"x=, year=2020'
    covered(f'@string{{nips = "NeurIPS"}}\n@misc{{a, {fields}}}\n')


@given(st.integers(0, len(VALID)), _SIGNS)
def test_a_file_with_any_text_in_it_is_covered(at: int, text: str) -> None:
    covered(VALID[:at] + text + VALID[at:])


@pytest.mark.parametrize("unit", ["@", "{", "}", '"', "@misc{", "@misc{a,", "\\", "#", "=", ","])
def test_a_hostile_file_is_read_to_its_end(unit: str) -> None:
    text = unit * 2000
    covered(text)
    covered(f"@misc{{a, title={text}")
    covered(f"@misc{{a, title={{A}}, author={{{text}")
    covered(f"@misc{{a, title={{A}}{text}b = {{c}}}}")


@pytest.mark.parametrize("sign", [" ", "\t", "\n", "x ", "# ", "x = y ", "{a} ", "x=1,"])
def test_a_long_value_is_read_to_its_end(sign: str) -> None:
    run = sign * (50_000 // len(sign))
    covered(f"@misc{{a, title = {{A}}{run}{{B}}, year = 2020}}")
    covered(f"@misc{{a, x = 1 {run} # 2, author = {{A{run}B}}, note = {{\\url{run}C}}}}")


# -- By the command -------------------------------------------------------------------------------


def imported(run: Run) -> list[dict[str, Any]]:
    result = run("list", "--json")
    assert result.code == 0
    keys = [entry["key"] for entry in json.loads(result.out)["entries"]]
    shown = [run("show", key, "--json") for key in keys]
    return [json.loads(result.out)["entry"] for result in shown]


def test_import_takes_a_file_whole(run: Run, empty_home: Path) -> None:
    (empty_home / "refs.bib").write_text(VALID, encoding="utf-8")
    result = run("import", "refs.bib", "--library", "difftrack.json")
    assert result.code == 0
    assert result.out.startswith("refs.bib: added 3 entries")
    first, second, third = imported(run)
    assert (first["title"], first["authors"], first["etal"]) == (
        *("Denoising GANs", ["Jonathan Ho"], True),
    )
    assert (first["venue"], first["year"]) == ("NeurIPS Workshop", 2020)
    assert (second["title"], second["arxiv_id"]) == ("B", "2006.11239")
    assert (third["title"], third["authors"]) == ("Schrödinger", ["Łukasz"])
    again = run("import", "refs.bib")
    assert "added 0 entries" in again.out
    assert "changed" not in again.out
    kept = (empty_home / "difftrack.json").read_text(encoding="utf-8")
    assert all(text in kept for text in ("@preamble", "% a remark", "loose text"))


def test_import_says_what_it_could_not_read(run: Run, empty_home: Path) -> None:
    (empty_home / "refs.bib").write_text("@misc{a, title={A}}\n@misc{b title={B}}\n")
    result = run("import", "refs.bib", "--library", "difftrack.json")
    assert result.code == 0
    assert "added 1 entry" in result.out
    assert "line 2: not readable as BibTeX" in result.err
    assert "@misc{b title={B}}" in (empty_home / "difftrack.json").read_text(encoding="utf-8")


def test_a_dry_run_writes_nothing(run: Run, empty_home: Path) -> None:
    (empty_home / "refs.bib").write_text(VALID, encoding="utf-8")
    result = run("import", "refs.bib", "--dry-run")
    assert result.code == 0
    assert "would add 3 entries" in result.out
    assert [path.name for path in empty_home.iterdir()] == ["refs.bib"]


def small_library() -> Library:
    library = edits.new_library("Small")
    for entry in (
        Entry(
            arxiv_id="2101.00001",
            title="StyleGAN and 3D Images: 50% of <Noise> & More",
            authors=["Ada Example", "Karl-Heinz Ängström", "Fernando De la Prueba"],
            venue="NeurIPS",
            year=2021,
        ),
        Entry(arxiv_id="math/0211159", title="An Old One", authors=["Éva Szabó"], etal=True),
        Entry(
            title="On Schrödinger’s Cat",
            authors=["Robert Muster Jr.", "Acme Collaboration"],
            venue="Journal of Noise",
            year=2019,
            doi="10.1000/a_b(c)",
        ),
        Entry(kind="book", title="A Book of Noise", authors=["Sam Sample"], year=2001),
    ):
        edits.add(library, entry)
    return library


def test_our_own_export_comes_back() -> None:
    library = small_library()
    before = list(library.entries.values())
    reading = formats.read(exporter.render(library, list(library.entries)), "refs.bib")
    assert reading.doubts == []
    assert prose(reading) == []  # the line in front is written anew
    after = entries(reading)
    for name in ("title", "authors", "etal", "arxiv_id", "doi", "venue", "year", "kind"):
        assert [getattr(e, name) for e in after] == [getattr(e, name) for e in before], name


def test_an_export_imported_into_the_same_library_changes_nothing(
    run: Run, empty_home: Path
) -> None:
    (empty_home / "refs.bib").write_text(VALID, encoding="utf-8")
    run("import", "refs.bib")
    assert run("export", "bibtex", "-o", "out.bib").code == 0
    result = run("import", "out.bib")
    assert result.code == 0
    assert "added 0 entries" in result.out


_NO_NAMES = {"jr", "sr", "ii", "iii", "iv", "others"}
_LETTERS = st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x17F)
_WORDS = st.text(_LETTERS | st.sampled_from("\\$&%#_{}~^\"'`=@<>()[]-.:!?/*+|"), min_size=1)
_TEXTS = st.lists(_WORDS, min_size=1, max_size=5).map(" ".join)
_VENUES = _TEXTS.filter(lambda venue: not re.search("(?i)arxiv|://", venue))
_NAMES = st.lists(
    st.text(_LETTERS, min_size=1, max_size=8).filter(lambda w: w.lower() not in _NO_NAMES),
    min_size=1,
    max_size=4,
).map(" ".join)


@given(
    st.builds(
        Entry,
        title=_TEXTS,
        authors=st.lists(_NAMES, max_size=3),
        etal=st.booleans(),
        venue=st.none() | _VENUES,
        year=st.none() | st.integers(1900, 2099),
        arxiv_id=st.none() | st.just("2006.11239"),
        doi=st.none() | st.from_regex(r"\A10\.1000/[a-z0-9_.~()%#&-]{1,20}\Z"),
        url=st.none() | st.from_regex(r"\Ahttps://example\.org/[a-z0-9_.~%#&=?-]{0,20}\Z"),
        kind=st.sampled_from(["paper", "post", "video", "code", "course", "book"]),
    )
)
def test_every_entry_comes_back(before: Entry) -> None:
    library = edits.new_library("T")
    key = edits.add(library, before)
    reading = bibtex.read(exporter.render(library, [key]))
    (after,) = entries(reading)
    assert reading.doubts == []
    for name in ("title", "authors", "etal", "year", "arxiv_id", "doi"):
        assert getattr(after, name) == getattr(before, name), name
    assert after.url == (None if before.arxiv_id else before.url)
    assert after.venue == before.venue
    if before.kind == "book" or (before.kind != "paper" and not before.venue):
        assert after.kind == before.kind
    assert (after.fields, after.links) == ({}, {})


@given(_TEXTS, _VENUES)
def test_every_text_that_we_write_comes_back(text: str, venue: str) -> None:
    fields = {"title": text, "note": text, "abstract": text, "booktitle": venue}
    written = ",\n".join(f"  {name} = {{{from_unicode(text)}}}" for name, text in fields.items())
    (entry,) = entries(bibtex.read(f"@misc{{a,\n{written}}}"))
    assert (entry.title, entry.note, entry.abstract) == (text, text, text)
    assert entry.venue == venue
