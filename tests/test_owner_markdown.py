import re

import pytest
from hypothesis import example, given, settings

from difftrack.text import regions
from difftrack.text.owner_markdown import (
    as_written,
    as_written_in_cell,
    harmless,
    harmless_in_cell,
)
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
        ("a <!-- b", "a &#60;!-- b"),
        ("<!-- difftrack:end -->", "&#60;!-- difftrack:end -->"),
        ("<!--lint disable x difftrack-->", "&#60;!--lint disable x difftrack-->"),
        ("<!-- a\n\nb", "&#60;!-- a\n\nb"),
        ("- <!-- a\nb -->", "- &#60;!-- a\nb -->"),
        ("> <!-- a\n\nb -->", "> &#60;!-- a\n\nb -->"),
        ("<div>\n<!-- a\n\nb -->\n</div>", "<div>\n&#60;!-- a\n\nb -->\n</div>"),
        ("<!--\n```\n-->", "&#60;!--\n&#96;``\n-->"),
        ("- ```\n  a\n  ```\nb", "- <!-- -->\n  ```\n  a\n  ```\nb"),
        ("- a\n  ```\nb", "- a\n  \\```\nb"),
        ("- a\n  ```\n```\nb", "- a\n  \\```\n```\nb\n```\n<!-- closed -->"),
        ("<!-- a --!><script> -->", "&#60;!-- a --!>&#60;script> -->"),
        ("\\<!-- a -->", "<\\!-- a -->"),
        ("\\\\<!-- a", "\\\\&#60;!-- a"),
        ('[a](x "<!-- b") <script> -->', '[a](x "&#60;!-- b") &#60;script> -->'),
        ("`a\nb` <script> `c`", "`a\nb` &#60;script> `c`"),
        ("\\``a` <script> `", "\\``a` &#60;script> `"),
        ("x <b title='`'> <script> `", "x <b title='`'> &#60;script> `\n\n</b> <!-- closed -->"),
        ("</ul></td></li>", "&#60;/ul>&#60;/td>&#60;/li>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a<li>b</ul>"),
        ("x <details><b>`</b>`", "x <details><b>`</b>`\n\n</b>\n</details> <!-- closed -->"),
        ('[a](x "`") <script> `', '[a](x "`") &#60;script> `'),
        ("[a](![b](data:x)", "[a](![b]&#40;data:x)"),
        ("<b title='\n<?'>", "&#60;b title='\n&#60;?'>"),
        ("<div>\n```\n\n```", "<div>\n&#96;``\n\n\\```\n\n</div> <!-- closed -->"),
        ("<script>x</script>", "&#60;script>x&#60;/script>"),
        ("<b onclick=x>y</b>", "&#60;b onclick=x>y</b>"),
        ("[x](javascript:y)", "[x]&#40;javascript:y)"),
        ("[x]: javascript:y", "&#91;x]: javascript:y"),
        ("> [x]: javascript:y", "> &#91;x]: javascript:y"),
        ("```\nopen", "```\nopen\n```\n<!-- closed -->"),
        ("~~~~\nopen\n~~~", "~~~~\nopen\n~~~\n~~~~\n<!-- closed -->"),
        ("<details>\n\nopen", "<details>\n\nopen\n\n</details> <!-- closed -->"),
        ("</details>\n\n<details>", "</details>\n\n<details>\n\n</details> <!-- closed -->"),
        ("a\x1b[31m\u202eb\r\nc", "a[31mb\nc"),
        ("1 <2 and a<b", "1 <2 and a&#60;b"),
        ("see https://x.org/`<img src=x>`", "see https://x.org/`&#60;img src=x>`"),
        ("www.x.org`<details>` `<b>`", "www.x.org`&#60;details>` `&#60;b>`"),
        ("www.x.org/` [x](data:x) `", "www.x.org/` [x]&#40;data:x) `"),
        ("www.x.org/\u00a0\\<b>", "www.x.org/\u00a0\\&#60;b>"),
        ("www.x.org/\\<b>\\<b>", "www.x.org/\\&#60;b>\\&#60;b>"),
        ("\\\\<details>", "\\\\<details>\n\n</details> <!-- closed -->"),
        ("<p>\n\\\\<b>", "<p>\n\\\\<b>\n\n</b> <!-- closed -->"),
        ("[see\n]: javascript:y", "&#91;see\n]: javascript:y"),
        ("[y\\]]:\njavascript:y", "&#91;y\\]]:\njavascript:y"),
        ("> [a\n> b]:\n> javascript:y", "> &#91;a\n> b]:\n> javascript:y"),
        ("[^1]: [x]: javascript:y", "[^1]: &#91;x]: javascript:y"),
        ("[x](< javascript:y>)", "[x]&#40;< javascript:y>)"),
        ("> [x](\n> javascript:y)", "> [x]&#40;\n> javascript:y)"),
        ("<b>\n<https://a.b>\n~~~<a@b.c></b>", "<b>\n&#60;https://a.b>\n&#126;~~&#60;a@b.c></b>"),
        ('<div title="\n\n">', '&#60;div title="\n\n">'),
        ("- <b\ntitle=x>", "- &#60;b\ntitle=x>"),
        ("> <b\n> title=x>", "> &#60;b\n> title=x>"),
        ("> a\nb <b\n> onclick=x>", "> a\nb &#60;b\n> onclick=x>"),
    ],
)
def test_what_reaches_beyond_its_place_is_shown_as_text(text: str, written: str) -> None:
    assert harmless(text) == written
    assert harmless(as_written(written)) == written


