"""Writes of a quiz: begin, answer, send."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _

from learning.training.choices import Use
from learning.training.models import Attempt, AttemptQuestion, CourseVersion, LessonRead, Question
from learning.training.rules import quiz
from learning.training.selectors.progress import get_tries, get_unread_lessons
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record


class Unanswered(ActionRefused):
    def __init__(self, positions: Sequence[int]) -> None:
        super().__init__(_("Answer every question before you send the quiz"))
        self.positions = positions


@transaction.atomic
def start_attempt(*, version: CourseVersion, actor: User, at: datetime, chance: Random) -> Attempt:
    """Start a new try, or return the one that is open. Raises ActionRefused while a lesson is unread.

    version: that the person takes.

    See docs/requirements/security.md#quiz-order.
    """
    # The account's row is the lock: two clicks begin one try.
    User.objects.select_for_update().get(pk=actor.pk)
    if waiting := get_unread_lessons(actor, version):
        raise ActionRefused(_("Read all the lessons first. The next one is “%(title)s”.") % {"title": waiting[0].title})
    attempts = Attempt.objects.for_user(actor, version.course)
    # A quiz of an earlier version, which the person left, is not sent any more.
    attempts.filter(sent_at=None).exclude(version=version).delete()
    if (open_one := attempts.filter(sent_at=None).first()) is not None:
        return open_one
    bank = list(Question.objects.for_use(Use.QUIZ).filter(lesson__version=version).values_list("pk", flat=True))
    if not bank:
        raise ActionRefused(_("This course has no quiz yet."))
    sent = get_tries(actor, version.course)
    known_questions = set(AttemptQuestion.objects.filter(attempt__in=attempts).values_list("question", flat=True))
    chosen = quiz.draw_questions(bank, known_questions, quiz.QUESTION_COUNT, chance)
    attempt = Attempt.objects.create(
        user=actor,
        course=version.course,
        version=version,
        number=attempts.count() + 1,
        round=quiz.get_next_round(sent),
        began_at=at,
        of=len(chosen),
    )
    AttemptQuestion.objects.bulk_create(
        AttemptQuestion(attempt=attempt, question_id=question, position=position)
        for position, question in enumerate(chosen, start=1)
    )
    return attempt


def save_answer(*, asked: AttemptQuestion, chosen: Iterable[int]) -> None:
    """Save the answer. Raises ActionRefused where the quiz was sent meanwhile."""
    open_rows = AttemptQuestion.objects.filter(pk=asked.pk, attempt__sent_at=None)
    if not open_rows.update(chosen=sorted(chosen)):
        raise ActionRefused(_("You have already sent this quiz. You cannot change its answers."))


@transaction.atomic
def submit_attempt(*, attempt: Attempt, at: datetime) -> Attempt:
    """Count the right answers, once. Raises Unanswered.

    The third try in a row that does not pass takes back the reading of the lessons that the wrong answers cite.
    """
    locked = (
        Attempt.objects.select_for_update(of=("self",)).select_related("user", "course", "version").get(pk=attempt.pk)
    )
    if locked.sent_at is not None:
        return locked
    rows = list(locked.questions.select_related("question"))
    if missing := [each.position for each in rows if each.chosen is None]:
        raise Unanswered(missing)
    locked.right = sum(each.is_right for each in rows)
    locked.is_passed = quiz.is_passed(locked.right, locked.of)
    locked.sent_at = at
    # A course that is longer later does not change what somebody did today.
    locked.minutes = locked.version.minutes + quiz.MINUTES
    locked.save(update_fields=["right", "is_passed", "sent_at", "minutes"])
    if locked.is_passed:
        record(locked.user, "training.course.completed", locked.course, {"right": locked.right, "of": locked.of}, at=at)
    elif quiz.is_round_over(get_tries(locked.user, locked.course)):
        wrong = {each.question.lesson_id for each in rows if not each.is_right}
        LessonRead.objects.filter(user=locked.user, lesson__in=wrong).delete()
    return locked
