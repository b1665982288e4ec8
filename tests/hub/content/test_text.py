"""Rich text: what it allows, and that nothing hostile gets through, however it is put."""

from html.parser import HTMLParser
from time import process_time
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.content import text
from hub.errors import Refusal

BARE = "p br hr strong em s ul li blockquote pre code h3 h4 h5 h6 table thead tbody tr th td"
ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in BARE.split()},
    "ol": {"start"},
    "a": {"href", "title", "rel", "class"},
    "img": {"src", "alt", "title", "loading"},
}

HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=data:text/html;base64,PHNjcmlwdD4=></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=/sign-out><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<style>*{background:url(//evil.example)}</style>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<link rel=stylesheet href=//evil.example/a.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61;vascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](blob:https://evil.example/1)",
    "[x](http://a 'x\" onmouseover=\"alert(1)')",
    '[x](http://a "\\" onmouseover=alert(1) \\"")',
    "![x](javascript:alert(1))",
    "![x](data:image/png;base64,AAAA)",
    "![x](https://evil.example/pixel.png)",
    "![x](//evil.example/pixel.png)",
    "![x](/\\evil.example/pixel.png)",
    "![x](/files/../sign-out)",
    "![x](/files/abc?next=/sign-out)",
    "![\" onerror=\"alert(1)](/files/abc)",
    "![x](/files/abc 'y\" onerror=\"alert(1)')",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x]\n\n[x]: data:text/html,<script>alert(1)</script>",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "https://a.example/\"onmouseover=alert(1)",
    "http://a.example/'><script>alert(1)</script>",
    "@anna\"><script>alert(1)</script>",
    "@<script>alert(1)</script>",
    "`<script>alert(1)</script>`",
    "```\"><script>alert(1)</script>\n</code></pre><img src=x onerror=alert(1)>\n```",
    "| <script>alert(1)</script> |\n|:-:|\n| <img src=x onerror=alert(1)> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e<script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<a id=location name=cookie>x</a>",
]  # fmt: skip


