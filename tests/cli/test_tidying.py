"""Tags, links, places, sections, duplicates: what tidies a library up."""

import json
import subprocess
from pathlib import Path

import pytest

from conftest import Run
from terminal import COMMAND


@pytest.fixture(autouse=True)
def library(run: Run, empty_home: Path) -> Path:
    """Three papers to denoise, one of them a survey, too."""
    run("init")
    for number, short in enumerate(("Alpha", "Beta", "Gamma"), 11):
        named = ("--title", f"On {short}", "--short", short, "--section", "denoising")
        run("--offline", "add", f"2401.000{number}", *named)
    run("--offline", "add", "2401.00013", "--section", "surveys")
    return empty_home / "difftrack.json"


def _section(path: Path, key: str) -> dict[str, object]:
    sections = json.loads(path.read_text())["sections"]
    found: dict[str, object] = next(s for s in sections if s["key"] == key)
    return found


def _entry(run: Run, reference: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run("show", reference, "--json").out)["entry"]
    return found


def _write(path: Path, **sections: dict[str, object]) -> None:
    """Write the owner's texts into sections."""
    library = json.loads(path.read_text())
    for section in library["sections"]:
        section.update(sections.get(section["key"], {}))
    path.write_text(json.dumps(library))


def _refused(run: Run, path: Path, code: int, said: str, *arguments: str) -> None:
    before = path.read_bytes()
    assert run(*arguments) == (code, "", f"difftrack: {said}\n")
    assert path.read_bytes() == before


# -- References from a pipe -----------------------------------------------------------------------


def _piped(text: str, *arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [COMMAND, *arguments], input=text, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_what_list_prints_is_piped_into_the_next_command(run: Run) -> None:
    listed = run("list", "--section", "denoising").out
    assert _piped(listed, "mark-read", "-", "--on", "2026-11-20") == (
        0,
        "read: 2401.00011 (Alpha)\nread: 2401.00012 (Beta)\nread: 2401.00013 (Gamma)\n",
        "",
    )
    assert _piped("\nbeta\tx\n\n", "mark-unread", "Alpha", "-", "Gamma", "-n")[1] == (
        "would be unread: 2401.00011 (Alpha)\n"
        "would be unread: 2401.00012 (Beta)\n"
        "would be unread: 2401.00013 (Gamma)\n"
    )
    assert _piped("Alpha\r\nBeta", "tag", "-", "+old")[0] == 0
    assert _piped("Beta\nAlpha\n", "move", "-", "--section", "editing")[0] == 0
    assert _section(Path("difftrack.json"), "editing")["entries"] == ["2401.00012", "2401.00011"]
    assert _piped("Alpha\nBeta\n", "remove", "-", "--yes")[1].count("removed: ") == 2


def test_nothing_in_the_pipe_is_no_failure() -> None:
    before = Path("difftrack.json").read_bytes()
    assert _piped("\n", "mark-read", "-") == (0, "", "No reference came from standard input\n")
    assert Path("difftrack.json").read_bytes() == before


def test_many_wrong_references_are_not_all_looked_for() -> None:
    code, out, err = _piped("".join(f"nothing {n}\n" for n in range(5000)), "mark-read", "-")
    assert (code, out) == (1, "")
    assert err.count("\n") == 12
    assert err.endswith("The references behind these were not looked at\n")


def test_what_is_no_text_is_refused() -> None:
    done = subprocess.run(
        [COMMAND, "remove", "-"], input=b"\xff\n", capture_output=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.endswith(b"- is not UTF-8 text (byte 0). Save it as UTF-8\n")


# -- Tags -----------------------------------------------------------------------------------------


def test_tags_are_put_and_taken(run: Run) -> None:
    assert run("tag", "Alpha", "Beta", "+image editing", "+todo") == (
        0,
        (
            "tags: 2401.00011 (Alpha): image editing, todo\n"
            "tags: 2401.00012 (Beta): image editing, todo\n"
        ),
        "",
    )
    assert run("tag", "-todo", "Alpha", "+done", "-never there").out == (
        "tags: 2401.00011 (Alpha): image editing, done\n"
    )
    assert run("tag", "Alpha", "+done").out == (
        "tags already: 2401.00011 (Alpha): image editing, done\n"
    )
    assert run("tag", "Alpha", "-done", "-image editing", "-n").out == (
        "tags would be: 2401.00011 (Alpha): none\n"
    )
    assert json.loads(run("tag", "Alpha", "-done", "--json").out) == {
        "format": "difftrack-tags",
        "version": 1,
        "changed": ["2401.00011"],
        "tags": {"2401.00011": ["image editing"]},
    }


@pytest.mark.parametrize("tag", ["new", "h", "n", "q", "-help", "-json", "ho"])
def test_a_tag_that_looks_like_an_option_is_a_tag(run: Run, tag: str) -> None:
    run("tag", "Alpha", f"+{tag}", "+other")
    assert _entry(run, "Alpha")["tags"] == [tag, "other"]
    words = ("--", "Alpha", f"-{tag}") if len(tag) == 1 or tag[0] == "-" else ("Alpha", f"-{tag}")
    assert run("tag", *words).code == 0
    assert _entry(run, "Alpha")["tags"] == ["other"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["+x"], "Which entry? difftrack tag DDPM +sampling"),
        (["Alpha"], "Which tag? Put one with +sampling, take one off with -sampling"),
        (["Alpha", "+ "], "'+ ' names no tag. Write it behind the sign: +sampling"),
        (["Alpha", "+a", "-a"], "'a' is put and taken off at once. Say one of the two"),
    ],
)
def test_tags_that_cannot_be(run: Run, library: Path, words: list[str], said: str) -> None:
    _refused(run, library, 2, said, "tag", *words)