@pytest.mark.parametrize(
    "text",
    [
        "a <pause> token",
        "x <script>y</script>",
        "<details>\n\nopen",
        "```\nopen",
        "a &lt;b>",
        "[x]: javascript:y",
        "[x](javascript:y) and www.x.org/`<b>`",
        "<!-- a",
    ],
)
def test_what_was_shown_or_closed_is_read_back_as_its_owner_wrote_it(text: str) -> None:
    assert as_written(harmless(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "a \\<script> b",
        "`https://x.org/` and `<cls>`",
        "https://x.org/`a` and `<cls>`",
        "<https://x.org> and `<cls>`\n<a@b.cd> and `<cls>`",
        "text <br> <https://x.org>",
        '<img\n  src="x.png"\n  width="200"\n>',
        '- <img src="x.png"\n  width="200">',
        "[x]: https://x.org\n[a\nb]: x.md\n[^1]: A note.",
    ],
)
def test_what_looks_like_more_and_is_not_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("~~~\n[x](javascript:y)\n~~~", "~~~<br>[x]&#40;javascript:y)<br>~~~"),
        ("```\n<cls>\n```", "```<br><cls><br>```"),
        ("- ```\n  [x](data:y)", "- ```<br>  [x]&#40;data:y)"),
        ("<b>`<cls>`\n|", "<b>`<cls>`<br>\\|<br><br></b> <!-- closed -->"),
    ],
)
def test_in_a_cell_no_line_begins_a_block(text: str, written: str) -> None:
    assert harmless_in_cell(text) == written
    assert as_written_in_cell(written.replace("<br>", "\n")) == text.replace("\n|", "\n\\|")


@pytest.mark.parametrize(
    "text",
    [
        "a <!-- b --> c",
        "- <!-- a --> b",
        "<!--\n## Old\n\n| a | b |\n| --- | --- |\n\n<img src=x>\n-->\n\nText",
        "Text\n<!-- a\nb -->\n`<cls>`",
        "<!-- a -->\n\n```html\nx <script> <!-- b\n```",
        "<!-- omit in toc -->",
    ],
)
def test_a_comment_that_is_closed_stays_one(text: str) -> None:
    assert harmless(text) == text
    page = Page(text)
    assert page.comments == 1
    assert "Old" not in page.text


@settings(max_examples=400)
@given(own_texts)
@example("\\`[x](javascript:y)`")
@example("<pre>\n\n```\n<!--\n```")
@example("<td>`><img src=x onerror=y>> `")
@example("<pre>>```\n```$x$/>")
@example("</pre>\n\n<pre>")
@example("```\n<details>\n<https://onclick=x//>")
@example("<!--a\n<pre>\n\n-->\n<https://onclick=x//>")
@example("<p>\n\u2028\n<https://onclick=x//>")
@example("<p>\n>\n<https://onclick=x//>")
@example("<table><x-y>| a |\n```| a |\n\n<!-- difftrack:end -->\n")
def test_nothing_runs_and_nothing_swallows_what_follows(text: str) -> None:
    written = harmless(text)
    page = Page(written)
    assert not {"script", "style", "x-y", "iframe"} & set(page.tags)
    for name, value in page.attributes:
        assert not name.startswith("on")
        if name in {"href", "src"}:
            assert not re.sub(r"\s", "", value).lower().startswith(("javascript:", "data:"))
    following = Page(f"{written}\n\nWHAT FOLLOWS\n")
    assert re.search(r"(?m)^<p>WHAT FOLLOWS</p>$", following.html)
    assert "WHAT FOLLOWS" in following.words()
    file = f"<!-- difftrack:begin -->\n{written}\n<!-- difftrack:end -->\n"
    (region,) = regions.find(file, "file")
    assert file[region.begin : region.end] == f"{written}\n"
