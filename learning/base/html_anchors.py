"""Adds to rendered HTML what its parts cannot know: an anchor on each heading, and links from a number to its
source.
"""

import re
from collections.abc import Callable

from django.utils.html import strip_tags
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


def link_sources(html: str, count: int, page: str = "") -> str:
    """Return the text with a link in the place of each [n]; a number beyond count stays as it is.

    html is drawn and escaped; what is added holds nothing but the number. page: the address that lists the sources,
    where the text stands on another.
    """
    label = _("Source")

    def link(match: re.Match[str]) -> str:
        number = int(match[1])
        if not 1 <= number <= count:
            return match[0]
        return (
            f'<a class="portal-source" href="{page}#source-{number}">'
            f'<span class="govuk-visually-hidden">{label} </span>{number}</a>'
        )

    return _outside_tags(html, lambda text: MARKER.sub(link, text))


def _outside_tags(html: str, change: Callable[[str], str]) -> str:
    """Change the words of a page, but neither attributes nor what is a link already."""
    depth, parts = 0, []
    for part in TAG.split(html):
        if part.startswith("<"):
            depth += part.startswith("<a ") - part.startswith("</a>")
            parts.append(part)
        else:
            parts.append(part if depth else change(part))
    return "".join(parts)
