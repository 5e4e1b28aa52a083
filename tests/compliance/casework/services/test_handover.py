"""Tests of handing every key on to another operator: two leads, a line of history each, and all keys or none."""

import hashlib
import json

import pytest
from django.utils import timezone

from compliance.casework.services import handover
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from portal.vault import encryption
from portal.vault.models import DataKey, KeyHandover
from portal.vault.services import handover_export
from tests.factories.casework import keys_of, taken_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[bytes, bytes]:
    """The private and the public key of the new operator."""
    return encryption.new_key_pair()


def propose(lead, pair) -> KeyHandover:
    return handover.propose_handover(public_key=pair[1], by=lead, at=timezone.now())


def lines(action: str) -> list[Entry]:
    return list(Entry.objects.filter(action=f"vault.handover.{action}"))


def test_a_proposal_is_a_line_of_history_that_names_the_fingerprint(lead, pair):
    row = propose(lead, pair)
    (line,) = lines("proposed")
    assert (line.actor_id, line.detail) == (lead.pk, {"fingerprint": row.fingerprint})
    assert handover.get_current_handover() == row


def test_what_is_no_public_key_is_refused_and_leaves_no_line(lead):
    with pytest.raises(ActionRefused, match="32 bytes"):
        handover.propose_handover(public_key=b"short", by=lead, at=timezone.now())
    assert not lines("proposed") and handover.get_current_handover() is None


def test_nobody_confirms_their_own_proposal_and_nothing_goes_out_unconfirmed(lead, pair):
    row = propose(lead, pair)
    with pytest.raises(ActionRefused, match="two people"):
        handover.confirm_handover(handover=row, by=lead, at=timezone.now())
    with pytest.raises(ActionRefused, match="must confirm"):
        handover.export_keys(handover=row, by=lead, keys=keys_of(lead), at=timezone.now())
    assert not lines("confirmed") and not lines("exported")


def test_after_two_leads_every_key_goes_and_the_code_ends_it(lead, other_lead, handler, pair):
    case, now = taken_by(handler), timezone.now()
    row = propose(lead, pair)
    handover.confirm_handover(handover=row, by=other_lead, at=now)
    text = handover.export_keys(handover=row, by=other_lead, keys=keys_of(other_lead), at=now)
    opened = handover_export.open_handover_file(text, private=pair[0])
    assert opened.keys[case.data_key_id] == keys_of(handler).get_key(case)
    assert len(opened.keys) == DataKey.objects.count()
    (line,) = lines("exported")
    assert line.detail == {"count": len(opened.keys), "sha256": hashlib.sha256(text.encode()).hexdigest()}
    with pytest.raises(ActionRefused, match="not the code"):
        handover.finish_handover(handover=row, code="0" * 20, by=lead, at=now)
    handover.finish_handover(handover=row, code=opened.code, by=lead, at=now)
    assert handover.get_current_handover() is None
    assert [done.pk for done in handover.get_past_handovers()] == [row.pk]
    assert lines("done")[0].detail == {"count": len(opened.keys)}


def test_no_key_and_no_word_of_a_case_stands_in_the_file_in_the_clear(lead, other_lead, handler, pair):
    case, now = taken_by(handler), timezone.now()
    row = propose(lead, pair)
    handover.confirm_handover(handover=row, by=other_lead, at=now)
    text = handover.export_keys(handover=row, by=lead, keys=keys_of(lead), at=now)
    assert keys_of(handler).get_key(case).hex() not in text and case.reference not in text
    assert {key for line in text.splitlines()[1:] for key in json.loads(line)} == {"uuid", "wrapped"}


def test_one_that_was_withdrawn_goes_no_further(lead, other_lead, pair):
    row = propose(lead, pair)
    with pytest.raises(ActionRefused, match="under way"):
        propose(other_lead, pair)
    handover.withdraw_handover(handover=row, by=lead, at=timezone.now())
    (line,) = lines("withdrawn")
    assert line.object_uuid == row.pk
    with pytest.raises(ActionRefused, match="ended"):
        handover.confirm_handover(handover=row, by=other_lead, at=timezone.now())
    assert propose(other_lead, pair).proposed_by == other_lead
