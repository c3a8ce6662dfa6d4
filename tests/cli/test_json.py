"""Every command that answers can do so as one JSON document."""

import json

import pytest

from conftest import Run


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["init", "new", "--json"], {"format": "difftrack-library", "entries": 0}),
        (["demo", "--json"], {"format": "difftrack-demo"}),
        (["add", "2401.00002", "--offline", "--json"], {"added": ["2401.00002"]}),
        (["mark-read", "2401.00001", "--json"], {"changed": ["2401.00001"], "read": True}),
        (["mark-unread", "2401.00001", "--json"], {"read": False}),
        (["list", "--json"], {"format": "difftrack-entries"}),
        (["show", "2401.00001", "--json"], {"format": "difftrack-entry"}),
        (
            ["remove", "2401.00001", "--yes", "--json"],
            {"removed": {"2401.00001": ["unclassified"]}},
        ),
        (["section", "list", "--json"], {"format": "difftrack-sections"}),
        (
            ["section", "add", "New", "--json"],
            {"format": "difftrack-section", "section": {"key": "new", "title": "New"}},
        ),
        (["section", "query", "editing", "x", "--json"], {"format": "difftrack-section"}),
        (["discover", "--ignore", "2401.00003", "--json"], {"ignored": ["2401.00003"]}),
        (["export", "readme", "--json"], {"format": "difftrack-export", "changed": True}),
        (["export", "bibtex", "-o", "refs.bib", "--json"], {"file": "refs.bib", "changed": True}),
        (["export", "csv", "-o", "list.csv", "--json"], {"file": "list.csv", "changed": True}),
        (["config", "--json"], {"format": "difftrack-config"}),
        (["config", "order", "title", "--json"], {"options": {"order": "title"}}),
    ],
)
def test_json(run: Run, arguments: list[str], expected: dict[str, object]) -> None:
    run("init")
    run("--offline", "add", "2401.00001")
    result = run(*arguments)
    assert result.code == 0
    told = json.loads(result.out)
    assert told["version"] == 1
    assert told | expected == told
