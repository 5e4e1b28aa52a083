"""/desk/overview/: what a helpline manager and a statistician see first, without a case and without a key."""

import io
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from compliance.casework import models as m
from compliance.casework.selectors.monthly_statistics import get_months
from compliance.casework.selectors.overview import get_overview
from portal.accounts.roles import StaffRole
from tests.factories import cases as cf
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.casework import CHILD, NOW, tell

pytestmark = pytest.mark.django_db
OVERVIEW, FIGURES, WORKBOOK = reverse("duties:overview"), reverse("duties:figures"), reverse("duties:workbook")


@pytest.fixture
def at():
    """In this month, by the clocks people see."""
    today = timezone.localdate()
    return timezone.make_aware(datetime(today.year, today.month, 1, 9, 30))  # noqa: DTZ001


@pytest.fixture
def manager():
    return UserFactory(role=StaffRole.HELPLINE_MANAGER)


@pytest.fixture
def statistician():
    return UserFactory(role=StaffRole.STATISTICIAN)


def page(user, address=OVERVIEW) -> str:
    return sign_in(Client(), user).get(address).content.decode()


def test_what_is_waiting_is_counted_by_level_as_the_queue_counts_it(vault, manager, handler):
    now = timezone.now()
    months = get_months(timezone.localdate(now))
    tell(NOW, at=now - timedelta(hours=3))
    tell(CHILD)
    tell()
    cf.case(at=now - timedelta(days=30), owner=handler)
    overview = get_overview(user=manager, now=now, months=months, shows_small_numbers=True)
    assert overview.waiting.rows == [
        ["1 Immediate", 1, 0, 1, 0],
        ["2 Urgent", 1, 0, 0, 1],
        ["3 Standard", 1, 1, 1, 0],
        ["4 Advice", 0, 0, 0, 0],
    ]


def test_the_months_are_counted_newest_first(vault, manager, handler, at):
    cf.contact(at=at)
    cf.contact(at=at, direction="out")
    cf.case(at=at, owner=handler, closed_at=at)
    cf.case(at=at - timedelta(days=20), owner=handler)
    months = get_months(timezone.localdate())
    trend = get_overview(user=manager, now=timezone.now(), months=months, shows_small_numbers=True).trend
    contacts = m.Contact.objects.filter(direction="in")
    assert len(trend.rows) == 12
    assert trend.rows[0][1:] == [contacts.filter(hour__gte=at.replace(hour=0, minute=0)).count(), 1, 1]
    assert trend.rows[1][2:] == [1, 0]


@pytest.mark.parametrize("role", [StaffRole.STATISTICIAN, StaffRole.HELPLINE_MANAGER])
def test_only_closed_months_are_offered_away_from_the_desk(vault, role):
    """See docs/requirements/statistics.md#closed-months."""
    running, *closed = get_months(timezone.localdate())
    text = page(UserFactory(role=role))
    for address in (FIGURES, WORKBOOK):
        for month in closed[:2]:
            assert f'href="{address}?month={month.code}"' in text
        assert f"?month={running.code}" not in text
    assert f"{closed[0]} is the last closed month. Figures for {running} will be here on 1 " in text
    assert f">{running}<" not in text and f"Targets met in {running}" not in text


@pytest.mark.parametrize("role", [StaffRole.STATISTICIAN, StaffRole.HELPLINE_MANAGER])
def test_two_downloads_do_not_differ_by_the_case_that_came_between(vault, role, handler, at):
    """See docs/requirements/statistics.md#closed-months."""
    client = sign_in(Client(), UserFactory(role=role))
    running, closed = get_months(timezone.localdate())[:2]

    def read() -> list:
        texts = [client.get(FIGURES).content.decode().split("portal-counts")[1]]
        texts.append(client.get(OVERVIEW).content.decode().split("Targets met")[1])
        for query in ({}, {"month": running.code}):
            book = load_workbook(io.BytesIO(client.get(WORKBOOK, query).content))
            assert str(closed) in str(list(book["About"].iter_rows(values_only=True)))
            texts.append([list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets[1:]])
        return texts

    before = read()
    cf.full_case(vault.unlocked, at=at, owner=handler, is_first_action_in_time=True, closed_at=at)
    assert read() == before
    refused = client.get(FIGURES, {"month": running.code})
    assert refused.status_code == 422 and f"Figures for {closed}" in refused.content.decode()


def test_neither_page_holds_anything_of_a_case(vault, manager, statistician, handler, at):
    case = cf.full_case(vault.unlocked, at=at, owner=handler)
    for user in (manager, statistician):
        for address in (OVERVIEW, FIGURES):
            text = page(user, address)
            assert case.reference not in text
            assert "/desk/cases/" not in text
            assert "Unlock" not in text


def test_a_statistician_reads_no_count_below_five_on_any_page_or_in_the_workbook(vault, statistician, handler, at):
    at -= timedelta(days=20)
    cf.full_case(vault.unlocked, at=at, owner=handler, is_first_action_in_time=True)
    assert "New and open now" not in page(statistician)
    month = at.strftime("%Y-%m")
    assert "[c]" in page(statistician, f"{FIGURES}?month={month}")
    answer = sign_in(Client(), statistician).get(WORKBOOK, {"month": month})
    book = load_workbook(io.BytesIO(answer.content))
    values = [value for sheet in book.worksheets[1:] for row in sheet.iter_rows(values_only=True) for value in row]
    assert "[c]" in values
    assert not [value for value in values if isinstance(value, int) and 0 < value < 5]


def test_a_manager_reads_small_numbers(vault, manager, handler, at):
    cf.full_case(vault.unlocked, at=at - timedelta(days=20), owner=handler)
    assert "New and open now" in page(manager)
    text = page(manager, FIGURES)
    assert "Labour abuse" in text and "[c]" not in text


def test_a_manager_who_also_works_at_the_desk_reads_the_running_month(vault, handler, at):
    handler.groups.add(Group.objects.get(name=StaffRole.HELPLINE_MANAGER))
    cf.full_case(vault.unlocked, at=at, owner=handler)
    running = get_months(timezone.localdate())[0]
    text = page(handler)
    assert f"Targets met in {running}" in text and "closed month" not in text
    assert "Labour abuse" in page(handler, FIGURES)


@pytest.mark.parametrize("role", [StaffRole.STATISTICIAN, StaffRole.HELPLINE_MANAGER])
def test_nobody_who_reads_figures_only_can_unlock_the_desk(vault, role):
    client = sign_in(Client(), UserFactory(role=role))
    for address in ("/desk/", "/desk/unlock/", "/desk/unlock/passphrase/", "/desk/lead/", "/desk/mark/"):
        assert client.get(address).status_code == 404
