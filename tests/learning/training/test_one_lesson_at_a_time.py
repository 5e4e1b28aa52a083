"""The editors' pages of a course: one for the course, one for each lesson; every save is a version of the whole."""

import json
import re

import pytest
from wagtail.test.utils.form_data import nested_form_data, streamfield

from learning.training.models import Course
from learning.training.services.loading import add_block_ids, load_courses
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory
from tests.factories.training import NOON, lesson_block, written_course
from tests.learning.training.test_wagtail_hooks import at, course_form, lesson, of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# A page of the editor with more fields than this takes seconds to draw.
MAX_FIELDS = 120


@pytest.fixture
def author():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Ash")


@pytest.fixture
def course():
    course = written_course(lesson_block("look"), lesson_block("call"), lesson_block("write"), title="Look and listen")
    course.content = add_block_ids(course.content)
    course.save()
    course.save_revision()
    return course


def latest(course):
    return Course.objects.get(pk=course.pk).get_latest_revision_as_object()


def slugs(course):
    return [block.value["slug"] for block in latest(course).content]


def ids(course):
    return [block["id"] for block in latest(course).content.get_prep_value()]


def lesson_form(shown, *lessons, **options):
    """What the page of a lesson sends. lessons: id and values of each; none: the lesson was deleted."""
    content = streamfield([("lesson", values) for _id, values in lessons])
    for place, (block, _values) in enumerate(lessons):
        content[str(place)]["id"] = block
    return nested_form_data({"lessons_shown": shown, "content": content}) | options


def count_fields(html):
    """Count the fields of the form and of the blocks that a script draws."""
    return (
        len(re.findall(r"<(?:input|select|textarea)\b", html)) + html.count("is_right") + html.count("&quot;text&quot;")
    )


def test_the_page_of_a_course_lists_its_lessons_and_draws_none(author, course):
    page = of(author).get(at("edit", course.pk)).content.decode()
    assert [page.index(f"?lesson={each}") for each in ids(course)] == sorted(
        page.index(f"?lesson={each}") for each in ids(course)
    )
    assert "Lesson look" in page and "Words of the lesson." not in page
    assert 'name="title"' in page and "content-count" not in page


def test_a_page_of_a_lesson_has_that_lesson_alone_and_leads_on(author, course):
    first, second, third = ids(course)
    page = of(author).get(f"{at('edit', course.pk)}?lesson={second}").content.decode()
    assert "Lesson 2 of 3." in page and f"?lesson={first}" in page and f"?lesson={third}" in page
    form = of(author).get(f"{at('edit', course.pk)}?lesson={second}").context["form"]
    assert [block.value["slug"] for block in form.initial["content"]] == ["call"]
    assert set(form.fields) == {"content", "lessons_shown"}


def test_a_lesson_that_is_saved_changes_nothing_else_and_is_a_version_of_the_whole(author, course):
    _first, second, _third = ids(course)
    before = latest(course).content.get_prep_value()
    response = of(author).post(at("edit", course.pk), lesson_form(second, (second, lesson("phone"))))
    assert response.status_code == 302 and response.url.endswith(f"?lesson={second}")
    assert slugs(course) == ["look", "phone", "write"]
    after = latest(course).content.get_prep_value()
    assert [after[0], after[2]] == [before[0], before[2]] and latest(course).title == "Look and listen"
    assert len(course.revisions.all()) == 2
    assert [
        block.value["slug"] for block in Course.objects.get(pk=course.pk).revisions.first().as_object().content
    ] == [
        "look",
        "call",
        "write",
    ]


def test_the_page_of_the_course_leaves_its_lessons(author, course):
    before = latest(course).content.get_prep_value()
    fields = course_form(title="Listen and look") | {"lessons_shown": "none"}
    form = {name: value for name, value in fields.items() if not name.startswith("content")}
    response = of(author).post(at("edit", course.pk), form)
    assert response.status_code == 302
    assert latest(course).title == "Listen and look" and latest(course).content.get_prep_value() == before


