"""Tests of what is added to the lookup index, for whom, and what is taken out of it again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from compliance.casework.choices import Marking
from compliance.casework.models import Case, CaseLocation
from compliance.casework.services import case_facts, lookup_index, removals, restrictions
from compliance.concerns.services import dialogue
from compliance.data_protection.services import erasure
from portal.vault import encryption
from portal.vault.models import DataKey, IndexedWords, IndexEntry, IndexKey
from tests.factories.casework import ADULT, keys_of, taken_by, tell

pytestmark = pytest.mark.django_db
# Nothing that two reports could share.
BARE = {"premises_name": "", "town": "", "name": "", "phone": "", "contact_method": [], "identity_mode": "anonymous"}
NAILS = BARE | {"premises_name": "Golden Nails", "address": "12 High Street", "postcode": "S40 2AB"}
NONE = "No other report you can open has the same"


def page(client, case: Case) -> str:
    return client.get(f"/desk/cases/{case.pk}/").text


def restrict(case: Case, lead) -> None:
    restrictions.restrict_case(
        case=case, marking=Marking.RESTRICTED, reason="x", actor=lead, keys=keys_of(lead), at=timezone.now()
    )


def test_what_a_handler_corrects_is_compared_as_corrected(desk, handler, colleague):
    case, other = taken_by(handler, **BARE), taken_by(colleague, **NAILS)
    assert NONE in page(desk, case)
    keys, now = keys_of(handler), timezone.now()
    place = {"premises": "Golden Nails", "postcode": "S40 2AB"}
    row = case_facts.save_description(
        row=CaseLocation(case=case, role="exploitation"), facts={}, sealed={"place": place},
        actor=handler, keys=keys, at=now, version=None,
    )  # fmt: skip
    assert other.reference in page(desk, case)
    assert case.reference in page(desk, other)
    removals.remove_row(row=CaseLocation.objects.get(pk=row.pk), actor=handler, keys=keys, at=now)
    assert NONE in page(desk, case)


def test_erasing_takes_every_hash_with_it(desk, handler, colleague):
    case, other = taken_by(handler, **NAILS, responsible="Ion Popescu"), taken_by(colleague, **NAILS)
    page(desk, case)
    assert case.reference in page(desk, other)
    left = {other.data_key_id, *other.contacts.values_list("concern__data_key", flat=True)}
    erasure.erase_case(Case.objects.get(pk=case.pk), by="tests", at=timezone.now())
    assert set(IndexedWords.objects.values_list("data_key", flat=True)) == left
    assert NONE in page(desk, other)


def test_a_number_that_the_reporter_takes_back_is_compared_no_longer(desk, handler, colleague):
    """By their code, without a key of ours: from that moment on the index does not know it."""
    told = ADULT | BARE | {"identity_mode": "confidential", "phone": "07700 900177", "contact_method": ["phone"]}
    concern = tell(told).concern
    other = taken_by(colleague, **BARE, vehicle="07700900177")
    assert "Same: phone number" in page(desk, other)
    key = keys_of(handler).get_key(concern)
    dialogue.delete_contact(concern, key, now=timezone.now())
    assert not IndexedWords.objects.filter(data_key=concern.data_key_id).exists()
    assert NONE in page(desk, other)


def test_some_are_added_at_each_load_of_a_page_and_others_at_the_next(desk, handler):
    concerns = [tell(ADULT | NAILS).concern for _ in range(3)]
    keys = keys_of(handler)
    assert lookup_index.catch_up(user=handler, keys=keys, limit=2) == 2
    assert lookup_index.catch_up(user=handler, keys=keys, limit=2) == 1
    assert lookup_index.catch_up(user=handler, keys=keys, limit=2) == 0
    tell(ADULT | NAILS)
    desk.get(f"/desk/concerns/{concerns[0].pk}/")
    assert IndexedWords.objects.count() == 4


def test_many_are_added_by_as_many_queries_as_few(handler):
    keys = keys_of(handler)

    def count_queries(reports: int) -> int:
        for _number in range(reports):
            taken_by(handler, **NAILS)
            tell(ADULT | NAILS)
        IndexedWords.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            assert lookup_index.catch_up(user=handler, keys=keys) >= 2 * reports
        return len(queries)

    count_queries(1)  # which makes the index key
    assert count_queries(1) == count_queries(5)


def test_words_of_a_case_that_is_not_for_the_handler_are_not_opened_for_them(handler, lead):
    other = taken_by(lead, **NAILS)
    restrict(other, lead)
    assert lookup_index.catch_up(user=handler, keys=keys_of(handler)) == 0
    assert lookup_index.catch_up(user=lead, keys=keys_of(lead)) > 0


def test_words_that_do_not_open_keep_no_call_from_being_saved(desk, handler):
    case = taken_by(handler, **NAILS)
    CaseLocation.objects.filter(case=case).update(place=b"not sealed")
    lookup_index.add_case(Case.objects.get(pk=case.pk), keys=keys_of(handler))
    assert IndexedWords.objects.filter(data_key=case.data_key_id).exists()


def test_an_index_key_that_somebody_put_into_the_database_hashes_nothing(desk, handler):
    """Whoever may write rows seals a key that they know to the team: no hash is made under it."""
    address = f"/desk/concerns/{tell(ADULT | NAILS).concern.pk}/"
    desk.get(address)
    row = IndexKey.objects.select_related("data_key__epoch").get()
    IndexedWords.objects.all().delete()
    planted = encryption.wrap_key(b"k" * 32, bytes(row.data_key.epoch.public_key))
    DataKey.objects.filter(pk=row.data_key_id).update(wrapped_key=planted)
    assert desk.get(address).status_code == 200
    assert not IndexEntry.objects.exists()
