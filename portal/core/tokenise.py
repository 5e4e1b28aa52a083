"""Splits a text into passages, sentences and words. HTML comes from our own editor: balanced, and without script."""

import re
from collections.abc import Iterator
from html import unescape

# Where one passage ends and the next begins, whatever stands between the tags.
BREAK = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|td|th|tr|caption|div|section|figcaption|br)\b[^>]*>", re.I)
TAG = re.compile(r"<[^>]+>")
SENTENCE_END = re.compile(r"(?<=[.?!:;])[”’)]*\s+")
WORD = re.compile(r"[^\W_](?:[^\W_]|[’'.,:/@&%-](?=[^\W_]))*")
# [3] points at the third source.
MARKER = re.compile(r"\s*\[(\d{1,2})\]")


def split_passages(html: str) -> Iterator[str]:
    """Return paragraphs, list items, headings and cells as plain words, without the numbers of sources."""
    for part in BREAK.split(html):
        if text := strip_tags(part):
            yield text


def strip_tags(html: str) -> str:
    """Return the words of HTML, without tags and without the numbers of sources."""
    return " ".join(MARKER.sub("", unescape(TAG.sub("", html))).split())


def split_sentences(passage: str) -> Iterator[str]:
    """Yield the sentences of a passage that have a word."""
    for sentence in SENTENCE_END.split(passage):
        if WORD.search(sentence):
            yield sentence


def split_words(text: str) -> list[str]:
    """Return the words of a text."""
    return WORD.findall(text)
