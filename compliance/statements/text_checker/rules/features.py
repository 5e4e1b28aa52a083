"""What the sentence model sees of a sentence: its words and pairs of words, with figures, places and firms made alike.

Words are kept whole: "kit" is not in "kitchen". Names of places and companies say nothing by themselves, so that a
model learned from the statements of one country can be used on those of another. Pure; takes time in proportion to
the text.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from compliance.statements.rubric.rules.countries import find_countries

PLACE, FIGURE, MONEY, SHARE, FIRM = "#place", "#figure", "#money", "#share", "#firm"
TOKEN = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][a-z]+)?|[£$€]|%|\d[\d,.]*")
POSSESSIVE = re.compile(r"['’]s?$")
SPELLINGS = (
    (re.compile(r"^labor"), "labour"),
    (re.compile(r"iz(?=(?:e|es|ed|er|ers|ing|ation|ations|ational)$)"), "is"),
)
MIN_PLURAL_LENGTH = 5
ONE_LETTER = frozenset({"a"})  # other letters alone are what an apostrophe left
FIRMS = frozenset(["plc", "ltd", "limited", "llp", "inc", "pty", "corp", "corporation", "gmbh", "llc", "lp", "bv"])
# Places, and the law of a place, that the names of countries do not hold.
_LOCAL = """
australia australias australian australians canada canadas commonwealth cth zealand canadian
victoria queensland sydney melbourne brisbane perth nsw asx
ontario quebec toronto british english scottish welsh irish london europe european asia asian africa african eu
"""
LOCAL = frozenset(_LOCAL.split())
# Words that tell no reader why a sentence was chosen.
_FUNCTION_WORDS = """
a about across after all also an and any are as at be been being both but by can do does each every for from had has
have her his how i if in into is it its may more most must need no not number of on one or other our out over own per
she should so such than that the their them then there these they this those through to under up us was we were what
when where which while who will with within would year you your between during including include within using used use
make made new part part these well only based related ensure
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())


def get_features(text: str) -> frozenset[str]:
    """Return the tokens of a sentence, and the pairs of those that follow each other."""
    tokens = [token for token, _ in get_tokens(text)]
    return frozenset([*tokens, *(f"{first} {second}" for first, second in pairwise(tokens))])


def get_tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield each token with the words of the text that it was made of; figures that follow each other are one."""
    before = ""
    for token, surface in _get_all_tokens(text):
        is_repeated = token == before and token.startswith("#")
        if not is_repeated and (len(token) > 1 or token in ONE_LETTER):
            yield token, surface
        before = token


def _get_all_tokens(text: str) -> Iterator[tuple[str, str]]:
    ends = find_countries(text)
    place_end = 0
    for match in TOKEN.finditer(text):
        if match.start() < place_end:
            continue
        if match.start() in ends:
            place_end = ends[match.start()]
            yield PLACE, text[match.start() : place_end]
        else:
            yield _normalise(match[0]), match[0]


@lru_cache(maxsize=8192)
def _normalise(word: str) -> str:
    first = word[0]
    if first.isdigit():
        return FIGURE
    if first in "£$€":
        return MONEY
    if first == "%":
        return SHARE
    word = POSSESSIVE.sub("", word.casefold()).replace("’", "'")
    if word in FIRMS:
        return FIRM
    if word in LOCAL:
        return PLACE
    for pattern, spelling in SPELLINGS:
        word = pattern.sub(spelling, word)
    return get_singular(word)


@cache
def get_singular(word: str) -> str:
    if len(word) < MIN_PLURAL_LENGTH or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
