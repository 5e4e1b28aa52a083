"""What a request that changes nothing asks of its user again and again, read once: roles, who is kept from a case."""

from collections.abc import Callable, Hashable
from typing import cast

ATTRIBUTE = "remembered_answers"


def remember_answers(user: object) -> None:
    """Let `recall` keep what it reads for as long as this object lives: that of one request which changes nothing."""
    setattr(user, ATTRIBUTE, {})


def recall[Answer](user: object, question: Hashable, read: Callable[[], Answer]) -> Answer:
    """Return what was read before, where the user's answers are remembered; otherwise read it now."""
    answers = getattr(user, ATTRIBUTE, None)
    if answers is None:
        return read()
    if question not in answers:
        answers[question] = read()
    return cast(Answer, answers[question])
