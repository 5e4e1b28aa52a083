"""A last year that was published elsewhere: its text is compared with, its promises are asked for, no dead ends."""

import io
from datetime import date

import pytest
from django.urls import reverse
from weasyprint import HTML

from compliance.statements.core.previous_year import get_previous_statement
from compliance.statements.editor.rules.goals import find_plans
from compliance.statements.models import EarlierText, EarlierYear
from portal.files import services as files
from tests.compliance.statements.editor.test_side_panels import publish
from tests.compliance.statements.external_statements.test_services import GIVEN
from tests.factories.statements import EarlierTextFactory

pytestmark = pytest.mark.django_db
PROMISE = "We will train all 64 buyers by March 2026."
PAGES = f"""<h1>Modern slavery statement 2025</h1><h2>Risk assessment</h2><p>We looked at quinoa and found risks of
forced labour in two of the countries that grow it.</p><h2>Our goals</h2><p>{PROMISE} The buyers meet each month.</p>"""


@pytest.fixture
def brought(business) -> EarlierText:
    texts = {"risk": "<p>We looked at quinoa.</p>", "training": "<p>Nobody was trained.</p>"}
    given = {"year": 2025, "period_start": date(2024, 4, 1), "period_end": date(2025, 3, 31)}
    return EarlierTextFactory(organisation=business.organisation, texts=texts, goals=[PROMISE], **given)


def at(business, name, **kwargs):
    return reverse(f"statements:{name}", kwargs={"organisation": business.organisation.slug, **kwargs})


def test_it_is_what_this_year_is_compared_with(business, brought, visit):
    business.written()
    page = visit("viewer").get(at(business, "compare", year=2026))
    assert page.context["earlier"] == brought
    said = page.content.decode()
    assert "From 2025, published elsewhere to 2026, version 1" in said
    assert "quinoa" in said and "we compare only the texts" in said
    assert "Last year’s statement is not here." not in said
    asked = visit("viewer").get(at(business, "compare", year=2026), {"earlier": "text-2025", "later": "2026-1"})
    assert asked.context["earlier"] == brought
    turned = {"earlier": "2026-1", "later": "text-2025"}
    assert visit("viewer").get(at(business, "compare", year=2026), turned).status_code == 422


@pytest.mark.parametrize(
    ("public", "text", "year", "is_brought"),
    [(2025, 2025, 2025, False), (2024, 2025, 2025, True), (2024, 2023, 2024, False), (None, 2020, 2020, True)],
)
def test_the_latest_year_counts_and_one_that_is_public_here_goes_first(business, public, text, year, is_brought):
    if public:
        publish(business, public, "<p>Public.</p>")
    EarlierTextFactory(organisation=business.organisation, year=text)
    last = get_previous_statement(business.organisation, 2026)
    assert (last.year, bool(last.brought)) == (year, is_brought)
    assert get_previous_statement(business.organisation, 2019) is None


def test_its_promises_are_asked_for(business, brought, visit):
    version = business.start()
    monitoring = version.sections.get(code="monitoring").answers
    assert monitoring["goals"] == [{"text": PROMISE}]
    said = visit("editor").get(at(business, "opening", year=2026)).content.decode()
    assert PROMISE in said and "Not answered yet" in said
    beside = visit("editor").get(at(business, "section", year=2026, section="monitoring")).content.decode()
    assert PROMISE in beside


def test_what_a_text_promises_is_suggested():
    texts = {
        "monitoring": "- We plan to visit ten sites. We visited four.",
        "training": "We will train staff. We will train all buyers by 2027.",
    }
    assert find_plans(texts) == ["We plan to visit ten sites.", "We will train all buyers by 2027."]


def test_from_the_pdf_of_a_year_to_its_text_beside_the_draft(business, visit):
    version = business.start()
    client = visit("administrator")
    body = io.BytesIO(HTML(string=PAGES).write_pdf())
    body.name = "statement.pdf"
    added = client.post(at(business, "earlier_add"), GIVEN | {"file": body})
    assert added.url == f"{at(business, 'take_over')}?year=2025"
    assert "Divide the text of this PDF" in client.get(added.url).content.decode()
    split = client.post(added.url, {"added": "1"})
    form = split.context["form"]
    assert "quinoa" in form["risk"].value() and form["goals"].value() == PROMISE
    assert (form["period_start"].value(), form["statement_url"].value()) == (date(2024, 4, 1), GIVEN["url"])
    given = {"split": "1", "into": "last_year", "existing": "keep", "risk": form["risk"].value(), "goals": PROMISE}
    given |= {name: value for name, value in GIVEN.items() if name.startswith("period")}
    assert client.post(added.url, given).url == at(business, "list")
    kept = EarlierText.objects.get()
    assert (kept.year, kept.goals) == (2025, [PROMISE])
    assert "quinoa" in client.get(at(business, "compare", year=version.statement.year)).content.decode()


def test_a_year_and_a_text_lead_to_each_other(business, brought, visit):
    client = visit("administrator")
    there = f"{at(business, 'earlier_add')}?year=2025"
    assert there in client.get(at(business, "list")).content.decode()
    assert client.get(there).context["form"]["period_start"].value() == brought.period_start
    client.post(at(business, "earlier_add"), GIVEN)
    listed = client.get(at(business, "list")).content.decode()
    assert there not in listed and f"{at(business, 'take_over')}?year=2025" not in listed
    brought.delete()
    assert f"{at(business, 'take_over')}?year=2025" in client.get(at(business, "list")).content.decode()
    version = business.start()
    empty = client.get(at(business, "compare", year=version.statement.year)).content.decode()
    assert "listed as published elsewhere, but its text is not here." in empty
    assert f"{at(business, 'take_over')}?year=2025" in empty


@pytest.mark.parametrize("year", ["2025", "x", "٢٠٢٥", "99999"])
def test_a_pdf_that_cannot_be_had_is_asked_for_again(business, visit, monkeypatch, year):
    def not_yet(_stored):
        raise files.FileNotScanned

    client = visit("administrator")
    body = io.BytesIO(HTML(string=PAGES).write_pdf())
    body.name = "statement.pdf"
    client.post(at(business, "earlier_add"), GIVEN | {"file": body})
    assert EarlierYear.objects.get().file
    monkeypatch.setattr(files, "read_body", not_yet)
    again = client.post(f"{at(business, 'take_over')}?year={year}", {"added": "1"})
    assert again.status_code == 422
    assert "Choose the file here" in again.content.decode()


TOO_MANY = "\n".join(map(str, range(21)))


@pytest.mark.parametrize(("goals", "words"), [("A goal.\n" + "x" * 501, "500 characters"), (TOO_MANY, "20 goals")])
def test_goals_that_are_too_many_or_too_long_are_refused(business, visit, goals, words):
    given = {"split": "1", "into": "last_year", "existing": "keep", "risk": "We looked.", "goals": goals} | GIVEN
    answer = visit("editor").post(at(business, "take_over"), given)
    assert answer.status_code == 422 and words in answer.content.decode()
