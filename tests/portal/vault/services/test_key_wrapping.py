"""An epoch's private key in the hands of a holder: what was given opens, and what nobody gave is told apart."""

import pytest
from django.utils import timezone

from portal.accounts.roles import StaffRole
from portal.vault import encryption
from portal.vault.models import TeamWrap
from portal.vault.services import key_wrapping
from tests.factories.accounts import UserFactory
from tests.factories.vault import TEAM_PRIVATE, key_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(vault):
    """A handler's key whose private half the test knows."""
    private, public = encryption.new_key_pair()
    key = key_of(UserFactory(role=StaffRole.HANDLER))
    key.public_key = public
    key.save()
    return key, private


def test_what_was_given_opens_with_the_holders_key_alone(vault, holder):
    key, private = holder
    key_wrapping.wrap_for_holder(vault.epoch, TEAM_PRIVATE, key, at=timezone.now())
    assert key_wrapping.open_wraps(key, private) == {vault.epoch: TEAM_PRIVATE}
    strangers, _ = encryption.new_key_pair()
    assert key_wrapping.open_wraps(key, strangers) == {}


def test_giving_twice_is_one_wrap(vault, holder):
    key, _ = holder
    for _turn in range(2):
        key_wrapping.wrap_for_holder(vault.epoch, TEAM_PRIVATE, key, at=timezone.now())
    assert TeamWrap.objects.filter(handler_key=key).count() == 1


def test_a_public_key_that_was_put_in_has_no_proof(vault, holder):
    key, _ = holder
    key_wrapping.wrap_for_holder(vault.epoch, TEAM_PRIVATE, key, at=timezone.now())
    assert key_wrapping.is_proven_wrap(vault.epoch, TEAM_PRIVATE, key)
    _, key.public_key = encryption.new_key_pair()
    assert not key_wrapping.is_proven_wrap(vault.epoch, TEAM_PRIVATE, key)


def test_a_wrap_of_another_private_key_counts_as_never_given(vault, holder):
    key, private = holder
    others, _ = encryption.new_key_pair()
    key_wrapping.wrap_for_holder(vault.epoch, others, key, at=timezone.now())
    assert key_wrapping.open_wraps(key, private) == {}
