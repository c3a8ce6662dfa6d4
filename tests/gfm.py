"""GitHub's own Markdown parser, cmark-gfm, as the judge of what was written."""

from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options
from hypothesis import strategies as st


class Page(HTMLParser):
    """What a reader, and a browser, would find in a rendered document."""

    def __init__(self, markdown: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = str(
            cmarkgfm.github_flavored_markdown_to_html(
                markdown, Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
            )
        )
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.comments = 0
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = [(name, value or "") for name, value in attrs]
        # An e-mail address becomes a link whatever is done; FACTS of cmark-gfm, not of ours.
        if tag == "a" and any(v.startswith(("mailto:", "xmpp:")) for _, v in values):
            return
        self.tags.append(tag)
        self.attributes += values

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.comments += data != " closed "

    def words(self) -> str:
        """The visible text with single blanks."""
        return " ".join(self.text.split())


_TEXT_ATOMS = [
    *("*", "_", "`", "$", "<", ">", "|", "~", "[", "]", "(", ")", "!", "#", "##", "- ", "+ ", "1."),
    *("&amp;", "&#x41;", "&copy", "&", "\\", "\n", "\t", "www.a.com", "WWW.x.org", "http://x.y"),
    *("https://a.b/c_d_", "ftp://a.b", "a@b.cd", "<!-- difftrack:end -->", "<script>", "<b>"),
    *("</details>", "$x$", "😀", "\u202e", "\u200d", "é", "e\u0301", "[^1]", "[x] ", "a", "Foo"),
    *(" ", "0", '"', "'", "=", "---", "\u00a0", "\u2028", "\ufeff", "\x00", "://", "{", "^", "%"),
]
_OWN_ATOMS = [
    *("a", "\n", "\n\n", "`", "``", "```", "~~~", "```\n", "> ", "- ", "    ", "<!--", "-->"),
    *("\n<!-- difftrack:end -->\n", "<script>", "<details>", "</details>", "<summary>", "<b>"),
    *("<img src=x onerror=y>", '<a href="javascript:x">', "<a href=javascript:x>", "\\", "<br>"),
    *("[x](javascript:x)", "[x](<javascript:x>)", "[x]: javascript:x\n", "[x]", "![i](data:x)"),
    *("[x](java\\script:x)", "[x](&#106;avascript:x)", "<javascript:x>", '<p title="', "<pre>"),
    *("</pre>", "<div>", "<?", "<![CDATA[", "<x-y>", "| a |\n|---|\n", "$x$", "1. ", "<style>"),
    *(
        "<!-- a -->",
        "\n<!-- a\n",
        "\n-->\n",
        "--",
        "--!>",
        "<!---->",
        "  <!-- b",
        "<!-- <script> -->",
    ),
    *(
        "\n<!--\n```\n-->\n",
        '[a](x "',
        '")',
        "'",
        "<b title='",
        "'>",
        "- <!--",
        "  ```\n",
        "- ```\n",
        "[x]:",
        "(",
        ")",
    ),
    *("\\\\", "https://x.org/`", "www.x.org/`<b>`", "[x\n]: javascript:x\n", "[^1]: ", "~~~\n"),
    *("\n<https://onclick=x//>", "<a@b.cd>", '<div title="\n\n">', "<b\n", "[x](< javascript:x>)"),
    *("<", ">", '"', "=", "<table>", "<td>", "[a](https://example.org)", "**b**", "# h\n"),
]

plain_texts = st.one_of(
    st.lists(st.sampled_from(_TEXT_ATOMS), max_size=7).map("".join),
    st.text(max_size=30),
)
own_texts = st.lists(st.sampled_from(_OWN_ATOMS), max_size=12).map("".join)
