"""From where a page is read, for how long, and how much of it."""

import gzip
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from conftest import Run
from difftrack.sources import public_web
from page_server import CERTIFICATE, Answer, PageServer

PAPER = '<meta name="citation_title" content="Learning from Noise">'
PUBLIC = "93.184.216.34"


@pytest.fixture
def web(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[PageServer]:
    run("init")
    monkeypatch.setenv("DIFFTRACK_ALLOW_PRIVATE", "1")
    with PageServer() as server:
        yield server


@pytest.fixture
def secure(run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[PageServer]:
    """Serve every name with TLS, as https addresses."""
    run("init")
    monkeypatch.setenv("DIFFTRACK_ALLOW_PRIVATE", "1")
    with PageServer(secure=True) as server:
        resolve_to(monkeypatch, "127.0.0.1", server.port)
        yield server


def resolve_to(monkeypatch: pytest.MonkeyPatch, address: str, port: int) -> None:
    """Let each name that ends in `.example` or `.org` be at an address."""
    real = socket.getaddrinfo

    def resolved(host: str, asked: int, *rest: Any, **options: Any) -> Any:  # noqa: ANN401 - socket's own
        is_ours = str(host).endswith((".example", ".org"))
        return real(address if is_ours else host, port if is_ours else asked, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)


def lead_to(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """Let connections to the public address end at a server on loopback."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:  # noqa: ANN401 - socket's own
        real(self, ("127.0.0.1", port) if address[0] == PUBLIC else address)

    monkeypatch.setattr(socket.socket, "connect", connect)


# -- The own network ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"),
        "name.example",
    ],
)
@pytest.mark.parametrize("allowed", ["", "0"])
def test_nothing_inside_the_own_network_is_read(
    run: Run, web: PageServer, monkeypatch: pytest.MonkeyPatch, host: str, allowed: str
) -> None:
    monkeypatch.setenv("DIFFTRACK_ALLOW_PRIVATE", allowed)
    resolve_to(monkeypatch, "127.0.0.1", web.port)
    result = run("add", web.put("/p", PAPER).replace("127.0.0.1", host))
    assert result.code == 3
    assert "inside the own network" in result.err
    assert web.asked == []


def test_a_public_page_cannot_lead_inside(
    run: Run, web: PageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DIFFTRACK_ALLOW_PRIVATE")
    resolve_to(monkeypatch, PUBLIC, web.port)
    lead_to(monkeypatch, web.port)
    good = web.put("/good", PAPER).replace("127.0.0.1", "name.example")
    web.pages["/bad"] = Answer(status=302, headers=(("Location", web.address("/secret")),))
    assert run("add", good).code == 0
    result = run("add", web.address("/bad").replace("127.0.0.1", "name.example"))
    assert result.code == 3
    assert "inside the own network" in result.err
    assert web.asked == ["/good", "/bad"]


def test_one_private_address_among_public_ones_is_enough_to_refuse(
    run: Run, web: PageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DIFFTRACK_ALLOW_PRIVATE")
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, web.port))
        for address in (PUBLIC, "127.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert "inside the own network" in run("add", "http://name.example/p").err
    assert web.asked == []


# -- Time -----------------------------------------------------------------------------------------


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_web, "_WHOLE_TIMEOUT", 0.3)


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"<title>T</title>", slow="head"),
        Answer(b"<title>T</title>" + b" " * 100, slow="body"),
        Answer(status=302, headers=(("Location", "/p"), ("X", "y")), body=b" " * 100, slow="head"),
    ],
    ids=["head", "body", "redirect"],
)
def test_a_server_that_drips_is_left(run: Run, web: PageServer, answer: Answer) -> None:
    web.pages["/p"] = answer
    result = run("add", web.address("/p"))
    assert result.code == 3
    assert "no answer in time" in result.err


@pytest.mark.usefixtures("hurry", "web")
def test_a_name_that_is_never_resolved_is_left(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ending = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: ending.wait())
    result = run("add", "http://name.example/p")
    ending.set()
    assert result.code == 3
    assert "no answer in time" in result.err


@pytest.mark.usefixtures("hurry")
def test_a_server_that_says_nothing_is_left(run: Run, web: PageServer) -> None:
    del web
    with socket.create_server(("127.0.0.1", 0)) as silent:
        result = run("add", f"https://127.0.0.1:{silent.getsockname()[1]}/p")
    assert result.code == 3
    assert "no answer in time" in result.err


# -- TLS ------------------------------------------------------------------------------------------


def test_a_certificate_that_is_trusted_holds_for_its_names_only(
    run: Run, secure: PageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    secure.put("/p", PAPER)
    assert run("add", "https://pages.example/p").code == 0
    result = run("add", "https://other.example/p")
    assert result.code == 3
    assert "its certificate could not be verified" in result.err


def test_a_certificate_that_nobody_vouches_for_is_refused(run: Run, secure: PageServer) -> None:
    secure.put("/p", PAPER)
    result = run("add", "https://pages.example/p")
    assert result.code == 3
    assert "its certificate could not be verified" in result.err
    assert secure.asked == []


def test_a_server_without_tls_is_no_secure_one(run: Run, web: PageServer) -> None:
    result = run("add", web.address("/p").replace("http:", "https:"))
    assert result.code == 3
    assert "no secure connection" in result.err


# -- Size, and what is no page --------------------------------------------------------------------


def test_a_gzip_bomb_is_read_no_further_than_its_beginning(run: Run, web: PageServer) -> None:
    bomb = gzip.compress(b"<title>Bomb</title>" + b"<meta " * 20_000_000)
    web.pages["/p"] = Answer(bomb, headers=(("Content-Encoding", "gzip"),))
    assert "added bomb (Bomb)" in run("add", web.address("/p")).out


def typed(kind: str, body: bytes = b"") -> Answer:
    return Answer(body, headers=(("Content-Type", kind),))


def moved(target: str) -> Answer:
    return Answer(status=302, headers=(("Location", target),))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(b"<p>nothing"), "the page does not say what it is called"),
        (Answer(b"<title>Just a moment...</title>"), "does not say what it is called"),
        (typed("application/pdf"), "it is a PDF: add the page that leads to it instead"),
        (typed("", b"%PDF-1.5"), "it is a PDF"),
        (typed("application/octet-stream"), "it is a PDF"),
        (typed("image/png"), "it is no web page but image/png"),
        (Answer(status=403), "it lets no program read it (HTTP 403)"),
        (Answer(status=503), "it answered with HTTP 503"),
        (Answer(status=302), "it answered with HTTP 302"),
        (moved("/paper.pdf"), "it redirects in circles"),
        (moved("file:///etc/passwd"), "it leads to what is no http or https address"),
        (moved("javascript:alert(1)"), "it leads to what is no http or https address"),
        (moved("http://[x/"), "an address on the way to it is malformed"),
        (moved("http://127.0.0.1:1/"), "no connection"),
        (Answer(b"no gzip", headers=(("Content-Encoding", "gzip"),)), "its answer is garbled"),
        (Answer(b"zz", headers=(("Transfer-Encoding", "chunked"),)), "its answer is garbled"),
        (Answer(b"x", headers=(("X", "y" * 100_000),)), "its answer is garbled"),
        (Answer(b"x", headers=(("Content-Encoding", "br"),)), "packed in a way"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(
    run: Run, web: PageServer, answer: Answer, said: str
) -> None:
    web.pages["/paper.pdf"] = answer
    result = run("add", web.address("/paper.pdf"))
    assert (result.code, result.out) == (3, "")
    assert said in result.err
    assert "--title" in result.err
    assert result.err.count("\n") == 1


def test_a_host_that_is_not_there_is_said(
    run: Run, web: PageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    del web

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "there is no such host, or no connection" in run("add", "http://x.example/").err


@pytest.mark.parametrize(
    "target", ["/caf%C3%A9", "/caf\u00c3\u00a9", "//127.0.0.1:{port}/caf%C3%A9"]
)
def test_redirects_are_followed(run: Run, web: PageServer, target: str) -> None:
    web.put("/caf%C3%A9", PAPER)
    web.pages["/p"] = moved(target.format(port=web.port))
    assert run("add", web.address("/p")).code == 0
    assert web.asked == ["/p", "/caf%C3%A9"]


def test_a_doi_is_read_from_the_page_that_it_leads_to(
    run: Run, secure: PageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    secure.pages["/10.5555/AB(1)"] = moved("https://pages.example/abs")
    secure.put("/abs", PAPER + '<meta name="citation_pdf_url" content="noise.pdf">')
    assert run("add", "doi:10.5555/AB(1)").out == (
        "added learning (Learning from Noise) to Unclassified\n"
    )
    shown = run("show", "learning", "--json").out
    assert '"doi": "10.5555/AB(1)"' in shown
    assert '"url": "https://doi.org/10.5555/AB(1)"' in shown
    assert '"PDF": "https://pages.example/noise.pdf"' in shown
    assert "is there already" in run("add", "https://dx.doi.org/10.5555/ab(1)").out
    assert secure.asked == ["/10.5555/AB(1)", "/abs"]
