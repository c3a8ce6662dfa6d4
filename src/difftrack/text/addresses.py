"""What an address on the web leads to, as far as its host tells."""

import re

# The host of an address, and of an address within it (a web archive's, a proxy's).
_HOST = re.compile(r"(?:^|//)(?:[^/?#@\s]*@)?([^/?#:\s]+)")
_ENDING = r"(?:\.[a-z]{2,4}){1,2}$"
_PAPER_HOSTS = re.compile(
    r"^(?:www\.)?(?:(?:papers|proceedings)\.[\w-]+|bmvc[\w-]*)\.\w"
    r"|(?:^|\.)(?:arxiv\.org|openreview\.net|mlr\.press|jmlr\.org|doi\.org|dl\.acm\.org"
    r"|computer\.org|nature\.com|science\.org|pnas\.org|iop\.org|aps\.org|aip\.org|aaai\.org"
    r"|academic\.oup\.com|ijcai\.org|ecva\.net|hal\.science|usenix\.org|eprint\.iacr\.org)$"
    r"|(?:^|\.)(?:ar5iv|alphaxiv|arxiv-vanity|thecvf|cv-foundation|aclanthology|aclweb|biorxiv"
    r"|medrxiv|ieeexplore(?:\.ieee)?|springer(?:link|open|nature)?|sciencedirect|elsevier"
    r"|sciencemag|wiley|tandfonline|mdpi|frontiersin|plos|isca-speech|bmva|semanticscholar|ssrn"
    rf"|roboticsproceedings){_ENDING}"
)
_PAPER_PAGES = re.compile(
    r"(?i)(?:^|//)(?:www\.)?(?:huggingface\.co|hf\.co)/papers\b|\.pdf(?:$|[?#])"
)
_KINDS = {
    "video": re.compile(r"(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com)$"),
    "code": re.compile(r"(?:^|\.)(?:github\.com|gitlab\.com|huggingface\.co|kaggle\.com)$"),
    "course": re.compile(
        rf"(?:^|\.)(?:(?:coursera|udacity|udemy){_ENDING}|edx\.org$|deeplearning\.ai$)"
    ),
}


def is_paper(url: str) -> bool:
    """Tell whether an address is one where papers are published."""
    return _is_at(_PAPER_HOSTS, url) or _PAPER_PAGES.search(url) is not None


def kind_of(url: str) -> str:
    """Return what an address leads to: "paper", "video", "code", "course", else "post"."""
    if is_paper(url):
        return "paper"
    return next((kind for kind, hosts in _KINDS.items() if _is_at(hosts, url)), "post")


def _is_at(hosts: re.Pattern[str], url: str) -> bool:
    """Tell whether an address is at one of these hosts; part of a host's word is none of it."""
    return any(hosts.search(host) for host in _HOST.findall(url.lower()))
