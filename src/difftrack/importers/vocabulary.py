"""The words that lists are kept in: labels of links and fields, headings.

They were gathered from lists of many owners; a word that stands here must mean the same thing
wherever it is used.
"""

import re

from difftrack.text import venues
from difftrack.text.folding import fold

_LINK_WORDS = frozenset(
    "paper papers pdf arxiv abs html link links url code codes github git gitlab repo repository "
    "project projects page homepage home website web site webpage blog post article video videos "
    "youtube slides slide poster talk talks demo demos dataset datasets data model models weights "
    "checkpoint checkpoints huggingface hf space spaces colab notebook notebooks openreview doi "
    "acl cvf ieee acm springer nature pmlr neurips nips iclr biorxiv ssrn supplementary supp "
    "supplement appendix bib bibtex cite citation tweet twitter x thread zhihu note notes summary "
    "journal conference proceedings manuscript "
    "reference python matlab library source web slide review docs documentation doc api "
    "implementation pytorch tensorflow tf jax keras official "
    "offical unofficial reproduced benchmark leaderboard collection tutorial presentation media "
    "report technical system card app tool tools download book course lecture preprint "
    "publication vanity alphaxiv ar5iv semantic scholar pwc medium wandb replicate stars star "
    "license discord \u8bba\u6587 \u4ee3\u7801 \u4e3b\u9875 \u94fe\u63a5 \u9879\u76ee "
    "\u535a\u5ba2 \u7b14\u8bb0 \u89e3\u8bfb \u77e5\u4e4e \u89c6\u9891 "
    "\u6570\u636e\u96c6".split()
)
_SUBJECTS = frozenset("model models data system video videos".split())  # they end titles, too
_FILLER = frozenset(
    "the a of to part full and with in official offical unofficial i ii v1 v2 en zh here".split()
)
_MOST_LABEL_WORDS = 4

_FIELDS = {
    role: frozenset(words.split("|"))
    for role, words in {
        "title": "title|paper title|paper name|paper name link|name of the paper|"
        "论文标题|标题|题目",
        "authors": "author|authors|by|first author|author s|作者",
        "venue": "publisher|conference|venue|venues|journal|publication|published in|publish|pub|"
        "conference journal|journal conference|venue year|year venue|conference year|proceedings|"
        "conf|record|收录|"
        "会议|期刊|发表|会议 期刊|where",
        "date": "date|year|month|time|published|publish date|date published|publication date|"
        "publication year|submission time|initial date|release time|pub date|"
        "release|released|release date|submitted|日期|年份|时间|发表时间",
        "abstract": "abstract|摘要",
        "note": "tldr|tl dr|summary|note|notes|comment|comments|description|remark|remarks|"
        "备注|简介",
        "institute": "institute|institutes|institution|institutions|affiliation|affiliations|"
        "organization|organisation|org|作者单位|单位|机构|lab",
        "link": "paper|pdf|arxiv|link|links|url|paper link|paper url|论文|论文链接|code|code link|"
        "github|project|project page|homepage|website|webpage|demo|video|dataset|代码|主页|项目",
        "short": "short|short name|abbreviation|acronym|model name|method name|nickname",
        "kind": "kind",
        "score": "score|average score|avg score|mean score|评分",
        "status": "read|status|done|finished|已读|read it|have read",
    }.items()
}
_ROLES = {word: role for role, words in _FIELDS.items() for word in words}

_NO_ENTRIES = re.compile(
    r"\b(?:news|features|what s new|updates?|latest updates|change ?log|contribut\w*|citation"
    r"|cit(?:e|ing)\b.*|licen[sc]e|acknowledg\w*|contact|star history|faq|q a|about|about me"
    r"|how to\b.*|getting started|quick start|installation|install|usage|sponsors?|disclaimer"
    r"|support|wechat group|community|maintainers?|authors|development|贡献|引用|更新\w*)"
)
_CONTENTS = re.compile(r"\b(?:contents?|toc|目录\w*|\w*目录)\b")
_READ = re.compile(
    r"(?:\d{4} )?(?:papers? )?(?:that )?(?:(?:i|we)(?: ve| have)? )?(?:already |have )?"
    r"(?:read|finished|done)(?: papers?)?(?: so far)?(?: in \d{4})?"
)
_UNREAD = re.compile(r"\b(?:to read|unread|to be read|reading queue|want to read|plan to read)\b")


_CHINESE_LABEL = re.compile(
    r"^.{0,8}(?:论文|代码|主页|链接|项目|博客|笔记|解读|知乎|视频|数据集|翻译|讲解)$"
)
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]+:")
_ID_OR_ADDRESS = re.compile(r"(?i)https?://\S+|(?:arxiv:\s*)?\d{4}\.\d{4,5}(?:v\d+)?")


def is_label(text: str) -> bool:
    """Tell whether a link's text says what is behind it, and is no title: `Project Page`."""
    words = fold(text.strip("[]() ")).split()
    if not words or _ID_OR_ADDRESS.fullmatch(text.strip("[]() ")):
        return True  # an emoji, a bare address, an id
    if _CHINESE_LABEL.search(text.strip("[]() ")):
        return True
    if len(words) > _MOST_LABEL_WORDS:
        return False
    core = [w for w in words if w not in _FILLER and not w.isdigit()]
    known = sum(w in _LINK_WORDS or w.rstrip("0123456789") in _LINK_WORDS for w in core)
    if not core or known == len(core):
        return True
    return known >= 1 and len(core) <= 2 and core[-1] in _LINK_WORDS - _SUBJECTS  # noqa: PLR2004 - `NIPS paper`


def role(label: str) -> str | None:
    """Return which field a label names: `Publisher` -> `venue`; `None` for a label of its own."""
    folded = fold(re.sub(r"\([^)]*\)", "", label))
    if "/" in label and folded not in _ROLES:  # `论文/Paper`
        roles = {_ROLES.get(fold(part)) for part in label.split("/")}
        return roles.pop() if len(roles) == 1 else None
    return _ROLES.get(folded)


def holds_no_entries(heading: str) -> bool:
    """Tell a heading under which lists have no papers: contents, news, how to contribute."""
    return _NO_ENTRIES.fullmatch(fold(_SHORTCODE.sub(" ", heading))) is not None


def is_contents(heading: str) -> bool:
    """Tell the heading of a table of contents."""
    return _CONTENTS.search(fold(heading)) is not None


def is_read(heading: str) -> bool | None:
    """Tell from a heading whether the papers below it were read: `Papers I've read`, `To read`."""
    folded = fold(heading)
    if _UNREAD.search(folded):
        return False
    return True if _READ.fullmatch(folded) else None


def is_to_come(title: str) -> bool:
    """Tell a place that is kept free: `TBD`, `Coming soon`."""
    return fold(title) in {"tbd", "tba", "todo", "wip", "coming soon", "to be added", "to be done"}


def is_venue_label(text: str) -> bool:
    """Tell a link's text that is a venue or a source: `CVPR 2024`, `arXiv 2026.08`."""
    text = text.strip("[]() ")
    return len(text.split()) <= _MOST_LABEL_WORDS and venues.is_known(text)
