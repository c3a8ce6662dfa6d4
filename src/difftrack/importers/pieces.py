"""Inline Markdown, read with patience: links, images, emphasis, code and plain text.

Hand-kept lists break CommonMark in ways that every reader understands: a bracket is missing, bold
opens with three stars and closes with two, a link is bracketed twice, HTML stands beside Markdown.
What such a line means is read here; nothing in it fails. Source of the rules that hold where
nothing is broken: CommonMark 0.31, section 6, and GitHub Flavored Markdown 0.29.
"""

import re
from html import unescape
from typing import NamedTuple

_LABEL = (
    r"\[(?P<{0}label>(?:[^\[\]\\]++|\\.|\[(?:[^\[\]\\]++|\\."
    r"|\[[^\[\]]*+\](?:\([^()\s]*+\))?)*+\])*+)\]"
)
_TARGET = (
    r"\(\s*+(?:<(?P<{0}angled>[^<>\n]*+)>|(?P<{0}target>[^\s()<>]*+(?:\([^\s()]*+\)[^\s()<>]*+)*+))"
    r"(?:\s++(?:\"[^\"\n]*+\"|'[^'\n]*+'))?\s*+\)"
)
_BARE = (
    r"https?://(?:[^\s<>\"'`\[\]|\\(){}\u3000-\u303f\uff00-\uffef]|\([^\s()<>]*+\)"
    r"|\((?=[^\s()<>]*+(?:[\s<]|\Z)))++"  # one that is never closed is a part of it, too (GFM 6.9)
)
_ELEMENTS = (
    "a|abbr|b|big|blockquote|br|center|cite|code|col|colgroup|dd|del|details|div|dl|dt|em|figcaption"
    "|figure|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|ol|p|picture|pre|q|rp|rt|ruby|s|samp|small"
    "|source|span|strike|strong|sub|summary|sup|svg|path|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var"
    "|video"
)
TAG = rf"</?(?:(?i:{_ELEMENTS}))(?:[\s/][^<>]*+)?>"
"""A tag of HTML; `<jane@example.org>` and `Map<Key, Value>` are text."""

_TOKEN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|\$`(?P<set_off>[^`\n]{1,300})`\$"
    r"|(?P<code>``(?:[^`\n]|`(?!`)){1,300}``|`[^`\n]++`)"
    r"|(?P<math>\$(?![\s$])[^$\n|]{0,200}?[^\s$]\$(?!\d))"
    r"|(?P<image>!" + _LABEL.format("image_") + _TARGET.format("image_") + ")"
    r"|(?P<link>" + _LABEL.format("") + _TARGET.format("") + ")"
    r"|<(?P<auto>https?://[^\s<>]++)>"
    r"|(?P<comment><!--(?:[^-]|-(?!->)){0,2000}+-->)"
    rf"|(?P<tag>{TAG})"
    rf"|(?P<url>{_BARE})"
    r"|(?P<mark>\*++|_++|~~)"
    r"|(?P<newline>\\?\n[ \t]*+)",
    re.DOTALL,
)
STARRED = re.compile(r"(?<!\w)[A-Z]\*(?!\*)")
"""A name such as that of `A* Search`: its star marks nothing where none is open."""

_BEGIN = re.compile(r"[\\`$!\[<h*_~\n]")  # of a token; one set of letters is found fast
_SPECIAL = re.compile(r"[\\`$\[<*_~\n&]|https?://")
_ATTRIBUTE = re.compile(r"""(?i)\b(href|src|alt)\s*=\s*("[^"]*+"|'[^']*+'|[^\s>]++)""")
_ENTITY = re.compile(r"&#?\w{1,32};")
_TRAILING = ".,;:!?*_"


class Piece(NamedTuple):
    """A run of text in one style, a link, or an image.

    `kind` is "text", "link", "image", "code", "sup" (superscript) or "break" (the end of a line).
    `text` is what a reader sees, `target` where a link leads; `images` are the addresses of the
    images in a link (badges). `start` and `end` are offsets into the source.
    """

    kind: str
    text: str
    start: int
    end: int
    target: str = ""
    strong: bool = False
    em: bool = False
    images: tuple[str, ...] = ()


def plain(pieces: list[Piece]) -> str:
    """Return what a reader sees of the pieces, images left out, on one line."""
    shown = ("\n" if p.kind == "break" else p.text for p in pieces if p.kind != "image")
    return " ".join("".join(shown).split())


def plain_text(markdown: str) -> str:
    """Return what a reader sees of inline Markdown, on one line."""
    return plain(scan(markdown))


def scan(text: str) -> list[Piece]:
    """Return the pieces of inline Markdown, in order."""
    if _SPECIAL.search(text) is None:
        return [Piece("text", text, 0, len(text))] if text else []
    return _Scanner(text).pieces()


