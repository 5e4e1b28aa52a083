"""Tests of a new key for the team, and of bringing what was sealed to the old one onto it."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from compliance.casework.services import key_rotation
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from portal.vault.models import DataKey, Epoch, RecoveryKey
from tests.factories.casework import keys_of, taken_by

pytestmark = pytest.mark.django_db
# The second of July in London.
SUMMER_NIGHT = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    """A rotation writes the file with the public key."""
    settings.TEAM_PUBLIC_KEY_FILE = shutil.copy(settings.TEAM_PUBLIC_KEY_FILE, tmp_path / "team_public_key")


def rotate(lead, *, begin: bool) -> str:
    return key_rotation.continue_rotation(keys=keys_of(lead), actor=lead, at=timezone.now(), begin=begin)


def test_before_the_vault_has_begun_there_is_nothing_to_say(db):
    state = key_rotation.get_rotation_state(now=timezone.now())
    assert (state.number, state.made_on, state.old, state.last_drill_at) == (0, None, 0, None)


def test_the_state_says_which_key_it_is_and_when_the_last_drill_was(vault):
    now = SUMMER_NIGHT + timedelta(days=100)
    RecoveryKey.objects.update(last_drill_at=now)
    Epoch.objects.update(made_at=SUMMER_NIGHT)
    state = key_rotation.get_rotation_state(now=now)
    assert (state.number, state.made_on, state.old) == (1, date(2026, 7, 2), 0)
    assert (state.is_due, state.last_drill_at) == (False, now)
    assert key_rotation.get_rotation_state(now=now + timedelta(days=1000)).is_due


def test_a_rotation_makes_a_new_key_and_leaves_the_old_cases_readable(lead, handler):
    case = taken_by(handler, account="MARKER")
    sentence = rotate(lead, begin=True)
    assert "The team has a new key" in sentence
    assert Epoch.objects.current().get().number == 2
    assert (
        key_rotation.get_rotation_state(now=timezone.now()).old == DataKey.objects.filter(epoch__number=1).count() > 0
    )
    assert keys_of(handler).get_key(case)
    line = Entry.objects.get(action="casework.desk.key_rotated")
    assert line.actor_id == lead.pk


def test_the_old_keys_come_onto_the_new_one_a_batch_at_a_time(lead, handler, monkeypatch):
    case = taken_by(handler)
    key = keys_of(handler).get_key(case)
    rotate(lead, begin=True)
    old = key_rotation.get_rotation_state(now=timezone.now()).old
    monkeypatch.setattr(key_rotation, "BATCH_SIZE", 1)
    assert rotate(lead, begin=False) == "1 key now uses the newest team key."
    monkeypatch.setattr(key_rotation, "BATCH_SIZE", 500)
    assert rotate(lead, begin=False).startswith(f"{old - 1} key")
    assert key_rotation.get_rotation_state(now=timezone.now()).old == 0
    assert keys_of(handler).get_key(type(case).objects.select_related("data_key").get(pk=case.pk)) == key
    assert rotate(lead, begin=False).startswith("0 keys")


def test_a_file_that_cannot_be_written_changes_nothing(lead, settings, tmp_path):
    settings.TEAM_PUBLIC_KEY_FILE = tmp_path / "away" / "team_public_key"
    with pytest.raises(ActionRefused, match="site administrator"):
        rotate(lead, begin=True)
    assert Epoch.objects.count() == 1
    assert not Entry.objects.filter(action="casework.desk.key_rotated").exists()
