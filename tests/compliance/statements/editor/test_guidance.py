"""Beside a section that is one of the six areas: the page of guidance that is about it.

See docs/requirements/statements.md#area-guidance.
"""

import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Locale, PageViewRestriction

from compliance.statements.choices import AREAS
from learning.resources.selectors import get_area_page
from learning.resources.services.loading import load_guidance
from tests.factories.guidance import guidance_page, source, text

HEADING = "Guidance on this area"
QUERIES = 16


@pytest.fixture
def panel(business, visit, at):
    business.start()
    return lambda section="risk": visit("editor").get(at("section", section=section)).content.decode()


def about(area, **values):
    return guidance_page(topic="areas", body=[("area", {"area": area}), text()], **values)


def test_the_page_of_the_area_stands_beside_its_section_and_no_other(panel):
    about("risk", title="How to look for risk", slug="risk-page", summary="Where to begin.")
    body = panel()
    assert HEADING in body
    assert ">How to look for risk</span></summary>" in body
    assert "Where to begin." in body
    assert 'href="/guidance/risk-page/">' in body
    assert HEADING not in panel("training")
    assert HEADING not in panel("intro")


def test_the_page_itself_can_be_read_there_with_its_headings_one_level_lower(panel):
    other = guidance_page(title="Somewhere else")
    claim = text("<h2>Who pays</h2><h3>First</h3><p>Ask who pays the workers. [1]</p>")
    body = [claim, ("area", {"area": "risk"}), ("related", [other])]
    guidance_page(topic="areas", slug="risk-page", body=body, sources=[source()])
    shown = re.search(r'<details class="govuk-details portal-guidance">.*?</details>', panel(), re.DOTALL)[0]
    assert "<h3>Who pays</h3>" in shown
    assert "<h4>First</h4>" in shown
    assert "Ask who pays the workers." in shown
    assert 'href="/guidance/risk-page/#source-1"' in shown
    # What leads to other pages, and to this editor, stays on the page itself.
    assert "Somewhere else" not in shown
    assert "/for-business/" not in shown
    assert not re.findall(r'\sid="|<h[12]\b', shown)


def test_beside_an_editor_all_of_our_pages_keep_the_order_of_headings(panel):
    load_guidance(at=timezone.now())
    for code in AREAS:
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", panel(code))]
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), (code, levels)


def test_the_editor_asks_the_database_a_known_number_of_times(business, visit, at, settings, tmp_path):
    """Seven of them for the page of the area: on a server, where pages are kept, the first time only."""
    business.start()
    client, address = visit("editor"), at("section", section="risk")
    client.get(address)
    load_guidance(at=timezone.now())
    with CaptureQueriesContext(connection) as asked:
        assert "portal-guidance" in client.get(address).content.decode()
    assert len(asked) == QUERIES
    settings.PAGES_ARE_KEPT, settings.PAGE_STAMP_FILE = True, tmp_path / "page-stamp"
    client.get(address)
    with CaptureQueriesContext(connection) as again:
        assert "portal-guidance" in client.get(address).content.decode()
    assert len(again) == QUERIES - 7


@pytest.mark.django_db
def test_with_welsh_on_each_reader_gets_the_page_in_their_language(settings):
    settings.LANGUAGE_REVIEWS = {"cy": ("Mair Example", "2027-01-31")}
    english = about("risk", title="Risk")
    welsh = english.copy_for_translation(Locale.objects.get_or_create(language_code="cy")[0], copy_parents=True)
    welsh.title = "Risg"
    welsh.save_revision().publish()
    assert get_area_page("risk").title == "Risk"
    with translation.override("cy"):
        assert get_area_page("risk").title == "Risg"


def test_without_a_page_there_is_no_pane(panel):
    assert HEADING not in panel()


@pytest.mark.django_db
def test_drafts_private_pages_and_pages_on_something_else_are_none():
    about("risk", live=False)
    PageViewRestriction.objects.create(page=about("risk"), restriction_type="login")
    guidance_page(topic="areas")
    assert get_area_page("risk") is None


@pytest.mark.django_db
def test_our_own_guidance_has_a_page_for_each_area():
    load_guidance(at=timezone.now())
    assert all(get_area_page(code) for code in AREAS)
    assert len({get_area_page(code).key for code in AREAS}) == len(AREAS)


@pytest.mark.django_db
def test_it_takes_one_question_to_the_database(django_assert_num_queries):
    for code in AREAS:
        about(code)
    with django_assert_num_queries(1):
        assert get_area_page("monitoring") is not None
