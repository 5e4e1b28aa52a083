"""Which good of the US lists a product is: by what a person said, else by whole words (suppliers 9.2)."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from portal.reference.synonyms import folded

type Words = tuple[str, ...]


@lru_cache(maxsize=20_000)
def words_of(text: str) -> Words:
    """Folded words, each in the singular as far as its ending tells."""
    return tuple(map(_singular, folded(text).split()))


def _singular(word: str) -> str:
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "oes")):
        return word[:-2]
    return word.removesuffix("s")


def holds(text: Words, part: Words) -> bool:
    """Whether the words of part stand together in text."""
    width = len(part)
    return any(text[at : at + width] == part for at in range(len(text) - width + 1))


def good_of(product: str, synonyms: Iterable[tuple[Words, str]], answers: Mapping[str, str]) -> str:
    """The good, or "" for none. product: folded. answers: what people of the business said, "" for none of them."""
    if product in answers:
        return answers[product]
    words = words_of(product)
    return next((good for part, good in synonyms if holds(words, part)), "")
