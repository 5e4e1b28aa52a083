"""How many minutes a lesson and a quiz take, measured by what is in them. Pure.

See docs/requirements/experience.md#honest-minutes.
"""

import re
from collections.abc import Iterable, Iterator
from math import ceil
from typing import Any

# Of careful reading of a plain text; and what a question asks besides reading it.
WORDS_PER_MINUTE = 180
SECONDS_PER_QUESTION = 30
TAG = re.compile(r"<[^>]+>")
WORD = re.compile(r"[^\W_]+(?:[\u2019'-][^\W_]+)*")


def count_words(content: Any) -> int:  # Any: what JSON holds, nested
    """Return the words in the texts of a stream of blocks, or of a question."""
    return sum(len(WORD.findall(TAG.sub(" ", text))) for text in _texts(content))


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for name, value in content.items():
            if name not in {"type", "id", "kind", "key"}:
                yield from _texts(value)
    elif isinstance(content, Iterable):
        for value in content:
            yield from _texts(value)


def measure_minutes(*, words: int, questions: int = 0, media_seconds: int = 0) -> int:
    """Return whole minutes, at least one: of reading, answering, and listening or watching."""
    seconds = words * 60 / WORDS_PER_MINUTE + questions * SECONDS_PER_QUESTION + media_seconds
    return max(1, ceil(seconds / 60))
