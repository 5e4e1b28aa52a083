"""What prevents closing an organisation."""

import pytest
from django.utils import timezone

from compliance.archive.services import closing_obstacles
from compliance.organisations.models import Organisation
from portal.core.exceptions import ActionRefused
from tests.factories.accounts import UserFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.workbooks import ImportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def test_an_open_alert_stands_against_it(world, now):
    with pytest.raises(ActionRefused, match="people may be at risk"):
        closing_obstacles.close(organisation=world.a.organisation, actor=world.a.people["administrator"], at=now)
    assert not Organisation.objects.get(pk=world.a.organisation.pk).is_closed


def test_an_upload_on_its_way_stands_against_it(now):
    own = OrganisationFactory()
    MembershipFactory(organisation=own, role="administrator")
    ImportFactory(organisation=own, state="applying")
    with pytest.raises(ActionRefused, match="upload"):
        closing_obstacles.close(organisation=own, actor=UserFactory(), at=now)
