"""What the database itself refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from portal.vault.models import Epoch, HandlerKey, RecoveryKey, TeamWrap, Unlock
from portal.vault.services import data_keys, recovery

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def refused(row: models.Model) -> bool:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return True
    return False


def test_there_is_one_current_epoch(vault):
    assert refused(Epoch(number=2, public_key=b"x", made_at=NOW))
    assert not refused(Epoch(number=2, public_key=b"x", made_at=NOW, retired_at=NOW))
    assert refused(Epoch(number=2, public_key=b"y", made_at=NOW, retired_at=NOW)), "one of a number"


def test_the_current_epoch_is_not_destroyed(vault):
    vault.epoch.delete()
    assert refused(Epoch(number=9, public_key=b"x", made_at=NOW, destroyed_at=NOW))


def test_an_epoch_that_something_is_sealed_to_stays(vault):
    data_keys.create_data_key()
    with pytest.raises(ProtectedError):
        vault.epoch.delete()


def test_there_is_one_current_recovery_key(vault):
    assert refused(RecoveryKey(public_key=b"x", made_at=NOW))
    recovery.create_recovery_key({}, at=NOW)
    assert RecoveryKey.objects.count() == 2


def test_a_handler_has_one_active_key(vault):
    key = HandlerKey.objects.get()
    again = HandlerKey(user=key.user, public_key=b"x", locked_private_key=b"x", salt=b"x", made_at=NOW)
    assert refused(again)
    again.revoked_at = NOW
    assert not refused(again)


def test_a_wrap_is_for_one_holder_and_there_once(vault):
    handler = HandlerKey.objects.get()
    some = {"epoch": vault.epoch, "wrapped_private_key": b"x", "proof": b"x", "made_at": NOW}
    assert refused(TeamWrap(**some))
    assert refused(TeamWrap(**some, handler_key=handler, recovery_key=vault.recovery_key))
    assert refused(TeamWrap(**some, handler_key=handler))
    assert refused(TeamWrap(**some, recovery_key=vault.recovery_key))


def test_a_web_session_has_one_unlock_that_ends(vault):
    some = {"handler_key": HandlerKey.objects.get(), "sealed_keys": b"x", "made_at": NOW, "ends_at": NOW}
    assert refused(Unlock(**some, session="a", idle_until=NOW + timedelta(seconds=1)))
    assert not refused(Unlock(**some, session="a", idle_until=NOW))
    assert refused(Unlock(**some, session="a", idle_until=NOW))


def test_those_who_wait_for_the_team_key_are_found(vault):
    assert not HandlerKey.objects.waiting().exists()
    vault.epoch.wraps.filter(handler_key__isnull=False).delete()
    assert HandlerKey.objects.waiting().get().user == vault.lead


def test_a_fingerprint_is_sixteen_digits_of_this_very_key(vault):
    key = HandlerKey.objects.get()
    before = key.fingerprint
    assert len(before.replace(" ", "")) == 16
    assert before.replace(" ", "").isdigit()
    key.public_key = bytes(32)
    assert key.fingerprint != before
