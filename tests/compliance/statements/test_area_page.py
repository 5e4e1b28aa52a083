"""Beside a section that is one of the six areas: the page of guidance that is about it (issue, "drafting help")."""

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from compliance.statements.choices import AREAS
from learning.resources.reading import page_of_area
from learning.resources.services.loading import load
from tests.factories.guidance import guidance_page, text

HEADING = "Guidance on this area"


@pytest.fixture
def panel(business, visit, at):
    business.start()
    return lambda section="risk": visit("editor").get(at("section", section=section)).content.decode()


def about(area, **values):
    return guidance_page(topic="areas", body=[("area", {"area": area}), text()], **values)


def test_the_page_of_the_area_stands_beside_its_section_and_no_other(panel):
    about("risk", title="How to look for risk", slug="risk-page")
    body = panel()
    assert HEADING in body
    assert '<a class="govuk-link" href="/guidance/risk-page/">How to look for risk</a>' in body
    assert HEADING not in panel("training")
    assert HEADING not in panel("intro")


def test_without_a_page_there_is_no_pane(panel):
    assert HEADING not in panel()


@pytest.mark.django_db
def test_drafts_private_pages_and_pages_on_something_else_are_none():
    about("risk", live=False)
    PageViewRestriction.objects.create(page=about("risk"), restriction_type="login")
    guidance_page(topic="areas")
    assert page_of_area("risk") is None


@pytest.mark.django_db
def test_our_own_guidance_has_a_page_for_each_area():
    load(at=timezone.now())
    assert all(page_of_area(code) for code in AREAS)
    assert len({page_of_area(code).key for code in AREAS}) == len(AREAS)


@pytest.mark.django_db
def test_it_takes_one_question_to_the_database(django_assert_num_queries):
    for code in AREAS:
        about(code)
    with django_assert_num_queries(1):
        assert page_of_area("monitoring") is not None
