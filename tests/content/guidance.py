"""Our own guidance as it lies in files, for tests that read its words."""

import re
from functools import cache

from learning.base.rules.front_matter import Page
from learning.resources import body_text
from learning.resources.models import GuidancePage
from learning.resources.services.loading import read_texts


@cache
def pages() -> dict[str, Page]:
    return read_texts()


def summaries() -> dict[str, str]:
    return {slug: page.head["summary"] for slug, page in pages().items()}


@cache
def parts_of(slug: str) -> tuple[str, ...]:
    """Paragraphs, items, cells and headings, each as HTML without the numbers of sources."""
    found = []
    for part in blocks_of(slug):
        for piece in re.split(r"</?(?:p|li|ul|ol|h\d|td)>", part.html):
            if text := re.sub(r"\s*\[\d+\]", "", piece).strip():
                found.append(text)
    return tuple(found)


def blocks_of(slug: str) -> list[body_text.Part]:
    blocks = [block for block in pages()[slug].blocks if block["type"] != "related"]
    return body_text.get_parts(GuidancePage._meta.get_field("body").stream_block.to_python(blocks))
