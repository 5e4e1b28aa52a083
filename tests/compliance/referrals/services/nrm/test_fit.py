"""A pack leaves only while consent and age still allow it, and a reduced one says nobody's name.

See docs/requirements/helpline.md#pack-consent.
"""

from datetime import timedelta

import pytest

from compliance.casework.services import priorities
from compliance.referrals.models import Disclosure
from compliance.referrals.services import consent
from compliance.referrals.services.nrm import handover, packs
from portal.core.exceptions import ActionRefused
from tests.factories.packs import RECIPIENT, approve, begin, fill, handed, who
from tests.factories.sharing import people

pytestmark = pytest.mark.django_db


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
    with pytest.raises(ActionRefused, match="start a new one"):
        handover.hand_over(pack=pack, **who(at_desk))
    assert not Disclosure.objects.exists()
    with pytest.raises(ActionRefused, match="start a new one"):
        handover.request_approval(pack=pack, recipient=RECIPIENT, reason="x", **who(at_desk))


def test_a_link_that_waits_opens_nothing_once_they_took_their_word_back(at_desk):
    pack, link = handed(at_desk, begin(at_desk))
    taken_back(at_desk, pack)
    with pytest.raises(handover.LinkGone):
        handover.open_link(link.secret, now=at_desk.now)
    with pytest.raises(ActionRefused, match="start a new one"):
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
    with pytest.raises(ActionRefused, match="start a new one"):
        handover.hand_over(pack=waiting, **who(at_desk))
    assert not handover.is_link_open(link.secret, now=at_desk.now)


def test_no_childs_pack_is_begun_in_a_case_about_adults(at_desk):
    case = at_desk.case()
    with pytest.raises(ActionRefused, match="about adults"):
        packs.start_pack(
            case=case, group=people(case, at_desk.keys), age="under_18", consents="", helps_authorities=False,
            facts={}, words="", **who(at_desk),
        )  # fmt: skip
