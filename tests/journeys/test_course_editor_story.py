"""Staff change a course in /cms/, a second person publishes it, and a learner who had begun is told.

And axe looks at the editors' pages: Wagtail's own, with the names that we give its fields.
"""

import re

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from playwright.sync_api import expect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from learning.resources.models import AboutPage
from learning.training.models import Course
from learning.training.services.loading import add_block_ids
from learning.training.services.progress import mark_read
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import guidance_page, handed_in, root
from tests.factories.training import NOON, lesson_block, question_block, written_course

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]

SCENARIO = {
    "type": "scenario",
    "value": {
        "heading": "At the gate",
        "steps": [
            {"key": "gate", "text": "<p>You see it.</p>", "choices": [{"step": "call", "text": "Call"}]},
            {"key": "call", "text": "<p>They listen.</p>", "choices": []},
        ],
    },
}
TABLE = {
    "type": "table",
    "value": {
        "caption": "Signs",
        "columns": [{"type": "text", "heading": "Place"}, {"type": "rich_text", "heading": "Sign"}],
        "rows": [{"values": ["Farm", "<p>Caravans</p>"]}],
    },
}
DO = {"type": "do_and_dont", "value": {"heading": "", "do": ["Listen"], "dont": ["promise"]}}


@pytest.fixture
def enter(visitor, live_server):
    """A browser in which somebody is signed in, and whose editors' pages do not ask who they are again."""

    def open_page(person, **options):
        page = visitor(**options)
        cookie = sign_in(Client(), person, seconds_ago=-3600).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return open_page


@pytest.fixture
def course():
    """A course that is public, with every kind of block that has fields of its own."""
    text = {"type": "text", "value": '<p>Words of the <b>lesson</b>, with a <a href="/guidance/">link</a>. [1]</p>'}
    block = lesson_block("look", body=[text, SCENARIO, TABLE, DO], check=question_block("What do you do?"))
    course = written_course(block, title="Look and listen", slug="look-and-listen")
    course.content = add_block_ids(course.content)
    course.save_revision().publish()
    return Course.objects.get(pk=course.pk)


# Half a second in which nothing is added to the page.
NOTHING_MORE_IS_DRAWN = """() => {
  const count = document.querySelectorAll("*").length;
  if (count !== window.countBefore) [window.countBefore, window.countedAt] = [count, performance.now()];
  return performance.now() - window.countedAt > 500;
}"""


def hand_in(page):
    page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").first.click()
    page.locator("[name=action-submit]").click()


def test_a_course_is_changed_reviewed_published_and_a_learner_is_told(enter, course):
    beck = UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Beck", last_name="Courses")
    cleo = UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Cleo", last_name="Reader")
    ann = UserFactory(first_name="Ann", last_name="Learner")
    mark_read(lesson=course.lessons.get(), actor=ann, at=NOON)

    # Who only opens it changes nothing: no version is saved in their name.
    page = enter(beck)
    page.clock.install()
    page.goto("/cms/courses/")
    page.get_by_role("link", name="Look and listen", exact=True).click()
    expect(page.get_by_role("textbox", name="Title*").first).to_have_value("Look and listen")
    page.clock.run_for(4000)
    assert "Saving" not in page.locator("header").first.inner_text() and course.revisions.count() == 1

    # Beck changes a lesson, on a page of its own.
    page.get_by_role("link", name="Lesson look", exact=True).click()
    expect(page.locator("main")).to_contain_text("Lesson 1 of 1.")
    page.clock.run_for(4000)
    assert "Saving" not in page.locator("header").first.inner_text() and course.revisions.count() == 1
    page.locator("[name=content-0-value-title]").fill("Lesson look again")
    # The clock that was moved on is the one that saving goes by.
    page.clock.run_for(4000)
    expect(page.locator("header").first).to_contain_text(re.compile("Saving|Saved"))
    hand_in(page)
    expect(page.locator(".messages")).to_contain_text("submitted")
    assert course.lessons.get().title == "Lesson look"

    # Cleo reads it as learners will, and publishes.
    reader = enter(cleo)
    reader.goto("/cms/")
    reader.locator("main").get_by_role("link", name="Look and listen").click()
    reader.get_by_role("link", name="Read this version as readers will see it").click()
    expect(reader.locator("h2").filter(has_text="Lesson look again")).to_be_visible()
    reader.go_back()
    reader.get_by_role("button", name="Approve", exact=True).click()
    reader.get_by_role("button", name="Approve and publish").click()
    expect(reader).to_have_url(re.compile(f"/cms/courses/edit/{course.pk}/"))
    assert [version.number for version in course.versions.all()] == [1, 2]

    # Ann may finish what she began, and may change.
    learner = enter(ann)
    learner.goto(course.get_absolute_url())
    expect(learner.locator("main")).to_contain_text("We have updated this course since you started it.")
    expect(learner.locator("main")).not_to_contain_text("Lesson look again")
    learner.get_by_role("button", name="Change to the new version").click()
    expect(learner.locator("main")).to_contain_text("You are now on the current version of this course.")
    expect(learner.locator("main")).to_contain_text("Lesson look again")


def test_fields_of_the_editors_pages_have_names(enter, axe, course):
    person = UserFactory(role=StaffRole.SITE_ADMINISTRATOR, first_name="Ash")
    image = get_image_model().objects.create(title="Picture", file=get_test_image_file())
    document = get_document_model().objects.create(title="Sheet", file=ContentFile(b"words", name="sheet.txt"))
    state = handed_in(guidance_page(), by=UserFactory(role=StaffRole.CONTENT_EDITOR))
    page = enter(person)
    wrong = []
    for address in (
        "/cms/",
        "/cms/guidance/",
        "/cms/courses/",
        "/cms/courses/add/",
        f"/cms/courses/edit/{course.pk}/",
        f"/cms/courses/edit/{course.pk}/?lesson={course.content[0].id}",
        f"/cms/courses/edit/{course.pk}/?lesson=new",
        f"/cms/courses/edit/{course.pk}/?lesson=all",
        f"/cms/courses/history/{course.pk}/",
        f"/cms/review/{state.pk}/",
        f"/cms/pages/{root().pk}/",
        f"/cms/pages/{guidance_page().pk}/edit/",
        f"/cms/pages/{AboutPage.objects.get(slug='contact').pk}/edit/",
        "/cms/images/",
        "/cms/images/multiple/add/",
        f"/cms/images/{image.pk}/",
        "/cms/documents/",
        "/cms/documents/multiple/add/",
        f"/cms/documents/edit/{document.pk}/",
        "/cms/redirects/",
        "/cms/display/",
    ):
        page.goto(address)
        # The script names what Wagtail's own scripts draw, a moment after they have drawn it.
        page.wait_for_function(NOTHING_MORE_IS_DRAWN)
        wrong += [f"{address}: {finding}" for finding in axe(page)]
    assert not wrong, "\n".join(wrong)
