"""Adds to rendered HTML what its parts cannot know: an anchor on each heading, and links from a number to its
source.
"""

import re
from collections.abc import Callable, Sequence

from django.utils.html import format_html, strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext as _

# The heading of a care card, or of the links at the end, is no place to jump to.
HEADING = re.compile(r"<h2(?![^>]*data-aside)(?P<attributes>[^>]*)>(?P<inner>.*?)</h2>", re.DOTALL)
LEVEL = re.compile(r"(</?h)([2-6])(?=[\s>])")
TAG = re.compile(r"(<[^>]*>)")
MARKER = re.compile(r"(?:\s|&nbsp;)*\[(\d{1,2})\]")


def add_anchors(html: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the text with an id on every h2, and those ids with their words."""
    headings: list[tuple[str, str]] = []

    def anchor(match: re.Match[str]) -> str:
        words = MARKER.sub("", strip_tags(match["inner"])).strip()
        name = f"{len(headings) + 1}-{slugify(words) or 'part'}"
        headings.append((name, words))
        return f'<h2 id="{name}"{match["attributes"]}>{match["inner"]}</h2>'

    return HEADING.sub(anchor, html), headings


def lower_headings(html: str) -> str:
    """Return the text with each heading one level lower, without ids: for a page that shows it in a part of its own."""
    html = re.sub(r"(<h[2-6]\b[^>]*?)\sid=\"[^\"]*\"", r"\1", html)
    return LEVEL.sub(lambda match: f"{match[1]}{min(int(match[2]) + 1, 6)}", html)


def link_sources(html: str, titles: Sequence[str], page: str = "", of: str = "") -> str:
    """Return the text with a link in the place of each [n]; a number without a title stays as it is.

    titles: of the sources in their order; a screen reader hears which one a link leads to. page: the address that
    lists the sources, where the text is on another page. of: its title, where texts of several pages are together.
    html is drawn and escaped.
    """
    if not MARKER.search(html):
        return html
    label = _("Source")

    def link(match: re.Match[str]) -> str:
        number = int(match[1])
        if not 1 <= number <= len(titles):
            return match[0]
        return format_html(
            '<a class="portal-source" href="{}#source-{}"><span class="govuk-visually-hidden">{} </span>{}'
            '<span class="govuk-visually-hidden"> {}</span></a>',
            *(page, number, label, number, f"{titles[number - 1]}, {of}" if of else titles[number - 1]),
        )

    return replace_outside_tags(html, lambda text: MARKER.sub(link, text))


def replace_outside_tags(html: str, change: Callable[[str], str]) -> str:
    """Change the words of a page, but neither attributes nor what is a link already."""
    depth, parts = 0, TAG.split(html)
    for place, part in enumerate(parts):
        if place % 2:  # a tag
            if part.startswith(("<a ", "</a>")):
                depth += 1 if part[1] == "a" else -1
        elif part and not depth:
            parts[place] = change(part)
    return "".join(parts)