def test_help_and_wrong_options_of_tag_are_as_usual(run: Run) -> None:
    assert "Put tags on entries" in run("tag", "-h").out
    assert "No such option: --bogus" in run("tag", "Alpha", "--bogus").err
    assert "Missing argument" in run("tag").err


# -- Links ----------------------------------------------------------------------------------------


def test_a_link_is_given_changed_and_taken_off(run: Run) -> None:
    assert run("link", "Alpha", "Code", "https://a.org/x").out == (
        "link: 2401.00011 (Alpha): Code https://a.org/x\n"
    )
    assert run("link", "Alpha", "Code", "https://b.org").out == (
        "link: 2401.00011 (Alpha): Code https://b.org (was https://a.org/x)\n"
    )
    told = json.loads(run("link", "Alpha", "Code", "https://c.org", "--add", "--json").out)
    assert told["links"] == {"Code": "https://b.org", "Code#2": "https://c.org"}
    assert run("link", "Alpha", "Code", "https://c.org", "--remove").out == (
        "link: 2401.00011 (Alpha): Code https://c.org taken off\n"
    )
    assert run("link", "Alpha", "Code", "--remove").code == 0
    assert "links" not in _entry(run, "Alpha")


def test_links_that_cannot_be(run: Run, library: Path) -> None:
    run("link", "Alpha", "Code", "https://a.org/x")
    for code, said, words in (
        (
            2,
            "'javascript:x' is no address of a link: javascript: is none of http, https and mailto",
            ["Code", "javascript:x"],
        ),
        (
            2,
            "'a b' is no address of a link: a blank is in it. Write %20",
            ["Code", "a b"],
        ),
        (
            2,
            (
                "'notaurl' is no address of a link: write https://notaurl, or ./notaurl for a file "
                "beside the list"
            ),
            ["Code", "notaurl"],
        ),
        (2, "'C#' is no label of a link. Name one without #: Code", ["C#", "https://a.org"]),
        (2, "Which address? difftrack link Alpha Code https://example.org", ["Code"]),
        (
            2,
            "A link is added or taken off: give --add or --remove",
            ["Code", "https://a.org", "--add", "--remove"],
        ),
        (
            1,
            "https://a.org/x is there already, as Code. Take it off with --remove",
            ["Site", "https://a.org/x"],
        ),
        (1, "There is no such link 'Site'. There are: Code", ["Site", "--remove"]),
        (1, "There is no such link 'Code'. There are: Code", ["Code", "https://b", "--remove"]),
    ):
        _refused(run, library, code, said, "link", "Alpha", *words)


