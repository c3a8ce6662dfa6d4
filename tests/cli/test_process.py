"""What only the installed command shows: what is loaded, pipes, interrupts, locales."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from arxiv_server import ArxivServer, silent
from difftrack.exporters.styles import STYLES
from terminal import COMMAND

LISTING = {"columns", "entry_table", "listing", "paging", "queries"}
HEAVY = ("arxiv", "requests", "lxml", "markdown_it", "jinja2", "rich", "pylatexenc", "platformdirs")


def difftrack(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [COMMAND, *arguments], capture_output=True, text=True, check=False, **options
    )


@pytest.fixture(autouse=True)
def library() -> None:
    difftrack("init")
    difftrack("--offline", "add", "2006.11239", "2010.02502")


def loaded(*arguments: str) -> set[str]:
    """Return the modules that a command leaves loaded."""
    code = (
        "import sys; from difftrack.cli import main; code = main(sys.argv[1:]); "
        "sys.stdout.flush(); print(*sys.modules, sep='\\n', file=sys.stderr); sys.exit(code)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return set(result.stderr.splitlines())


@pytest.mark.parametrize(
    ("arguments", "own"),
    [
        (["mark-read", "DDPM"], {"marking", "references", "fetching", "usual_options"}),
        (["move", "DDPM", "--section", "editing"], {"moving", "references"}),
        (["tag", "DDPM", "+x"], {"tagging", "references", "usual_options"}),
        (["list"], LISTING),
        (["show", "DDPM"], {"showing", "entry_page", "paging", "references"}),
        (["next"], {"suggesting", "fetching", "queries"}),
        (["note", "DDPM", "Good."], {"noting", "references", "usual_options"}),
        (["score", "DDPM", "8"], {"noting", "references", "usual_options"}),
        (["open", "DDPM"], {"opening", "references"}),
        (["doctor"], {"doctoring", "doctor_report"}),
        (["stats"], {"counting", "bars", "fetching", "queries"}),
        (["readings", "2026-11-20", "DDPM"], {"readings", "references"}),
        (["export", "readme"], {"exporting", "exporting_readme", "queries", "readme_options"}),
        (["section", "query", "editing", "x"], {"sections", "queries"}),
        (["export", "bibtex"], {"exporting", "exporting_formats", "queries"}),
    ],
)
def test_a_command_loads_what_it_needs_and_nothing_else(
    arguments: list[str], own: set[str]
) -> None:
    modules = loaded(*arguments)
    assert not [name for name in HEAVY if name in modules]
    ours = {
        name.removeprefix("difftrack.cli.") for name in modules if name.startswith("difftrack.cli.")
    }
    assert ours == own | {"commands", "invocation", "output", "strictness"}


def test_help_of_all_commands_loads_nothing_heavy() -> None:
    modules = loaded("--help")
    assert not [name for name in HEAVY if name in modules]


def test_the_module_is_the_command() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "difftrack", "list"], capture_output=True, text=True, check=True
    )
    assert result.stdout == difftrack("list").stdout


@pytest.mark.parametrize("command", ["list", "list --json", "export readme -o -", "--help"])
def test_head_closes_the_pipe_in_silence(command: str) -> None:
    with Path("many.txt").open("w") as ids:
        ids.writelines(f"2401.{n:05}\n" for n in range(1, 1500))
    difftrack("--offline", "add", "--from", "many.txt")
    script = f"{COMMAND} {command} | head -n 1; echo ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)  # noqa: S607 - the user's shell
    assert result.stdout.endswith("\n0\n")
    assert result.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
@pytest.mark.parametrize(
    "command", ["list", "list --json", "show DDPM", "export csv", "--help", ""]
)
def test_a_full_device_is_told_in_one_line(command: str) -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [COMMAND, *command.split()], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert result.returncode == 1
    said = "The answer could not be written: No space left on device"
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_where_nothing_can_be_said_the_exit_code_tells() -> None:
    for arguments, code in ((["note", "DDPM", "Good."], 0), (["show", "x"], 1), (["show"], 2)):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [COMMAND, *arguments], stderr=full, stdout=subprocess.DEVNULL, check=False
            )
        assert done.returncode == code


@pytest.mark.parametrize(
    ("closed", "code"), [("<&-", "0"), (">&-", "1"), ("2>&-", "0"), ("<&- >&- 2>&-", "1")]
)
def test_what_the_caller_closed_is_no_fault(closed: str, code: str) -> None:
    """Only an answer that could not be written is told; the note is kept all the same."""
    script = f"{COMMAND} note DDPM Good. {closed}; echo $?; {COMMAND} remove DDPM {closed}; echo $?"
    result = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)  # noqa: S607 - the user's shell
    assert [line for line in result.stdout.splitlines() if line.isdigit()] == [code, "1"]
    assert "fault" not in result.stderr
    assert '"Good."' in difftrack("show", "DDPM", "--json").stdout


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("locale", "zone", "seed"),
    [("C", "Asia/Kathmandu", "1"), ("C.UTF-8", "Pacific/Kiritimati", "2"), ("POSIX", "UTC", "3")],
)
def test_locale_time_zone_and_hash_seed_change_no_byte(
    style: str, locale: str, zone: str, seed: str, tmp_path: Path
) -> None:
    difftrack("--offline", "add", "2401.00001", "--title", "Ünïcode ✓", "--tag", "b", "--tag", "a")
    written = []
    for number, settings in enumerate(
        ({}, {"LC_ALL": locale, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONUTF8": "0"})
    ):
        file = tmp_path / f"{number}.md"
        made = difftrack(
            *("export", "readme", "--style", style, "-o", str(file)), env={**os.environ, **settings}
        )
        assert made.returncode == 0
        written.append(file.read_bytes())
    assert written[0] == written[1]
    assert "Ünïcode ✓".encode() in written[0]


@pytest.mark.parametrize("what", ["references", "bibtex", "csl", "csv", "json"])
@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX"])
def test_the_locale_and_time_zone_change_no_byte(locale: str, what: str, tmp_path: Path) -> None:
    difftrack("--offline", "add", "2401.00001", "--title", "Ünïcode ✓")
    here = difftrack("export", what, "-o", str(tmp_path / "here"))
    other = {"LC_ALL": locale, "TZ": "Pacific/Kiritimati", "PYTHONUTF8": "0", "PYTHONHASHSEED": "7"}
    there = difftrack("export", what, "-o", str(tmp_path / "there"), env={**os.environ, **other})
    assert (here.returncode, there.returncode) == (0, 0)
    assert (tmp_path / "here").read_bytes() == (tmp_path / "there").read_bytes()


def test_a_terminal_without_unicode_gets_an_answer() -> None:
    difftrack("--offline", "add", "2401.00001", "--title", "Ünïcode ✓")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    result = difftrack("list", "2401.00001", env=environment)
    assert result.returncode == 0
    assert "?n?code" in result.stdout
    told = difftrack("list", "2401.00001", "--json", env=environment)
    assert json.loads(told.stdout)["entries"][0]["title"] == "Ünïcode ✓"


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_a_query_finds_the_same_in_every_locale(locale: str) -> None:
    difftrack("--offline", "add", "2401.00001", "--title", "扩散 und Schrödinger", "--tag", "ü")
    environment = {**os.environ, "LC_ALL": locale, "LANG": locale}
    for words in (["扩散"], ["SCHRODINGER"], ["tag:ü"], ["title:schrödinger"]):
        result = difftrack("list", *words, "--columns", "key", env=environment)
        assert (result.stdout, result.stderr) == ("2401.00001\n", "")


def test_an_interrupt_exits_130_and_leaves_the_library_whole(arxiv_server: ArxivServer) -> None:
    arxiv_server.faults = [silent(20)]
    before = Path("difftrack.json").read_bytes()
    with subprocess.Popen(
        [COMMAND, "add", "2401.00001"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        while not arxiv_server.asked:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert process.returncode == 130
    assert err == "difftrack: Interrupted. The library is whole\n"
    assert Path("difftrack.json").read_bytes() == before


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_a_signal_that_ends_a_command_leaves_nothing_behind(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    card = tmp_path / "card.md"
    os.mkfifo(card)
    with (
        subprocess.Popen(
            [COMMAND, "review", "DDPM", "--from", str(card)], stderr=subprocess.PIPE, text=True
        ) as process,
        card.open("w"),
    ):  # it waits for what is written
        process.send_signal(number)
        process.send_signal(number)  # a second one does no harm
        _, err = process.communicate()
    assert process.returncode == code
    assert set(err.splitlines()) == {"difftrack: Interrupted. The library is whole"}
    assert not list(Path().glob(".*.tmp"))


def test_what_stands_in_an_editor_that_outlives_the_command_is_kept(tmp_path: Path) -> None:
    done = tmp_path / "done"
    os.mkfifo(done)
    script = tmp_path / "editor.py"
    script.write_text(
        "import os, pathlib, sys\n"
        "os.kill(os.getppid(), 15)\n"
        f"with open({str(done)!r}): pass\n"  # it goes on when the command has ended
        "path = pathlib.Path(sys.argv[1])\n"
        "path.write_text(path.read_text() + 'Years of work.')\n"
        f"with open({str(done)!r}, 'w'): pass\n"
    )
    environment = os.environ | {"EDITOR": f"{sys.executable} {script}"}
    with (tmp_path / "said").open(
        "w"
    ) as said:  # no pipe, which would be open as long as the editor
        code = subprocess.call([COMMAND, "note", "DDPM"], env=environment, stderr=said)
    with done.open("w"):
        pass
    with done.open():
        pass
    [draft] = Path.home().rglob("drafts/*")
    assert (code, draft.read_text()) == (143, "Years of work.")
    assert f"The editor still has {draft} open; it is kept" in (tmp_path / "said").read_text()


def test_a_signal_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    ids = tmp_path / "ids"
    os.mkfifo(ids)
    script = f"trap '' HUP INT; exec {COMMAND} --offline add --from {ids}"
    command = ["bash", "-c", script]  # the user's shell
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        with ids.open("w") as stream:  # it waits for what is written
            process.send_signal(signal.SIGHUP)
            process.send_signal(signal.SIGINT)
            stream.write("2401.00001\n")
        out, _ = process.communicate()
    assert (process.returncode, out) == (0, "added 2401.00001 to Unclassified\n")


def test_a_signal_while_the_command_is_loaded_is_told_in_one_line() -> None:
    code = (
        "import os, signal, sys; from difftrack import __main__; "
        "os.kill(os.getpid(), signal.SIGTERM); signal.pause()"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    said = "difftrack: Interrupted. The library is whole\n"
    assert (result.returncode, result.stderr) == (143, said)


def test_an_interrupt_that_python_would_drop_ends_the_command() -> None:
    code = """
