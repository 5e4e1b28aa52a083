"""What is true of a quiz: how many questions, how many right ones pass, when it may be tried again (experience g4)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

QUESTIONS = 8
PASS_PERCENT = 75
# The first and two more; then the lessons of the wrong answers are read again.
TRIES_A_ROUND = 3
MINUTES = 10


@dataclass(frozen=True)
class Try:
    """One that was sent."""

    round: int
    is_passed: bool


def is_passed(right: int, of: int) -> bool:
    return of > 0 and 100 * right >= PASS_PERCENT * of


def needed(of: int) -> int:
    """The fewest right answers that pass."""
    return next(right for right in range(of + 1) if is_passed(right, of)) if of else 0


def tries_left(tries: Sequence[Try]) -> int:
    """In the round of the last try, which a pass or a third fail ends: then the next round has all of its tries.

    tries: those that were sent, the oldest first.
    """
    if not tries or is_over(tries):
        return TRIES_A_ROUND
    return TRIES_A_ROUND - sum(one.round == tries[-1].round for one in tries)


def is_over(tries: Sequence[Try]) -> bool:
    """Whether the last round has ended."""
    if not tries:
        return False
    last = tries[-1]
    return last.is_passed or sum(one.round == last.round for one in tries) >= TRIES_A_ROUND


def next_round(tries: Sequence[Try]) -> int:
    """The round that the next try belongs to."""
    return tries[-1].round + is_over(tries) if tries else 1


def drawn(bank: Sequence[int], asked: Collection[int], count: int, chance: Random) -> list[int]:
    """Which questions a try asks, in the order of the bank: first those that the person has not been asked yet."""
    fresh = [each for each in bank if each not in asked]
    seen = [each for each in bank if each in asked]
    chosen = chance.sample(fresh, min(count, len(fresh)))
    chosen += chance.sample(seen, min(count - len(chosen), len(seen)))
    places = {each: place for place, each in enumerate(bank)}
    return sorted(chosen, key=places.__getitem__)