# -- Places ---------------------------------------------------------------------------------------


def test_entries_move_in_the_order_given(run: Run, library: Path) -> None:
    assert run("move", "Beta", "Alpha", "--section", "editing") == (
        0,
        (
            "moved: 2401.00012 (Beta), from Image Denoising to Image Editing\n"
            "moved: 2401.00011 (Alpha), from Image Denoising to Image Editing\n"
        ),
        "",
    )
    assert _section(library, "editing")["entries"] == ["2401.00012", "2401.00011"]
    assert run("move", "Gamma", "--before", "Alpha", "--from", "surveys").out == (
        "moved: 2401.00013 (Gamma), from Surveys to Image Editing\n"
    )
    assert _section(library, "editing")["entries"] == ["2401.00012", "2401.00013", "2401.00011"]
    assert run("move", "Alpha", "Beta", "--section", "editing", "--after", "Gamma").code == 0
    assert _section(library, "editing")["entries"] == ["2401.00013", "2401.00011", "2401.00012"]
    assert run("move", "Alpha", "--after", "Gamma", "--section", "editing").out == (
        "there already: 2401.00011 (Alpha), in Image Editing\n"
    )


def test_an_entry_may_stay_where_it_was_too(run: Run, library: Path) -> None:
    assert run("move", "Alpha", "--section", "inversion", "--keep").out == (
        "moved: 2401.00011 (Alpha), in Inversion\n"
    )
    assert _entry(run, "Alpha")["sections"] == ["denoising", "inversion"]
    assert json.loads(
        run("move", "Alpha", "--section", "surveys", "--from", "inversion", "-n", "--json").out
    )["moved"] == {"2401.00011": {"left": ["inversion"], "changed": True}}
    assert _entry(run, "Alpha")["sections"] == ["denoising", "inversion"]
    assert run("remove", "Alpha", "--from", "inversion").out == (
        "removed: 2401.00011 (Alpha), from Inversion\n"
    )
    assert _entry(run, "Alpha")["sections"] == ["denoising"]
    _refused(
        run,
        library,
        1,
        "2401.00011 stands in denoising only. Move it: difftrack move 2401.00011 --section S, or "
        "take it out of the library: difftrack remove 2401.00011",
        *("remove", "Alpha", "--from", "denoising"),
    )


def test_text_between_entries_stays_where_it_was(run: Run, library: Path) -> None:
    _write(library, denoising={"prose": {"2401.00012": "About what came before."}})
    run("move", "Beta", "--section", "editing")
    assert _section(library, "denoising")["prose"] == {"2401.00011": "About what came before."}
    assert "prose" not in _section(library, "editing")


def test_a_place_that_no_readme_shows_is_told(run: Run) -> None:
    run("config", "order", "title")
    result = run("move", "Gamma", "--before", "Alpha")
    assert result.out == "moved: 2401.00013 (Gamma), in Image Denoising\n"
    assert result.err == ("A README orders the entries otherwise. See: difftrack config order\n")


