"""Decide which good of the US lists a product is: by what a person answered, else by whole words.

See docs/requirements/suppliers.md#goods.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from portal.core.stemming import singular
from portal.reference.synonyms import fold

type Words = tuple[str, ...]


@lru_cache(maxsize=20_000)
def get_words(text: str) -> Words:
    """Return the folded words, each in the singular as far as its ending tells."""
    return tuple(map(singular, fold(text).split()))


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
    known = set(words)
    return next((good for part, good in synonyms if known.issuperset(part) and contains_words(words, part)), "")
