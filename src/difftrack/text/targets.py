"""What a person may type as the address of a link or figure.

The same schemes that are written into a README (`markdown.safe_url`), and no slip of the hand that
would only look like a path: a word alone, a host without `https://`. A file of such a name is
written `./x.org`.
"""

import re

from difftrack.errors import UsageError
from difftrack.text.folding import clean
from difftrack.text.markdown import safe_url

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NO_HOST = re.compile(r"(?i)https?:(?!//[^/?#\s])")
# A word, or a host: with something behind it, or of a domain that is no usual end of a file's name.
_DOMAINS = "com|org|net|edu|gov|io|ai|dev|app|info|xyz|eu|de|uk|fr|ch|cn|jp"
_NO_PATH = re.compile(
    rf"(?i)www\.[^/]|(?:[a-z0-9-]+\.)+(?:[a-z]{{2,}}/|(?:{_DOMAINS})(?:[?#]|$))|[^./#?]*$"
)


def checked(text: str) -> str:
    """Return an address as an entry holds it: http, https, mailto, or a path beside the list.

    Raises `UsageError` with what is wrong in it, and what to write.
    """
    target = clean(text)
    wrong = _wrong(target)
    if wrong:
        raise UsageError(f"{target!r} is no address of a link: {wrong}")
    return target


def _wrong(target: str) -> str:
    """Return what keeps a text from being an address; nothing where it is one."""
    if not target:
        return "it is empty. Write one such as https://example.org/code"
    if " " in target:
        return "a blank is in it. Write %20"
    scheme = _SCHEME.match(target)
    if safe_url(target) is None:
        named = f"{scheme[1]}: is" if scheme else "it is"
        return f"{named} none of http, https and mailto"
    if _NO_HOST.match(target):
        return "no host is in it. Write one such as https://example.org/code"
    if not scheme and _NO_PATH.match(target):
        return f"write https://{target}, or ./{target} for a file beside the list"
    return ""