@pytest.mark.parametrize(
    ("code", "said", "words"),
    [
        (
            1,
            (
                "2401.00013 stands in several sections: surveys, denoising. Say which it leaves: "
                "--from surveys, or that it stays there too: --keep"
            ),
            ["Gamma", "--section", "editing"],
        ),
        (
            1,
            "2401.00011 does not stand in surveys. It stands in: denoising",
            ["Alpha", "--section", "editing", "--from", "surveys"],
        ),
        (
            1,
            "2401.00011 does not stand in Image Editing. See: difftrack list --section 'editing'",
            ["Gamma", "--section", "editing", "--after", "Alpha"],
        ),
        (
            1,
            "2401.00013 stands in several sections: surveys, denoising. Name one: --section",
            ["Alpha", "--after", "Gamma"],
        ),
        (
            2,
            "2401.00011 cannot stand beside itself. Name another entry",
            ["Alpha", "Beta", "--after", "Alpha"],
        ),
        (
            2,
            "An entry stands before one or behind one: --before REF or --after REF",
            ["Alpha", "--after", "Beta", "--before", "Gamma"],
        ),
        (
            2,
            "--keep leaves no section, --from names one to leave: give one of them",
            ["Alpha", "--section", "editing", "--keep", "--from", "surveys"],
        ),
        (2, "Where to? Name a section, --section S, or an entry, --before REF", ["Alpha"]),
        (
            1,
            (
                "There is no section 'edting'. Did you mean editing? "
                "Make one: difftrack section add 'edting'"
            ),
            ["Alpha", "--section", "edting"],
        ),
    ],
)
def test_moves_that_cannot_be(
    run: Run, library: Path, code: int, said: str, words: list[str]
) -> None:
    _refused(run, library, code, said, "move", *words)


def test_a_dry_run_of_remove_removes_nothing(run: Run, library: Path) -> None:
    before = library.read_bytes()
    assert run("remove", "Alpha", "-n").out == "would be removed: 2401.00011 (Alpha)\n"
    assert library.read_bytes() == before


# -- Sections -------------------------------------------------------------------------------------


def test_a_section_is_renamed_and_keeps_its_key(run: Run) -> None:
    assert run("section", "rename", "editing", " Video  Editing ").out == (
        "renamed section editing: Image Editing is now Video Editing\n"
    )
    assert json.loads(run("section", "rename", "editing", "E", "--json").out)["section"] == {
        "key": "editing",
        "title": "E",
    }


def test_a_section_moves_with_all_in_it(run: Run) -> None:
    run("section", "add", "Video", "--parent", "editing")
    assert run("section", "move", "editing", "--before", "surveys").out == (
        "moved: section editing, at the top before Surveys\n"
    )
    assert run("section", "move", "inversion", "--parent", "Image Editing").out == (
        "moved: section inversion, in Image Editing\n"
    )
    assert run("section", "move", "inversion", "--before", "video").out == (
        "moved: section inversion, in Image Editing before Video\n"
    )
    assert run("section", "move", "inversion", "--after", "inversion").code == 1
    told = json.loads(run("section", "move", "surveys", "--top", "--json", "-n").out)
    assert told["changed"] is True
    assert told["sections"][-1] == {"key": "surveys", "parent": None}
    assert run("section", "move", "video", "--top", "-n").out == (
        "would be moved: section video, at the top\n"
    )
    assert run("section", "move", "inversion", "--parent", "editing", "--before", "video").out == (
        "there already: section inversion, in Image Editing before Video\n"
    )
    assert [line.split("\t")[0] for line in run("section", "list").out.splitlines()] == [
        "editing",
        "  inversion",
        "  video",
        "surveys",
        "synthesis",
        "denoising",
    ]


def test_a_section_that_holds_something_asks_where_it_goes(run: Run, library: Path) -> None:
    _write(library, denoising={"intro": "Three words here.", "prose": {"2401.00011": "More."}})
    run("section", "add", "Fast", "--parent", "denoising")
    _refused(
        run,
        library,
        1,
        "denoising holds 3 entries, 1 section and 4 words of text. Say where that goes, "
        "--to SECTION, or remove it too: --with-entries",
        *("section", "remove", "denoising"),
    )
    assert run("section", "remove", "inversion").out == "removed: section inversion\n"
    assert run("section", "remove", "denoising", "--to", "surveys").out == (
        "removed: section denoising; 3 entries, 1 section and 4 words of text to Surveys\n"
    )
    assert _section(library, "surveys") == {
        "key": "surveys",
        "title": "Surveys",
        "entries": ["2401.00013", "2401.00011", "2401.00012"],
        "prose": {"2401.00013": "Three words here.", "2401.00011": "More."},
    }
    assert _section(library, "fast")["parent"] == "surveys"


