"""/desk/figures/: the internal month, from coded facts alone, with the desk locked."""

import io
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from compliance.casework import models as m
from compliance.casework.selectors import monthly_statistics as reading
from compliance.referrals import models as referrals_models
from portal.accounts.models import User
from portal.history.models import Entry
from tests.factories import cases as cf
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db
INDEX, WORKBOOK = reverse("duties:figures"), reverse("duties:workbook")


@pytest.fixture
def at():
    """In this month, by the clocks people see."""
    today = timezone.localdate()
    return timezone.make_aware(datetime(today.year, today.month, 1, 9, 30))  # noqa: DTZ001


@pytest.fixture
def locked(handler) -> Client:
    return sign_in(Client(), handler)


@pytest.fixture
def month(vault, handler, at):
    found = cf.full_case(vault.unlocked, at=at, owner=handler, is_first_action_in_time=True, is_referral_in_time=False)
    cf.contact(at=at, channel="email", language="vi", category="general_information")
    cf.contact(at=at, direction="out")
    referrals_models.Referral.objects.update(outcome="arrests")
    return found


def rows(tables, title):
    return next(table.rows for table in tables if table.title == title)


def test_contacts_are_counted_by_channel_hour_language_and_category(month, at):
    tables = reading.get_tables(reading.get_months(at.date())[0])
    assert rows(tables, "Contacts by channel") == [["Phone call", 1], ["Online report form", 1], ["Email", 1]]
    assert rows(tables, "Contacts by hour")[9] == ["09:00 – 09:59", 3]
    assert rows(tables, "Contacts by language") == [["English", 2], ["Vietnamese", 1]]
    assert rows(tables, "Contacts by category") == [["Labour abuse", 2], ["General information", 1]]


def test_targets_outcomes_and_waits_are_counted(month, at):
    tables = reading.get_tables(reading.get_months(at.date())[0])
    assert rows(tables, "Targets met") == [["3 Standard", 1, 1, 100, 0, 1, 0]]
    assert rows(tables, "Referrals and outcomes") == [["Police force", "Done", "Arrests", 1]]
    assert rows(tables, "Signposts") == [["Legal advice", 1]]
    assert rows(tables, "Interpreters") == [["Vietnamese", 1, 1, 0, 40, 40, 0, 0]]


def test_help_that_was_named_is_counted_by_what_it_is_for(month, at):
    for kind, code in (("guidance", ""), ("service", "anonymous_reporting"), ("service", "")):
        m.Signpost.objects.create(case=month, kind=kind, code=code, at=at)
    m.Signpost.objects.create(case=month, kind="service", code="helpline", at=at - timedelta(days=40))
    tables = reading.get_tables(reading.get_months(at.date())[0])
    assert rows(tables, "Signposts") == [
        ["Anonymous reporting", 1],
        ["Legal advice", 1],
        ["A guidance page", 1],
        ["Not known", 1],
    ]


def test_the_chapters_of_the_yearly_assessment_are_counted_from_what_is_coded(month, at):
    m.CaseLocation.objects.update(country="VN")
    m.Case.objects.filter(pk=month.pk).update(nationalities=["vietnamese"])
    tables = reading.get_tables(reading.get_months(at.date())[0])
    assert rows(tables, "Cases by police force") == [["Metropolitan Police Service", 1]]
    assert rows(tables, "Cases by nationality") == [["Vietnamese", 1]]
    assert rows(tables, "Cases by country") == [["Vietnam", 1]]
    assert rows(tables, "People by gender") == [["Mixed", 1]]
    assert rows(tables, "People by age band") == [["25 to 34", 1]]
    assert rows(tables, "Exploiters by nationality") == [["Unknown", 1]]
    assert rows(tables, "Businesses by tier") == [["Tier 1, direct supplier", 1]]


def test_a_referral_that_nobody_answered_says_no_feedback(month, at):
    referrals_models.Referral.objects.update(outcome="", status="no_response")
    tables = reading.get_tables(reading.get_months(at.date())[0])
    assert rows(tables, "Referrals and outcomes")[0][2] == "No feedback"


