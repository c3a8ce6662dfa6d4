"""What happens to a library while a command waits for arXiv, or for a page."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from arxiv_server import Answer, ArxivServer, Paper
from conftest import Run
from page_server import Answer as Page
from page_server import PageServer

PAPERS = [Paper(f"2301.{n:05}", f"Paper {n}") for n in range(250)]


def meanwhile(work: Callable[[], object]) -> Callable[[Answer], Answer]:
    """Do something while a request is under way."""

    def fault(answer: Answer) -> Answer:
        work()
        return answer

    return fault


def stored(folder: Path) -> dict[str, object]:
    entries: dict[str, object] = json.loads((folder / "difftrack.json").read_bytes())["entries"]
    return entries


@pytest.fixture
def listed(arxiv_server: ArxivServer, run: Run) -> ArxivServer:
    run("init")
    arxiv_server.add(*PAPERS)
    Path("ids.txt").write_text("\n".join(paper.id for paper in PAPERS))
    return arxiv_server


def test_a_library_that_is_moved_away_is_not_looked_for_elsewhere(
    run: Run, listed: ArxivServer, empty_home: Path
) -> None:
    library = empty_home / "difftrack.json"
    away = meanwhile(lambda: library.rename(empty_home / "away.json"))
    listed.faults = [lambda answer: answer, away]
    result = run("--quiet", "add", "--from", "ids.txt")
    assert result.code == 1
    assert "difftrack.json is gone: removed, moved" in result.err
    assert len(json.loads((empty_home / "away.json").read_bytes())["entries"]) == 100
    assert not list(Path.home().rglob("library.json"))


def test_an_entry_that_is_removed_before_the_end_is_told(
    run: Run, listed: ArxivServer, empty_home: Path
) -> None:
    path = empty_home / "difftrack.json"

    def remove() -> None:
        library = json.loads(path.read_bytes())
        del library["entries"]["2301.00000"]
        library["sections"][-1]["entries"].remove("2301.00000")
        path.write_text(json.dumps(library))

    listed.faults = [lambda answer: answer, meanwhile(remove)]
    result = run("--quiet", "add", "--from", "ids.txt")
    assert result.code == 0
    assert result.out.count("added 2301.") == 249
    assert result.err == "difftrack: 2301.00000 was removed meanwhile\n"
    assert len(stored(empty_home)) == 249


def test_a_page_whose_entry_is_removed_meanwhile_is_not_added_without_a_title(
    run: Run, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIFFTRACK_ALLOW_PRIVATE", "1")
    run("init")
    empty = (empty_home / "difftrack.json").read_bytes()

    class Pages(dict[str, Page]):
        def get(self, path: str, default: Page | None = None) -> Page:  # type: ignore[override] # a page is always served
            if path == "/slow":
                (empty_home / "difftrack.json").write_bytes(empty)
            return super().get(path) or default or Page(status=404)

    with PageServer() as web:
        there = web.put("/there", "<title>There</title>")
        assert run("add", there).code == 0
        web.pages = Pages(web.pages)
        result = run("--quiet", "add", web.address("/slow"), there)
    assert result.code == 3
    assert f"{there} was removed meanwhile. Add it again\n" in result.err
    assert (empty_home / "difftrack.json").read_bytes() == empty
