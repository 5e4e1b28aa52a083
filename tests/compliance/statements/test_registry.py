"""Recording where a published statement stands on the government registry."""

from datetime import date

import pytest
from django.urls import reverse

from compliance.organisations.choices import Role
from compliance.statements.choices import State
from compliance.statements.models import Statement
from compliance.statements.services.registry import record_registry
from compliance.statements.services.steps import Refusal
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.statements import VersionFactory

ADDRESS = "https://registry.example/summary/1"


@pytest.fixture
def version(db):
    return VersionFactory(state=State.PUBLISHED)


@pytest.fixture
def editor(version, client):
    membership = MembershipFactory(organisation=version.statement.organisation, role=Role.EDITOR)
    client.force_login(membership.user)
    return membership.user


def page(version):
    statement = version.statement
    return reverse("statements:registry", args=(statement.organisation.slug, statement.year))


def posted(day="1", month="6", year="2026", url=ADDRESS):
    return {
        "registry_submitted_on_day": day,
        "registry_submitted_on_month": month,
        "registry_submitted_on_year": year,
        "registry_url": url,
    }


def test_the_day_and_the_address_are_kept_and_told_in_the_history(version, editor, client):
    response = client.post(page(version), posted())
    assert response.status_code == 303
    statement = Statement.objects.get()
    assert (statement.registry_submitted_on, statement.registry_url) == (date(2026, 6, 1), ADDRESS)
    assert Entry.objects.filter(action="statements.statement.registry_recorded").count() == 1
    client.post(page(version), posted())
    assert Entry.objects.filter(action="statements.statement.registry_recorded").count() == 1
    assert ADDRESS.encode() in client.get(page(version)).content


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (posted(url=""), "Enter the address of its summary"),
        (posted("", "", ""), "Enter the day you added it"),
        (posted(year="2099"), "must be today or in the past"),
        (posted("31", "2"), "real date"),
        (posted(url="javascript:alert(1)"), "web address"),
        (posted(url="https://registry.example/" + "a" * 1024), "1,024"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_kept(version, editor, client, data, message):
    response = client.post(page(version), data)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert Statement.objects.get().registry_url == ""


def test_both_can_be_taken_back(version, editor, client):
    client.post(page(version), posted())
    client.post(page(version), posted("", "", "", ""))
    statement = Statement.objects.get()
    assert (statement.registry_submitted_on, statement.registry_url) == (None, "")


def test_a_draft_is_not_on_the_registry(db):
    with pytest.raises(Refusal):
        record_registry(version=VersionFactory(), actor=UserFactory(), submitted_on=None, url="")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.APPROVER])
def test_only_writers_record_it(version, client, role):
    membership = MembershipFactory(organisation=version.statement.organisation, role=role)
    client.force_login(membership.user)
    assert client.get(page(version)).status_code == 403


def test_a_member_of_another_business_gets_404(version, client):
    client.force_login(MembershipFactory(role=Role.EDITOR).user)
    assert client.get(page(version)).status_code == 404
