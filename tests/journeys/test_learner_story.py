"""Twelve people of a list are asked for a course: one of them reads it, and last year's figures stay as they were.

Continue leads to the top of the next lesson, not past its text.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from compliance.organisations.models import Learner, Membership, TrainingAssignment
from compliance.organisations.rules.training import summarise_training
from compliance.organisations.selectors.training import get_course_completions
from learning.training.choices import Use
from learning.training.models import Course, LessonRead
from learning.training.services import loading
from tests.compliance.statements.conftest import make_business
from tests.factories.accounts import UserFactory
from tests.factories.organisations import TrainingAssignmentFactory
from tests.factories.training import completed
from tests.journeys.page_checks import Looker
from tests.journeys.test_training_story import SLUG, WIDTHS, answer_rightly

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
LIST = "Email,Name\n" + "".join(f"person{number}@acme.example,Person {number}\n" for number in range(1, 13))


def test_twelve_learners_of_a_list_and_last_years_figures(visitor, sign_in, axe, tmp_path):
    loading.load_courses(at=timezone.now())
    business, today = make_business(), timezone.localdate()
    slug, course = business.organisation.slug, Course.objects.get(slug=SLUG)
    last_year = (today - timedelta(days=500), today - timedelta(days=136))
    before = _give_last_year(business, course, last_year)
    path = tmp_path / "learners.csv"
    path.write_text(LIST)
    page = visitor()
    looker = Looker(page, axe, widths=WIDTHS)

    # The administrator asks twelve people of a list.
    sign_in(page, business.people["administrator"])
    looker.opens(f"/o/{slug}/training/assign/", "Assign a course")
    page.get_by_label("Spot the signs").check(force=True)
    page.locator("[name=group][value=front_line_staff]").check(force=True)
    due = today + timedelta(days=30)
    for part in ("day", "month", "year"):
        page.locator(f"[name=due_on_{part}]").fill(str(getattr(due, part)))
    page.locator("input[name=learner_list]").set_input_files(path)
    page.get_by_role("button", name="Assign course").click()
    expect(page.get_by_text("0 of 12")).to_be_visible()
    assert Learner.objects.count() == 12
    looker.opens(f"/o/{slug}/training/learners/", "Learners")
    assignment = TrainingAssignment.objects.order_by("pk").last()
    looker.opens(f"/o/{slug}/training/{assignment.uuid}/", "Spot the signs")
    assert (
        summarise_training(get_course_completions(business.organisation), first=last_year[0], last=last_year[1])
        == before
    )

    # One of them signs in, sees the course and nothing else, and reads a lesson.
    person = UserFactory(email="person1@acme.example")
    sign_in(page, person)
    looker.opens("/dashboard/", "Your courses")
    assert page.request.get(f"/o/{slug}/").status == 404
    assert not Membership.objects.filter(user=person).exists()
    page.get_by_role("link", name="Spot the signs").click()
    page.get_by_role("button", name="Start with lesson 1").click()
    answer_rightly(page, Use.CHECK)
    page.get_by_role("button", name="Check my answer").click()
    page.get_by_role("button", name="Continue").click()
    second = list(course.lessons)[1]
    expect(page.get_by_role("heading", name=second.title, level=1)).to_be_in_viewport()
    assert page.evaluate("location.hash") == "#lesson"
    assert LessonRead.objects.filter(user=person).count() == 1

    # The scenario shows one step at a time, and leads on.
    lesson = course.lessons.get(slug="what-to-do")
    looker.opens(lesson.address(course), lesson.title)
    expect(page.get_by_text("You take the van to a car wash.")).to_be_visible()
    expect(page.get_by_text("Two weeks later")).to_be_hidden()
    page.get_by_role("link", name="Pay, leave, and write down what you saw").click()
    expect(page.get_by_text("Around the corner you note the place")).to_be_visible()
    expect(page.get_by_text("You take the van to a car wash.")).to_be_hidden()
    page.get_by_role("link", name="Call the helpline now").click()
    expect(page.get_by_text("You have done the right thing")).to_be_visible()
    assert not looker.wrong, "\n".join(looker.wrong)


def _give_last_year(business, course, period):
    """One member was asked and completed it in that year; another completed it unasked."""
    viewer, editor = (Membership.objects.get(user=business.people[name]) for name in ("viewer", "editor"))
    at = timezone.now() - timedelta(days=200)
    Membership.objects.update(joined_at=at - timedelta(days=300))
    assignment = TrainingAssignmentFactory(organisation=business.organisation, course=course, roles=[], assigned_at=at)
    assignment.members.add(viewer)
    assignment.assignees.create(membership=viewer, since=at)
    for member in (viewer, editor):
        completed(member.user, course, at=at)
    before = summarise_training(get_course_completions(business.organisation), first=period[0], last=period[1])
    assert before[0].people == 1
    return before