def test_a_section_goes_with_what_stands_only_in_it(run: Run) -> None:
    told = json.loads(run("section", "remove", "denoising", "--with-entries", "-n", "--json").out)
    assert told["removed"] == ["2401.00011", "2401.00012"]
    assert run("section", "remove", "denoising", "--with-entries", "-y").out == (
        "removed: section denoising with 3 entries; 1 of the entries stand elsewhere and stay\n"
    )
    assert run("list").out.startswith("2401.00013\t")
    assert run("list").out.count("\n") == 1


@pytest.mark.parametrize(
    ("code", "said", "words"),
    [
        (
            1,
            "There is a section 'Surveys' already. See: difftrack section list",
            ["rename", "editing", "Surveys"],
        ),
        (2, "A section needs a title, such as 'Video Editing'", ["rename", "editing", " "]),
        (
            1,
            "editing cannot be moved into or beside itself: video is in it",
            ["move", "editing", "--parent", "video"],
        ),
        (2, "video does not stand in surveys", "move denoising --parent surveys --after video"),
        (
            2,
            "Where to? Name a place: --parent P, --top, --before S or --after S",
            ["move", "editing"],
        ),
        (
            2,
            "Name one place: --parent P or --top, and --before S or --after S",
            ["move", "video", "--top", "--parent", "editing"],
        ),
        (
            2,
            "What it holds is kept or removed: --to T or --with-entries",
            ["remove", "editing", "--to", "surveys", "--with-entries"],
        ),
        (
            1,
            (
                "video goes with editing. Name another section, or move it out first: difftrack "
                "section move video --top"
            ),
            ["remove", "editing", "--to", "video"],
        ),
    ],
)
def test_outlines_that_cannot_be(
    run: Run, library: Path, code: int, said: str, words: str | list[str]
) -> None:
    run("section", "add", "Video", "--parent", "editing")
    words = words.split() if isinstance(words, str) else words
    _refused(run, library, code, said, "section", *words)


def test_what_stands_before_the_first_heading_is_no_section_to_change(
    run: Run, library: Path
) -> None:
    content = json.loads(library.read_text())
    content["sections"].insert(0, {"key": "", "entries": ["2401.00011"]})
    library.write_text(json.dumps(content))
    said = (
        "What stands before the first heading is no section that could be changed. "
        "Move its entries: difftrack move REF... --section S"
    )
    _refused(run, library, 1, said, "section", "rename", "", "Title")
    _refused(run, library, 1, said, "section", "move", "editing", "--before", "")
    assert run("section", "remove", "", "--to", "editing").out == (
        "removed: section without a heading; 1 entry to Image Editing\n"
    )


# -- Duplicates -----------------------------------------------------------------------------------


def test_entries_that_are_one_become_one(run: Run, library: Path) -> None:
    run("add", "https://a.org/post", "--title", "Alpha, printed otherwise", "--venue", "ICLR 2024")
    run("tag", "printed otherwise", "+kept")
    before = library.read_bytes()
    key = run("list", "printed").out.split("\t")[0]
    assert run("merge-entries", "Alpha", key, "-n").out == (
        f"would be merged: {key} (Alpha, printed otherwise) into 2401.00011 (Alpha)\n"
        "would be changed in it: url, year, venue, tags, fields\n"
    )
    assert library.read_bytes() == before
    told = json.loads(run("merge-entries", "Alpha", key, "--yes", "--json").out)
    assert (told["into"], told["merged"]) == ("2401.00011", [key])
    entry = _entry(run, "Alpha")
    assert (entry["title"], entry["venue"], entry["year"]) == ("On Alpha", "ICLR", 2024)
    assert entry["fields"] == {"Also cited as": "Alpha, printed otherwise", "Kind": "post"}
    assert (entry["tags"], entry["url"]) == (["kept"], "https://a.org/post")
    assert key not in json.loads(library.read_text())["entries"]


