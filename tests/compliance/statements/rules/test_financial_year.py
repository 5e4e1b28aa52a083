"""The financial year of a statement: dates that exist, in order, and no day of it in another statement."""

from datetime import date

import pytest
from django.urls import reverse

from compliance.statements.editor.services import draft
from compliance.statements.models import Section, Statement, Version
from compliance.statements.publication.services import publish as services_publish
from tests.compliance.statements.conftest import AT
from tests.factories.sections import errors, saved
from tests.factories.signed import signed_version


def days(start: str, end: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, text in (("period_start", start), ("period_end", end)):
        found |= dict(zip((f"{name}_{part}" for part in ("day", "month", "year")), text.split(), strict=True))
    return found


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        ("31 2 2025", "31 3 2026", "period_start"),
        ("1 4 2025", "31 13 2026", "period_end"),
        ("1 4 2026", "31 3 2026", "period_end"),
        ("1 4 2024", "30 9 2026", "period_end"),
        ("1 4 2027", "31 3 2028", "period_start"),
        ("1 4 2014", "31 3 2015", "period_end"),
        ("1 4 99999", "31 3 2026", "period_start"),
        ("x y z", "31 3 2026", "period_start"),
        ("1 1 1000000000000", "1 1 0000", "period_start"),
    ],
)
def test_a_period_that_cannot_be_is_met_at_its_field(start, end, field):
    assert field in errors("period", days(start, end))


def test_a_year_that_still_runs_can_be_drafted():
    assert saved("period", days("1 4 2026", "31 march 2027"))["period_end"] == "2027-03-31"


# --- Two statements of one organisation -----------------------------------------------------------------------------

TAKEN = (2025, date(2024, 4, 1), date(2025, 3, 31))
# First day, last day, and the field at which it is said that they are in the statement for 2025.
OVERLAPS = {
    "inside": ("1 5 2024", "28 2 2025", "period_start"),
    "around": ("1 3 2024", "30 4 2025", "period_end"),
    "its last day": ("31 3 2025", "30 3 2026", "period_start"),
    "its first day": ("2 4 2023", "1 4 2024", "period_end"),
    "the same first day": ("1 4 2024", "30 9 2025", "period_start"),
    "the same last day": ("1 1 2024", "31 3 2025", "period_end"),
    "a single day of it": ("1 6 2024", "1 6 2024", "period_start"),
}
BESIDE = {"the day after": ("1 4 2025", "31 3 2026"), "the day before": ("1 4 2023", "31 3 2024")}


@pytest.mark.parametrize("kind", OVERLAPS)
def test_a_day_that_another_statement_covers_is_named_at_the_field_to_change(kind):
    start, end, field = OVERLAPS[kind]
    found = errors("period", days(start, end), periods=[TAKEN])
    assert set(found) == {field}
    sentence = "1 April 2024 to 31 March 2025 is already in your statement for 2025. A day cannot be in two statements"
    assert found[field] == [sentence]


@pytest.mark.parametrize("kind", BESIDE)
def test_years_that_touch_do_not_overlap(kind):
    assert saved("period", days(*BESIDE[kind]), periods=[TAKEN])


def begin(visit, business, start: str, end: str):
    data = days(start, end) | {"statement_kind": "steps_taken", "path": "short", "copy": "no"}
    return visit("editor").post(reverse("statements:start", args=[business.organisation.slug]), data)


def save_period(visit, business, year: int, start: str, end: str):
    address = reverse("statements:section", args=[business.organisation.slug, year, "period"])
    revision = Section.objects.filter(code="period", version__statement__year=year).latest("pk").revision
    kept = {"statement_kind": "steps_taken", "is_complete": "no", "revision": str(revision)}
    return visit("editor").post(address, days(start, end) | kept)


@pytest.fixture
def begun(business) -> Version:
    """The draft for 2025."""
    return business.start(period_start=TAKEN[1], period_end=TAKEN[2])


