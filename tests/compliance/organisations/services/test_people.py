"""Memberships: role, marks and end, and who must remain."""

from datetime import UTC, datetime

import pytest
from django.core import mail as post

from compliance.organisations.choices import Role
from compliance.organisations.services import (
    people,
)
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Harbour Foods Limited")


@pytest.fixture
def administrator(organisation):
    return MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR, is_safeguarding_lead=True)


def actions():
    return list(Entry.objects.values_list("action", flat=True))


def test_the_last_administrator_can_neither_leave_nor_step_down(organisation, administrator):
    with pytest.raises(ActionRefused, match="administrator"):
        people.end_membership(membership=administrator, actor=administrator.user, at=NOW)
    with pytest.raises(ActionRefused, match="administrator"):
        people.change_role(
            membership=administrator, role=Role.VIEWER, lead=True, verifier=False, actor=administrator.user, at=NOW
        )
    other = MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR, is_safeguarding_lead=True)
    people.end_membership(membership=administrator, actor=administrator.user, at=NOW)
    administrator.refresh_from_db()
    assert administrator.ended_at == NOW
    with pytest.raises(ActionRefused):
        people.end_membership(membership=other, actor=other.user, at=NOW)


def test_an_administrator_whose_account_is_closed_does_not_count(organisation, administrator):
    MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR, user__is_active=False)
    with pytest.raises(ActionRefused):
        people.end_membership(membership=administrator, actor=administrator.user, at=NOW)


def test_somebody_stays_safeguarding_lead(organisation, administrator):
    MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR)
    with pytest.raises(ActionRefused, match="safeguarding"):
        people.change_role(
            membership=administrator, role=Role.EDITOR, lead=False, verifier=False, actor=administrator.user, at=NOW
        )


def test_a_change_of_role_is_told_and_kept(organisation, administrator, django_capture_on_commit_callbacks):
    member = MembershipFactory(organisation=organisation)
    with django_capture_on_commit_callbacks(execute=True):
        people.change_role(
            membership=member, role=Role.APPROVER, lead=True, verifier=True, actor=administrator.user, at=NOW
        )
    member.refresh_from_db()
    assert (member.role, member.is_safeguarding_lead, member.is_verifier) == (Role.APPROVER, True, True)
    assert actions() == ["organisations.membership.changed"]
    assert post.outbox[-1].to == [member.user.email]
