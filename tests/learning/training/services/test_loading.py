"""Courses come into the database once; what people have done of them stays."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from learning.base.rules.front_matter import MalformedContent
from learning.training.choices import Use
from learning.training.models import Course, LessonRead, Question
from learning.training.services import loading
from tests.factories.accounts import UserFactory
from tests.factories.training import completed

pytestmark = pytest.mark.django_db
NOON = NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
HEAD = (
    "title: Signs\nsummary: What to see.\naudience: everybody\norder: 1\nchecked: 2026-11-26\nnext_check: 2027-11-26\n"
)
LESSON = """title: {title}

Look. {{ilo}}

:::check Do you look?
+ Yes
- No
Because.
:::

:::question {asked}
+ This
- That
So it is. {{ilo}}
:::
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "signs").mkdir()
    (tmp_path / "signs" / "course.md").write_text(HEAD)
    write(tmp_path, "10-one")
    write(tmp_path, "20-two")
    return tmp_path


def write(folder, name, *, title="Look", asked=None):
    (folder / "signs" / f"{name}.md").write_text(LESSON.format(title=title, asked=asked or f"What of {name}?"))


def load(folder):
    return loading.load_courses(at=NOW, folder=folder)


def test_a_course_comes_with_its_lessons_and_questions_in_order(folder):
    assert load(folder).made == ["signs"]
    lessons = list(Course.objects.get().lessons)
    assert [lesson.slug for lesson in lessons] == ["one", "two"]
    assert [block.block_type for block in lessons[0].body] == ["text"]
    assert Question.objects.for_use(Use.QUIZ).count() == Question.objects.for_use(Use.CHECK).count() == 2


def test_a_second_time_nothing_happens(folder):
    load(folder)
    assert load(folder) == loading.LoadReport()
    assert Question.objects.count() == 4


def quiz_of_today():
    current = Question.objects.for_use(Use.QUIZ).filter(lesson__version__is_current=True)
    return [question.text for question in current]


def test_a_question_with_other_words_is_another_and_what_was_answered_stays(folder):
    load(folder)
    attempt = completed(UserFactory(), Course.objects.get())
    write(folder, "20-two", asked="Something else?")
    assert load(folder).renewed == ["signs"]
    asked_now = set(quiz_of_today())
    assert asked_now == {"What of 10-one?", "Something else?"}
    assert {each.question.text for each in attempt.questions.all()} == {"What of 10-one?", "What of 20-two?"}
    assert LessonRead.objects.count() == 2


def test_a_lesson_that_is_gone_is_not_asked_for_any_more(folder):
    load(folder)
    (folder / "signs" / "20-two.md").unlink()
    load(folder)
    assert [lesson.slug for lesson in Course.objects.get().lessons] == ["one"]
    assert quiz_of_today() == ["What of 10-one?"]


def test_a_course_that_is_gone_is_no_longer_offered_and_comes_back_with_its_file(folder):
    load(folder)
    (folder / "signs" / "course.md").rename(folder / "signs" / "kept")
    assert load(folder).ended == ["signs"]
    assert not Course.objects.offered().exists()
    (folder / "signs" / "kept").rename(folder / "signs" / "course.md")
    assert load(folder).renewed == ["signs"]
    assert Course.objects.offered().exists()


@pytest.mark.parametrize(
    ("old", "new"), [("title: ", "tittle: "), (":::check Do you look?", ":::question Do you look?")]
)
def test_a_lesson_without_what_it_needs_is_told(folder, old, new):
    path = folder / "signs" / "10-one.md"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(MalformedContent):
        load(folder)


def test_a_course_for_nobody_is_told(folder):
    (folder / "signs" / "course.md").write_text(HEAD.replace("everybody", "martians"))
    with pytest.raises(MalformedContent):
        load(folder)


def test_the_right_answer_is_not_always_the_first():
    loading.load_courses(at=NOW)
    first = [question.answers[0]["is_right"] for question in Question.objects.all()]
    assert 0.2 < sum(first) / len(first) < 0.6


def test_the_command_says_what_it_did_and_may_run_again(monkeypatch):
    for said in ("5 added, 0 updated", "0 added, 0 updated"):
        out = StringIO()
        call_command("load_courses", stdout=out)
        assert said in out.getvalue()


def test_the_command_says_what_is_wrong_with_a_file(monkeypatch):
    def broken(**kwargs):
        raise MalformedContent("The head of “x” does not have a title.")

    monkeypatch.setattr("learning.training.management.commands.load_courses.load_courses", broken)
    with pytest.raises(CommandError, match="does not have a title") as told:
        call_command("load_courses")
    assert told.value.returncode == 2


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("checked: 2026-11-26\n", "", "does not have checked"),
        ("2026-11-26", "26 November 2026", "invalid date"),
        ("2027-11-26", "2028-11-26", "within a year"),
        ("2027-11-26", "2026-11-26", "within a year"),
    ],
)
def test_a_course_says_when_it_was_checked_and_when_next(folder, before, after, message):
    head = folder / "signs" / "course.md"
    load(folder)
    assert [Course.objects.get().checked_on, Course.objects.get().next_check_on] == [
        date(2026, 11, 26),
        date(2027, 11, 26),
    ]
    head.write_text(HEAD.replace(before, after))
    with pytest.raises(MalformedContent, match=message):
        load(folder)


def test_a_course_says_in_which_language_it_is(folder):
    load(folder)
    assert Course.objects.get().language_name == "English"
    (folder / "signs" / "course.md").write_text(f"{HEAD}language: cy\n")
    load(folder)
    assert Course.objects.get().language_name == "Welsh"


def test_every_block_has_an_id_so_that_the_editor_tells_them_apart():
    loading.load_courses(at=NOON)

    def blocks(content):
        if isinstance(content, dict):
            yield from [content] if {"type", "value"} <= content.keys() else []
            for value in content.values():
                yield from blocks(value)
        elif isinstance(content, list):
            for value in content:
                yield from blocks(value)

    for course in Course.objects.all():
        ids = [block.get("id") for block in blocks(list(course.content.raw_data))]
        assert None not in ids and len(set(ids)) == len(ids) > 50
