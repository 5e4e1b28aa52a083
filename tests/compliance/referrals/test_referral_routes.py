"""Referring: by which way it leaves, and what comes back."""

import io
from datetime import timedelta

import pikepdf
import pytest

from compliance.casework.models import CaseLocation, Task
from compliance.referrals.choices import ReferralStatus, Route
from compliance.referrals.models import Referral
from compliance.referrals.services import dispatch, drafts, partners, responses
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from portal.vault.encryption import DecryptionError
from tests.factories.referrals import begin, choose, digest, send
from tests.factories.sharing import AGENCY_PASSPHRASE, agency
from tests.support.pdfs import assert_ua, open_pdf

pytestmark = pytest.mark.django_db


def test_what_changed_since_it_was_looked_at_is_not_sent_unseen(at_desk):
    case = at_desk.case()
    row = choose(at_desk, begin(at_desk, case), "place")
    before = digest(at_desk, row)
    place = CaseLocation.objects.get(case=case)
    place.case = case
    at_desk.keys.seal(place, place=at_desk.keys.facts(place, "place") | {"town": "Matlock"})
    place.save()
    with pytest.raises(ActionRefused, match="has changed"):
        send(at_desk, row, digest=before)
    assert send(at_desk, row).sent_at


def test_the_file_opens_with_the_passphrase_only_and_is_tagged(at_desk):
    case = at_desk.case()
    row = choose(at_desk, begin(at_desk, case), "account", "place")
    passphrase = dispatch.new_passphrase()
    made = dispatch.make_file(
        referral=row,
        digest=digest(at_desk, row),
        passphrase=passphrase,
        actor=at_desk.handler,
        keys=at_desk.keys,
        at=at_desk.now,
    )
    assert b"Twelve people" not in made and len(passphrase) == 24
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(made))
    unlocked = pikepdf.open(io.BytesIO(made), password=passphrase)
    assert unlocked.encryption.R == 6 and unlocked.encryption.bits == 256
    assert_ua(
        open_pdf(
            dispatch.render_plain_pdf(drafts.build_package(row, at_desk.keys, on=dispatch.get_local_date(at_desk.now)))
        )
    )
    # Making the file is no sending: that is written down when it has gone.
    assert drafts.find_referral(case, row.pk).status == ReferralStatus.DRAFT
    assert Entry.objects.filter(action="casework.referral.file_made").count() == 1


def test_sending_meets_the_target_and_makes_somebody_ask_again(at_desk):
    case = at_desk.case()
    sent = send(at_desk, choose(at_desk, begin(at_desk, case), "place"))
    assert sent.case.is_referral_in_time is True
    task = Task.objects.get(case=case, kind="chase_referral")
    assert task.due_at == sent.call_back_due_at
    assert at_desk.keys.facts(sent, "call")["reference"] == "INC-44"
    with pytest.raises(ActionRefused, match="has been sent"):
        send(at_desk, sent)


def test_silence_shows_and_ends_honestly(at_desk):
    case = at_desk.case()
    sent = send(at_desk, choose(at_desk, begin(at_desk, case), "place"))
    given = {"outcome": "no_feedback", "on": at_desk.now.date(), "actor": at_desk.handler}
    with pytest.raises(ActionRefused, match="time to respond"):
        responses.save_response(
            referral=sent, status=ReferralStatus.DONE, at=at_desk.now, version=sent.version, **given
        )
    later = sent.response_due_at + timedelta(minutes=1)
    assert (responses.mark_overdue(later), responses.mark_overdue(later)) == (1, 0)
    row = drafts.find_referral(case, sent.pk)
    assert row.status == ReferralStatus.NO_RESPONSE
    done = responses.save_response(referral=row, status=ReferralStatus.DONE, at=later, version=row.version, **given)
    assert (done.outcome, done.acknowledged_at) == ("no_feedback", None)


def test_what_a_partner_may_open_lies_under_its_key_alone(at_desk):
    case = at_desk.case(consent=["support_provider"])
    partner, user = agency()
    other, _stranger = agency("Elm House")
    sent = send(at_desk, choose(at_desk, begin(at_desk, case, "partner:"), "place"), Route.PARTNER_ACCOUNT)
    chosen = [row for row in (partner, other) if row.pk == sent.partner_id]
    assert len(chosen) == 1
    mine, theirs = (partner, other) if sent.partner_id == partner.pk else (other, partner)
    assert partners.find_referral(theirs, sent.pk) is None
    with pytest.raises(DecryptionError):
        partners.open_package(referral=sent, partner=theirs, passphrase=AGENCY_PASSPHRASE, actor=user, at=at_desk.now)
    with pytest.raises(partners.WrongPassphrase):
        partners.open_package(
            referral=sent, partner=mine, passphrase="wrong one altogether", actor=user, at=at_desk.now
        )
    late = at_desk.now + timedelta(days=30)
    with pytest.raises(partners.Closed):
        partners.open_package(referral=sent, partner=mine, passphrase=AGENCY_PASSPHRASE, actor=user, at=late)
    assert responses.drop_expired_packages(late + timedelta(minutes=1)) == 1
    assert Referral.objects.get(pk=sent.pk).package is None


def test_taken_back_it_opens_for_nobody(at_desk):
    case = at_desk.case(consent=["support_provider"])
    partner, user = agency()
    sent = send(at_desk, choose(at_desk, begin(at_desk, case, "partner:"), "place"), Route.PARTNER_ACCOUNT)
    responses.revoke_referral(referral=sent, actor=at_desk.handler, at=at_desk.now)
    assert partners.find_referral(partner, sent.pk) is None
    with pytest.raises(partners.Closed):
        partners.open_package(
            referral=Referral.objects.get(pk=sent.pk),
            partner=partner,
            passphrase=AGENCY_PASSPHRASE,
            actor=user,
            at=at_desk.now,
        )
