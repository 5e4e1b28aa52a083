"""A team of three completes a course: asked for, read, tested, certified, checked by a stranger, told in the statement.

And somebody without account and JavaScript reads a course.
"""

import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from compliance.statements.models import Evidence, Section
from learning.training.choices import Use
from learning.training.models import Certificate, Course, LessonRead, Question
from learning.training.rules import certificate_codes
from learning.training.services import loading
from tests.compliance.statements.conftest import make_business
from tests.journeys.page_checks import Looker
from tests.support.pdfs import assert_ua, extract_text, open_pdf

pytestmark = [pytest.mark.journey, pytest.mark.once, pytest.mark.django_db(transaction=True)]
WIDTHS = (360, 1280)
SLUG = "spot-the-signs"


def answer_rightly(page: Page, use: Use) -> None:
    """The question that the page shows, by its words."""
    asked = page.locator("form fieldset legend").first.inner_text().strip()
    question = Question.objects.for_use(use).get(text=asked)
    for answer in question.answers:
        if answer["is_right"]:
            page.get_by_label(answer["text"], exact=True).check(force=True)


def read_lessons(page: Page, looker: Looker | None) -> None:
    page.get_by_role("button", name="Start with lesson 1").click()
    for lesson in Course.objects.get(slug=SLUG).lessons:
        if looker:
            looker.sees(lesson.title)
        answer_rightly(page, Use.CHECK)
        page.get_by_role("button", name="Check my answer").click()
        expect(page.get_by_role("status").filter(has_text="Correct.")).to_be_visible()
        page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("You have read all the lessons.")).to_be_visible()


def pass_quiz(page: Page, looker: Looker | None) -> None:
    page.get_by_role("button", name="Go to the quiz").click()
    if looker:
        looker.sees("Quiz")
    page.get_by_role("button", name="Start the quiz").click()
    for number in range(1, 9):
        if looker and number == 1:
            looker.sees("Question 1 of 8")
        answer_rightly(page, Use.QUIZ)
        page.get_by_role("button", name="Continue").click()
    if looker:
        looker.sees("Check your answers")
    page.get_by_role("button", name="Send my answers").click()
    if looker:
        looker.sees("You passed")
    page.get_by_role("button", name="Get your certificate").click()


def test_a_team_completes_a_course_and_the_statement_tells_it(visitor, sign_in, axe, tmp_path):
    loading.load_courses(at=timezone.now())
    business, today = make_business(), timezone.localdate()
    version = business.start(period_start=today - timedelta(days=60), period_end=today + timedelta(days=300))
    slug, due = business.organisation.slug, today + timedelta(days=30)
    page = visitor()
    looker = Looker(page, axe, widths=WIDTHS)

    # The administrator asks two editors and one member.
    sign_in(page, business.people["administrator"])
    looker.opens(f"/o/{slug}/training/", "Training")
    page.get_by_role("button", name="Assign a course").click()
    looker.sees("Assign a course")
    looker.sends("Assign course")
    looker.sees("Assign a course", error="Select a course")
    page.get_by_label("Spot the signs").check(force=True)
    page.get_by_role("radio", name="Procurement").check(force=True)
    page.get_by_label("Editor", exact=True).check(force=True)
    page.get_by_label(str(business.people["viewer"]), exact=True).check(force=True)
    for part in ("day", "month", "year"):
        page.locator(f"[name=due_on_{part}]").fill(str(getattr(due, part)))
    page.get_by_role("button", name="Assign course").click()
    expect(page.get_by_text("You have assigned the course “Spot the signs”.")).to_be_visible()
    expect(page.get_by_text("0 of 3")).to_be_visible()

    # Each of the three takes it; the first one's pages are looked at.
    for name in ("viewer", "editor", "second"):
        watching = looker if name == "viewer" else None
        sign_in(page, business.people[name])
        looker.opens(f"/o/{slug}/training/", "Training")
        page.get_by_role("link", name="Spot the signs").first.click()
        if watching:
            looker.sees("Spot the signs")
        read_lessons(page, watching)
        pass_quiz(page, watching)
        if watching:
            looker.sees("Your certificate")
        page.get_by_label("Your name, as it should appear on the certificate").fill(f"{name.title()} Example")
        page.get_by_role("button", name="Create my certificate").click()
        expect(page.get_by_text(f"{name.title()} Example", exact=True)).to_be_visible()
    looker.sees("Your certificate")

    certificate = Certificate.objects.get(name="Second Example")
    body = page.request.get(reverse("training:certificate_pdf", args=[certificate.uuid])).body()
    assert_ua(open_pdf(body))
    for words in ("Second Example", "Spot the signs", certificate_codes.group_code(certificate.code)):
        assert words in extract_text(body)
    assert io.BytesIO(body).read(5) == b"%PDF-"

    # A stranger checks it, and a code that is none.
    stranger = visitor()
    stranger_looks = Looker(stranger, axe, widths=WIDTHS)
    stranger_looks.opens("/training/verify/", "Check a training certificate")
    for code, told in (
        (certificate_codes.group_code(certificate.code).lower(), "This is one of our certificates"),
        ("4F7K", "No certificate"),
    ):
        stranger.get_by_label("Code on the certificate").fill(code)
        stranger.get_by_role("button", name="Check certificate", exact=True).click()
        expect(stranger.get_by_role("heading", name=re.compile(told))).to_be_visible()
        stranger_looks.sees("Check a training certificate")

    # The administrator sees it, and the editor uses it in the statement.
    sign_in(page, business.people["administrator"])
    looker.opens(f"/o/{slug}/training/", "Training")
    expect(page.get_by_text("3 of 3")).to_be_visible()
    page.get_by_role("link", name="Spot the signs").last.click()
    looker.sees("Spot the signs")
    sign_in(page, business.editor)
    address = reverse("statements:section", args=[slug, version.statement.year, "training"])
    looker.opens(f"{address}?panel=evidence", re.compile("Training"))
    page.get_by_role("button", name=re.compile("^Use this.*: Training for our own people")).click()
    expect(page.get_by_text("Saved, with evidence: Training for our own people.")).to_be_visible()
    answers = Section.objects.get(version=version, code="training").answers
    assert "3 of our own people completed training on modern slavery" in answers["narrative_training"]
    assert answers["training_targets"] == ["procurement"]
    assert Evidence.objects.get().snapshot["numbers"]["people"] == 3
    assert not looker.wrong + stranger_looks.wrong, "\n".join(looker.wrong + stranger_looks.wrong)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_visitor_without_javascript_reads_a_course_and_nothing_is_saved(visitor, width):
    loading.load_courses(at=timezone.now())
    page = visitor(javascript=False, width=width)
    page.goto("/training/")
    page.get_by_role("link", name="Taking a disclosure safely").click()
    page.get_by_role("button", name="Start with lesson 1").click()
    lessons = list(Course.objects.get(slug="taking-a-disclosure").lessons)
    for lesson in lessons:
        expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)
        page.get_by_role("button", name="Check my answer").click()
        expect(page.locator(".govuk-error-summary")).to_contain_text("Select an answer")
        answer_rightly(page, Use.CHECK)
        page.get_by_role("button", name="Check my answer").click()
        expect(page.get_by_text("You are not signed in, so we do not save your progress.")).to_be_visible()
        page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Taking a disclosure safely")
    assert not LessonRead.objects.exists()
