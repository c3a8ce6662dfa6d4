"""What an entry's lines say that none of its fields holds: the guard that no word is lost."""

import re
from html import unescape

from difftrack.importers.pieces import TAG
from difftrack.library.model import Entry
from difftrack.text.words import ADDRESS, WORD, addresses, words

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SAID = re.compile(r"""(?i)\b(?:alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TAG = re.compile(TAG)
# What fields say by being there: a document that prints it once more loses nothing.
_TOLD = frozenset(
    "title authors author year abstract note published venue institute bibtex read links et al and "
    "in by "
    "arxiv preprint jan january feb february mar march apr april may jun june jul july aug august "
    "sep sept september oct october nov november dec december mon tue wed thu fri sat sun st nd rd "
    "th".split()
)
_NUMBERED = re.compile(r"\s*(?:[-*+]\s+)?(\d+)[.)]")


def of_entry(source: str, entry: Entry, passed: list[str], implied: set[str]) -> list[str]:
    """Return the words and addresses of `source` that stand nowhere in the entry, in order.

    Words that its fields say by being there (months, labels of fields), the number in front and
    `passed` are passed over; those that stand nowhere in it are put into `implied`.
    """
    said = text_of(entry)
    lacking = words(source) - words(_unescaped(said))  # an escaped address says no words, either
    if lacking:
        number = _NUMBERED.match(source)
        told = lacking & (_TOLD | words(" ".join([number[1] if number else "", *passed])))
        implied |= told
        lacking -= told
    missing = holds(source, lacking) if lacking else []
    if "://" in source:
        held = addresses(unescape(said) if "&" in said else said)
        missing += [
            a for a in addresses(_unescaped(source)) if a not in held and unescape(a) not in held
        ]
    return missing


def holds(source: str, missing: set[str]) -> list[str]:
    """Return which of the missing words stand in `source`."""
    return [w for w in _printed(source) if not words(w).isdisjoint(missing)]


def _printed(source: str) -> list[str]:
    """Return the words of a source in order, each once, without markup and addresses."""
    plain = _unescaped(source)
    plain = _TAG.sub(_said_by_tag, plain) if "<" in plain else plain
    plain = ADDRESS.sub(" ", plain) if "://" in plain else plain
    return list(dict.fromkeys(WORD.findall(unescape(plain) if "&" in plain else plain)))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _said_by_tag(tag: re.Match[str]) -> str:
    return " ".join(["", *(a or b for a, b in _SAID.findall(tag[0])), ""]) if "=" in tag[0] else " "


def text_of(entry: Entry) -> str:
    """Return all that an entry says."""
    parts = [
        entry.title, entry.short, *entry.authors, entry.institute, entry.venue, entry.venue_note,
        str(entry.year or ""), entry.abstract, entry.note, entry.bibtex, entry.arxiv_id,
        entry.published, *entry.figures, *entry.tags,
    ]  # fmt: skip
    for mapping in (entry.links, entry.review, entry.fields):
        for label, value in mapping.items():
            parts += [label, value]
    return "\n".join(part for part in parts if part)
