"""What a person wrote about sharing stands before whoever refers next.

See docs/requirements/helpline.md#words-about-sharing.
"""

import pytest
from django.test import Client
from django.urls import reverse

from compliance.concerns.choices import Author
from compliance.concerns.services import dialogue
from compliance.referrals.choices import ReferralStatus, Route
from compliance.referrals.services.nrm import handover
from portal.core.exceptions import ActionRefused
from tests.factories import packs
from tests.factories.casework import unlock
from tests.factories.referrals import begin, choose, send

pytestmark = pytest.mark.django_db
WORDS = "I do not want the council to know."


def writes(at, case, text: str):
    concern = case.contacts.get().concern
    dialogue.add_message(concern, at.keys.get_key(concern), author=Author.REPORTER, text=text, now=at.now)
    return concern


def test_nothing_is_sent_while_nobody_has_read_what_they_wrote(at_desk):
    case = at_desk.case()
    row = choose(at_desk, begin(at_desk, case), "account", "place")
    concern = writes(at_desk, case, WORDS)
    with pytest.raises(ActionRefused, match="no one has read it"):
        send(at_desk, row)
    row.refresh_from_db()
    assert row.status != ReferralStatus.IN_PROGRESS
    dialogue.mark_seen(concern, by=Author.HELPLINE)
    assert send(at_desk, row).status == ReferralStatus.IN_PROGRESS


def test_what_was_told_by_phone_in_an_emergency_is_written_down_all_the_same(at_desk):
    case = at_desk.case(danger_level="happening_now")
    row = choose(at_desk, begin(at_desk, case), "account", "place")
    writes(at_desk, case, WORDS)
    with pytest.raises(ActionRefused, match="no one has read it"):
        send(at_desk, row, route=Route.SECURE_EMAIL)
    assert send(at_desk, row, route=Route.PHONE).status == ReferralStatus.IN_PROGRESS


def test_no_pack_is_handed_over_while_nobody_has_read_what_they_wrote(at_desk):
    pack = packs.fill(at_desk, packs.begin(at_desk))
    given = {"recipient": packs.RECIPIENT, "reason": "Complete."} | packs.who(at_desk)
    concern = writes(at_desk, pack.case, WORDS)
    with pytest.raises(ActionRefused, match="no one has read it"):
        handover.request_approval(pack=pack, **given)
    dialogue.mark_seen(concern, by=Author.HELPLINE)
    pack = packs.approve(at_desk, handover.request_approval(pack=pack, **given))
    writes(at_desk, pack.case, WORDS)
    with pytest.raises(ActionRefused, match="no one has read it"):
        handover.hand_over(pack=pack, **packs.who(at_desk))
    dialogue.mark_seen(concern, by=Author.HELPLINE)
    assert handover.hand_over(pack=pack, **packs.who(at_desk)).secret
    writes(at_desk, pack.case, WORDS)
    with pytest.raises(ActionRefused, match="no one has read it"):
        handover.new_link(pack=pack, **packs.who(at_desk))


def check_page(at, case) -> str:
    row = choose(at, begin(at, case), "account", "place")
    return unlock(Client(), at.handler).get(reverse("cases:refer_check", args=[case.pk, row.pk])).content.decode()


def test_the_page_before_sending_shows_the_message(at_desk):
    case = at_desk.case()
    assert "What they wrote about sharing" not in check_page(at_desk, case)
    concern = writes(at_desk, case, f"He is back. {WORDS}")
    page = check_page(at_desk, case)
    assert f"“{WORDS}”" in page and "Read it before you send this" in page
    dialogue.mark_seen(concern, by=Author.HELPLINE)
    page = check_page(at_desk, case)
    assert f"“{WORDS}”" in page and "Read it before you send this" not in page


def test_the_page_shows_what_the_first_report_said(at_desk):
    case = at_desk.case(account="Twelve people sleep there. Please don’t tell the police.")
    page = check_page(at_desk, case)
    assert "What they wrote about sharing" in page and "“Please don’t tell the police.”" in page
