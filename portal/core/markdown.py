"""Renders Markdown as the HTML that Wagtail's rich text holds. No Django here.

markdown-it-py parses headings, lists, bold words and links, nothing else; HTML that was typed is words. nh3 then lets
through the tags of these alone, whatever the parser made.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

TAGS = {"a", "b", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "ul"}


class _Renderer(RendererHTML):
    """Writes <b> for bold words, no white space between blocks, and quotation marks as they are."""

    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return escape(tokens[idx].content, quote=False)

    def softbreak(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return " "

    def strong_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "<b>"

    def strong_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return "</b>"

    def em_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        # Single stars and underlines are words: guidance has bold words only.
        return tokens[idx].markup

    em_close = em_open

    def renderToken(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:  # noqa: N802 – its name
        return super().renderToken(tokens, idx, options, env).replace("\n", "")


_markdown = MarkdownIt("zero", renderer_cls=_Renderer).enable(["heading", "list", "newline", "emphasis", "link"])
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    url_schemes={"https", "mailto", "tel"},
    link_rel=None,
    url_relative="pass_through",
)


def render_markdown(text: str) -> str:
    """Return paragraphs, lists and headings as HTML."""
    return _cleaner.clean(_markdown.render(text))


def render_inline_markdown(text: str) -> str:
    """Return one line's words, bold words and links as HTML, without a paragraph around them."""
    return _cleaner.clean(_markdown.renderInline(text))
