"""What `discover` says of what it found, and of what came of that."""

from typing import Any, NamedTuple

from difftrack.cli.filing import Filing
from difftrack.cli.invocation import Invocation
from difftrack.cli.output import answer, answer_bold, answer_json, is_terminal, print_rows, remark
from difftrack.cli.proposals import MOST, Proposal, Proposals
from difftrack.cli.results import Result, as_json, print_table, record
from difftrack.text.folding import clean


class Outcome(NamedTuple):
    """What was added, section by section, and which ids are ignored now."""

    filings: list[Filing]
    ignored: list[str]


def show(invocation: Invocation, found: Proposals) -> None:
    """Print what is new, section by section."""
    for proposal in found.by_section:
        if proposal.results and is_terminal():
            answer_bold(invocation, clean(proposal.section.title) or proposal.section.key)
            print_table(proposal.results)
        elif proposal.results:
            print_rows([_record(proposal, result) for result in proposal.results])
        if not proposal.is_all:
            what = f"{proposal.section.key} finds more than {MOST}"
            remark(invocation, f"{what}. Ask for less: difftrack section query, or --since")
    if not found.results and not found.failure:
        remark(invocation, f"Nothing new since {found.since}")


def _record(proposal: Proposal, result: Result) -> tuple[str, ...]:
    return (*record(result)[:-1], proposal.section.title or proposal.section.key)


def tell(outcome: Outcome) -> None:
    """Say what was added and what is ignored."""
    for filing in outcome.filings:
        filing.report(as_json=False)
    for ignored in outcome.ignored:
        answer(f"ignored {ignored}")


def tell_json(outcome: Outcome, found: Proposals | None = None) -> None:
    """Say what is new, what was added and what is ignored, as one document."""
    answer_json("discovered", **_content(outcome, found))


def _content(outcome: Outcome, found: Proposals | None) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if found:
        told = {"since": str(found.since), "sections": [_section(p) for p in found.by_section]}
    for part in ("added", "placed", "present"):
        told[part] = [key for filing in outcome.filings for key in filing.outcome()[part]]
    return {**told, "ignored": outcome.ignored}


def _section(proposal: Proposal) -> dict[str, Any]:
    section = proposal.section
    papers = [as_json(result) for result in proposal.results]
    return {"key": section.key, "title": section.title, "is_all": proposal.is_all, "papers": papers}