def test_another_month_counts_nothing_of_this_one(month, at):
    tables = reading.get_tables(reading.get_months(at.date())[1])
    assert not any(table.rows for table in tables)


def test_the_page_needs_no_unlocked_desk_and_shows_no_word_of_anybody(month, locked):
    page = locked.get(INDEX)
    assert page.status_code == 200
    assert "Vietnamese" in page.content.decode()
    assert cf.MARKER not in page.content.decode()
    assert month.reference not in page.content.decode()


def test_erased_cases_are_still_counted(month, at):
    from compliance.data_protection.services import erasure

    before = reading.get_tables(reading.get_months(at.date())[0])
    erasure.erase_case(m.Case.objects.get(pk=month.pk), by="system", at=at)
    assert reading.get_tables(reading.get_months(at.date())[0]) == before


@pytest.mark.parametrize("marking", ["restricted", "sealed"])
def test_the_desk_counts_only_cases_that_it_may_open(month, locked, lead, at, marking):
    """A count that changes would tell of a case that is not theirs (docs/requirements/helpline.md#small-counts)."""
    tables = reading.get_tables(reading.get_months(at.date())[0], User.objects.get(pk=lead.pk))
    assert rows(tables, "Cases by category") == [["Labour abuse", 1]]
    m.Case.objects.filter(pk=month.pk).update(marking=marking, owner=lead)
    text = locked.get(INDEX).content.decode()
    assert "Labour abuse" not in text and "Your figures count only the cases you can open." in text
    found = reading.get_tables(reading.get_months(at.date())[0], User.objects.get(pk=lead.pk))
    if marking == "restricted":
        assert found == tables
    else:
        empty = {table.title for table in found if not table.rows}
        assert {"Cases by category", "Targets met", "Referrals and outcomes", "Signposts", "Interpreters"} <= empty
        assert rows(found, "Contacts by channel") == [["Email", 1]]


def test_the_workbook_says_who_when_and_how_many_and_holds_every_table(month, locked, handler, at):
    code = f"{at:%Y-%m}"
    response = locked.get(WORKBOOK, {"month": code})
    book = load_workbook(io.BytesIO(response.content))
    about = {row[0].value: row[1].value for row in book["About"].iter_rows(min_row=2)}
    assert about["Downloaded by"] == str(handler)
    assert code in about["Filter"]
    assert about["Rows in “Contacts by hour”"] == 24
    assert len(book.sheetnames) == 1 + len(reading.get_tables(reading.get_months(at.date())[0]))
    assert book["Interpreters"]["A2"].value == "Vietnamese"
    line = Entry.objects.get(action="casework.figures.exported")
    assert (line.actor_id, line.detail["month"]) == (handler.pk, code)


def test_a_code_that_looks_like_a_formula_is_text(month, locked):
    m.Contact.objects.update(channel="=1+1")
    book = load_workbook(io.BytesIO(locked.get(WORKBOOK).content))
    cell = book["Contacts by channel"]["A2"]
    assert (cell.data_type, cell.value) == ("s", "=1+1")


def test_the_sixth_download_in_an_hour_waits(month, locked):
    assert [locked.get(WORKBOOK).status_code for _ in range(6)] == [200] * 5 + [429]


@pytest.mark.parametrize("month_code", ["1999-01", "x", ""])
def test_a_month_that_is_not_offered_says_so(month, locked, month_code):
    page = locked.get(INDEX, {"month": month_code})
    assert page.status_code == 422


def test_the_page_asks_as_little_for_many_contacts_as_for_few(month, locked, at, django_assert_num_queries):
    locked.get(INDEX)
    with django_assert_num_queries(17):
        locked.get(INDEX)
    for _ in range(20):
        cf.contact(at=at)
    with django_assert_num_queries(17):
        locked.get(INDEX)
