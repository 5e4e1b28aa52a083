"""Tests of opening and sealing columns: under whose key, in which place, and how often a key is opened."""

from dataclasses import dataclass, field

import pytest

from compliance.casework.models import Case, CaseLocation, Note
from compliance.casework.services import case_keys
from compliance.casework.services.case_keys import Keys, seal_columns, seal_with_own_key
from portal.vault.encryption import DecryptionError
from portal.vault.models import DataKey
from portal.vault.services import data_keys
from tests.factories.casework import taken_by

pytestmark = pytest.mark.django_db


@dataclass
class CountingKeys:
    """The keys of a handler, which count how often a data key is opened."""

    unlocked: object
    opened: list = field(default_factory=list)

    def open(self, data_key: DataKey) -> bytes:
        self.opened.append(data_key.pk)
        return self.unlocked.open(data_key)


@pytest.fixture
def case(handler) -> Case:
    return taken_by(handler)


def test_the_place_of_a_column_names_its_case_its_table_its_row_and_its_field(case):
    note = Note(case=case)
    place = case_keys.get_place(note, "text")
    assert (place.case, place.model, place.field, place.row) == (case.uuid, "casework.note", "text", note.uuid)
    assert case_keys.get_place(case, "title").row == case.uuid


def test_a_data_key_is_opened_once_however_much_is_read_under_it(case, keys):
    counting = CountingKeys(keys.unlocked)
    several = Keys(counting)
    several.read(seal_columns_of(case, several), "title")
    for row in CaseLocation.objects.filter(case=case):
        row.case = case
        several.facts(row, "place")
    assert counting.opened == [case.data_key_id]


def seal_columns_of(case: Case, keys: Keys) -> Case:
    keys.seal(case, title="Car wash")
    return case


def test_sealing_sets_the_column_and_saves_nothing(case, keys):
    keys.seal(case, title="Car wash", summary={"facts": ["é"]})
    assert keys.read(case, "title") == "Car wash"
    assert keys.facts(case, "summary") == {"facts": ["é"]}
    assert b"Car wash" not in bytes(case.title)
    assert not keys.read(Case.objects.select_related("data_key").get(pk=case.pk), "summary")


def test_what_is_empty_stays_an_empty_column_and_reads_as_nothing(case, keys):
    keys.seal(case, title="", summary={})
    assert (case.title, case.summary) == (b"", b"")
    assert keys.read(case, "title") == ""
    assert keys.facts(case, "summary") == {}


def test_what_was_sealed_opens_in_its_own_row_and_field_only(case, keys):
    first, second = Note(case=case), Note(case=case)
    keys.seal(first, text="Council first.")
    second.text = first.text
    with pytest.raises(DecryptionError):
        keys.read(second, "text")
    case.title = first.text
    with pytest.raises(DecryptionError):
        keys.read(case, "title")


def test_a_case_whose_key_was_erased_opens_for_nobody(case, keys):
    keys.seal(case, title="Car wash")
    case.save()
    data_keys.erase_data_key(case.data_key_id)
    with pytest.raises(DecryptionError):
        keys.read(Case.objects.get(pk=case.pk), "title")
    with pytest.raises(DecryptionError):
        keys.get_key(None)


def test_a_row_with_a_key_of_its_own_needs_nobody_who_is_unlocked_and_is_not_saved(vault, keys):
    row = seal_with_own_key(Case(reference="MSH-AAAAAAAA"), title="Quarry")
    assert not Case.objects.filter(pk=row.pk).exists()
    assert DataKey.objects.filter(pk=row.data_key_id).exists()
    assert keys.read(row, "title") == "Quarry"


def test_two_rows_never_share_a_key(vault):
    first, second = (seal_with_own_key(Case(reference=f"MSH-AAAAAAA{number}"), title="x") for number in range(2))
    assert first.data_key_id != second.data_key_id
    assert bytes(first.title) != bytes(second.title)


def test_another_key_opens_nothing(case, keys):
    seal_columns(b"k" * 32, case, title="Car wash")
    with pytest.raises(DecryptionError):
        keys.read(case, "title")
