"""Taking a quiz and being given a certificate, in the order in which it may be done."""

from datetime import timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction

from learning.training.models import Attempt, LessonRead
from learning.training.selectors import progress as selectors
from learning.training.services import quiz
from learning.training.services.quiz import ActionRefused, Unanswered
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.training import NOON, completed, course_with_lessons, get_version, read_all, try_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return course_with_lessons()


@pytest.fixture
def person():
    return UserFactory()


def begin(person, course):
    return quiz.start_attempt(version=get_version(person, course), actor=person, at=NOON, chance=Random(1))


def test_the_quiz_waits_for_every_lesson(person, course):
    first, second = course.lessons
    LessonRead.objects.create(user=person, lesson=first, read_at=NOON)
    with pytest.raises(ActionRefused, match=second.title):
        begin(person, course)


def test_two_clicks_begin_one_try(person, course):
    read_all(person, course)
    assert begin(person, course) == begin(person, course)
    assert Attempt.objects.count() == 1


def test_the_database_keeps_a_second_try_out_while_one_is_open(person, course):
    read_all(person, course)
    begin(person, course)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(user=person, course=course, number=2, began_at=NOON, of=8)


def test_a_quiz_with_gaps_is_not_sent_and_says_which(person, course):
    read_all(person, course)
    attempt = begin(person, course)
    for asked in attempt.questions.all()[:6]:
        quiz.save_answer(asked=asked, chosen=[0])
    with pytest.raises(Unanswered) as told:
        quiz.submit_attempt(attempt=attempt, at=NOON)
    assert told.value.positions == [7, 8]


def test_a_quiz_that_was_sent_stays_as_it_is(person, course):
    attempt = completed(person, course)
    with pytest.raises(ActionRefused):
        quiz.save_answer(asked=attempt.questions.first(), chosen=[1])
    assert quiz.submit_attempt(attempt=attempt, at=NOON + timedelta(days=1)).sent_at == NOON


def test_passing_leaves_a_line_in_the_history_without_answers(person, course):
    completed(person, course)
    entry = Entry.objects.get(action="training.course.completed")
    assert (entry.actor_id, entry.detail) == (person.pk, {"right": 8, "of": 8})


def test_after_three_tries_the_lessons_of_the_wrong_answers_are_read_again(person, course):
    read_all(person, course)
    for number in (1, 2):
        assert try_quiz(person, course, wrong=3).is_passed is False
        assert selectors.get_unread_lessons(person, course) == [], number
    third = try_quiz(person, course, wrong=3)
    wrong = {each.question.lesson for each in third.questions.all() if not each.is_right}
    assert set(selectors.get_unread_lessons(person, course)) == wrong
    with pytest.raises(ActionRefused):
        begin(person, course)
    read_all(person, course)
    again = try_quiz(person, course)
    assert (again.number, again.round, again.is_passed) == (4, 2, True)


def test_a_later_try_asks_first_what_was_not_asked_before(person, course):
    read_all(person, course)
    first = {each.question_id for each in try_quiz(person, course, wrong=8).questions.all()}
    second = {each.question_id for each in try_quiz(person, course, wrong=8).questions.all()}
    assert len(first | second) == 10
