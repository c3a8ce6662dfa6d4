import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

import arxiv_server as faults
from arxiv_server import ArxivServer
from conftest import Run
from difftrack.cli.fetching import endpoint
from difftrack.cli.invocation import Invocation
from difftrack.errors import SourceError
from difftrack.sources import arxiv_session, turns
from difftrack.sources.arxiv_api import fetch
from difftrack.sources.endpoint import Endpoint
from difftrack.sources.turns import family, turn
from difftrack.text.arxiv_id import parse

URL = "http://127.0.0.1:1/api/query"


def state(folder: Path) -> Path:
    return folder / "last-request-127.0.0.1_1"


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses that were asked for, which then take no time."""
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    return pauses


def test_the_second_request_waits_for_what_is_left(tmp_path: Path, slept: list[float]) -> None:
    with turn(Endpoint(URL, 1000, tmp_path)):
        pass
    with turn(Endpoint(URL, 1000, tmp_path)):
        pass
    assert slept[1] == pytest.approx(1000, abs=100)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"nan nan", b"1e999 -inf", b"9" * 5000, b"99999999999 99999999999", b"3"],
)
def test_a_damaged_file_costs_one_pause_at_most(
    tmp_path: Path, slept: list[float], content: bytes
) -> None:
    state(tmp_path).write_bytes(content)
    with turn(Endpoint(URL, 3, tmp_path)):
        pass
    assert 0 <= slept[0] <= 3
    assert len(state(tmp_path).read_bytes().split()) == 2


def test_one_clock_that_was_set_does_not_shorten_the_pause(
    tmp_path: Path, slept: list[float]
) -> None:
    now = time.monotonic()
    state(tmp_path).write_text(f"1.0 {now}\n")  # the wall clock jumped forward
    with turn(Endpoint(URL, 1000, tmp_path)):
        pass
    assert slept[0] == pytest.approx(1000, abs=100)


def test_a_request_that_fails_counts(tmp_path: Path, slept: list[float]) -> None:
    with pytest.raises(SourceError), turn(Endpoint(URL, 1000, tmp_path)):
        raise SourceError
    with turn(Endpoint(URL, 1000, tmp_path)):
        pass
    assert slept[1] > 0


@pytest.mark.parametrize("where", ["file/below", "."])
def test_no_state_file_is_no_error(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("")
    state(tmp_path).mkdir()
    with turn(Endpoint(URL, 3, tmp_path / where)):
        pass


def test_who_holds_it_for_ever_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_LONGEST_QUEUE", 0.0)
    with (
        turn(Endpoint(URL, 0.01, tmp_path)),
        pytest.raises(SourceError, match="Other difftracks"),
        turn(Endpoint(URL, 0.01, tmp_path)),
    ):
        pass


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    code = (
        "import sys,time,pathlib; from difftrack.sources.turns import turn\n"
        "from difftrack.sources.endpoint import Endpoint\n"
        "where = Endpoint(sys.argv[2], 0.01, pathlib.Path(sys.argv[1]))\n"
        "with turn(where): print('in', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(tmp_path), URL]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        process.kill()
    with turn(Endpoint(URL, 0.01, tmp_path)):
        pass


def test_eight_at_once_ask_one_after_the_other(tmp_path: Path) -> None:
    sent: list[float] = []

    def ask() -> None:
        for _ in range(2):
            with turn(Endpoint(URL, 0.05, tmp_path)):
                sent.append(time.time())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    gaps = [later - sooner for sooner, later in pairwise(sent)]
    assert len(sent) == 16
    assert min(gaps) >= 0.049  # the file holds milliseconds


def test_add_leaves_the_time_for_others(
    run: Run, arxiv_server: ArxivServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIFFTRACK_ARXIV_DELAY", "0.01")
    assert run("add", "2006.11239").code == 0
    assert arxiv_server.asked == [["2006.11239"]]
    assert list(Path.home().rglob("last-request-127.0.0.1_*"))


def test_all_hosts_of_arxiv_are_one_server() -> None:
    assert family("https://export.arxiv.org/api/query") == family("https://arxiv.org/x")
    assert family("https://notarxiv.org/") == "notarxiv.org"


@pytest.mark.parametrize(
    "target", ["https://example.org/api/query", "http://127.0.0.1:1/", "ftp://127.0.0.1/", "//[x"]
)
def test_a_redirect_elsewhere_is_not_followed(arxiv_server: ArxivServer, target: str) -> None:
    arxiv_server.faults = [faults.status(302, b"", ("Location", target))]
    with pytest.raises(SourceError, match="elsewhere"):
        next(fetch([parse("2006.11239")], Endpoint(arxiv_server.url, 0)))


def test_a_redirect_on_the_same_server_is_followed(arxiv_server: ArxivServer) -> None:
    moved = ("Location", "/api/query?id_list=2006.11239")
    arxiv_server.faults = [faults.status(301, b" " * 1_000, moved)]
    batch = next(fetch([parse("2006.11239")], Endpoint(arxiv_server.url, 0)))
    assert list(batch.found) == ["2006.11239"]


@pytest.mark.parametrize(
    "url",
    ["https://EXPORT.arXiv.org/api", "https://export.arxiv.org./api", "https://u@arxiv.org:443/"],
)
def test_arxiv_is_known_however_it_is_written(url: str) -> None:
    assert family(url) == "arxiv.org"


def test_the_pause_can_be_shortened_only_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIFFTRACK_ARXIV_DELAY", "0")
    for url, delay in (("https://export.ARXIV.org./api", 3.0), ("http://127.0.0.1/arxiv.org", 0.0)):
        monkeypatch.setenv("DIFFTRACK_ARXIV_URL", url)
        assert endpoint(Invocation()).delay == delay


def test_waiting_for_others_is_said_and_no_part_of_the_time_for_an_answer(
    arxiv_server: ArxivServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_TOLD_AFTER", 0.0)
    monkeypatch.setattr(arxiv_session, "_ANSWER_TIMEOUT", 0.5)
    said: list[str] = []
    where = Endpoint(arxiv_server.url, 0.01, tmp_path, told=said.append)
    held = threading.Event()

    def hold() -> None:
        with turn(Endpoint(arxiv_server.url, 0.01, tmp_path)):
            held.set()
            time.sleep(1.0)

    other = threading.Thread(target=hold)
    other.start()
    held.wait()
    batch = next(fetch([parse("2006.11239")], where))
    other.join()
    assert list(batch.found) == ["2006.11239"]
    assert said == ["Another difftrack is asking arXiv. Waiting for our turn"]
