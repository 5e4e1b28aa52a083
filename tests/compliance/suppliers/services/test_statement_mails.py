"""The weekly mail about statements: each change is told once, to who manages its supplier."""

from datetime import UTC, date, datetime, timedelta

import pytest

from compliance.organisations.choices import Role
from compliance.suppliers.models import StatementChange
from compliance.suppliers.services.statement_mails import send_statement_mails
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.suppliers import SupplierFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Harbour Foods Limited")


@pytest.fixture
def people(organisation):
    return {role: MembershipFactory(organisation=organisation, role=role) for role in Role}


def change(organisation, **given) -> StatementChange:
    owner = given.pop("owner", None)
    supplier = SupplierFactory(organisation=organisation, owner=owner)
    values = {"kind": "late", "year": 2026, "dated": date(2026, 11, 27), "noticed_at": MONDAY - timedelta(days=2)}
    return StatementChange.objects.create(organisation=organisation, supplier=supplier, **values | given)


def test_managers_get_theirs_and_administrators_the_rest(organisation, people):
    change(organisation, owner=people[Role.EDITOR].user)
    change(organisation)
    assert send_statement_mails(MONDAY) == 2
    assert {mail.to for mail in Outbox.objects.all()} == {
        people[Role.EDITOR].user.email,
        people[Role.ADMINISTRATOR].user.email,
    }
    assert not StatementChange.objects.filter(mailed_on=None).exists()


def test_a_manager_who_left_is_replaced_by_the_administrators(organisation, people):
    change(organisation, owner=people[Role.EDITOR].user)
    people[Role.EDITOR].ended_at = MONDAY
    people[Role.EDITOR].save()
    assert send_statement_mails(MONDAY) == 1
    assert Outbox.objects.get().to == people[Role.ADMINISTRATOR].user.email


@pytest.mark.parametrize("moment", [MONDAY.replace(hour=5), MONDAY + timedelta(days=1)])
def test_nothing_leaves_before_seven_or_on_another_day(organisation, people, moment):
    change(organisation)
    assert send_statement_mails(moment) == 0


def test_a_long_list_is_cut_and_counted(organisation, people):
    for _number in range(23):
        change(organisation)
    send_statement_mails(MONDAY)
    mail = Outbox.objects.get()
    assert mail.subject.startswith("23 changes")
    assert "and 3 more" in decrypt(bytes(mail.body)).decode()
