"""Which page answers best: a word in a title counts for more than one in the text, a rare word for more than a common
one, and what means the same for a little less than the word itself."""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from learning.resources.rules.stemming import Name, Term

# In the order of the lines of Text.lines.
WEIGHTS = (6.0, 5.0, 3.0, 2.5, 1.0)
SAME = 0.6
# For each two words of the question that stand side by side as asked; three pairs at most.
TOGETHER, MOST_PAIRS = 0.35, 3


@dataclass(frozen=True)
class Text:
    """What is searched of a page: stems of its title, of words that people use, of its summary, its headings, its text;
    one line each, words with one space between."""

    searched: str

    @cached_property
    def lines(self) -> list[list[str]]:
        return [line.split() for line in self.searched.split("\n")][: len(WEIGHTS)]

    @cached_property
    def counts(self) -> list[Counter[str]]:
        return [Counter(line) for line in self.lines]

    def holds(self, name: Name, place: int) -> float:
        """How well one line holds a word or a name: more often is a little better."""
        if len(name) == 1:
            count = self.counts[place][name[0]]
        else:
            count = f" {' '.join(self.lines[place])} ".count(f" {' '.join(name)} ")
        return 1 + math.log(count) if count else 0.0

    def mark(self, term: Term) -> float:
        """The best line, and a little for each other one that has the word itself."""
        best = more = 0.0
        for place, weight in enumerate(WEIGHTS[: len(self.lines)]):
            own = self.holds((term.stem,), place)
            same = max((self.holds(name, place) for name in term.same), default=0.0)
            best = max(best, weight * max(own, SAME * same))
            more += 0.15 * weight if own else 0.0
        return best + more


def ranked[Key](terms: Sequence[Term], texts: Mapping[Key, Text], *, total: int) -> list[Key]:
    """The best first; texts come in the order that the database gave, which decides between equals.

    total: how many pages there are at all.
    """
    marks = {key: [text.mark(term) for term in terms] for key, text in texts.items()}
    rarity = [_rarity([mark[place] for mark in marks.values()], total) for place in range(len(terms))]
    pairs = [(one.stem, two.stem) for one, two in pairwise(terms)]

    def worth(key: Key) -> float:
        whole = sum(rarity) or 1.0
        covered = sum(rare for rare, mark in zip(rarity, marks[key], strict=True) if mark) / whole
        said = sum(rare * mark for rare, mark in zip(rarity, marks[key], strict=True))
        text = texts[key]
        beside = sum(any(text.holds(pair, place) for place in range(len(text.lines))) for pair in pairs)
        return said * (0.4 + 0.6 * covered) * (1 + TOGETHER * min(beside, MOST_PAIRS))

    return sorted((key for key in texts if any(marks[key])), key=lambda key: -worth(key))


def _rarity(marks: Collection[float], total: int) -> float:
    having = sum(mark > 0 for mark in marks)
    return math.log(1 + max(total, having) / (having + 0.5)) if having else 0.0
