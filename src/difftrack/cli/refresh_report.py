"""What `refresh` says: what is new of each entry, what differs, and what was not asked for."""

from typing import NamedTuple

from difftrack.cli.completing import Completion
from difftrack.cli.output import answer, answer_bold, answer_json, described, remark
from difftrack.library.model import Entry
from difftrack.library.refreshing import WITHDRAWN

_MOST_SHOWN = 10


class Chosen(NamedTuple):
    """The entries that are asked for, and those of what was named that are not, by key.

    `fresh` were fetched today, `without_id` were named and are not on arXiv.
    """

    asked: dict[str, Entry]
    fresh: dict[str, Entry]
    without_id: dict[str, Entry]


def answer_to_people(completion: Completion, chosen: Chosen) -> None:
    """Print a line for each entry that changed, and remark on what was left as it is."""
    _answer(completion)
    _remark_on_pinned(completion)
    _remark_on_the_rest(completion, chosen)


def _answer(completion: Completion) -> None:
    """Print what changed, what is withdrawn first."""
    changed = {key: result.news for key, result in completion.results.items() if result.news}
    withdrawn = [key for key, news in changed.items() if news[0].startswith(WITHDRAWN)]
    for key in dict.fromkeys([*withdrawn, *changed]):
        line = f"{described(key, completion.entries[key])}: {'; '.join(changed[key])}"
        answer_bold(completion.invocation, line) if key in withdrawn else answer(line)


def _remark_on_pinned(completion: Completion) -> None:
    """Say where arXiv has something else than the owner."""
    invocation = completion.invocation
    differing = [d for result in completion.results.values() for d in result.differences]
    if not differing:
        return
    remark(invocation, f"Left as you gave it (arXiv's: --take): {len(differing)}")
    shown = differing if invocation.verbose else differing[:_MOST_SHOWN]
    for key, field, ours, theirs in shown:
        remark(invocation, f"  {key} {field}: {ours!r}, arXiv has {theirs!r}")
    if len(differing) > len(shown):
        rest = len(differing) - len(shown)
        remark(invocation, f"  ... and {rest} more: --verbose shows all")


def _remark_on_the_rest(completion: Completion, chosen: Chosen) -> None:
    """Say how many were asked for, and why others were not."""
    invocation, results = completion.invocation, completion.results
    for key, entry in chosen.without_id.items():
        name = described(key, entry)
        remark(invocation, f"{name} has no arXiv id. Find it: difftrack resolve {key}")
    if results:
        count = sum(1 for result in results.values() if result.news)
        would = "would change" if completion.dry_run else "changed"
        remark(invocation, f"asked for {len(results)}, {count} {would}")
    if chosen.fresh:
        remark(invocation, f"{len(chosen.fresh)} fetched today already. To ask again, name them")
    told = (results, chosen.fresh, chosen.without_id, completion.failed, completion.unknown)
    if not any(told):
        remark(invocation, "Nothing to refresh")


def answer_as_json(completion: Completion, chosen: Chosen) -> None:
    """Print what changed, what differs and what was not asked for."""
    results, entries = completion.results, completion.entries
    answer_json(
        "refreshed",
        dry_run=completion.dry_run,
        changed=[
            {
                "key": key,
                "arxiv_id": entries[key].arxiv_id,
                "fields": result.fields,
                "news": result.news,
                "withdrawn": entries[key].withdrawn,
            }
            for key, result in results.items()
            if result.fields
        ],
        unchanged=[key for key, result in results.items() if not result.fields],
        differences=[d._asdict() for result in results.values() for d in result.differences],
        fresh=[*chosen.fresh],
        unknown=completion.unknown,
        failed=completion.failed,
    )