@pytest.fixture
def published(business) -> Version:
    """The statement for 2025, public."""
    first, last = (day.isoformat() for day in TAKEN[1:])
    version = signed_version(organisation=business.organisation, year=2025, period_start=first, period_end=last)
    services_publish.publish(version=version, actor=business.people["administrator"], at=AT)
    return Version.objects.get(pk=version.pk)


def is_said_at(response, field: str) -> bool:
    part = {"period_start": "id_period_start_0", "period_end": "id_period_end_0"}[field]
    body = response.content.decode()
    return response.status_code == 422 and f'<a href="#{part}">' in body and f'id="{part}"' in body


@pytest.mark.parametrize("state", ["begun", "published"])
@pytest.mark.parametrize("kind", OVERLAPS)
def test_no_second_statement_begins_in_a_year_that_has_one(business, visit, request, state, kind):
    request.getfixturevalue(state)
    start, end, field = OVERLAPS[kind]
    response = begin(visit, business, start, end)
    assert is_said_at(response, field)
    assert "is already in your statement for 2025. A day cannot be in two statements" in response.content.decode()
    assert f'value="{start.split()[0]}"' in response.content.decode()
    assert Version.objects.count() == 1


def test_beginning_the_year_of_a_draft_leads_to_the_draft(business, visit, begun):
    response = begin(visit, business, "1 4 2024", "31 3 2025")
    assert response["Location"] == reverse("statements:tasks", args=[business.organisation.slug, 2025])


def test_beginning_the_year_of_a_published_statement_is_refused_at_its_end(business, visit, published):
    response = begin(visit, business, "1 4 2024", "31 3 2025")
    assert is_said_at(response, "period_end")
    assert "The statement for that year is published" in response.content.decode()


@pytest.mark.parametrize("state", ["begun", "published"])
@pytest.mark.parametrize("kind", ["its last day", "inside"])
def test_a_draft_does_not_move_into_the_year_of_another(business, visit, request, state, kind):
    request.getfixturevalue(state)
    business.start()
    start, end, field = OVERLAPS[kind]
    response = save_period(visit, business, 2026, start, end)
    assert is_said_at(response, field)
    assert "is already in your statement for 2025" in response.content.decode()
    kept = Section.objects.get(code="period", version__statement__year=2026).answers
    assert (kept["period_start"], kept["period_end"]) == ("2025-04-01", "2026-03-31")


def test_a_draft_does_not_move_to_a_statement_year_that_is_taken_without_sharing_a_day(business, visit, begun):
    business.start()
    response = save_period(visit, business, 2026, "1 4 2025", "30 6 2025")
    assert is_said_at(response, "period_end")
    assert "You already have a statement for the year" in response.content.decode()
    assert Statement.objects.filter(year=2026).exists()


@pytest.fixture
def amended(published, business) -> Version:
    """A new version of the statement for 2025, open for changes."""
    note = {"kind": "substantive", "note": "The year was wrong."}
    return draft.amend(version=published, actor=business.editor, at=AT, **note)


def test_an_amended_year_may_keep_the_days_of_the_version_before_it(business, visit, amended):
    assert save_period(visit, business, 2025, "2 4 2024", "31 3 2025").status_code == 303


def test_an_amended_year_may_not_take_a_day_of_the_next_statement(business, visit, amended):
    business.start()
    response = save_period(visit, business, 2025, "1 4 2024", "1 4 2025")
    assert is_said_at(response, "period_end")
    assert "is already in your statement for 2026" in response.content.decode()


def test_the_next_statement_may_take_no_day_of_the_published_year_nor_of_its_amendment(business, visit, amended):
    assert save_period(visit, business, 2025, "1 4 2024", "31 5 2025").status_code == 303
    for start in ("31 5 2025", "31 3 2025"):
        response = begin(visit, business, start, "30 4 2026")
        assert is_said_at(response, "period_start"), start
    assert begin(visit, business, "1 6 2025", "31 5 2026").status_code == 303


def test_an_amended_year_does_not_move_to_another_statement_year(business, visit, amended):
    response = save_period(visit, business, 2025, "1 4 2024", "31 7 2025")
    assert is_said_at(response, "period_end")
    assert "belongs to another statement year" in response.content.decode()
