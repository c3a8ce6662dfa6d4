"""Flaws of addresses: schemes that no browser should follow, and services that are gone."""

import re
from collections.abc import Iterator
from functools import partial

from difftrack.library.model import Entry, Library
from difftrack.library.repair.flaws import Flaw, command
from difftrack.text import arxiv_id
from difftrack.text.folding import clean, shorten
from difftrack.text.markdown import safe_url

# Its pages are gone; arXiv has papers as HTML itself since December 2023.
_GONE = re.compile(r"(?i)(?:https?:)?//(?:www\.)?arxiv-vanity\.com(?:[/?#:]|$)")


def link_flaws(library: Library) -> Iterator[Flaw]:
    """Yield what is wrong with the addresses of entries."""
    for key, entry in library.entries.items():
        for label, target in entry.links.items():
            yield from _link(key, entry, label, target)
        addresses = [("its address", entry.url)] if entry.url else []
        for name, target in [*addresses, *(("a figure", figure) for figure in entry.figures)]:
            if safe_url(target) is None:
                yield _unsafe(key, name, target, f"Mend it: {command('edit', key)}")
        if entry.url and _GONE.match(entry.url):
            yield _gone(key, "its address", partial(_replace_url, entry))


def _link(key: str, entry: Entry, label: str, target: str) -> Iterator[Flaw]:
    called = f"the link {shorten(clean(label), 40)!r}"
    if safe_url(target) is None:
        advice = f"Take it off: {command('link', key, label, '--remove')}"
        yield _unsafe(key, called, target, advice)
    elif _GONE.match(target):
        yield _gone(key, called, partial(_replace_link, entry, label))


def _unsafe(key: str, name: str, target: str, advice: str) -> Flaw:
    shown = shorten(clean(target), 60)
    said = f"{name} leads to {shown!r}, which is neither http, https, mailto nor relative"
    return Flaw("link", key, said, advice)


def _gone(key: str, name: str, mend: partial[None]) -> Flaw:
    return Flaw("gone", key, f"{name} leads to arxiv-vanity.com, which has ended", mend=mend)


def _replacement(entry: Entry, target: str) -> str | None:
    """Return the page of the paper on arXiv where nothing else of the entry tells it."""
    found = arxiv_id.recognise(target)
    return arxiv_id.abs_url(found.base) if found and found.base != entry.arxiv_id else None


def _replace_link(entry: Entry, label: str) -> None:
    target = _replacement(entry, entry.links[label])
    if target:
        entry.links[label] = target
    else:
        del entry.links[label]


def _replace_url(entry: Entry) -> None:
    entry.url = _replacement(entry, entry.url or "")
