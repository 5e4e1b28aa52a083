"""Minutes are measured by what is in a lesson, not written down."""

import pytest

from learning.training.choices import Use
from learning.training.models import CourseVersion, Lesson
from learning.training.rules import quiz
from learning.training.rules.reading_time import count_words, measure_minutes
from learning.training.services.loading import load_courses, read_courses
from tests.factories.training import NOON


def test_words_are_those_that_people_read():
    body = [
        {"type": "text", "value": "<p>Don\u2019t <strong>wait</strong>: ask.</p>"},
        {"type": "steps", "value": {"heading": "What to do", "steps": ["<p>Ring us.</p>"]}},
    ]
    assert count_words(body) == 8


@pytest.mark.parametrize(
    ("facts", "minutes"),
    [
        ({"words": 0}, 1),
        ({"words": 180}, 1),
        ({"words": 181}, 2),
        ({"words": 360, "questions": 2}, 3),
        ({"words": 180, "media_seconds": 90}, 3),
    ],
)
def test_minutes_are_of_reading_answering_and_watching(facts, minutes):
    assert measure_minutes(**facts) == minutes


def test_the_minutes_of_the_quiz_are_those_of_our_courses():
    for course in read_courses():
        questions = [question for lesson in course.lessons for question in lesson.questions(Use.QUIZ)]
        words = sum(
            count_words([each["question"], *(answer["text"] for answer in each["answers"])]) for each in questions
        )
        mean = words / len(questions) * quiz.QUESTION_COUNT
        assert measure_minutes(words=round(mean), questions=quiz.QUESTION_COUNT) == quiz.MINUTES, course.slug


@pytest.mark.django_db
def test_our_lessons_take_between_two_and_five_minutes():
    load_courses(at=NOON)
    assert set(Lesson.objects.values_list("minutes", flat=True)) <= {2, 3, 4, 5}
    for version in CourseVersion.objects.prefetch_related("lessons"):
        assert version.minutes == sum(lesson.minutes for lesson in version.lessons.all())
