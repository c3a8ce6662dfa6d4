"""Every fault of arXiv's, once and for ever: the right data or one line, and nothing lost."""

import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from arxiv_faults import HARMLESS, LASTING, PASSING, Fault
from arxiv_server import ArxivServer, Paper, silent
from conftest import Result, Run
from difftrack.sources import arxiv_session
from terminal import COMMAND

PAPERS = [Paper(f"2301.{n:05}", f"Paper {n}", comment=f"{n} pages") for n in range(1, 4)]
IDS = [paper.id for paper in PAPERS]
COMMANDS = {
    "add": ("add", *IDS),
    "refresh": ("refresh",),
    "search": ("search", "Paper", "--add", "1-3"),
    "discover": ("discover", "--since", "2020-01-01", "--add", "all"),
}
EVERY = {**PASSING, **HARMLESS, **LASTING}


class Scene:
    """A library that a command is run on, with faults of arXiv's, and what it then is."""

    def __init__(self, run: Run, server: ArxivServer, folder: Path) -> None:
        self.run, self.server, self.path = run, server, folder / "difftrack.json"
        server.add(*PAPERS)

    def begin(self, name: str) -> None:
        """Make the library that a command begins with, and forget what arXiv answered."""
        self.path.unlink(missing_ok=True)
        self.run("cache", "clear")
        self.run("init")
        if name == "refresh":
            self.run("--offline", "add", *IDS)
        if name == "discover":
            self.run("section", "query", "surveys", "title:paper")

    def library_after(self, name: str) -> bytes:
        """Return the library after a command where nothing fails."""
        self.begin(name)
        assert self.call(name).code == 0
        return self.path.read_bytes()

    def call(self, name: str, *faults: Fault) -> Result:
        """Run a command while arXiv answers the next requests with these faults."""
        self.server.faults = list(faults)
        return self.run("--quiet", "--wait", "60", *COMMANDS[name])


@pytest.fixture
def scene(
    run: Run, arxiv_server: ArxivServer, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Scene:
    monkeypatch.setattr(arxiv_session, "_READ_TIMEOUT", 0.2)
    monkeypatch.setattr(arxiv_session, "_ANSWER_TIMEOUT", 0.6)
    return Scene(run, arxiv_server, empty_home)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("fault", [*PASSING, *HARMLESS])
def test_a_fault_that_passes_changes_nothing(scene: Scene, name: str, fault: str) -> None:
    untroubled = scene.library_after(name)
    scene.begin(name)
    result = scene.call(name, EVERY[fault])
    assert (result.code, result.err) == (0, "")
    assert scene.path.read_bytes() == untroubled


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("fault", [*PASSING, *LASTING])
def test_a_fault_that_lasts_is_one_line_and_the_same_command_continues(
    scene: Scene, name: str, fault: str
) -> None:
    untroubled = scene.library_after(name)
    scene.begin(name)
    result = scene.call(name, *[EVERY[fault]] * 30)
    assert result.code == 3
    assert "arXiv" in result.err
    assert [line[:11] for line in result.err.splitlines()] in (["difftrack: "] * n for n in (1, 2))
    assert scene.run("list").code == 0

    assert scene.call(name).code == 0
    assert scene.path.read_bytes() == untroubled


def process(*arguments: str, delay: float = 0.0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "DIFFTRACK_ARXIV_DELAY": str(delay)},
    )


MEASURED = """
import sys; from difftrack.cli import main; main(sys.argv[1:])
from resource import RUSAGE_SELF, getrusage; from pathlib import Path; import re
try: print(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1])
except OSError: print(getrusage(RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.parametrize("fault", ["gzip bomb", "huge feed", "entity bomb"])
def test_no_answer_takes_more_memory_than_there_is(arxiv_server: ArxivServer, fault: str) -> None:
    arxiv_server.faults = [EVERY[fault]] * 30
    command = [sys.executable, "-c", MEASURED, *COMMANDS["add"]]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "arXiv" in result.stderr
    assert int(result.stdout.split()[-1]) < 300_000  # kilobytes


def test_eight_processes_ask_as_one(arxiv_server: ArxivServer) -> None:
    papers = [Paper(f"2301.{n:05}", f"Paper {n}") for n in range(1000)]
    arxiv_server.add(*papers)
    for number in range(8):
        ids = "\n".join(p.id for p in papers[number * 125 : (number + 1) * 125])
        Path(f"{number}.txt").write_text(ids)
    running = [process("add", "--from", f"{n}.txt", delay=0.2) for n in range(8)]
    assert [p.communicate()[1].count("difftrack:") for p in running] == [0] * 8
    assert [p.returncode for p in running] == [0] * 8
    assert sorted(len(ids) for ids in arxiv_server.asked) == [25] * 8 + [100] * 8
    gaps = [later - sooner for sooner, later in pairwise(arxiv_server.arrived)]
    assert min(gaps) > 0.19  # arrival is measured, not sending


def test_a_killed_command_loses_the_batch_it_waited_for_and_no_other(
    run: Run, arxiv_server: ArxivServer, empty_home: Path
) -> None:
    papers = [Paper(f"2301.{n:05}", f"Paper {n}") for n in range(600)]
    arxiv_server.add(*papers)
    run("init")
    Path("ids.txt").write_text("\n".join(p.id for p in papers))
    arxiv_server.faults = [lambda a: a] * 4 + [silent(60)]
    with process("add", "--from", "ids.txt") as running:
        while len(arxiv_server.asked) < 5:
            time.sleep(0.01)
        running.kill()
    assert (empty_home / "difftrack.json").read_bytes().count(b'"arxiv_id"') == 400

    assert run("add", "--from", "ids.txt").code == 0
    assert [len(ids) for ids in arxiv_server.asked] == [100] * 7
    assert arxiv_server.asked[5] == arxiv_server.asked[4]
    assert (empty_home / "difftrack.json").read_bytes().count(b'"arxiv_id"') == 600
