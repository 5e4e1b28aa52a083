"""Courses with invented content, and people who have taken them."""

import json
from datetime import UTC, datetime, timedelta
from random import Random

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from learning.training.choices import Audience, Use
from learning.training.models import Attempt, Certificate, Course, CourseVersion, Lesson, Question
from learning.training.selectors.progress import get_begun_version
from learning.training.services import certificates, progress, quiz
from portal.accounts.models import User

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class CourseFactory(DjangoModelFactory):
    class Meta:
        model = Course

    slug = factory.Sequence("course-{}".format)
    title = factory.Sequence("Invented course {}".format)
    summary = "What it is about, in this test."
    audience = Audience.EVERYBODY
    position = factory.Sequence(lambda number: 100 + number)
    fingerprint = "0" * 64
    loaded_at = NOON


class CourseVersionFactory(DjangoModelFactory):
    class Meta:
        model = CourseVersion

    course = factory.SubFactory(CourseFactory)
    number = 1
    title = factory.SelfAttribute("course.title")
    minutes = 20
    published_at = NOON


class LessonFactory(DjangoModelFactory):
    class Meta:
        model = Lesson

    version = factory.SubFactory(CourseVersionFactory)
    slug = factory.Sequence("lesson-{}".format)
    title = factory.Sequence("Lesson about {}".format)
    minutes = 10
    position = factory.Sequence(lambda number: number + 1)
    body = json.dumps([{"type": "text", "value": "<p>Words of the lesson. [1]</p>"}])
    sources = json.dumps(
        [{"type": "source", "value": {"title": "A source", "weight": "ours", "read_on": "2026-11-24"}}]
    )


class QuestionFactory(DjangoModelFactory):
    """The first answer is right; several=True makes the second right as well."""

    class Meta:
        model = Question

    class Params:
        several = False

    lesson = factory.SubFactory(LessonFactory)
    use = Use.QUIZ
    text = factory.Sequence("What is {}?".format)
    answers = factory.LazyAttribute(
        lambda question: [
            {"text": "Right", "is_right": True},
            {"text": "Also right" if question.several else "Wrong", "is_right": question.several},
            {"text": "Quite wrong", "is_right": False},
        ]
    )
    because = "<p>So it is. [1]</p>"
    position = factory.Sequence(lambda number: number + 1)

    @classmethod
    def _create(cls, model_class, *args, several=False, **kwargs):
        return super()._create(model_class, *args, **kwargs)


def question_block(text: str = "What do you do?", **values) -> dict:
    answers = [{"text": "Call", "is_right": True}, {"text": "Shout", "is_right": False}]
    return {"question": text, "answers": answers, "because": "<p>So it is. [1]</p>"} | values


def lesson_block(slug: str = "look", questions: int = 8, **values) -> dict:
    """A lesson as a block of a course's content."""
    source = {"title": "A source", "place": "", "weight": "ours", "read_on": "2026-11-24", "address": ""}
    return {
        "type": "lesson",
        "value": {
            "title": f"Lesson {slug}",
            "slug": slug,
            "warning": "",
            "body": [{"type": "text", "value": "<p>Words of the lesson. [1]</p>"}],
            "check": question_block(),
            "questions": [question_block(f"What is {number}?") for number in range(questions)],
            "sources": [{"type": "source", "value": source}],
        }
        | values,
    }


def written_course(*lessons: dict, **facts) -> Course:
    """A course as staff write it, not published."""
    content = json.dumps(list(lessons) or [lesson_block()])
    return CourseFactory(live=False, content=content, next_check_on=timezone.localdate() + timedelta(days=365), **facts)


def course_with_lessons(lessons: int = 2, questions: int = 5, **facts) -> Course:
    """Each lesson has a check question and that many questions of the quiz."""
    course = CourseFactory(**facts)
    add_version(course, lessons=lessons, questions=questions)
    return course


def add_version(course: Course, *, lessons: int = 2, questions: int = 5, must_restart: bool = False) -> CourseVersion:
    """Publish another version of the course, with other lessons."""
    course.versions.update(is_current=False)
    version = CourseVersionFactory(
        course=course, number=course.versions.count() + 1, minutes=10 * lessons, must_restart=must_restart
    )
    for lesson in LessonFactory.create_batch(lessons, version=version):
        QuestionFactory(lesson=lesson, use=Use.CHECK)
        QuestionFactory.create_batch(questions, lesson=lesson)
    return version


def get_version(user: User, course: Course) -> CourseVersion:
    """The version that the person takes."""
    return get_begun_version(user, course) or course.versions.current().get()


def read_all(user: User, course: Course, at: datetime = NOON) -> None:
    for lesson in get_version(user, course).lessons.all():
        progress.mark_read(lesson=lesson, actor=user, at=at)


def try_quiz(user: User, course: Course, *, wrong: int = 0, at: datetime = NOON) -> Attempt:
    """One try with that many wrong answers."""
    attempt = quiz.start_attempt(version=get_version(user, course), actor=user, at=at, chance=Random(7))
    for place, asked in enumerate(attempt.questions.select_related("question")):
        every = set(range(len(asked.question.answers)))
        quiz.save_answer(asked=asked, chosen=every - asked.question.right if place < wrong else asked.question.right)
    return quiz.submit_attempt(attempt=attempt, at=at)


def completed(user: User, course: Course, at: datetime = NOON) -> Attempt:
    read_all(user, course, at)
    return try_quiz(user, course, at=at)


def certified(user: User, course: Course, name: str = "Ann Example", at: datetime = NOON) -> Certificate:
    return certificates.issue_certificate(attempt=completed(user, course, at), name=name, at=at + timedelta(minutes=1))
