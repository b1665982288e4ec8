"""Rich text: what people write is Markdown, what pages show is HTML from an allow-list.

Nobody writes HTML here. Text is rendered when it is saved and stored beside its source. Whatever comes out
holds no script, no style, no picture from elsewhere (no page asks a third party for anything) and no heading
above `h3`, because the page owns those. Text is at most `MAX_CHARACTERS` long, so that rendering ends within
about a second.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from types import MappingProxyType
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from hub.errors import Refusal
from hub.i18n import _

MAX_CHARACTERS = 50_000
MAX_CELLS = 20_000
"""A table with more cells than this (columns times the lines that remain) is shown as the text it was typed
as.
"""

NOBODY: Mapping[str, str] = MappingProxyType({})

_TAGS = {"p", "br", "hr", "strong", "em", "s", "a", "img", "ul", "ol", "li", "blockquote", "pre", "code"} | {
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td")
}
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title", "loading"}, "ol": {"start"}}
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}
_OURS = re.compile(r"/files/[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*")
_MENTION = r"(?<![\w@/.+-])@(?P<handle>[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,62}[A-Za-z0-9])?)"
_ADDRESS = r"(?<![\w/])(?P<address>https?://[^\s<>\"'`]{1,2000})"
_LIVELY = re.compile(f"{_ADDRESS}|{_MENTION}", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_BLOCK_ENDS = re.compile(r"</(?:p|h[1-6]|li|tr|pre|blockquote)>|<br ?/?>|<hr ?/?>", re.IGNORECASE)
_LOOKS_LIKE_HTML = re.compile(r"\s*<[a-z][a-z0-9]*(?:\s[^>]*)?/?>", re.IGNORECASE)


def checked(markdown: str, field: str | None = None) -> str:
    """Return the text as it is kept: unified line ends, no control characters.

    Raises `Refusal` when it is too long.
    """
    if len(markdown) > MAX_CHARACTERS:
        message = _("This text is too long: %(most)s characters at most.", most=f"{MAX_CHARACTERS:,}")
        raise Refusal(message, field)
    return _CONTROL.sub("", markdown.replace("\r\n", "\n").replace("\r", "\n"))


def render(markdown: str, *, mentions: Mapping[str, str] = NOBODY) -> str:
    """Return safe HTML. `mentions` maps the handles that may be linked (lower case) to the names to show for
    them.

    Raises `Refusal` when the text is longer than `MAX_CHARACTERS`.
    """
    return _clean(_MARKDOWN.render(checked(markdown), {"mentions": mentions}))


def mentioned(markdown: str) -> set[str]:
    """Return the handles (lower case) that the text mentions outside code and links.

    Raises `Refusal` when too long.
    """
    env: dict[str, Any] = {"seen": set()}
    _MARKDOWN.parse(checked(markdown), env)
    return set(env["seen"])


def plain(text: str) -> str:
    """Return Markdown, or HTML made by `render`, as bare text, one line per block: for search and mail."""
    html = text if _LOOKS_LIKE_HTML.match(text) else render(text)
    bare = unescape(nh3.clean(_BLOCK_ENDS.sub(lambda end: end[0] + "\n", html), tags=set()))
    lines = (" ".join(line.split()) for line in bare.split("\n"))
    return "\n".join(line for line in lines if line)


def excerpt(text: str, length: int = 160) -> str:
    """Return the beginning of the text on one line, at most `length` characters, cut between words."""
    line = " ".join(plain(text).split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    head, space, _rest = cut.rpartition(" ")
    return (head if space and len(head) > length // 2 else cut).rstrip(" ,;:.") + "…"


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_keep,
        allowed_classes={"a": {"mention"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
        strip_comments=True,
    )


def _keep(tag: str, attribute: str, value: str) -> str | None:
    """The last word on attributes: a picture comes from our own files or not at all."""
    if (tag, attribute) == ("img", "src") and not _OURS.fullmatch(value):
        return None
    return value


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table unless its cells are too many to be shown in time."""
    if start + 2 > end:
        return False
    columns = state.src.count("|", state.bMarks[start + 1], state.eMarks[start + 1]) + 1
    return columns * (end - start) <= MAX_CELLS and table(state, start, end, silent)


def _dress(state: StateCore) -> None:
    """Apply the rules of the house to the parsed text: headings step down, strange pictures become links."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = _HEADINGS[token.tag]
        elif token.children:
            token.children = list(_dressed(token.children, state.env))


def _dressed(children: list[Token], env: Any) -> Iterator[Token]:
    depth = 0
    for token in children:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "image":
            yield from _picture(token, in_link=depth > 0)
        elif token.type == "text" and not depth:
            yield from _enlivened(token.content, env)
        else:
            yield token


def _picture(token: Token, *, in_link: bool) -> Iterator[Token]:
    """Show a picture from our own files; anything else becomes a link with its description (never a link in a
    link).
    """
    source = str(token.attrs.get("src", ""))
    if _OURS.fullmatch(source):
        token.attrs["loading"] = "lazy"
        yield token
    elif in_link:
        yield _text(token.content or source)
    else:
        yield from _link(source, token.content or source)


def _enlivened(content: str, env: Any) -> Iterator[Token]:
    """Split plain text at bare addresses and at mentions of people, and link both."""
    end = 0
    for match in _LIVELY.finditer(content):
        handle = match["handle"]
        if handle:
            env.setdefault("seen", set()).add(handle.lower())
        name = env.get("mentions", NOBODY).get(handle.lower()) if handle else None
        address = _trimmed(match["address"] or "")
        if not address and name is None:
            continue
        yield _text(content[end : match.start()])
        if handle and name is not None:
            yield from _link(f"/members/{handle.lower()}", name, kind="mention")
            end = match.end()
        else:
            yield from _link(_MARKDOWN.normalizeLink(address), address)
            end = match.start() + len(address)
    yield _text(content[end:])


def _trimmed(address: str) -> str:
    """Leave the full stop that ends the sentence, and the bracket that stands around the address, outside of
    it.
    """
    address = address.rstrip(".,;:!?*_~")
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(".,;:!?")
    return address if address.partition("://")[2] else ""


def _link(url: str, words: str, kind: str | None = None) -> Iterator[Token]:
    attributes: dict[str, str | int | float] = {"href": url} if _MARKDOWN.validateLink(url) else {}
    if kind:
        attributes["class"] = kind
    yield Token("link_open", "a", 1, attrs=attributes)
    yield _text(words)
    yield Token("link_close", "a", -1)


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20})
    reader.enable(["table", "strikethrough"])
    reader.block.ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
    reader.core.ruler.push("house", _dress)
    return reader


_MARKDOWN = _reader()
