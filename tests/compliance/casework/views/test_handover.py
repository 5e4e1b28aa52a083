"""/desk/operator/: two leads, every key counted, and done only when the new operator has opened each."""

import base64

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.roles import StaffRole
from portal.history.models import Entry
from portal.vault import encryption
from portal.vault.models import DataKey, KeyHandover
from portal.vault.services import handover_export
from tests.factories import cases as cf
from tests.factories.accounts import UserFactory
from tests.factories.casework import unlock
from tests.factories.vault import give_key

pytestmark = pytest.mark.django_db
THEIRS, PUBLIC = encryption.new_key_pair()
INDEX = reverse("duties:operator")
KEY = base64.urlsafe_b64encode(PUBLIC).decode()


@pytest.fixture
def second_desk(vault) -> Client:
    person = UserFactory(role=StaffRole.TRIAGE_LEAD)
    give_key(person)
    return unlock(Client(), person)


def test_a_handler_may_not(desk):
    for name in ("operator", "operator_confirm", "operator_export", "operator_withdraw"):
        assert desk.post(reverse(f"duties:{name}")).status_code == 403


@pytest.mark.parametrize("typed", ["", "abc", KEY[:-4], "é" * 44], ids=["empty", "short", "cut", "letters"])
def test_what_is_no_public_key_is_said_to_be_none(lead_desk, typed):
    assert lead_desk.post(INDEX, {"public_key": typed}).status_code == 422
    assert not KeyHandover.objects.exists()


def test_two_leads_hand_every_case_over_and_the_code_proves_it(lead_desk, second_desk, vault):
    case = cf.full_case(vault.unlocked, at=vault.epoch.made_at, owner=vault.lead)
    assert lead_desk.post(INDEX, {"public_key": f" {KEY} "}).status_code == 303
    fingerprint = KeyHandover.objects.get().fingerprint
    assert fingerprint in second_desk.get(INDEX).content.decode()
    lead_desk.post(reverse("duties:operator_confirm"))
    assert KeyHandover.objects.get().confirmed_at is None
    assert lead_desk.post(reverse("duties:operator_export")).status_code == 303
    second_desk.post(reverse("duties:operator_confirm"))
    text = lead_desk.post(reverse("duties:operator_export")).content.decode()
    opened = handover_export.open_handover_file(text, private=THEIRS)
    assert len(opened.keys) == DataKey.objects.count() == KeyHandover.objects.get().count
    assert opened.keys[case.data_key_id] == vault.unlocked.open(case.data_key)
    assert lead_desk.post(INDEX, {"code": "1" * 20}).status_code == 422
    assert lead_desk.post(INDEX, {"code": opened.code}).status_code == 303
    assert KeyHandover.objects.get().done_at is not None
    done = Entry.objects.filter(action__startswith="vault.handover").values_list("action", flat=True)
    assert list(done) == [f"vault.handover.{step}" for step in ("proposed", "confirmed", "exported", "done")]


def test_one_is_under_way_at_a_time_and_can_be_withdrawn(lead_desk, second_desk):
    withdraw = reverse("duties:operator_withdraw")
    assert lead_desk.post(withdraw).status_code == 404
    lead_desk.post(INDEX, {"public_key": KEY})
    assert second_desk.post(withdraw).status_code == 303
    assert lead_desk.post(INDEX, {"public_key": KEY}).status_code == 303