def test_merges_that_cannot_be(run: Run, library: Path) -> None:
    _refused(
        run,
        library,
        1,
        "2401.00011 and 2401.00012 are two papers on arXiv. If they are one all the same: --force",
        *("merge-entries", "Alpha", "Beta"),
    )
    _refused(
        run,
        library,
        1,
        "2401.00011 cannot be put into itself. Name another entry",
        *("merge-entries", "Alpha", "Alpha"),
    )
    assert run("merge-entries", "Alpha", "Beta", "--force", "--yes").out == (
        "merged: 2401.00012 (Beta) into 2401.00011 (Alpha)\nchanged in it: links, fields\n"
    )
    assert _entry(run, "Alpha")["links"] == {"Paper": "https://arxiv.org/abs/2401.00012"}
    assert _entry(run, "Alpha")["fields"] == {"Also cited as": "On Beta", "Short": "Beta"}


REMOVED = "Nothing was removed, for nobody can be asked here."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["remove", "Alpha"], f"{REMOVED} Remove: 2401.00011 (Alpha)? Say so: --yes"),
        (
            ["remove", "Alpha", "Beta", "--matching", "on"],
            (
                f"{REMOVED} Remove: 2401.00011 (Alpha), 2401.00012 (Beta), 2401.00013 (Gamma)? "
                "Say so: --yes"
            ),
        ),
        (
            ["section", "remove", "denoising", "--with-entries"],
            f"{REMOVED} Remove Image Denoising with 3 entries? Say so: --yes",
        ),
        (
            ["merge-entries", "Alpha", "Beta", "--force"],
            (
                "Nothing was merged, for nobody can be asked here. Merge into 2401.00011 (Alpha): "
                "2401.00012 (Beta)? Say so: --yes"
            ),
        ),
    ],
)
def test_without_a_terminal_what_removes_takes_yes(
    run: Run, library: Path, words: list[str], said: str
) -> None:
    _refused(run, library, 1, said, *words)
    assert run(*words, "-n").code == 0
    assert run(*words, "--yes").code == 0


def test_many_that_would_go_are_counted(run: Run, library: Path) -> None:
    run("--offline", "add", "2401.00021", "2401.00022")
    _refused(
        run,
        library,
        1,
        f"{REMOVED} Remove: 2401.00013 (Gamma), 2401.00011 (Alpha), 2401.00012 (Beta) and 2 more? "
        "Say so: --yes",
        *("remove", "--matching", "2401"),
    )


def test_what_stays_in_the_library_is_not_asked_about(run: Run) -> None:
    assert run("remove", "Gamma", "--from", "surveys").code == 0
    assert _piped("\n", "remove", "-") == (0, "", "No reference came from standard input\n")


def test_what_a_query_means_is_removed(run: Run, empty_home: Path) -> None:
    del empty_home
    run("init")
    run("--offline", "add", "2401.00021", "2401.00022", "--tag", "later")
    run("--offline", "add", "2401.00023")
    shown = run("remove", "--matching", "tag:later", "-n")
    assert shown.out.count("would be removed: 2401.0002") == 2
    assert run("remove", "2401.00023", "--matching", "tag:later id:2401.00021", "--yes").out == (
        "removed: 2401.00023\nremoved: 2401.00021\n"
    )
    nothing = run("remove", "--matching", "tag:never")
    assert (nothing.code, nothing.err) == (
        1,
        "difftrack: Nothing fits 'tag:never'. Nothing was removed\n",
    )
    wrong = run("remove", "--matching", "tga:later")
    assert wrong.code == 2
    assert "^" in wrong.err
    assert run("remove").code == 2
