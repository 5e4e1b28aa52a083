"""Tests of looking through sealed words: what is found, in whose texts, and what is not opened for whom."""

import pytest
from django.utils import timezone

from compliance.casework.choices import Marking
from compliance.casework.models import Case, Note
from compliance.casework.services import restrictions, sealed_search
from compliance.casework.services.sealed_search import Found, Hit
from compliance.concerns.choices import Author
from compliance.concerns.services import dialogue
from tests.factories import cases as cf
from tests.factories.casework import keys_of, taken_by, tell

pytestmark = pytest.mark.django_db


def search(words: str, user) -> Found:
    return sealed_search.search_sealed_texts(words, user=user, unlocked=keys_of(user).unlocked)


@pytest.fixture
def full(vault, handler) -> Case:
    return cf.full_case(vault.unlocked, at=timezone.now(), owner=handler)


def test_a_word_is_found_whatever_its_letters_and_named_by_case_and_reference(full, handler):
    assert search(cf.MARKER.upper(), handler).hits == [Hit("case", full.pk, full.reference)]


def test_several_words_are_all_in_the_case_and_need_not_be_in_one_text(handler):
    case = taken_by(handler, account="A quarry at night", premises_name="Sparkle", town="Chesterfield")
    taken_by(handler, account="A quarry by day", premises_name="Other", town="Derby")
    assert [hit.uuid for hit in search("quarry chesterfield", handler).hits] == [case.pk]
    assert search("quarry nowhere", handler).hits == []


@pytest.mark.parametrize(("words", "is_found"), [("ab12cde", True), ("AB12 CDE", True), ("ab12cdf", False)])
def test_a_plate_is_found_with_gaps_and_without(handler, words, is_found):
    taken_by(handler, vehicle="White van AB12 CDE")
    assert bool(search(words, handler).hits) is is_found


def test_each_sealed_text_of_a_case_is_looked_through(full, handler, keys):
    """Each holds the marker; here each is looked for with a mark of its own."""
    for model, fields in sealed_search.OF_CASES:
        for field in fields:
            row = model.objects.filter(case=full).first()
            mark = f"mark{model.__name__.lower()}{field}"
            if model is Note:
                row = Note(case=full, kind="log", at=timezone.now())
            row.case = full
            keys.seal(row, **{field: mark})
            row.save()
            assert [hit.uuid for hit in search(mark, handler).hits] == [full.pk], mark


def test_names_and_what_was_written_since_are_looked_through_too(handler, keys):
    case = taken_by(handler, name="Robin Oddname")
    concern = case.contacts.get().concern
    dialogue.add_message(
        concern, keys.get_key(concern), author=Author.REPORTER, text="At Lime Kiln", now=timezone.now()
    )
    for words in ("oddname", "lime kiln"):
        assert [hit.uuid for hit in search(words, handler).hits] == [case.pk]


def test_a_contact_without_a_case_is_found_as_a_contact(vault, handler):
    contact = cf.contact(at=timezone.now(), words="A van at the quarry")
    assert search("quarry", handler).hits == [Hit("contact", contact.pk, contact.reference)]


def test_a_concern_that_nobody_took_is_not_looked_through(vault, handler):
    tell(account="A quarry at night")
    assert search("quarry", handler) == Found([], 0, 0)


def test_no_words_find_nothing(full, handler):
    assert search("  ", handler).hits == []


def test_a_case_for_named_people_is_not_opened_and_is_counted_as_closed_off(handler, lead):
    case = taken_by(lead, account="A quarry at night")
    now = timezone.now()
    restrictions.restrict_case(
        case=case, marking=Marking.RESTRICTED, reason="x", actor=lead, keys=keys_of(lead), at=now
    )
    assert search("quarry", handler) == Found([], 0, 1)
    assert [hit.uuid for hit in search("quarry", lead).hits] == [case.pk]
    restrictions.keep_reader_out(case=case, user=handler, actor=lead, at=now)
    assert search("quarry", handler) == Found([], 0, 0)


def test_a_text_that_does_not_open_is_passed_over(full, handler):
    Note.objects.filter(case=full).delete()
    Case.objects.filter(pk=full.pk).update(title=b"not sealed")
    assert [hit.uuid for hit in search(cf.MARKER, handler).hits] == [full.pk]


def test_an_erased_case_is_not_there(full, handler):
    Case.objects.filter(pk=full.pk).update(data_key=None)
    assert full.pk not in {hit.uuid for hit in search(cf.MARKER, handler).hits}