class Inspector(HTMLParser):
    """Read HTML as a browser would and complain about anything outside the allow-list."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        for name, value in attrs:
            assert name in ALLOWED[tag], (tag, name)
            if name == "href":
                assert urlsplit((value or "").strip()).scheme in {"", "http", "https", "mailto"}, value
            if name == "src":
                assert (value or "").startswith("/files/"), value
                assert ".." not in (value or ""), value
        if tag == "a":
            assert dict(attrs)["rel"] == "nofollow ugc noopener"

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def inspect(html: str) -> None:
    inspector = Inspector(convert_charrefs=True)
    inspector.feed(html)
    inspector.close()


SETTINGS = ("{}", "a {} b", "> {}", "- {}", "# {}", "**{}**", "[{}](http://x.example)", "@anna {}")


@pytest.mark.parametrize("vector", HOSTILE)
def test_hostile_text_comes_out_harmless(vector: str) -> None:
    for setting in SETTINGS:
        inspect(text.render(setting.format(vector), mentions={"anna": vector}))


MARKS = [
    "> ",
    "- ",
    "1. ",
    "# ",
    "| a |\n|---|\n",
    "```\n",
    "\n",
    "\n\n",
    "    ",
    "http://",
    "https://a.b/",
    "&#",
]
MARKS += ["javascript:", "data:", "/files/", "@anna", "](", "![", "**", "~~", *"<>\"'[])`_&;@\\"]
PIECES = st.sampled_from([*HOSTILE, *MARKS])


@given(st.lists(PIECES | st.text(max_size=12), max_size=14).map("".join))
def test_no_mixture_of_hostile_pieces_gets_through(markdown: str) -> None:
    inspect(text.render(markdown, mentions={"anna": "Anna"}))


@given(st.text(max_size=300))
def test_any_text_renders_and_reads_back(markdown: str) -> None:
    text.mentioned(markdown)
    assert len(text.excerpt(markdown, 40)) <= 40


LONG = [
    "[",
    "*",
    ">",
    "> ",
    "- ",
    "`",
    "![",
    "](",
    "_",
    "**a",
    "~~",
    "<",
    "&",
    "http://[",
    "http://a.b/(",
    "|",
]
LONG += [
    "|a\n|-\n",
    "[a](",
    "*a_",
    "@a ",
    "@",
    "1. ",
    "\\",
    "[[a]",
    "![[",
    "> - ",
    "\n",
    "    ",
    "[a]: b\n",
    "&#",
]


@pytest.mark.parametrize("piece", LONG)
def test_the_longest_text_of_one_piece_is_rendered_in_time_that_grows_with_its_length(piece: str) -> None:
    markdown = (piece * text.MAX_CHARACTERS)[: text.MAX_CHARACTERS]
    begun = process_time()
    text.render(markdown)
    assert process_time() - begun < 3, "about a second is linear; what is quadratic takes minutes"


def test_a_huge_table_is_shown_as_text() -> None:
    begun = process_time()
    html = text.render("|a" * 2000 + "\n" + "|-" * 2000 + "\n" + "|\n" * 10_000)
    assert "<table" not in html
    assert process_time() - begun < 1


def test_a_text_beyond_the_limit_is_refused_at_its_field() -> None:
    assert text.checked("a" * text.MAX_CHARACTERS) == "a" * text.MAX_CHARACTERS
    with pytest.raises(Refusal) as refused:
        text.checked("a" * (text.MAX_CHARACTERS + 1), "body")
    assert refused.value.field == "body"
    with pytest.raises(Refusal):
        text.render("[" * 100_000)


def test_kept_text_has_one_kind_of_line_end_and_no_control_characters() -> None:
    assert text.checked("a\r\nb\rc\x00\x07\u202ed") == "a\nb\ncd"


def test_the_usual_marks_work() -> None:
    html = text.render(
        "**b** *e* ~~s~~ `c`\nnext\n\n1. one\n2. two\n\n> quote\n\n| a |\n|---|\n| 1 |\n\n```\ncode\n```\n"
    )
    for piece in (
        "<strong>b</strong>",
        "<em>e</em>",
        "<s>s</s>",
        "<code>c</code><br>",
        "<ol>",
        "<blockquote>",
        "<td>1</td>",
        "<pre><code>code",
    ):
        assert piece in html


@pytest.mark.parametrize(
    ("mark", "tag"), [("#", "h3"), ("##", "h4"), ("###", "h5"), ("####", "h6"), ("######", "h6")]
)
def test_headings_step_down_below_those_of_the_page(mark: str, tag: str) -> None:
    assert text.render(f"{mark} Words") == f"<{tag}>Words</{tag}>\n"


def test_a_picture_from_elsewhere_becomes_a_link() -> None:
    assert text.render("![A cat](https://cats.example/1.png)") == (
        '<p><a href="https://cats.example/1.png" rel="nofollow ugc noopener">A cat</a></p>\n'
    )
    assert (
        text.render("![A cat](/files/abc-1_2)")
        == '<p><img src="/files/abc-1_2" alt="A cat" loading="lazy"></p>\n'
    )


def test_a_strange_picture_within_a_link_leaves_its_description() -> None:
    assert ">A cat</a>" in text.render("[![A cat](https://cats.example/1.png)](https://cats.example/)")


@pytest.mark.parametrize(
    ("typed", "linked"),
    [
        ("see https://a.example/x_y_z.", "https://a.example/x_y_z"),
        ("(https://a.example/x)", "https://a.example/x"),
        ("https://a.example/x_(y), and", "https://a.example/x_(y)"),
        ("HTTPS://a.example/?q=1&r=2", "HTTPS://a.example/?q=1&amp;r=2"),
    ],
)
def test_a_bare_address_becomes_a_link_without_the_sentence_around_it(typed: str, linked: str) -> None:
    assert f'">{linked}</a>' in text.render(typed)


def test_a_known_person_is_linked_by_name_and_an_unknown_one_stays_text() -> None:
    html = text.render("Thanks @Anna.W, @bob and me@anna.w", mentions={"anna.w": "Anna W"})
    assert html == (
        '<p>Thanks <a href="/members/anna.w" class="mention" '
        'rel="nofollow ugc noopener">Anna W</a>, @bob and me@anna.w</p>\n'
    )


def test_mentions_in_code_and_links_do_not_count() -> None:
    markdown = "@Anna `@bob` [@cleo](https://x.example) https://y.example/@dora me@eve.example\n\n    @finn\n"
    markdown += "\n```\n@gus\n```\n\n@hal."
    assert text.mentioned(markdown) == {"anna", "hal"}


def test_plain_text_reads_as_it_was_meant() -> None:
    assert (
        text.plain("# Title\n\nA **bold** &amp; <b>word</b>\n\n- one\n- two")
        == "Title\nA bold & <b>word</b>\none\ntwo"
    )
    assert text.plain(text.render("a **b**\n\nc < d")) == "a b\nc < d"


def test_an_excerpt_ends_between_words() -> None:
    assert text.excerpt("one two three four", 12) == "one two…"
    assert text.excerpt("short") == "short"
    assert text.excerpt("x" * 30, 10) == "x" * 9 + "…"
