import pytest

from compliance.statistics import permissions
from compliance.statistics.choices import State
from compliance.statistics.models import Release
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(StaffRole))
def test_only_a_lead_who_did_not_prepare_it_decides(role):
    person, other = UserFactory(role=role), UserFactory()
    waiting = Release(state=State.PREPARED, prepared_by=other)
    assert permissions.can_decide_release(person, waiting) == (role == StaffRole.TRIAGE_LEAD)
    assert not permissions.can_decide_release(person, Release(state=State.PREPARED, prepared_by=person))
    for state in set(State) - {State.PREPARED}:
        assert not permissions.can_decide_release(person, Release(state=state, prepared_by=other))


@pytest.mark.parametrize("role", list(StaffRole))
def test_only_a_statistician_prepares(role):
    assert permissions.can_prepare_release(UserFactory(role=role)) == (role == StaffRole.STATISTICIAN)
