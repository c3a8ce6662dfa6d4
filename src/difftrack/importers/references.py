"""Links by reference (`[Title][1]`, with `[1]: https://...` elsewhere), written out for reading.

Source of the rules: CommonMark 0.31, section 4.7 and 6.3. Lines keep their numbers.
"""

import re

_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<label>[^\[\]^\n][^\[\]\n]*)\]:[ \t]*<?(?P<url>[^\s<>]+)>?[ \t]*"
    r"(?:[\"'(][^\n]*)?$",
    re.MULTILINE,
)
_REFERENCE = re.compile(
    r"(?P<text>\[(?:[^\[\]\n]++|\[[^\[\]\n]*+\])*+\])(?:\[(?P<label>[^\[\]\n]*+)\])?(?![(\[:])"
)


def written_out(text: str) -> str:
    """Return the text with `[Title][1]` as `[Title](https://...)`, where `[1]` is defined."""
    found = {_folded(m["label"]): m["url"] for m in _DEFINITION.finditer(text)}
    if not found:
        return text

    def _link(match: re.Match[str]) -> str:
        label = match["label"] or match["text"][1:-1]
        url = found.get(_folded(label))
        return f"{match['text']}({url})" if url else match[0]

    return _REFERENCE.sub(_link, text)


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