import os, signal, sys
from difftrack.interrupts import guarded

class Dropping:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGHUP)
        [n for n in range(1000)]

def main(arguments):
    Dropping()
    return 0

sys.exit(guarded(main, []))
"""
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    said = "difftrack: Interrupted. The library is whole\n"
    assert (result.returncode, result.stderr) == (129, said)


def test_who_holds_the_library_for_too_long_is_named() -> None:
    code = """
import sys
from pathlib import Path
from difftrack.cli.invocation import Invocation
from difftrack.library.storage.change_log import begun
with Invocation(library=Path("difftrack.json"), command=begun("import list.md")).changing():
    print("held", flush=True)
    sys.stdin.read()
"""
    before = Path("difftrack.json").read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        late = difftrack("--lock-timeout", "0.1", "mark-read", "DDPM")
        assert difftrack("list").returncode == 0
        holder.kill()
        holder.communicate()
    assert late.returncode == 5
    assert re.fullmatch(
        rf"difftrack: .*/difftrack.json is in use by another difftrack \(process {holder.pid}, "
        r"since [-0-9]+ [:0-9]+: import list.md\), which did not end within 0.1 s, and was left as "
        r"it is. Try again, or wait longer: --lock-timeout 120\n",
        late.stderr,
    )
    assert Path("difftrack.json").read_bytes() == before
    assert difftrack("--lock-timeout", "0", "mark-read", "DDPM").returncode == 0


def test_two_at_once_lose_nothing() -> None:
    ids = [f"2401.{n:05}" for n in range(1, 13)]
    processes = [
        subprocess.Popen([COMMAND, "--offline", "add", i], stdout=subprocess.DEVNULL) for i in ids
    ]
    assert [process.wait() for process in processes] == [0] * len(ids)
    keys = {line.split("\t")[0] for line in difftrack("list").stdout.splitlines()}
    assert keys >= set(ids)


def test_ids_from_standard_input() -> None:
    result = difftrack("--offline", "add", "--from", "-", input="2401.00001 2401.00002\n")
    assert result.returncode == 0
    assert result.stdout.count("added") == 2


def test_the_demo_needs_no_network(tmp_path: Path) -> None:
    result = difftrack(
        "demo", env={**os.environ, "DIFFTRACK_ARXIV_URL": "http://127.0.0.1:9"}, cwd=tmp_path
    )
    assert result.returncode == 0
    assert (tmp_path / "difftrack-demo" / "README.md").stat().st_size > 10_000


def test_a_working_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f"cd {gone} && rmdir {gone} && {COMMAND} list"
    result = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)  # noqa: S607 - the user's shell
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert result.stderr.count("\n") == 1
