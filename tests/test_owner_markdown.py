import re

import pytest
from hypothesis import example, given, settings

from difftrack.text import regions
from difftrack.text.owner_markdown import harmless
from gfm import Page, own_texts

KEPT = """\
A *note* with `code`, **bold** and a [link](https://example.org "title").

- a list with `<cls>` tokens
- [ ] a task

| a | b |
| --- | --- |
| 1 | $x_t$ |

> quoted

```python
if a < b:  # <!-- kept -->
    print("<script>")
```

<details><summary>More</summary>

Folded, 1 < 2 & 3 > 2, <https://example.org>.

</details>

<img src="img/0001.png" width="200" alt="figure">
"""


def test_what_owners_write_stays_as_it_is() -> None:
    without_html = KEPT.partition("<details>")[0].rstrip()
    assert harmless(without_html) == without_html
    with_html = KEPT.partition("```\n\n")[2].rstrip()
    assert harmless(with_html) == with_html


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a <!-- b --> c", "a &lt;!-- b --> c"),
        ("<script>x</script>", "&lt;script>x&lt;/script>"),
        ("<b onclick=x>y</b>", "&lt;b onclick=x>y</b>"),
        ("[x](javascript:y)", "[x]\\(javascript:y)"),
        ("[x]: javascript:y", "\\[x]: javascript:y"),
        ("> [x]: javascript:y", "> \\[x]: javascript:y"),
        ("```\nopen", "```\nopen\n```"),
        ("~~~~\nopen\n~~~", "~~~~\nopen\n~~~\n~~~~"),
        ("<details>\n\nopen", "<details>\n\nopen\n\n</details>"),
        ("</details>\n\n<details>", "</details>\n\n<details>\n\n</details>"),
        ("a\x1b[31m\u202eb\r\nc", "a[31mb\nc"),
        ("1 <2 and a<b", "1 <2 and a&lt;b"),
    ],
)
def test_what_reaches_beyond_its_place_is_shown_as_text(text: str, written: str) -> None:
    assert harmless(text) == written


@settings(max_examples=400)
@given(own_texts)
@example("\\`[x](javascript:y)`")
@example("<pre>\n\n```\n<!--\n```")
@example("<td>`><img src=x onerror=y>> `")
@example("<pre>>```\n```$x$/>")
@example("</pre>\n\n<pre>")
@example("<table><x-y>| a |\n```| a |\n\n<!-- difftrack:end -->\n")
def test_nothing_runs_and_nothing_swallows_what_follows(text: str) -> None:
    written = harmless(text)
    page = Page(written)
    assert "<!--" not in page.html
    assert not {"script", "style", "x-y", "iframe"} & set(page.tags)
    for name, value in page.attributes:
        assert not name.startswith("on")
        if name in {"href", "src"}:
            assert not re.sub(r"\s", "", value).lower().startswith(("javascript:", "data:"))
    following = Page(f"{written}\n\nWHAT FOLLOWS\n").html
    assert re.search(r"(?m)^<p>WHAT FOLLOWS</p>$", following)
    file = f"<!-- difftrack:begin -->\n{written}\n<!-- difftrack:end -->\n"
    (region,) = regions.find(file, "file")
    assert file[region.begin : region.end] == f"{written}\n"
