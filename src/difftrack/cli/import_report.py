"""What `import` says of a list: all that was found as JSON, or in a few lines for people."""

from typing import Any, NamedTuple

from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_json, print_rows, remark
from difftrack.library.absorbing.absorb import Absorbed
from difftrack.library.absorbing.terms import Difference
from difftrack.library.model import Library
from difftrack.library.reading import Generated, Heading, Listed, Mention, Prose, Reading
from difftrack.text.folding import clean

_ALWAYS = (
    "kind", "title", "short", "arxiv_id", "version", "url", "authors", "etal", "venue", "year",
    "published", "links", "read", "note",
)  # fmt: skip
_MOST_SHOWN = 10


class Import(NamedTuple):
    """A list by its name, what was found in it, and what came of that."""

    name: str
    reading: Reading
    result: Absorbed


class How(NamedTuple):
    """What was done with what was found."""

    dry_run: bool
    sync: bool
    prune: bool


# -- As JSON --------------------------------------------------------------------------------------


def answer_as_json(done: Import) -> None:
    """Print the report that `docs/library-format.md` describes."""
    name, reading, result = done
    paths = _paths(reading.sections)
    keys = iter(result.keys)
    rows: dict[str, list[dict[str, Any]]] = {
        "entries": [],
        "mentions": [],
        "prose": [],
        "generated": [],
    }
    for item in reading.items:
        place = {
            "line": item.line,
            "end_line": item.end_line,
            "section": paths.get(item.section, []),
        }
        if isinstance(item, Listed):
            rows["entries"].append({**place, "key": next(keys), **_entry(item)})
        elif isinstance(item, Mention):
            rows["mentions"].append({**place, "key": next(keys), "title": item.title})
        elif isinstance(item, Prose):
            rows["prose"].append({**place, "text": item.text})
        else:
            rows["generated"].append({**place, "what": item.what, "text": item.text})
    answer_json(
        "import",
        file=name,
        title=reading.title,
        **rows,
        doubts=[doubt._asdict() for doubt in result.doubts],
        added=result.added,
        changed=result.changed,
        differences=[d._asdict() for d in result.differences],
        missing=result.missing,
        removed=result.removed,
    )


def _paths(sections: list[Heading]) -> dict[int | None, list[str]]:
    paths: dict[int | None, list[str]] = {None: []}
    for index, section in enumerate(sections):
        paths[index] = [*paths[section.parent], section.title]
    return paths


def _entry(item: Listed) -> dict[str, Any]:
    said = item.entry.model_dump(mode="json", exclude_defaults=True)
    always = {name: getattr(item.entry, name) for name in _ALWAYS}
    return {**always, **said}


# -- For people -----------------------------------------------------------------------------------


def answer_to_people(invocation: Invocation, library: Library, done: Import, how: How) -> None:
    """Say in a line what came of a list, and then what its owner should look at."""
    name, reading, result = done
    if how.dry_run:
        _print_entries(reading, result)
    answer(f"{clean(name)}: {_summary(reading, result, how)}")
    _say(invocation, "In doubt", [f"line {d.line}: {d.what}" for d in result.doubts])
    differing = [d for d in result.differences if d.theirs or not how.sync]
    taken = "Would be taken from the list" if how.dry_run else "Taken from the list"
    _say(
        invocation,
        taken if how.sync else "Kept as the library has it (the list's: --sync)",
        [f"{_where(d)}: {d.ours!r}, the list has {d.theirs!r}" for d in differing],
    )
    lacking = [f"{_where(d)}: {d.ours!r}" for d in result.differences if how.sync and not d.theirs]
    lacking += [_named(library, key) for key in result.missing if key not in result.removed]
    removed = "would be removed" if how.dry_run else "removed"
    hint = removed if how.prune else "to remove it: --prune"
    _say(invocation, f"Not in the list ({hint})", lacking)
    if result.removed:
        answer(f"{'would remove' if how.dry_run else 'removed'} {', '.join(result.removed)}")


def _summary(reading: Reading, result: Absorbed, how: How) -> str:
    prose = sum(isinstance(i, Prose) and i.role == "text" for i in reading.items)
    generated = sum(isinstance(i, Generated) and i.what != "wording" for i in reading.items)
    added = _count(len(result.added), "entry", "entries")
    parts = [f"{'would add' if how.dry_run else 'added'} {added}"]
    if result.changed:
        parts.append(f"{'would change' if how.dry_run else 'changed'} {len(result.changed)}")
    if prose:
        parts.append(f"kept {_count(prose, 'passage', 'passages')} of text")
    if generated:
        passages = _count(generated, "passage", "passages")
        parts.append(f"left out {passages} that difftrack writes itself")
    return ", ".join(parts)


def _where(difference: Difference) -> str:
    return f"{difference.key} {difference.field}".strip()


def _print_entries(reading: Reading, result: Absorbed) -> None:
    paths = _paths(reading.sections)
    keys = iter(result.keys)
    rows = []
    for item in reading.items:
        if isinstance(item, Listed | Mention):
            key = next(keys)
            title = item.title if isinstance(item, Mention) else item.entry.title
            what = "mention" if isinstance(item, Mention) else item.entry.kind
            rows.append(
                (f"{item.line}-{item.end_line}", key, what, title, " > ".join(paths[item.section]))
            )
    print_rows(rows)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _say(invocation: Invocation, what: str, lines: list[str]) -> None:
    if not lines:
        return
    remark(invocation, f"{what}: {len(lines)}")
    for line in lines if invocation.verbose else lines[:_MOST_SHOWN]:
        remark(invocation, f"  {line}")
    if len(lines) > _MOST_SHOWN and not invocation.verbose:
        remark(invocation, f"  ... and {len(lines) - _MOST_SHOWN} more: --verbose shows all")


def _named(library: Library, key: str) -> str:
    return f"{key} ({library.entries[key].name})" if key in library.entries else key
