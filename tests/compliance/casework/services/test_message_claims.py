"""A message to a reporter cannot claim what the log of their case denies."""

from uuid import uuid4

import pytest
from django.urls import reverse

from compliance.casework.message_snippets import SNIPPETS
from compliance.casework.services import messages
from compliance.concerns.models import Message
from compliance.referrals.models import Disclosure, Referral
from compliance.referrals.services import drafts
from compliance.referrals.services.disclosure import Ground
from portal.core.exceptions import ActionRefused
from tests.factories.referrals import begin, choose, say_yes, send

# --- At the desk --------------------------------------------------------------------------------------------------


def named_to_the_police(at_desk) -> Referral:
    row = choose(at_desk, begin(at_desk, at_desk.case(identity_mode="named_share")), "account", "reporter")
    row = drafts.ask_second_person(referral=row, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now)
    say_yes(at_desk, row)
    sent = send(at_desk, drafts.find_referral(row.case, row.pk))
    assert Disclosure.objects.get().shows_reporter
    return sent


@pytest.mark.parametrize("act", ["preview", "send"])
def test_after_a_referral_that_named_them_nobody_is_told_that_it_did_not(at_desk, act):
    case = named_to_the_police(at_desk).case
    client, address = at_desk.client(), reverse("cases:conversation", args=[case.pk])
    page = client.get(address).text
    assert str(SNIPPETS["not_named"]) not in page
    text = f"Thank you. {SNIPPETS['not_named']}"
    answer = client.post(address, {"text": text, "language": "en", "act": act, "token": str(uuid4())})
    assert answer.status_code == 422
    assert "something we sent named them" in answer.text
    assert text in answer.text
    assert not Message.objects.exists()


def test_sending_checks_again_what_the_preview_had_found_true(at_desk):
    case = named_to_the_police(at_desk).case
    concern = case.contacts.get().concern
    who = {"actor": at_desk.handler, "keys": at_desk.keys, "at": at_desk.now}
    with pytest.raises(ActionRefused, match="did not say who told us"):
        messages.send_message(
            case=case, concern=concern, text="We did not say who told us.", token=uuid4(), is_told=False, **who
        )
    assert not Message.objects.exists()


def test_what_the_log_bears_out_is_offered_and_goes(at_desk):
    case = at_desk.case(age_of_person="under_18", consent=[])
    ground = Ground(ground="child_at_risk", facts="She is 15", is_told=True)
    send(at_desk, choose(at_desk, begin(at_desk, case, "la_children:"), "place", ground=ground))
    client, address = at_desk.client(), reverse("cases:conversation", args=[case.pk])
    page = client.get(address).text
    assert str(SNIPPETS["exception"]) in page
    assert str(SNIPPETS["passed_on"]) not in page
    text = f"{SNIPPETS['exception']} {SNIPPETS['not_named']}"
    client.post(address, {"text": text, "language": "en", "act": "send", "token": str(uuid4())})
    assert Message.objects.count() == 1


def test_a_victim_named_in_a_pack_or_as_the_person_is_not_told_that_nobody_knows(at_desk):
    case = at_desk.case(purpose="seeking_help_self", reporter_type="potential_victim")
    Disclosure.objects.create(
        case=case, recipient_type="first_responder", basis="consent", fields_sent=[], at=at_desk.now, words=b"x"
    )
    page = at_desk.client().get(reverse("cases:conversation", args=[case.pk])).text
    assert str(SNIPPETS["not_named"]) not in page
