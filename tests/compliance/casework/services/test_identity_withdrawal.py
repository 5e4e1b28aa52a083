"""Who deletes their contact details by their code is forgotten by the desk too.

See docs/requirements/helpline.md#conversation.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.models import Contact, Reporter, ReporterIdentity
from compliance.casework.services import calls, identity, identity_withdrawal
from compliance.casework.sweep import sweep
from compliance.concerns.models import Concern
from compliance.concerns.services import dialogue
from portal.history.models import Entry
from portal.vault.models import DataKey
from tests.factories.casework import ADULT, keys_of, taken_by, tell

pytestmark = pytest.mark.django_db
SAID = {
    "danger_level": "not_immediate",
    "age_of_person": "adult",
    "name": "Robin Marker",
    "phone": "07700 900123",
    "contact_method": ["phone"],
    "contact_safety": ["safe_anytime"],
    "code_word": "kingfisher",
    "account": "They moved us.",
}


@pytest.fixture
def made(vault):
    """A concern of somebody anonymous, with its code."""
    return tell(ADULT, identity_mode="anonymous", name="", phone="", contact_method=[])


@pytest.fixture
def case(made, handler):
    return taken_by(handler, made.concern)


def rings(user, known: str, **changed) -> Reporter:
    """They call, and say who they are."""
    draft, now = calls.start_call(handler=user, at=timezone.now()), timezone.now()
    answers = SAID | {"known": known} | changed
    found = calls.add_to_case(draft=draft, answers=answers, actor=user, keys=keys_of(user), at=now).case
    return Reporter.objects.select_related("case").get(contact=draft.token, case=found)


def deletes(concern, user) -> None:
    dialogue.delete_contact(concern, keys_of(user).get_key(concern), now=timezone.now())


def test_what_they_said_on_the_phone_goes_with_the_next_sweep_and_its_key_first(made, case, handler):
    row = rings(handler, made.digits)
    key = ReporterIdentity.objects.get(reporter=row).data_key_id
    deletes(made.concern, handler)
    sweep(timezone.now())
    assert not DataKey.objects.filter(pk=key).exists()
    assert not ReporterIdentity.objects.exists()
    row.refresh_from_db()
    assert (bytes(row.safety), row.identity_mode) == (b"", "anonymous")
    assert row.contact_deleted_at.minute == 0
    line = Entry.objects.get(action="casework.reporter.forgotten")
    assert (line.actor, line.object_label) == ("system", case.reference)
    assert identity_withdrawal.erase_withdrawn_identities(timezone.now()) == 0


def test_nothing_sealed_is_opened_for_it(made, case, handler, monkeypatch):
    rings(handler, made.digits)
    deletes(made.concern, handler)

    def closed(*args, **kwargs):
        raise AssertionError("the job opened something")

    monkeypatch.setattr("portal.vault.encryption.open_text", closed)
    assert identity_withdrawal.erase_withdrawn_identities(timezone.now()) == 1


def test_the_case_says_that_they_deleted_them_before_and_after_the_sweep(made, case, handler, desk):
    row = rings(handler, made.digits)
    people, timeline = (reverse(f"cases:{tab}", args=[case.pk]) for tab in ("people", "timeline"))
    assert "They deleted their contact details" not in desk.get(people).text
    deletes(made.concern, handler)
    reveal = reverse("cases:reveal", args=[case.pk, "reporter", row.pk])
    for _ in range(2):
        page = desk.get(people).text
        assert page.count("They deleted their contact details") == 2
        assert "kingfisher" not in page
        assert "They deleted their contact details" in desk.get(timeline).text
        assert desk.post(reveal, {"reason": "safety"}).status_code == 404
        assert "They moved us." in desk.get(reverse("cases:case", args=[case.pk])).text
        identity_withdrawal.erase_withdrawn_identities(timezone.now())


def test_how_to_reach_them_lies_with_who_they_are_and_not_with_their_words(made, case, handler):
    row = rings(handler, made.digits)
    contact = Contact.objects.select_related("data_key").get(pk=row.contact_id)
    assert set(keys_of(handler).facts(contact, "words")) & {"name", "phone", "code_word", "contact_method"} == set()
    assert keys_of(handler).facts(row, "safety")["code_word"] == "kingfisher"


def test_whoever_leaves_a_name_again_later_may_delete_it_again(made, case, handler):
    rings(handler, made.digits)
    deletes(made.concern, handler)
    identity_withdrawal.erase_withdrawn_identities(timezone.now())
    second = rings(handler, made.digits)
    assert identity_withdrawal.erase_withdrawn_identities(timezone.now()) == 0
    found = identity.reveal_identity(
        case=case, kind="reporter", uuid=second.pk, reason="safety", words="", actor=handler, keys=keys_of(handler),
        at=timezone.now(),
    )  # fmt: skip
    assert found.details["name"] == "Robin Marker"
    deletes(made.concern, handler)
    assert identity_withdrawal.erase_withdrawn_identities(timezone.now()) == 1
    assert not ReporterIdentity.objects.exists()


def test_the_conversation_offers_it_once_an_anonymous_person_has_left_a_name(made, case, handler):
    assert Concern.objects.get().identity_mode == "anonymous"
    rings(handler, made.digits)
    assert Concern.objects.get().identity_mode == "confidential"
    assert Entry.objects.filter(action="concerns.concern.name_left").count() == 1


def test_an_anonymous_call_leaves_nothing_to_delete(made, case, handler):
    rings(handler, made.digits, name="", phone="", identity_mode="anonymous")
    assert Concern.objects.get().identity_mode == "anonymous"
    assert identity_withdrawal.erase_withdrawn_identities(timezone.now()) == 0


def test_the_reference_of_an_earlier_call_leads_to_the_same_person(made, case, handler):
    first = rings(handler, made.digits)
    rings(handler, first.contact.reference)
    deletes(made.concern, handler)
    assert identity_withdrawal.erase_withdrawn_identities(timezone.now()) == 2


def test_somebody_else_who_tells_of_the_same_case_keeps_what_they_left(made, case, handler):
    """The case's own reference is for the desk and for partners: a reporter is never shown it."""
    rings(handler, case.reference, name="Sergeant Ito")
    deletes(made.concern, handler)
    assert identity_withdrawal.erase_withdrawn_identities(timezone.now()) == 0
    assert ReporterIdentity.objects.count() == 1


def test_who_deleted_them_before_anybody_took_the_case_is_told_so_too(handler, desk):
    concern = tell().concern
    deletes(concern, handler)
    assert identity_withdrawal.erase_withdrawn_identities(timezone.now()) == 0
    taken = taken_by(handler, Concern.objects.get(pk=concern.pk))
    assert "They deleted their contact details" in desk.get(reverse("cases:people", args=[taken.pk])).text
