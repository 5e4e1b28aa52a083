"""A pack leaves only while consent and age still allow it, and a reduced one says nobody's name.

See docs/requirements/helpline.md#pack-consent.
"""

import json
from datetime import timedelta

import pytest

from compliance.casework.services import case_facts, priorities
from compliance.referrals.models import Disclosure
from compliance.referrals.services import consent
from compliance.referrals.services.nrm import handover, packs, render
from portal.core.exceptions import ActionRefused
from tests.factories.packs import RECIPIENT, approve, begin, fill, handed, who
from tests.factories.sharing import desk, people
from tests.support.pdfs import extract_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk():
    return desk()


def taken_back(at, pack, state="withdrawn"):
    """As a handler writes it down, a moment later."""
    at.now += timedelta(seconds=1)
    given = {"recipient": "first_responder", "state": state, "group": pack.group, "on": at.now.date()}
    consent.save_consent(case=pack.case, **given, **who(at))


def test_an_adults_pack_is_not_handed_over_once_they_took_their_word_back(at_desk):
    """An adult may withdraw at any time (docs/requirements/helpline.md#pack-consent)."""
    pack = approve(
        at_desk,
        handover.request_approval(pack=fill(at_desk, begin(at_desk)), recipient=RECIPIENT, reason="x", **who(at_desk)),
    )
    taken_back(at_desk, pack)
    with pytest.raises(ActionRefused, match="begin a new one"):
        handover.hand_over(pack=pack, **who(at_desk))
    assert not Disclosure.objects.exists()
    with pytest.raises(ActionRefused, match="begin a new one"):
        handover.request_approval(pack=pack, recipient=RECIPIENT, reason="x", **who(at_desk))


def test_a_link_that_waits_opens_nothing_once_they_took_their_word_back(at_desk):
    pack, link = handed(at_desk, begin(at_desk))
    taken_back(at_desk, pack)
    with pytest.raises(handover.LinkGone):
        handover.open_link(link.secret, now=at_desk.now)
    with pytest.raises(ActionRefused, match="begin a new one"):
        handover.new_link(pack=pack, **who(at_desk))


def test_a_pack_for_somebody_who_may_be_a_child_ends_when_they_are_found_to_be_an_adult(at_desk):
    waiting = approve(
        at_desk,
        handover.request_approval(
            pack=fill(at_desk, begin(at_desk, age="not_sure", consents="")), recipient=RECIPIENT, reason="x",
            **who(at_desk),
        ),
    )  # fmt: skip
    case = waiting.case
    sent = packs.start_pack(
        case=case, group=waiting.group, age="not_sure", consents="", helps_authorities=False, facts={}, words="",
        **who(at_desk),
    )  # fmt: skip
    _sent, link = handed(at_desk, packs.find_pack(case, sent.pk))
    case.refresh_from_db()
    given = {"actor": at_desk.lead, "keys": at_desk.keys_of(at_desk.lead), "at": at_desk.now}
    priorities.change_age(case=case, age="adult", reason="He is 30", version=case.version, **given)
    with pytest.raises(ActionRefused, match="begin a new one"):
        handover.hand_over(pack=waiting, **who(at_desk))
    assert not handover.is_link_open(link.secret, now=at_desk.now)


def test_no_childs_pack_is_begun_in_a_case_about_adults(at_desk):
    case = at_desk.case()
    with pytest.raises(ActionRefused, match="about adults"):
        packs.start_pack(
            case=case, group=people(case, at_desk.keys), age="under_18", consents="", helps_authorities=False,
            facts={}, words="", **who(at_desk),
        )  # fmt: skip


def test_a_reduced_pack_has_no_name_and_no_number_that_the_case_knows(at_desk):
    """With the name kept where a handler keeps it: with the people of the case."""
    pack = begin(at_desk, consents="refused")
    details = {
        "name": "Linh Tranova",
        "born": "3 May 1991",
        "phone": "07700 900776",
        "address": "9 Mill Lane",
        "how_to_reach": "Call her friend on 07700 900555, at six.",
    }
    case_facts.save_identity(group=pack.group, details=details, actor=at_desk.handler, at=at_desk.now)
    text = "Linh Tranova (3 May 1991) slept in a shed at Mill Lane in May 2024. Call 07700 900 776 or +447700900555."
    said = {"living-conditions": {"value": text, "source": "person", "why": ""}}
    pack = packs.save_answers(pack=pack, given=said, version=pack.version, **who(at_desk))
    made = render.build_content(pack, at_desk.keys, on=at_desk.now.date())
    left = json.dumps(made.as_json()) + extract_text(render.render_pdf(made))
    assert not any(mark in left for mark in ("Linh", "Tranova", "900776", "900 776", "900555", "Mill", "3 May"))
    assert "slept in a shed at" in left and "in May 2024" in made.said["living-conditions"]
