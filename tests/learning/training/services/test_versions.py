"""What a second person approves becomes the next version of a course; earlier ones stay as they were."""

import json

import pytest
from django.core.exceptions import ValidationError
from wagtail.actions.publish_revision import PublishPermissionError

from learning.training.choices import Use
from learning.training.models import Certificate, Course, Lesson, Question
from learning.training.selectors.completions import get_completions
from learning.training.services.versions import create_version
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory
from tests.factories.guidance import approve, handed_in
from tests.factories.training import NOON, certified, lesson_block, question_block, read_all, written_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Ash")


@pytest.fixture
def reviewer():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Beck")


def publish(course, author, reviewer, **changes):
    handed_in(course, by=author, **changes)
    approve(course, by=reviewer)
    return Course.objects.get(pk=course.pk)


def content(*lessons):
    return json.dumps(list(lessons))


def test_the_first_version_has_the_lessons_questions_and_measured_minutes(author, reviewer):
    course = publish(written_course(lesson_block("look"), lesson_block("call", questions=3)), author, reviewer)
    version = course.versions.get()
    assert (version.number, version.title, version.is_current, version.minutes) == (1, course.title, True, 2)
    assert [(lesson.slug, lesson.position) for lesson in course.lessons] == [("look", 1), ("call", 2)]
    asked = Question.objects.filter(lesson__version=version)
    assert (asked.for_use(Use.CHECK).count(), asked.for_use(Use.QUIZ).count()) == (2, 11)
    assert {frozenset(answer["text"] for answer in each.answers) for each in asked} == {frozenset({"Call", "Shout"})}
    assert version.revision_id == course.live_revision_id


def test_a_second_version_changes_nothing_of_the_first(author, reviewer):
    course = publish(written_course(lesson_block("look")), author, reviewer)
    before = list(Lesson.objects.values_list("pk", "title", "slug", "body"))
    asked_before = list(Question.objects.values_list("pk", "text", "answers", "because"))
    course = publish(
        course, author, reviewer, title="New title", content=content(lesson_block("see", title="See more"))
    )
    assert [(each.number, each.is_current) for each in course.versions.all()] == [(1, False), (2, True)]
    assert list(Lesson.objects.filter(version__number=1).values_list("pk", "title", "slug", "body")) == before
    earlier = Question.objects.filter(lesson__version__number=1)
    assert list(earlier.values_list("pk", "text", "answers", "because")) == asked_before
    assert [lesson.title for lesson in course.lessons] == ["See more"]


def test_a_draft_changes_nothing_that_learners_see(author, reviewer):
    course = publish(written_course(lesson_block("look")), author, reviewer)
    handed_in(course, by=author, content=content(lesson_block("other")))
    assert course.versions.count() == 1 and [lesson.slug for lesson in course.lessons] == ["look"]


def test_a_revision_becomes_a_version_once(author, reviewer):
    course = publish(written_course(), author, reviewer)
    again = create_version(course=course, revision=course.live_revision, at=NOON)
    assert again == course.versions.get()


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_publishes_what_they_wrote(is_superuser):
    writer = UserFactory(role=None if is_superuser else StaffRole.SITE_ADMINISTRATOR, is_superuser=is_superuser)
    course = written_course()
    revision = course.save_revision(user=writer)
    with pytest.raises(PublishPermissionError):
        revision.publish(user=writer)
    assert not course.versions.exists() and not Course.objects.get().live


def test_certificates_and_figures_name_the_version_taken_and_never_change(author, reviewer):
    course = publish(written_course(lesson_block("look")), author, reviewer)
    learner = UserFactory()
    made = certified(learner, course)
    figures = get_completions([learner.pk])
    longer = "<p>" + "Many more words than before. " * 400 + "[1]</p>"
    course = publish(
        course,
        author,
        reviewer,
        title="Another title",
        content=content(lesson_block("look", body=[{"type": "text", "value": longer}])),
    )
    kept = Certificate.objects.get(pk=made.pk)
    assert (kept.course_title, kept.version, kept.minutes) == (made.course_title, 1, made.minutes)
    assert get_completions([learner.pk]) == figures and figures[0].version == 1
    second = certified(learner, course, name="Ann Example")
    assert (second.course_title, second.version) == ("Another title", 2) and second.minutes > made.minutes
    assert [row.version for row in get_completions([learner.pk])] == [1, 2]


def test_a_certificate_of_a_version_begun_earlier_has_its_title(author, reviewer):
    course = publish(written_course(title="First title"), author, reviewer)
    learner = UserFactory()
    read_all(learner, course)
    course = publish(course, author, reviewer, title="Second title")
    made = certified(learner, course)
    assert (made.course_title, made.version) == ("First title", 1)


def test_a_course_that_was_published_is_not_deleted(author, reviewer):
    course = publish(written_course(), author, reviewer)
    with pytest.raises(ValidationError):
        course.delete()
    written_course().delete()


def test_the_right_answer_is_not_always_at_one_place(author, reviewer):
    questions = [question_block(f"Which of {number}?") for number in range(20)]
    block = lesson_block()
    block["value"]["questions"] = questions
    publish(written_course(block), author, reviewer)
    first = [question.answers[0]["is_right"] for question in Question.objects.all()]
    assert 0.1 < sum(first) / len(first) < 0.9
