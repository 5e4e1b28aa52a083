"""A course in the editors' pages: written, previewed, handed in, published by a second person."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from learning.training.models import Course
from learning.training.services.loading import load_courses
from portal.accounts.roles import StaffRole
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import approve, handed_in
from tests.factories.training import NOON, lesson_block, written_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Ash")


@pytest.fixture
def reviewer():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Beck")


def of(person):
    return sign_in(Client(), person)


def at(name, *args):
    return reverse(f"wagtailsnippets_training_course:{name}", args=args)


def mails():
    return [mail.subject + decrypt(bytes(mail.body)).decode() for mail in Outbox.objects.order_by("pk")]


def answers(*texts):
    items = [{"text": text, **({"is_right": "on"} if place == 0 else {})} for place, text in enumerate(texts)]
    return listed(items)


def listed(values):
    fields = {"count": str(len(values))}
    for place, value in enumerate(values):
        fields[str(place)] = {"value": value, "order": str(place), "deleted": "", "type": "item"}
    return fields


def question(text):
    return {"question": text, "answers": answers("Call", "Shout"), "because": rich_text("<p>So it is.</p>")}


def lesson(slug="look", count=8, words="<p>Words of the lesson.</p>"):
    return {
        "title": f"Lesson {slug}",
        "slug": slug,
        "warning": "",
        "body": streamfield([("text", rich_text(words))]),
        "check": question("What do you do?"),
        "questions": listed([question(f"What is {number}?") for number in range(count)]),
        "sources": streamfield([]),
    }


def course_form(*lessons, **values):
    fields = {
        "title": "Look and listen",
        "slug": "look-and-listen",
        "summary": "What to see.",
        "warning": "",
        "content": streamfield([("lesson", each) for each in lessons or (lesson(),)]),
        "audience": "everybody",
        "language": "en",
        "position": "60",
        "checked_on": timezone.localdate().isoformat(),
        "next_check_on": (timezone.localdate() + timedelta(days=365)).isoformat(),
    }
    return nested_form_data(fields | values)


def test_a_course_is_written_handed_in_and_published_by_a_second_person(author, reviewer, client):
    written = of(author).post(at("add"), course_form() | {"action-submit": "1"})
    assert written.status_code == 302, written.context["form"].errors
    course = Course.objects.get(slug="look-and-listen")
    assert not course.live and client.get(course.get_absolute_url()).status_code == 404
    state = course.current_workflow_task_state
    assert any(f"/cms/review/{state.pk}/" in message for message in mails())
    page = of(reviewer).get(reverse("learning_review", args=[state.pk]))
    assert "Look and listen" in page.content.decode()
    for _step in range(2):
        state = Course.objects.get(pk=course.pk).current_workflow_task_state
        of(reviewer).post(reverse("learning_review", args=[state.pk]), {"decision": "approve", "comment": ""})
    assert Course.objects.get(pk=course.pk).versions.get().number == 1
    assert "Lesson look" in client.get(course.get_absolute_url()).content.decode()
    assert any(at("edit", course.pk) in message for message in mails())


def test_a_change_is_a_draft_until_it_is_approved_and_then_a_version(author, reviewer, client):
    course = written_course(lesson_block("look"), slug="look-and-listen")
    handed_in(course, by=author)
    approve(course, by=reviewer)
    response = of(author).post(at("edit", course.pk), course_form(lesson("see")))
    assert response.status_code == 302
    assert [each.slug for each in course.lessons] == ["look"]
    of(author).post(at("edit", course.pk), course_form(lesson("see")) | {"action-submit": "1"})
    approve(course, by=reviewer)
    assert [each.slug for each in course.lessons] == ["see"] and course.versions.count() == 2


@pytest.mark.parametrize("is_superuser", [False, True])
def test_no_button_publishes(is_superuser):
    person = UserFactory(role=None if is_superuser else StaffRole.SITE_ADMINISTRATOR, is_superuser=is_superuser)
    browser = of(person)
    browser.post(at("add"), course_form() | {"action-publish": "1"})
    course = Course.objects.filter(slug="look-and-listen").first()
    assert course is None or (not course.live and not course.versions.exists())
    kept = course or written_course()
    page = browser.get(at("edit", kept.pk)).content.decode()
    assert "action-publish" not in page and 'name="action-submit"' in page


def test_the_author_cannot_review_and_does_not_find_it_on_their_list(author, reviewer):
    course = written_course()
    state = handed_in(course, by=author)
    address = reverse("learning_review", args=[state.pk])
    of(author).post(address, {"decision": "approve", "comment": ""})
    assert Course.objects.get(pk=course.pk).current_workflow_task_state == state
    assert not TaskState.objects.reviewable_by(author).exists()
    assert list(TaskState.objects.reviewable_by(reviewer)) == [state]
    assert course.title in of(reviewer).get("/cms/").content.decode()


def test_a_reviewer_who_asks_for_changes_is_heard(author, reviewer):
    course = written_course()
    state = handed_in(course, by=author)
    reason = {"decision": "reject", "comment": "Say which number to call."}
    of(reviewer).post(reverse("learning_review", args=[state.pk]), reason)
    assert "Say which number to call." in mails()[-1] and at("edit", course.pk) in mails()[-1]
    assert "Say which number to call." in of(author).get(at("edit", course.pk)).content.decode()


def test_a_preview_shows_every_lesson_and_which_answers_are_right(author):
    course = written_course(lesson_block("look"), lesson_block("call"))
    revision = course.save_revision(user=author)
    page = of(author).get(at("revisions_view", course.pk, revision.pk)).content.decode()
    assert "1. Lesson look" in page and "2. Lesson call" in page
    assert page.count("Correct</strong>") == 18


def test_the_reviewer_compares_with_what_is_public(author, reviewer):
    course = written_course()
    handed_in(course, by=author)
    approve(course, by=reviewer)
    state = handed_in(course, by=author, title="Another title")
    page = of(reviewer).get(reverse("learning_review", args=[state.pk])).content.decode()
    address = at("revisions_compare", course.pk, "live", state.revision_id)
    assert address in page
    assert "Another title" in of(reviewer).get(address).content.decode()


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (course_form(lesson(count=3)), "The lessons together need at least 8."),
        (course_form(lesson(words="<p>Call 0808 800 5000 now.</p>")), "Replace the phone number 0808 800 5000"),
        (course_form(lesson(words="<p>So they say. [2]</p>")), "[2] refers to a source that is not listed"),
        (course_form(next_check_on=""), "Enter the date of the next check"),
        (course_form(next_check_on="2029-11-24"), "no more than a year after the last check"),
        (course_form(lesson(), lesson()), "Two lessons have the same address."),
        (course_form(lesson("no spaces please")), "consisting of letters, numbers, underscores or hyphens"),
    ],
)
def test_a_course_that_lacks_something_is_not_handed_in(author, form, message):
    response = of(author).post(at("add"), form | {"action-submit": "1"})
    assert response.status_code == 200
    assert message in response.content.decode()
    assert not Course.objects.exists()


def test_a_question_needs_a_right_and_a_wrong_answer(author):
    block = lesson()
    block["check"]["answers"] = listed([{"text": "Call"}, {"text": "Ring"}])
    response = of(author).post(at("add"), course_form(block) | {"action-submit": "1"})
    assert "A question needs a correct answer and a wrong answer." in response.content.decode()


def test_whoever_does_not_write_sees_no_courses():
    browser = of(UserFactory(role=StaffRole.HANDLER))
    for address in (at("list"), at("add")):
        assert browser.get(address).status_code in {302, 403, 404}


def test_the_list_shows_versions_and_takes_few_queries(author, django_assert_max_num_queries):
    load_courses(at=NOON)
    browser = of(author)
    browser.get(at("list"))
    with django_assert_max_num_queries(30):
        page = browser.get(at("list")).content.decode()
    assert "Spot the signs" in page


def test_our_own_courses_open_in_the_editor_and_pass_its_checks(author):
    load_courses(at=NOON)
    browser = of(author)
    for course in Course.objects.all():
        assert course.find_missing() == []
        assert browser.get(at("edit", course.pk)).status_code == 200
        lessons = json.dumps(course.content.get_prep_value())
        assert course.content.stream_block.clean(course.content) and lessons


def test_a_course_that_staff_changed_is_left_by_the_loader(author):
    load_courses(at=NOON)
    course = Course.objects.get(slug="spot-the-signs")
    course.save_revision(user=author, log_action=True)
    Course.objects.update(fingerprint="older")
    loaded = load_courses(at=NOON)
    assert loaded.left == ["spot-the-signs"] and len(loaded.renewed) == 4
    assert course.versions.count() == 1