def visible(pieces: list[Piece]) -> tuple[str, list[int]]:
    """Return the visible text of all pieces as it stands, and where in it each begins."""
    texts: list[str] = []
    offsets: list[int] = []
    length = 0
    for piece in pieces:
        text = "" if piece.kind == "image" else piece.text
        offsets.append(length)
        texts.append(text)
        length += len(text)
    return "".join(texts), offsets


def cut(pieces: list[Piece], at: int) -> list[Piece]:
    """Return the pieces behind a place in their visible text; text that it falls into is cut."""
    kept: list[Piece] = []
    _, offsets = visible(pieces)
    for piece, begin in zip(pieces, offsets, strict=True):
        if begin >= at and (piece.text or piece.kind != "text"):
            kept.append(piece)
        elif begin + len(piece.text) > at and piece.kind not in {"link", "image"}:
            gone = at - begin
            is_as_written = piece.end - piece.start == len(piece.text)
            start = piece.start + gone if is_as_written else piece.end - (len(piece.text) - gone)
            kept.append(piece._replace(text=piece.text[gone:], start=max(start, piece.start)))
    return kept


class _Scanner:
    """Walks over a text once; what is open (emphasis, a tag) is its state."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Piece] = []
        self.pending: list[str] = []
        self.pending_start = 0
        self.strong = self.em = False
        self.kind = "text"
        self.anchor: tuple[int, int, str] | None = None  # index of its first piece, offset, target

    def pieces(self) -> list[Piece]:
        text = self.text
        position = at = 0
        while begin := _BEGIN.search(text, at):
            start = begin.start()
            match = _TOKEN.match(text, start)
            if match is None:
                at = start + 1
                continue
            if start > position:
                self._add(text[position:start], position)
            position = at = match.end()
            handler = _HANDLERS[match.lastgroup or ""]
            if handler(self, match) is False:  # it was no math: only the dollar is taken
                self._add("$", start)
                position = at = start + 1
        if position < len(self.text):
            self._add(self.text[position:], position)
        self._flush(len(self.text))
        self._close_anchor(len(self.text))
        return self.found

    def _add(self, text: str, start: int) -> None:
        if not self.pending:
            self.pending_start = start
        self.pending.append(text)

    def _flush(self, end: int) -> None:
        if self.pending:
            text = "".join(self.pending)
            if "&" in text:
                text = unescape(text)
            start, self.pending = self.pending_start, []
            self.found.append(Piece(self.kind, text, start, end, "", self.strong, self.em))

    def _put(
        self,
        match: re.Match[str],
        kind: str,
        text: str,
        target: str = "",
        images: tuple[str, ...] = (),
    ) -> None:
        self._flush(match.start())
        self.found.append(
            Piece(kind, text, match.start(), match.end(), target, self.strong, self.em, images)
        )

    def escape(self, match: re.Match[str]) -> None:
        self._add(match[0][1].replace("&", "&amp;"), match.start())

    def code(self, match: re.Match[str]) -> None:
        self._put(match, "code", match["code"].strip("`"))

    def set_off(self, match: re.Match[str]) -> None:
        """Take math as GitHub sets it off, in backticks, as it is written elsewhere."""
        self._add(f"${match['set_off']}$".replace("&", "&amp;"), match.start())

    def math(self, match: re.Match[str]) -> bool:
        is_math = "](" not in match["math"] and "://" not in match["math"]
        if is_math:
            self._add(match["math"], match.start())
        return is_math

    def image(self, match: re.Match[str]) -> None:
        target = match["image_angled"] or match["image_target"] or ""
        self._put(match, "image", plain_text(match["image_label"]), _target(target))

    def link(self, match: re.Match[str]) -> None:
        inside = scan(match["label"]) if _MARKUP.search(match["label"]) else []
        label = plain(inside) if inside else " ".join(unescape(match["label"]).split())
        images = tuple(p.target for p in inside if p.kind == "image")
        if not label.strip("[] "):
            label = " ".join(p.text for p in inside if p.kind == "image")
        inner = next((p for p in inside if p.kind == "link"), None)
        target = match["angled"] if match["angled"] is not None else match["target"]
        if inner is not None and not target:  # [[Paper](url)]()
            target = inner.target
        elif inner is not None and inner.target != target:
            images += (inner.target,)
        self._flush(match.start())
        is_strong, is_em = self.strong, self.em
        told = [p for p in inside if p.text.strip()]
        self.strong |= bool(told) and all(p.strong for p in told)
        self.em |= bool(told) and all(p.em for p in told)
        self._put(match, "link", label, _target(target), images)
        self.strong, self.em = is_strong, is_em

    def auto(self, match: re.Match[str]) -> None:
        self._put(match, "link", "", _with_entities(match["auto"]))

    def comment(self, match: re.Match[str]) -> None:
        self._flush(match.start())

    def url(self, match: re.Match[str]) -> None:
        target = match["url"].rstrip(_TRAILING)
        self._flush(match.start())
        end = match.start() + len(target)
        self.found.append(
            Piece("link", "", match.start(), end, _target(target), self.strong, self.em)
        )
        if end < match.end():
            self._add(match["url"][len(target) :].strip("*_"), end)

    def mark(self, match: re.Match[str]) -> None:
        before = self.text[match.start() - 1 : match.start()] if match.start() else ""
        after = self.text[match.end() : match.end() + 1]
        sign = match["mark"]
        is_name = not self.em and STARRED.match(self.text, match.start() - 1)
        if is_name or _is_text(sign, before, after):
            self._add(sign, match.start())
            return
        self._flush(match.start())
        if sign[0] != "~":
            self.strong ^= len(sign) in {2, 3}
            self.em ^= len(sign) in {1, 3}

    def newline(self, match: re.Match[str]) -> None:
        self._drop_blanks(match.start())
        self._put(match, "break", "\n")
        if self.strong:
            self.strong = self._is_closed_behind(match.end(), ("**", "__"))
        if self.em:
            self.em = self._is_closed_behind(match.end(), ("*", "_"))

    def _drop_blanks(self, end: int) -> None:
        """Take the blanks before the end of a line out of the text that waits."""
        text = self.pending.pop() if self.pending else ""
        if kept := text.rstrip(" \t"):
            self.pending.append(kept)
        self._flush(end - len(text) + len(kept))

    def _is_closed_behind(self, position: int, marks: tuple[str, str]) -> bool:
        """Tell whether the next line closes what is open, rather than opening something anew."""
        end = self.text.find("\n", position)
        line = self.text[position : end if end >= 0 else None]
        at = min((p for m in marks if (p := line.find(m)) >= 0), default=-1)
        return (
            at > 0
            and not line[at - 1].isspace()
            and not line[at : at + 4].strip("*_")[:1].isalnum()
        )

    def tag(self, match: re.Match[str]) -> None:
        tag = match["tag"]
        name = re.match(r"</?([A-Za-z0-9]+)", tag)
        word = name[1].lower() if name else ""
        is_end = tag.startswith("</")
        self._flush(match.start())
        if word in {"br", "p", "div", "tr", "td", "th", "summary", "details", "li"}:
            self.found.append(Piece("break", "\n", match.start(), match.end()))
        elif word in {"b", "strong"}:
            self.strong = not is_end
        elif word in {"i", "em"}:
            self.em = not is_end
        elif word in {"kbd", "code"}:
            self.kind = "text" if is_end else "code"
        elif word == "sup":
            self.kind = "text" if is_end else "sup"
        if word == "a":
            self._close_anchor(match.end())
        self._attributes(match, word, is_end=is_end)

    def _attributes(self, match: re.Match[str], word: str, *, is_end: bool) -> None:
        if is_end or "=" not in match["tag"]:
            return
        values = {k.lower(): unescape(v.strip("\"'")) for k, v in _ATTRIBUTE.findall(match["tag"])}
        target = values.get("href") or values.get("src") or ""
        if word == "a" and target:
            self.anchor = (len(self.found), match.start(), target)
        elif target:
            self.found.append(
                Piece("image", values.get("alt", ""), match.start(), match.end(), target)
            )

    def _close_anchor(self, end: int) -> None:
        if self.anchor is None:
            return
        first, start, target = self.anchor
        self.anchor = None
        inside = self.found[first:]
        images = tuple(p.target for p in inside if p.kind in {"image", "link"})
        label = plain(inside) or " ".join(p.text for p in inside if p.kind == "image")
        self.found[first:] = [
            Piece("link", label, start, end, target, self.strong, self.em, images)
        ]


_MARKUP = re.compile(r"[*_`<\[\\!$]|https?:")
_HANDLERS = {
    "escape": _Scanner.escape,
    "code": _Scanner.code,
    "set_off": _Scanner.set_off,
    "math": _Scanner.math,
    "image": _Scanner.image,
    "link": _Scanner.link,
    "auto": _Scanner.auto,
    "comment": _Scanner.comment,
    "tag": _Scanner.tag,
    "url": _Scanner.url,
    "mark": _Scanner.mark,
    "newline": _Scanner.newline,
}


def _is_text(sign: str, before: str, after: str) -> bool:
    """Tell stars and underscores that emphasise nothing: inside a word, between blanks."""
    if sign[0] == "_":
        return before.isalnum() and after.isalnum()
    is_loose = (not before or before.isspace()) and (not after or after.isspace())
    return is_loose or (len(sign) == 1 and before.isdigit() and after.isdigit())


def _with_entities(target: str) -> str:
    """Return an address with its entities resolved; each ends in a semicolon (CommonMark 2.5)."""
    return _ENTITY.sub(lambda m: unescape(m[0]), target) if "&" in target else target


def _target(target: str) -> str:
    """Return the address as it is meant: entities and backslash escapes resolved."""
    target = _with_entities(target)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", target) if "\\" in target else target.strip()
