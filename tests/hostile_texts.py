"""Texts that try to leave their place, and what must never come out of difftrack.

Sources: ECMA-48 and xterm's control sequences (OSC 8 links, OSC 52 clipboard, DCS), Unicode
Technical Report 36 and Trojan Source (CVE-2021-42574) for direction and hidden letters, OWASP for
formulas in CSV, cmark-gfm's tests and OWASP's filter evasion list for schemes and HTML.
"""

import re

TERMINAL = [
    "Red \x1b[31mtext\x1b[0m",
    "\x1b[2J\x1b[HCleared",
    "\x1b]0;Title of the window\x07Named",
    "\x1b]8;;https://evil.example/\x1b\\Link\x1b]8;;\x1b\\",
    "\x1b]52;c;ZXZpbA==\x07Clipboard",
    '\x1bP$q"p\x1b\\Asked',
    "\x1b_Application\x1b\\ \x1b^Private\x1b\\ \x1bXString\x1b\\",
    "\x9b31mC1 \x9d52;c;ZXZpbA==\x9c \x90$q\x9c",
    "Overwritten\r\x1b[2KDone\x08\x08\x08\x7f",
    "Bell\x07 \x0eshift\x0f \x05who \x1bc reset \x85 next",
    "NUL\x00here",
]
UNSEEN = [
    "\u202egnp.exe\u202c \u2066isolated\u2069 \u2067\u2068\u061c\u200e\u200f",
    "zero\u200bwidth\u2060joined\ufeff\u00ad",
    "tags \U000e0001\U000e0049\U000e0067\U000e006e\U000e006f\U000e0072\U000e0065\U000e007f",
    "\ufff9base\ufffaruby\ufffb \u180e \u115f\u1160\u3164\uffa0",
    "Separated\u2028lines\u2029here",
    "Short\U0001bca0hand\U0001bca3 be\U0001d173am\U0001d17a",
]
MARKUP = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)> <iframe src=javascript:alert(1)> <a href='javascript:x' onclick=y>z</a>",
    "<style>*{display:none}</style> <base href=//evil.example> <form action=//evil.example>",
    "</details></td></table></ul> <!-- <![CDATA[ <?php ?> -->",
    "<!-- difftrack:end -->\n<!-- difftrack:begin -->",
    "[a](javascript:alert(1)) ![i](data:text/html;base64,PHM+) <javascript:alert(1)>",
    "[a]: javascript:alert(1)\n[a] [b](<vbscript:x>) [c](file:///etc/passwd)",
    "[d](JaVaScRiPt:x) [e](java\tscript:x) [f](&#106;avascript:x) [g](javascript&colon;x)",
    "[h](\x01javascript:x) [i](java\nscript:x) [j](javascript\\:x) [k]( javascript:x)",
    "# heading\n> quote\n- list\n| a |\n|---|\n```\ncode\n~~~",
    "`` ` *x* _y_ ~~z~~ $a$ ]( [ ]) ** __ @somebody #12",
]
LATEX = [
    r"\input{/etc/passwd} \write18{touch made} \immediate\openout3=made",
    r"\catcode`\@=0 \csname x\endcsname \def\x{\x}\x \loop\iftrue\repeat",
    "} , year = {1900}, note = {out",
    '" # {x} @string{a = "b"} % # \\',
]
FORMULAS = [
    '=HYPERLINK("https://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\n=1+1",
    "\uff1d1+1",
    'a;b\tc\nd,"e"',
]
SHELL = ["$(touch made)", "`touch made`", "; touch made #", "' \" \\ & | > made", "--help", "-rf"]
PATHS = ["../../x", "/etc/x", "con", "a/../../b", "~root/x", "C:\\x", ".", "%2e%2e%2f"]
ODD = ["x" * 10_000, "扩散" * 50, "e" + "\u0301" * 200, "\U0001f469\u200d\U0001f52c", "שלום", "?"]

TEXTS = [*TERMINAL, *UNSEEN, *MARKUP, *LATEX, *FORMULAS, *SHELL, *PATHS, *ODD]
"""All that can stand in a library file: any text that JSON can hold."""

TARGETS = [
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "-rf",
    "--new-window=x",
    "https://example.org/\x1b[31m",
    "https://example.org/a) [b](javascript:x",
    'https://example.org/"onmouseover="x',
    "https://example.org/ \u202egnp.exe",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "https://example.org/$(touch${IFS}made);`id`",
]
"""Where a link of an entry may claim to lead."""

_UNSEEN = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def escaping(text: str) -> str:
    """Return the first sign of a text that no terminal must get; \"\" where there is none."""
    found = _CONTROL.search(text) or _UNSEEN.search(text)
    return (
        f"{found[0]!r} in {text[max(0, found.start() - 30) : found.end() + 30]!r}" if found else ""
    )
