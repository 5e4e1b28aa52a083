"""Decisions of our staff about an organisation."""

from datetime import UTC, datetime

import pytest

from compliance.organisations.choices import Role
from compliance.organisations.models import JoinRequest, Membership, Organisation
from compliance.organisations.services import (
    moderation,
)
from portal.core.exceptions import ActionRefused
from portal.core.models import Outbox
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Harbour Foods Limited")


@pytest.fixture
def administrator(organisation):
    return MembershipFactory(organisation=organisation, role=Role.ADMINISTRATOR, is_safeguarding_lead=True)


def test_staff_take_pages_down_and_give_them_back(organisation, administrator):
    staff = UserFactory()
    moderation.take_down_pages(organisation=organisation, reason="A complaint", actor=staff, at=NOW)
    organisation.refresh_from_db()
    assert not organisation.is_public
    assert organisation not in Organisation.objects.public()
    moderation.restore_pages(organisation=organisation, reason="Settled", actor=staff, at=NOW)
    organisation.refresh_from_db()
    assert organisation.is_public
    assert Outbox.objects.filter(to=administrator.user.email).count() == 2


def test_a_lost_administrator_is_replaced_after_a_check(organisation, administrator):
    user = UserFactory()
    JoinRequest.objects.create(organisation=organisation, user=user)
    handover = moderation.request_handover(
        organisation=organisation, user=user, message="She left", evidence=None, at=NOW
    )
    assert Outbox.objects.filter(to=administrator.user.email).count() == 1
    moderation.decide_handover(
        handover=handover, accept=True, end_others=True, reason="Checked", actor=UserFactory(), at=NOW
    )
    active = Membership.objects.active().filter(organisation=organisation)
    assert [(m.user, m.role, m.is_safeguarding_lead) for m in active] == [(user, Role.ADMINISTRATOR, True)]
    assert JoinRequest.objects.get().is_accepted
    with pytest.raises(ActionRefused):
        moderation.decide_handover(
            handover=handover, accept=False, end_others=False, reason="", actor=UserFactory(), at=NOW
        )
