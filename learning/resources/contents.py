"""The list of contents of a text: its second-level headings, each with an anchor."""

import re

from django.utils.html import strip_tags
from django.utils.text import slugify

HEADING = re.compile(r"<h2[^>]*>(?P<inner>.*?)</h2>", re.DOTALL)


def with_anchors(html: str) -> tuple[str, list[tuple[str, str]]]:
    """The text with an id on every h2, and those ids with their words."""
    headings: list[tuple[str, str]] = []

    def anchor(match: re.Match[str]) -> str:
        words = strip_tags(match["inner"]).strip()
        name = f"{len(headings) + 1}-{slugify(words) or 'part'}"
        headings.append((name, words))
        return f'<h2 id="{name}">{match["inner"]}</h2>'

    return HEADING.sub(anchor, html), headings
