"""How old a reader of HTML has to be."""

from collections.abc import Iterable

from learning.base.rules.tokenise import passages, sentences
from portal.core.readability import reading_ages


def reading_age(texts: Iterable[str]) -> float:
    """texts: HTML or plain words. Years, by the first formula of portal.core.readability."""
    said = (sentence for text in texts for passage in passages(text) for sentence in sentences(passage))
    return reading_ages(said)[0]
