"""What in the text of a statement makes it hard to read for people who hear it or cannot see a picture. Pure.

Sources: WCAG 2.2, criteria 1.1.1, 1.3.1, 2.4.4 and 2.4.6, read 2026-11-20. Contrast, languages and tags are the
portal's own work and need no look.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from compliance.statements.rules.text import plain_text
from compliance.statements.types import FigureFacts

FIGURE = re.compile(r'<figure data-number="(\d{1,4})">')
HEADING = re.compile(r"<h([2-4])>(.*?)</h\1>", re.DOTALL)
LINK = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)
EMPTY_HEAD = re.compile(r"<th\b[^>]*>\s*</th>")
BOLD_LINE = re.compile(r"<p><strong>([^<]{1,100})</strong>:?</p>")
NAME_OF_A_FILE = re.compile(
    r"\.(?:png|jpe?g|gif|webp)$|^(?:image|picture|photo|figure|chart|img)[\s_-]*\d*$", re.IGNORECASE
)
VAGUE = frozenset({"click here", "here", "link", "more", "read more", "see here", "this", "this link", "this page"})
ADDRESS = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """code: no_alt, no_figure, jump, vague_link, bare_link, empty_head, bold_heading. what: the words or the number."""

    code: str
    section: str
    what: str


def find_barriers(texts: Mapping[str, str], figures: Mapping[str, FigureFacts]) -> list[Finding]:
    """Return what makes a text hard to read. texts: clean HTML by section. figures: facts by number."""
    return [barrier for section, html in texts.items() for barrier in _in(section, html, figures)]


def _in(section: str, html: str, figures: Mapping[str, FigureFacts]) -> Iterator[Finding]:
    for number in dict.fromkeys(FIGURE.findall(html)):
        if number not in figures:
            yield Finding("no_figure", section, number)
        elif not _describes(figures[number]):
            yield Finding("no_alt", section, number)
    last = 1
    for level, words in HEADING.findall(html):
        if int(level) > last + 1:
            yield Finding("jump", section, _words(words))
        last = int(level)
    for link in LINK.findall(html):
        words = _words(link)
        if words.strip(" .").casefold() in VAGUE:
            yield Finding("vague_link", section, words)
        elif ADDRESS.match(words):
            yield Finding("bare_link", section, words)
    if EMPTY_HEAD.search(html):
        yield Finding("empty_head", section, "")
    for words in BOLD_LINE.findall(html):
        yield Finding("bold_heading", section, _words(words))


def _describes(figure: FigureFacts) -> bool:
    """Its words say what is to be seen: they are no file's name, and not the caption once more."""
    alt = str(figure.get("alt") or "").strip()
    caption = str(figure.get("caption") or "").strip()
    return bool(alt) and not NAME_OF_A_FILE.search(alt) and alt.casefold() != caption.casefold()


def _words(html: str) -> str:
    return " ".join(unescape(plain_text(html)).split())