def test_a_new_lesson_comes_last_and_saving_it_again_adds_no_other(author, course):
    new = "3f1c7a52-2f5d-4c6e-9f0e-0d1f5d9b7a11"
    for words in ("<p>First words.</p>", "<p>More words.</p>"):
        of(author).post(at("edit", course.pk), lesson_form("new", (new, lesson("new", words=words))))
    assert slugs(course) == ["look", "call", "write", "new"] and ids(course)[-1] == new
    assert "More words." in json.dumps(latest(course).content.get_prep_value())


def test_a_lesson_that_is_deleted_on_its_page_is_gone(author, course):
    of(author).post(at("edit", course.pk), lesson_form(ids(course)[0]))
    assert slugs(course) == ["call", "write"]


def test_two_lessons_of_one_address_are_refused_though_one_is_not_shown(author, course):
    second = ids(course)[1]
    response = of(author).post(at("edit", course.pk), lesson_form(second, (second, lesson("look"))))
    assert response.status_code == 200 and "Two lessons have the same address." in response.content.decode()
    assert slugs(course) == ["look", "call", "write"]


def test_what_another_lesson_lacks_keeps_the_course_from_its_review(author, course):
    first, second, _third = ids(course)
    of(author).post(
        at("edit", course.pk), lesson_form(first, (first, lesson("look", words="<p>Call 0808 800 5000.</p>")))
    )
    form = lesson_form(second, (second, lesson("call")), **{"action-submit": "1"})
    response = of(author).post(at("edit", course.pk), form)
    assert response.status_code == 200 and "Replace the phone number 0808 800 5000" in response.content.decode()
    assert Course.objects.get(pk=course.pk).current_workflow_task_state is None
    of(author).post(at("edit", course.pk), lesson_form(first, (first, lesson("look")), **{"action-submit": "1"}))
    assert Course.objects.get(pk=course.pk).current_workflow_task_state is not None


def test_the_dates_of_the_check_are_asked_for_from_the_page_of_a_lesson_too(author, course):
    Course.objects.filter(pk=course.pk).update(next_check_on=None)
    course.refresh_from_db()
    course.save_revision()
    first = ids(course)[0]
    response = of(author).post(at("edit", course.pk), lesson_form(first, (first, lesson()), **{"action-submit": "1"}))
    assert response.status_code == 200 and "Enter the date of the next check" in response.content.decode()


def test_a_preview_from_the_page_of_a_lesson_shows_the_whole_course(author, course):
    second = ids(course)[1]
    browser = of(author)
    form = lesson_form(second, (second, lesson("call", words="<p>Typed just now.</p>")))
    assert browser.post(at("preview_on_edit", course.pk), form).json() == {"is_valid": True, "is_available": True}
    page = browser.get(at("preview_on_edit", course.pk)).content.decode()
    assert "1. Lesson look" in page and "Typed just now." in page and "3. Lesson write" in page
    assert slugs(course) == ["look", "call", "write"] and course.revisions.count() == 1


def test_an_earlier_version_is_brought_back_whole(author, course):
    earlier = course.revisions.get()
    second = ids(course)[1]
    of(author).post(at("edit", course.pk), lesson_form(second, (second, lesson("phone"))))
    page = of(author).get(at("revisions_revert", course.pk, earlier.pk))
    assert [block.value["slug"] for block in page.context["form"].instance.content] == ["look", "call", "write"]
    assert page.context["form"].shown == "all"


def test_no_page_of_our_own_courses_has_too_many_fields(author):
    load_courses(at=NOON)
    browser = of(author)
    for course in Course.objects.all():
        addresses = ["", *(f"?lesson={each}" for each in ids(course))]
        counts = [count_fields(browser.get(at("edit", course.pk) + address).content.decode()) for address in addresses]
        assert max(counts) <= MAX_FIELDS, (course.slug, counts)
        whole = count_fields(browser.get(f"{at('edit', course.pk)}?lesson=all").content.decode())
        assert whole > max(counts) * 2, "the count sees the blocks that a script draws"
