"""The searched text of a page, and what is shown of it."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from learning.base import service_phones
from learning.base.choices import Weight
from learning.resources import body_text
from learning.resources.rules.stemming import Synonyms, fold, read_synonyms
from portal.core.stemming import stem
from portal.core.text import split_passages, strip_tags

HEADING = re.compile(r"<h[2-6]\b[^>]*>(.*?)</h[2-6]>", re.DOTALL)
SYNONYMS = Path(__file__).parent / "content" / "synonyms.txt"


@cache
def get_synonyms() -> Synonyms:
    return read_synonyms(SYNONYMS.read_text())


def get_search_text(page: Any) -> str:
    """Return stems, a line for each part that counts differently: rules.ranking says which."""
    html = service_phones.MARKER.sub("", " ".join(part.html for part in body_text.get_parts(page.body)))
    headings = " ".join(strip_tags(inner) for inner in HEADING.findall(html))
    laws = " ".join(f"{each['title']} {each['place']}" for each in _get_laws(page))
    lines = [page.title, page.search_words, page.summary, headings, f"{' '.join(split_passages(html))} {laws}"]
    return "\n".join(" ".join(_stem_published(word) for word in fold(line)) for line in lines)


@lru_cache(maxsize=8192)
def _stem_published(word: str) -> str:
    """Return the stem of a word of a page. Kept, which a word of a question must not be."""
    return stem(word)


def _get_laws(page: Any) -> list[Any]:
    """Return the sources that are laws: people search for "s54(4)(b)"."""
    return [block.value for block in page.sources if block.value["weight"] == Weight.LAW]


def get_passages(page: Any) -> list[str]:
    """Return the page's paragraphs, items and cells, as plain words."""
    return [
        service_phones.fill_phones(passage)
        for part in body_text.get_parts(page.body)
        for passage in split_passages(HEADING.sub("", part.html))
    ]
