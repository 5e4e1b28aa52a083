from datetime import date

import pytest

from portal.accounts import demo as accounts
from portal.core.demo_accounts import DEMO_PASSPHRASE
from portal.vault import demo, keyfiles
from portal.vault.models import Epoch
from portal.vault.permissions import key_holders
from portal.vault.services import data_keys, unlocking

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def test_everybody_at_the_desk_unlocks_with_the_passphrase_that_is_printed():
    shown = accounts.seed(today=TODAY)
    demo.seed(today=TODAY)
    row, key = data_keys.create_data_key()
    desk = [
        person for person in key_holders() if unlocking.open_with_passphrase(user=person, passphrase=DEMO_PASSPHRASE)
    ]
    assert {unlocking.open_with_passphrase(user=person, passphrase=DEMO_PASSPHRASE).open(row) for person in desk} == {
        key
    }
    # The demo's agency has the same passphrase, for its own key.
    printed = {account.email for account in shown if account.passphrase} - {"partner@helpline.example"}
    assert printed == {person.email for person in desk}


def test_a_second_time_changes_nothing():
    accounts.seed(today=TODAY)
    demo.seed(today=TODAY)
    before = list(keyfiles.read_team_keys()), Epoch.objects.get().pk
    demo.seed(today=TODAY)
    assert (list(keyfiles.read_team_keys()), Epoch.objects.get().pk) == before
