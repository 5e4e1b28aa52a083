"""Decide which good of the US lists a product is: by what a person answered, else by whole words.

See docs/requirements/suppliers.md#goods.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from portal.reference.synonyms import fold

type Words = tuple[str, ...]


@lru_cache(maxsize=20_000)
def get_words(text: str) -> Words:
    """Return the folded words, each in the singular as far as its ending tells."""
    return tuple(map(_singular, fold(text).split()))


def _singular(word: str) -> str:
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "oes")):
        return word[:-2]
    return word.removesuffix("s")


def contains_words(text: Words, part: Words) -> bool:
    """Return whether the words of part follow each other in text."""
    width = len(part)
    return any(text[at : at + width] == part for at in range(len(text) - width + 1))


def get_good(product: str, synonyms: Iterable[tuple[Words, str]], answers: Mapping[str, str]) -> str:
    """Return the good, or "" for none.

    product: folded. answers: what people of the business said, "" for none of them.
    """
    if product in answers:
        return answers[product]
    words = get_words(product)
    return next((good for part, good in synonyms if contains_words(words, part)), "")
