"""What is searched of a page, and what is shown of it."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from learning.base.rules.tokenise import passages, plain
from learning.resources import body_text
from learning.resources.rules.stemming import Synonyms, read_synonyms, stems

HEADING = re.compile(r"<h[2-6]\b[^>]*>(.*?)</h[2-6]>", re.DOTALL)
SYNONYMS = Path(__file__).parent / "content" / "synonyms.txt"


@cache
def synonyms() -> Synonyms:
    return read_synonyms(SYNONYMS.read_text())


def searched_text(page: Any) -> str:
    """Stems, a line for each part that counts differently: rules.ranking says which."""
    html = " ".join(part.html for part in body_text.parts(page.body))
    headings = " ".join(plain(inner) for inner in HEADING.findall(html))
    lines = [page.title, page.search_words, page.summary, headings, " ".join(passages(html))]
    return "\n".join(" ".join(stems(line)) for line in lines)


def passages_of(page: Any) -> list[str]:
    """The page's paragraphs, items and cells, as plain words."""
    return [passage for part in body_text.parts(page.body) for passage in passages(HEADING.sub("", part.html))]
