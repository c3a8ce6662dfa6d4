import json
from pathlib import Path

import pytest

from conftest import Run
from difftrack.text import regions


def test_init_makes_a_library_with_five_sections(run: Run, empty_home: Path) -> None:
    assert run("init") == (
        0,
        "Made difftrack.json with 0 entries in 5 sections\n",
        "Next: difftrack add 2006.11239 --section synthesis\n",
    )
    assert json.loads((empty_home / "difftrack.json").read_text())["sections"][0] == {
        "key": "surveys",
        "title": "Surveys",
    }


def test_init_leaves_what_is_there(run: Run, empty_home: Path) -> None:
    run("init", "--title", "Mine")
    before = (empty_home / "difftrack.json").read_bytes()
    result = run("init")
    assert result.code == 1
    assert "is there already" in result.err
    assert (empty_home / "difftrack.json").read_bytes() == before


def test_init_makes_the_folder_and_takes_a_title(run: Run, empty_home: Path) -> None:
    run("init", "a/b", "--title", "My  List")
    assert json.loads((empty_home / "a/b/difftrack.json").read_text())["title"] == "My List"


def test_init_where_no_folder_can_be_made(run: Run, empty_home: Path) -> None:
    (empty_home / "file").write_text("")
    result = run("init", "file/below")
    assert result.code == 1
    assert result.err.count("\n") == 1


def test_init_with_the_starter_collection(run: Run) -> None:
    run("init", "--starter")
    assert len(run("list").out.splitlines()) > 100
    assert run("mark-read", "DDPM").code == 0


def test_demo_writes_a_finished_example_without_network(run: Run, empty_home: Path) -> None:
    result = run("demo")
    assert result.code == 0
    assert result.out.startswith(
        "Wrote difftrack-demo/README.md from difftrack-demo/difftrack.json"
    )
    text = (empty_home / "difftrack-demo/README.md").read_text()
    assert "# Diffusion Models: a Starter Collection" in text
    assert "**Denoising Diffusion Probabilistic Models** :zap: \\\n" in text
    assert len(regions.find(text, "README.md")) == 1


def test_demo_is_written_again_unless_it_was_changed(run: Run, empty_home: Path) -> None:
    run("demo")
    assert run("demo").code == 0
    run("--library", "difftrack-demo", "mark-read", "LDM", "SDEdit", "EDM")
    changed = (empty_home / "difftrack-demo/difftrack.json").read_bytes()
    assert run("demo").code == 1
    assert (empty_home / "difftrack-demo/difftrack.json").read_bytes() == changed


def test_a_subfolder_uses_the_library_above(
    run: Run, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init")
    (empty_home / "sub").mkdir()
    monkeypatch.chdir(empty_home / "sub")
    assert run("--offline", "add", "2006.11239").code == 0
    assert "2006.11239" in (empty_home / "difftrack.json").read_text()


def test_a_folder_that_is_named_wins_over_the_environment(
    run: Run, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIFFTRACK_LIBRARY", "elsewhere.json")
    run("init", "here")
    assert (empty_home / "here/difftrack.json").is_file()
    assert run("init").code == 0
    assert (empty_home / "elsewhere.json").is_file()
    assert run("--library", "here", "init").code == 1
