"""What every test stands on: an empty home, no network but loopback, and golden files."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from arxiv_server import ArxivServer
from difftrack.cli import main

settings.register_profile("difftrack", deadline=None)  # a slow machine is no failure
settings.load_profile("difftrack")

GOLDEN = Path(__file__).parent / "golden"
_used: set[Path] = set()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a home and a working folder of its own, and no settings of the machine's."""
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    for name in ("LIBRARY", "ARXIV_URL", "ARXIV_DELAY", "WAIT", "ALLOW_PRIVATE"):
        monkeypatch.delenv(f"DIFFTRACK_{name}", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name in ("DATA", "CACHE", "CONFIG", "STATE"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)
    for name in ("http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("DIFFTRACK_ARXIV_URL", "http://127.0.0.1:9/nobody-listens-here")
    monkeypatch.chdir(work)
    return work


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections to anywhere but this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:  # noqa: ANN401 - socket's own
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {
            "127.0.0.1",
            "::1",
        }:
            pytest.fail(f"a test would reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


class Result(NamedTuple):
    """What a person saw of one command."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run difftrack as the shell would: `run("mark-read", "DDPM")`."""

    def _run(*arguments: str) -> Result:
        capfd.readouterr()
        code = main(arguments)
        out, err = capfd.readouterr()
        return Result(code, out, err)

    return _run


@pytest.fixture
def arxiv_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivServer]:
    """A server on loopback that answers as arXiv's API does; difftrack asks it."""
    with ArxivServer() as server:
        monkeypatch.setenv("DIFFTRACK_ARXIV_URL", server.url)
        monkeypatch.setenv("DIFFTRACK_ARXIV_DELAY", "0")
        monkeypatch.setenv("DIFFTRACK_WAIT", "0")
        yield server


Golden = Callable[[str, str], None]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with a file under `tests/golden/`, or write it with `--refresh-golden`."""

    def _compare(name: str, text: str) -> None:
        path = GOLDEN / name
        _used.add(path)
        if request.config.getoption("--refresh-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.exists(), f"no golden file {name}: write it with --refresh-golden"
        assert text == path.read_bytes().decode()

    return _compare


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run of all tests that left a golden file unused."""
    is_whole = session.testscollected > 0 and not session.config.getoption("keyword")
    is_whole = is_whole and session.config.args == [str(Path(__file__).parent.name)]
    unused = {p for p in GOLDEN.rglob("*") if p.is_file()} - _used if is_whole else set()
    if unused and session.exitstatus == 0:
        names = ", ".join(sorted(str(p.relative_to(GOLDEN)) for p in unused))
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        print(f"\ngolden files that no test uses: {names}")  # noqa: T201 - pytest's own report is closed
