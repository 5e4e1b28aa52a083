"""Rules of a quiz: how many questions, how many right ones pass, when it may be tried again.

See docs/requirements/experience.md#quiz.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

QUESTION_COUNT = 8
PASS_PERCENT = 75
# The first and two more; then the lessons of the wrong answers are read again.
TRIES_PER_ROUND = 3
# Eight questions of about thirty words, half a minute of thought each (rules.reading_time).
MINUTES = 6


@dataclass(frozen=True)
class Try:
    """One that was sent."""

    round: int
    is_passed: bool


def is_passed(right: int, of: int) -> bool:
    """Return whether so many right answers of so many questions pass."""
    return of > 0 and 100 * right >= PASS_PERCENT * of


def get_pass_mark(of: int) -> int:
    """Return the fewest right answers that pass."""
    return next(right for right in range(of + 1) if is_passed(right, of)) if of else 0


def count_tries_left(tries: Sequence[Try]) -> int:
    """Return how many tries are left in the round of the last try, which a pass or a third fail ends.

    tries: those that were sent, the oldest first.
    """
    if not tries or is_round_over(tries):
        return TRIES_PER_ROUND
    return TRIES_PER_ROUND - sum(attempt.round == tries[-1].round for attempt in tries)


def is_round_over(tries: Sequence[Try]) -> bool:
    """Return whether the last round has ended."""
    if not tries:
        return False
    last = tries[-1]
    return last.is_passed or sum(attempt.round == last.round for attempt in tries) >= TRIES_PER_ROUND


def get_next_round(tries: Sequence[Try]) -> int:
    """Return the round that the next try belongs to."""
    return tries[-1].round + is_round_over(tries) if tries else 1


def draw_questions(bank: Sequence[int], asked_before: Collection[int], count: int, chance: Random) -> list[int]:
    """Return which questions a try asks, in the order of the bank: first those not asked yet."""
    fresh = [each for each in bank if each not in asked_before]
    seen = [each for each in bank if each in asked_before]
    chosen = chance.sample(fresh, min(count, len(fresh)))
    chosen += chance.sample(seen, min(count - len(chosen), len(seen)))
    places = {each: index for index, each in enumerate(bank)}
    return sorted(chosen, key=places.__getitem__)
