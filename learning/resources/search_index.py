"""The searched text of a page, and what is shown of it."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from learning.resources import body_text
from learning.resources.rules.stemming import Synonyms, read_synonyms, stem_text
from portal.core.tokenise import split_passages, strip_tags

HEADING = re.compile(r"<h[2-6]\b[^>]*>(.*?)</h[2-6]>", re.DOTALL)
SYNONYMS = Path(__file__).parent / "content" / "synonyms.txt"


@cache
def get_synonyms() -> Synonyms:
    return read_synonyms(SYNONYMS.read_text())


def get_search_text(page: Any) -> str:
    """Return stems, a line for each part that counts differently: rules.ranking says which."""
    html = " ".join(part.html for part in body_text.get_parts(page.body))
    headings = " ".join(strip_tags(inner) for inner in HEADING.findall(html))
    lines = [page.title, page.search_words, page.summary, headings, " ".join(split_passages(html))]
    return "\n".join(" ".join(stem_text(line)) for line in lines)


def get_passages(page: Any) -> list[str]:
    """Return the page's paragraphs, items and cells, as plain words."""
    return [
        passage for part in body_text.get_parts(page.body) for passage in split_passages(HEADING.sub("", part.html))
    ]
