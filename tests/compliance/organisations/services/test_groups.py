"""Group links between a parent and a subsidiary."""

from datetime import UTC, datetime

import pytest

from compliance.organisations.choices import Role
from compliance.organisations.models import GroupRequest
from compliance.organisations.services import (
    groups,
)
from portal.core.exceptions import ActionRefused
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


def test_a_subsidiary_is_linked_when_its_own_administrator_agrees(organisation, administrator):
    subsidiary = OrganisationFactory()
    request = groups.request_link(
        parent=organisation, company_number=subsidiary.company_number, actor=administrator.user, at=NOW
    )
    assert list(groups.get_pending_requests(subsidiary)) == [request]
    groups.respond_to_request(request=request, organisation=subsidiary, accept=True, actor=UserFactory(), at=NOW)
    subsidiary.refresh_from_db()
    assert subsidiary.parent == organisation
    groups.end_link(subsidiary=subsidiary, actor=administrator.user, at=NOW)
    subsidiary.refresh_from_db()
    assert subsidiary.parent is None


def test_asking_for_a_company_that_is_not_here_looks_the_same(organisation, administrator):
    request = groups.request_link(parent=organisation, company_number="00000009", actor=administrator.user, at=NOW)
    assert (request.subsidiary, request.decided_at) == (None, None)


def test_only_confirmed_organisations_ask_and_answer(organisation):
    stranger = OrganisationFactory(confirmed=False)
    with pytest.raises(ActionRefused):
        groups.request_link(parent=stranger, company_number=organisation.company_number, actor=UserFactory(), at=NOW)
    groups.request_link(parent=organisation, company_number=stranger.company_number, actor=UserFactory(), at=NOW)
    assert not groups.get_pending_requests(stranger).exists()


def test_nobody_stands_above_themselves(organisation):
    child = OrganisationFactory(parent=organisation)
    request = GroupRequest.objects.create(parent=child, company_number=organisation.company_number, asked_at=NOW)
    with pytest.raises(ActionRefused, match="already your parent"):
        groups.respond_to_request(request=request, organisation=organisation, accept=True, actor=UserFactory(), at=NOW)
