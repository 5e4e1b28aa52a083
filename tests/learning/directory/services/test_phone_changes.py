"""Numbers of an entry, which two people agree to."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from learning.directory.choices import Act
from learning.directory.models import Phone, PhoneChange, Service
from learning.directory.services import phone_changes
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from tests.factories.accounts import UserFactory
from tests.factories.directory import ServiceFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 1, 9, tzinfo=UTC)
FACTS = {"number": "0117 496 0300", "extension": "", "kind": "voice", "description": "Helpline", "is_public": True}


@pytest.fixture
def editor():
    return UserFactory(role=StaffRole.CONTENT_EDITOR)


@pytest.fixture
def other():
    return UserFactory(role=StaffRole.SITE_ADMINISTRATOR)


def ask(service, actor, act=Act.ADD, phone=None, **facts):
    return phone_changes.request_change(
        service=service, act=act, phone=phone, facts=FACTS | facts, source="Their website.", actor=actor, at=NOW
    )


def decide(change, actor, is_yes=True):
    return phone_changes.decide_change(change=change, is_yes=is_yes, actor=actor, at=NOW)


def told(service):
    return [phone.number for phone in service.phones.all()]


def test_a_number_of_a_draft_is_changed_at_once(editor):
    draft = ServiceFactory(is_draft=True)
    assert ask(draft, editor) is None
    assert told(draft) == ["0117 496 0300"]
    assert draft.phones.get().typed_by == editor


@pytest.mark.parametrize("kept", [{}, {"visibility": "staff_only"}], ids=["public", "staff only"])
def test_a_number_that_people_rely_on_waits_for_a_second_person(kept, editor, other):
    service = ServiceFactory(phone="0117 496 0001", **kept)
    change = ask(service, editor, Act.CHANGE, service.phones.get())
    assert told(service) == ["0117 496 0001"]
    decide(change, other)
    assert told(service) == ["0117 496 0300"]
    assert Service.objects.get(pk=service.pk).edited_at == NOW


def test_a_number_is_added_and_taken_away_by_two_people(editor, other):
    service = ServiceFactory(phone="0117 496 0001")
    decide(ask(service, editor), other)
    assert told(service) == ["0117 496 0001", "0117 496 0300"]
    decide(ask(service, editor, Act.REMOVE, service.phones.first()), other)
    assert told(service) == ["0117 496 0300"]


def test_a_refused_change_leaves_the_number_as_it_was(editor, other):
    service = ServiceFactory(phone="0117 496 0001")
    change = ask(service, editor, Act.CHANGE, service.phones.get())
    assert decide(change, other, is_yes=False).outcome == "refused"
    assert told(service) == ["0117 496 0001"]
    with pytest.raises(ActionRefused, match="already"):
        decide(change, other)


def test_nobody_agrees_to_a_number_of_their_own_not_even_in_the_database(editor):
    change = ask(ServiceFactory(), editor)
    with pytest.raises(ActionRefused, match="someone else must decide"):
        decide(change, editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        PhoneChange.objects.filter(pk=change.pk).update(decided_by=editor)


def test_one_change_of_a_number_waits_at_a_time(editor, other):
    service = ServiceFactory(phone="0117 496 0001")
    ask(service, editor, Act.CHANGE, service.phones.get())
    with pytest.raises(ActionRefused, match="Another change"):
        ask(service, other, Act.REMOVE, service.phones.get())


def test_a_change_of_a_number_that_has_gone_adds_it_and_a_removal_does_nothing(editor, other):
    service = ServiceFactory(phone="0117 496 0001")
    change = ask(service, editor, Act.CHANGE, service.phones.get())
    Phone.objects.all().delete()
    decide(PhoneChange.objects.get(pk=change.pk), other)
    assert told(service) == ["0117 496 0300"]
