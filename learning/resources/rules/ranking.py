"""Ranks pages: a word in a title counts for more than one in the text, a rare word for more than a common one.

What means the same counts for a little less than the word itself.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from learning.resources.rules.stemming import Name, Term

# In the order of the lines of Text.lines.
WEIGHTS = (6.0, 5.0, 3.0, 2.5, 1.0)
SYNONYM_FACTOR = 0.6
# For each two words of the question that stand side by side as asked; three pairs at most.
PAIR_BONUS, MAX_PAIRS = 0.35, 3
# Of what was asked, weighted by how rare each word is, the least that a page must have. A page that has only "harvest"
# is no answer to "organ harvesting".
MIN_COVERED = 0.42


@dataclass(frozen=True)
class SearchText:
    """The searched text of a page: stems of its title, of words that people use, of its summary, its headings, its
    text; one line each, words with one space between.
    """

    searched: str

    @cached_property
    def lines(self) -> list[list[str]]:
        return [line.split() for line in self.searched.split("\n")][: len(WEIGHTS)]

    @cached_property
    def counts(self) -> list[Counter[str]]:
        return [Counter(line) for line in self.lines]

    def holds(self, name: Name, place: int) -> float:
        """Return how well one line holds a word or a name: more often is a little better."""
        if len(name) == 1:
            count = self.counts[place][name[0]]
        else:
            count = f" {' '.join(self.lines[place])} ".count(f" {' '.join(name)} ")
        return 1 + math.log(count) if count else 0.0

    def mark(self, term: Term) -> float:
        """Return the best line's mark, and a little for each other one that has the word itself."""
        best = more = 0.0
        for index, weight in enumerate(WEIGHTS[: len(self.lines)]):
            mark = self.holds((term.stem,), index)
            same = max((self.holds(name, index) for name in term.same), default=0.0)
            best = max(best, weight * max(mark, SYNONYM_FACTOR * same))
            more += 0.15 * weight if mark else 0.0
        return best + more


def rank_texts[Key](terms: Sequence[Term], texts: Mapping[Key, SearchText], *, total: int) -> list[Key]:
    """Return the best first; texts come in the order that the database gave, which decides between equals.

    total: how many pages there are at all.
    """
    marks = {key: [text.mark(term) for term in terms] for key, text in texts.items()}
    rarity = [_rarity(term, [mark[index] for mark in marks.values()], total) for index, term in enumerate(terms)]
    pairs = [(first.stem, second.stem) for first, second in pairwise(terms)]

    def get_coverage(key: Key) -> float:
        return sum(rare for rare, mark in zip(rarity, marks[key], strict=True) if mark) / (sum(rarity) or 1.0)

    def worth(key: Key) -> float:
        covered = get_coverage(key)
        score = sum(rare * mark for rare, mark in zip(rarity, marks[key], strict=True))
        text = texts[key]
        beside = sum(any(text.holds(pair, index) for index in range(len(text.lines))) for pair in pairs)
        return score * (0.4 + 0.6 * covered) * (1 + PAIR_BONUS * min(beside, MAX_PAIRS))

    found = (key for key in texts if any(marks[key]) and get_coverage(key) >= MIN_COVERED)
    return sorted(found, key=lambda key: -worth(key))


def _rarity(term: Term, marks: Collection[float], total: int) -> float:
    """Return how telling a word is. A word that no page has is the rarest of all."""
    having = sum(mark > 0 for mark in marks)
    return 0.0 if term.is_part and not having else math.log(1 + max(total, having) / (having + 0.5))
