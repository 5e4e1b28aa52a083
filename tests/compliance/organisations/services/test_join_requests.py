"""Requests to join an organisation, and their answers."""

from datetime import UTC, datetime

import pytest

from compliance.organisations.choices import Role
from compliance.organisations.models import JoinRequest
from compliance.organisations.services import (
    join_requests,
)
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


def test_asking_by_number_asks_the_confirmed_holder_alone(organisation, administrator):
    OrganisationFactory(confirmed=False, company_number=organisation.company_number)
    user = UserFactory()
    for _ in range(2):
        join_requests.request_by_number(company_number=organisation.company_number, user=user, message="", at=NOW)
    join_requests.request_by_number(company_number="00000001", user=user, message="", at=NOW)
    assert JoinRequest.objects.get().organisation == organisation


def test_the_administrators_let_somebody_in_or_not(organisation, administrator):
    for _ in range(2):
        join_requests.request_to_join(organisation=organisation, user=UserFactory(), message="", at=NOW)
    asked = list(JoinRequest.objects.order_by("pk"))
    for request, accept in zip(asked, (True, False), strict=True):
        join_requests.decide(request=request, accept=accept, role=Role.EDITOR, actor=administrator.user, at=NOW)
    members = organisation.memberships.exclude(pk=administrator.pk)
    assert [(m.user, m.role) for m in members] == [(asked[0].user, Role.EDITOR)]
    join_requests.decide(request=asked[1], accept=True, role=Role.EDITOR, actor=administrator.user, at=NOW)
    assert members.count() == 1
