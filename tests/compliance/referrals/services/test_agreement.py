"""An agreed referral goes out: the answer is shown to both people, and only a change of the case voids it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from compliance.casework.choices import ApprovalState
from compliance.casework.models import Approval, CaseLocation
from compliance.casework.services.case_keys import seal_columns
from compliance.referrals.choices import ReferralStatus
from compliance.referrals.models import Referral
from compliance.referrals.services import dispatch, drafts
from compliance.referrals.services.disclosure import Ground
from portal.core.exceptions import ActionRefused
from tests.factories.referrals import begin, choose, digest, send

pytestmark = pytest.mark.django_db
GROUND = Ground(ground="serious_crime", facts="People are locked in at night", is_told=False, why_not_told="Not safe")


@pytest.fixture
def client(at_desk):
    return at_desk.client()


@pytest.fixture
def waiting(at_desk) -> Referral:
    """A referral to the police without consent, about which a lead has been asked."""
    row = choose(at_desk, begin(at_desk, at_desk.case(consent=[])), "account", "place", ground=GROUND)
    return drafts.ask_second_person(referral=row, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now)


def answer(at_desk, row, *, is_yes="yes"):
    address = reverse("desk:approval", args=[row.approval_id])
    return at_desk.client(at_desk.lead).post(address, {"is_yes": is_yes, "answer": ""}, follow=True)


def page(client, name, row) -> str:
    return client.get(reverse(name, args=[row.case_id, row.pk])).text


def test_both_people_are_told_and_the_status_says_that_it_was_agreed(at_desk, client, waiting):
    assert "Waiting for a second person" in page(client, "cases:referral", waiting)
    told = answer(at_desk, waiting).text
    assert f"The desk now shows it to {at_desk.handler}." in told
    for name in ("cases:referrals", "cases:sharing"):
        tab = client.get(reverse(name, args=[waiting.case_id])).text
        assert "Approved, not sent yet" in tab
        assert "Waiting for a second person" not in tab
    queue = client.get(reverse("desk:queue")).text
    assert f"{waiting.case.reference}: the second person approved it. It has not been sent yet." in queue
    check = reverse("cases:refer_check", args=[waiting.case_id, waiting.pk])
    assert f'href="{check}"' in queue
    assert f"{at_desk.lead} approved it on" in client.get(check).text


def test_a_no_is_told_as_well(at_desk, client, waiting):
    answer(at_desk, waiting, is_yes="no")
    assert "Not approved, not sent" in page(client, "cases:referral", waiting)
    assert "the second person refused it" in client.get(reverse("desk:queue")).text


def test_continue_leads_to_sending_and_it_goes_out(at_desk, client, waiting):
    answer(at_desk, waiting)
    check = reverse("cases:refer_check", args=[waiting.case_id, waiting.pk])
    assert f'href="{check}">Continue' in page(client, "cases:referral", waiting).replace('module="govuk-button" ', "")
    given = {
        "route": "phone",
        "who": "Sergeant Ito",
        "digest": digest(at_desk, drafts.find_referral(waiting.case, waiting.pk)),
    }
    sent = client.post(reverse("cases:refer_record", args=[waiting.case_id, waiting.pk]), given)
    assert sent.status_code == 303
    waiting.refresh_from_db()
    assert waiting.status == ReferralStatus.IN_PROGRESS
    assert Approval.objects.get(pk=waiting.approval_id).used_at
    assert "has not been sent yet" not in client.get(reverse("desk:queue")).text


def test_going_through_the_steps_again_without_a_change_does_not_void_the_agreement(at_desk, client, waiting):
    answer(at_desk, waiting)
    draft = drafts.read_draft(waiting, at_desk.keys)
    what = {"names": list(reversed(draft.names)), "note": draft.note, "version": waiting.version}
    client.post(reverse("cases:refer_what", args=[waiting.case_id, waiting.pk]), what)
    ground = {
        "ground": GROUND.ground,
        "facts": GROUND.facts,
        "is_told": "no",
        "why_not_told": GROUND.why_not_told,
        "version": waiting.version,
    }
    client.post(reverse("cases:refer_ground", args=[waiting.case_id, waiting.pk]), ground)
    row = drafts.find_referral(waiting.case, waiting.pk)
    assert row.approval_id == waiting.approval_id
    assert drafts.judge_draft(row, at_desk.keys).is_clear
    assert send(at_desk, row).status == ReferralStatus.IN_PROGRESS


def test_changing_the_referral_says_that_the_second_person_is_asked_again(at_desk, client, waiting):
    answer(at_desk, waiting)
    address = reverse("cases:refer_what", args=[waiting.case_id, waiting.pk])
    assert "you must ask them again" in client.get(address).text
    names = [name for name in drafts.read_draft(waiting, at_desk.keys).names if name.startswith("account")]
    answered = client.post(address, {"names": names, "note": "New.", "version": waiting.version}, follow=True)
    assert "You have changed the referral, so a second person must approve it again." in answered.text


def test_a_question_that_no_longer_fits_leaves_the_list_of_what_waits(at_desk, client, waiting):
    names = [name for name in drafts.read_draft(waiting, at_desk.keys).names if name.startswith("account")]
    address = reverse("cases:refer_what", args=[waiting.case_id, waiting.pk])
    client.post(address, {"names": names, "note": "New.", "version": waiting.version})
    assert Approval.objects.get(pk=waiting.approval_id).state == ApprovalState.WITHDRAWN


def move_the_place(at_desk, row):
    place = CaseLocation.objects.get(case=row.case)
    place.case = row.case
    facts = at_desk.keys.facts(place, "place")
    seal_columns(at_desk.keys.get_key(row.case), place, place=facts | {"premises": "Hillside Wash"})
    place.save()


def test_where_the_case_changed_it_says_what_changed_and_does_not_go_out_unseen(at_desk, client, waiting):
    answer(at_desk, waiting)
    move_the_place(at_desk, waiting)
    row = drafts.find_referral(waiting.case, waiting.pk)
    with pytest.raises(ActionRefused, match="second person"):
        send(at_desk, row)
    check = page(client, "cases:refer_check", waiting)
    assert "approved it, but the case has changed since then" in check
    place = next(name for name in drafts.read_draft(row, at_desk.keys).names if name.startswith("place"))
    label = drafts.read_draft(row, at_desk.keys).agreed_items[place][0]
    assert f"Changed: {label}" in check
    assert "Ask a second person" in check


def test_the_new_agreement_is_the_one_that_is_used(at_desk, client, waiting):
    answer(at_desk, waiting)
    move_the_place(at_desk, waiting)
    client.post(reverse("cases:refer_ask", args=[waiting.case_id, waiting.pk]), {"act": "ask"})
    row = drafts.find_referral(waiting.case, waiting.pk)
    assert row.approval_id != waiting.approval_id
    answer(at_desk, row)
    sent = send(at_desk, drafts.find_referral(waiting.case, waiting.pk))
    assert sent.disclosure.approval_id == row.approval_id


def test_midnight_between_looking_and_sending_is_no_change_of_the_case(at_desk, waiting):
    answer(at_desk, waiting)
    row = drafts.find_referral(waiting.case, waiting.pk)
    today = dispatch.get_local_date(at_desk.now)
    digests = {drafts.build_package(row, at_desk.keys, on=day).digest for day in (today, today + timedelta(days=1))}
    assert len(digests) == 1


def test_taken_back_it_is_a_draft_again(client, waiting):
    client.post(reverse("desk:approval_take_back", args=[waiting.approval_id]))
    assert Referral.objects.select_related("approval").get(pk=waiting.pk).state_label == "Draft"
