"""The bytes of a web page as text, whatever it says of its letters."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{1,30})", re.IGNORECASE)
_FIRST = 4096  # bytes in which a page says so
_KNOWN = re.compile(
    r"utf-?16(?:le|be)?|(?:iso-?8859-|windows-|cp)\d{1,4}|gbk|gb2312|gb18030|big5|euc-(?:jp|kr)"
    r"|shift[_-]jis|koi8-[ru]"
)  # Python has others, some of which are slow, or no letters at all


def decoded(body: bytes, content_type: str) -> str:
    """Return a page as text.

    What reads as UTF-8 is that, whatever is declared; else the server's word counts, then the
    page's own, then windows-1252, as in browsers. A letter cut in two at the end is left out.
    """
    header = _DECLARED.search(content_type.encode("utf-8", "replace"))
    declared = header or _DECLARED.search(body[:_FIRST])
    name = declared[1].decode("ascii", "replace").lower() if declared else ""
    if body.startswith((BOM_UTF16_BE, BOM_UTF16_LE)):
        return body.decode("utf-16", "replace")
    if not (header and name.startswith("utf-16")):
        try:
            return getincrementaldecoder("utf-8")().decode(body).removeprefix("\ufeff")
        except UnicodeDecodeError:
            pass
    if name in {"iso-8859-1", "iso8859-1"} or not _KNOWN.fullmatch(name):
        name = "cp1252"
    try:
        return body.decode(name, "replace")
    except LookupError:
        return body.decode("cp1252", "replace")
