"""Beside a section: last year's text with what changed, and what the check says."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from compliance.statements.choices import State
from compliance.statements.core import services as core_services
from compliance.statements.models import Version
from compliance.statements.signoff.services import review
from tests.compliance.statements.conftest import AT, make_business
from tests.factories.statements import PublicationFactory, StatementFactory, VersionFactory

MAX_QUERIES = 17


def publish(business, year: int, text: str, **changes):
    statement = StatementFactory(organisation=business.organisation, year=year)
    version = VersionFactory(statement=statement, state=State.PUBLISHED)
    content = {"answers": {"narrative_risk": text} if text else {}, "disclosures": {}, "organisation": {"name": "A"}}
    return PublicationFactory(version=version, content=content, **changes)


def write(business, version: Version, text: str) -> None:
    core_services.save_section(
        section=version.sections.get(code="risk"),
        actor=business.editor,
        at=AT,
        revision=0,
        answers={"area_risk": True, "narrative_risk": text},
        is_complete=False,
    )


@pytest.fixture
def panel(business, visit, at):
    """The page of the section, as a member sees it."""

    def shown(name: str = "editor", section: str = "risk", query: str = "") -> str:
        response = visit(name).get(at("section", section=section) + query)
        assert response.status_code == 200
        return response.content.decode()

    return shown


@pytest.mark.parametrize("name", ["editor", "viewer"])
def test_last_years_text_is_shown_with_what_changed_in_words(business, panel, name):
    publish(business, 2024, "<p>Much older.</p>")
    publish(business, 2025, "<p>We buy gloves from <strong>two</strong> mills abroad.</p><p>We visited both.</p>")
    write(business, business.start(), "<p>We buy gloves from three mills abroad.</p><p>We visited both.</p>")
    body = panel(name)
    assert "Last year: statement for 2025" in body
    marked = {
        tag.name: tag.text for tag in BeautifulSoup(body, "html.parser").select("#last-year .portal-difference > *")
    }
    assert marked == {"del": "[removed: two]", "ins": "[added: three]"}
    assert "Much older." not in body


def test_a_text_that_was_only_copied_is_said_to_be_the_same(business, panel):
    publish(business, 2025, "<p>We buy gloves.</p>")
    write(business, business.start(), "<p>We buy gloves.</p>")
    assert "The text is the same as last year’s." in panel()


def test_hostile_text_of_last_year_is_words_on_the_page(business, panel):
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(2)&gt; {{ version }} {% now %}"
    publish(business, 2025, f"<p>{hostile}</p><script>alert(3)</script>")
    write(business, business.start(), "<p>&lt;/ins&gt;&lt;svg onload=alert(4)&gt;</p>")
    body = panel()
    shown = body[body.index('id="last-year"') :]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(2)&gt; {{ version }} {% now %}" in shown
    assert "&lt;/ins&gt;&lt;svg onload=alert(4)&gt;" in shown
    for live in ("<script>alert", "<img src=x", "<svg onload"):
        assert live not in body


@pytest.mark.parametrize(
    ("earlier", "sentence"),
    [
        (None, "Last year’s statement is not here."),
        ("", "Your statement for 2025 had no text in this section."),
    ],
)
def test_without_a_text_of_last_year_the_panel_says_what_to_do(business, panel, earlier, sentence):
    if earlier is not None:
        publish(business, 2025, earlier)
    business.start()
    assert sentence in panel()


def test_a_withdrawn_statement_and_another_organisations_are_not_last_years(business, panel):
    publish(business, 2025, "<p>Withdrawn words.</p>", withdrawn_at=datetime(2026, 1, 1, tzinfo=UTC))
    publish(make_business(), 2025, "<p>Foreign words.</p>")
    business.start()
    body = panel()
    assert "Last year’s statement is not here." in body
    assert "Withdrawn words." not in body
    assert "Foreign words." not in body


def test_the_panel_opens_from_an_address_and_stands_by_narrative_sections_only(business, panel):
    business.start()
    assert 'id="last-year" open' in panel(query="?panel=last-year")
    assert 'id="last-year">' in panel()
    assert 'id="last-year"' in panel(section="intro")
    assert 'id="last-year"' not in panel(section="web")


def test_what_the_check_leaves_open_is_counted_beside_the_section(business, panel, at):
    business.start()
    body = panel(section="period")
    assert f"{at('check')}#" in body
    assert "Checks: 0 open" not in body
    Version.objects.update(state=State.PUBLISHED)
    assert 'id="checks"' not in panel(section="period")


def test_a_section_asks_few_questions_of_the_database(business, visit, at, django_assert_max_num_queries):
    publish(business, 2025, "<p>We buy gloves.</p>")
    version = business.written()
    for number in range(20):
        author = business.people[("viewer", "editor", "approver")[number % 3]]
        review.comment(version=version, actor=author, at=AT, text=f"Question {number}", section="risk")
    client = visit("editor")
    client.get(at("section", section="risk"))
    with django_assert_max_num_queries(MAX_QUERIES):
        assert "Question 19" in client.get(at("section", section="risk")).content.decode()
