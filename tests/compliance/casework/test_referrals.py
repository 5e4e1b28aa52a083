"""Referring: what a recipient would see, on which ground, by which way, and what comes back."""

import io
import json
from datetime import timedelta

import pikepdf
import pytest

from compliance.casework.choices import ApprovalState
from compliance.casework.choices_sharing import ReferralStatus, Route
from compliance.casework.models import Approval, CaseLocation, Disclosure, PersonIdentity, Referral, Task
from compliance.casework.rules.referrals import WITHHELD
from compliance.casework.services import approvals, consent, disclosure, partners
from compliance.casework.services.disclosure import NOT_KEPT, Ground
from compliance.casework.services.keys import with_own_key
from compliance.casework.services.referrals import answering, drafting, finding, sending
from compliance.casework.services.steps import Refusal
from portal.history.models import Entry
from portal.vault.boxes import CannotOpen
from tests.factories.sharing import AGENCY_PASSPHRASE, EMAIL, NAME, PHONE, agency, desk, people
from tests.pdfs import check_ua, opened, text_of

pytestmark = pytest.mark.django_db
MARKS = ("Marigold", "Quillfeather", "900471", "900 471", EMAIL)


@pytest.fixture
def at_desk():
    return desk()


def begin(at, case, key="police:", **given):
    found = finding.targets(case, at.keys).all
    target = next(one for name, one in found.items() if name.startswith(key))
    row = drafting.begin(
        case=case, kind="referral", target=target.as_json(), actor=at.handler, keys=at.keys, at=at.now, **given
    )
    return drafting.find(case, row.pk)


def choose(at, row, *kinds, note="", ground=None):
    names = [one.name for one in disclosure.offered(row.case, at.keys, row.target_type)]
    chosen = [name for name in names if not kinds or name.partition(":")[0] in kinds]
    row = drafting.choose(referral=row, names=chosen, note=note, keys=at.keys, version=row.version)
    return drafting.take_ground(referral=row, ground=ground or Ground(), keys=at.keys, version=row.version)


def digest(at, row):
    return drafting.package(row, at.keys, on=sending.today(at.now)).digest


def send(at, row, route=Route.PHONE, **given):
    said = {"who": "Sergeant Ito", "reference": "INC-44", "call_back": "0300 000 0000"}
    return sending.send(
        referral=row, route=route, digest=given.pop("digest", None) or digest(at, row), call=said,
        call_back_due=None, actor=at.handler, keys=at.keys, at=given.pop("at", at.now),
    )  # fmt: skip


OVERRIDE = Ground(ground="serious_crime", facts="People are locked in at night", is_told=False, why_not_told="Not safe")


def test_police_and_council_are_found_from_the_place(at_desk):
    case = at_desk.case(age_of_person="not_sure")
    found = finding.targets(case, at_desk.keys)
    names = {target.target_type: target.name for target in found.local}
    assert names["police"].startswith("Derbyshire")
    # A district has no children's services: the county above it has (acceptance 2).
    assert "Derbyshire" in names["la_children"] and "Chesterfield" not in names["la_children"]
    assert "Chesterfield" in names["la_adults"]
    assert {"labour_enforcement", "victim_support_provider"} <= {target.target_type for target in found.national}


def test_where_no_place_is_known_those_who_serve_everywhere_are_offered(at_desk):
    case = at_desk.case(town="", address="", premises_name="", vehicle="", place_unknown=True)
    found = finding.targets(case, at_desk.keys)
    assert found.local == [] and found.national


def test_of_an_adult_no_childrens_services_are_offered(at_desk):
    found = finding.targets(at_desk.case(), at_desk.keys)
    assert not any(target.target_type == "la_children" for target in found.all.values())


def test_a_confidential_reporter_is_in_nothing_that_leaves(at_desk):
    """Acceptance 4: a marker in the name, the phone and the e-mail, also where they wrote it into their account."""
    case = at_desk.case()
    row = choose(at_desk, begin(at_desk, case), "account", "place", "exploiter", "needs", note=f"From {NAME}, {PHONE}")
    made = drafting.package(row, at_desk.keys, on=sending.today(at_desk.now))
    document = sending.plain_pdf(made)
    told = json.dumps(made.as_json()) + text_of(document)
    assert not any(mark in told for mark in MARKS)
    assert told.count(WITHHELD) >= 6
    assert "Twelve people sleep in a shed" in text_of(document).replace("\n", " ")
    send(at_desk, row)
    kept = json.dumps([entry.detail for entry in Entry.objects.all()]) + "".join(
        Entry.objects.values_list("object_label", flat=True)
    )
    assert not any(mark in kept for mark in MARKS)


def test_the_page_the_file_and_the_partners_page_show_the_same(at_desk):
    case = at_desk.case(identity_mode="named_share", consent=["police", "support_provider"])
    partner, user = agency()
    row = choose(at_desk, begin(at_desk, case, "partner:"), "place", "people", "needs")
    made = drafting.package(row, at_desk.keys, on=sending.today(at_desk.now))
    assert row.partner == partner
    sent = send(at_desk, row, Route.PARTNER_ACCOUNT)
    seen = partners.open_package(
        referral=sent, partner=partner, passphrase=AGENCY_PASSPHRASE, actor=user, at=at_desk.now
    )
    assert seen.said == made.as_json()
    words = text_of(sending.plain_pdf(made)).replace("\n", " ")
    assert all(part in words for item in made.items for part in item.text.split("\n")[0].split()[:2])


def test_the_name_goes_with_consent_and_a_second_person(at_desk):
    case = at_desk.case(identity_mode="named_share")
    row = choose(at_desk, begin(at_desk, case), "account", "reporter")
    with pytest.raises(Refusal, match="second person"):
        send(at_desk, row)
    row = drafting.ask_second_person(referral=row, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now)
    assert row.status == ReferralStatus.APPROVAL_PENDING
    with pytest.raises(Refusal):
        approvals.decide(
            approval=row.approval, is_yes=True, answer="", actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now
        )
    approvals.decide(
        approval=row.approval,
        is_yes=True,
        answer="",
        actor=at_desk.lead,
        keys=at_desk.keys_of(at_desk.lead),
        at=at_desk.now,
    )
    row = drafting.find(case, row.pk)
    sent = send(at_desk, row)
    assert sent.disclosure.shows_reporter and sent.disclosure.approval.used_at
    kept = at_desk.keys.facts(drafting.find(case, row.pk), "fields")["sent"]
    assert {item["text"] for item in kept if item["kind"] == "reporter"} == {NOT_KEPT}
    assert not any(mark in json.dumps(kept) for mark in MARKS)


def test_the_childs_own_name_goes_with_the_rest_and_is_not_kept_twice(at_desk):
    case = at_desk.case(age_of_person="under_18", consent=[])
    group = people(case, at_desk.keys)
    with_own_key(PersonIdentity(group=group), details={"name": "Linh Tran"}).save(force_insert=True)
    ground = Ground(ground="child_at_risk", facts="She is 15", is_told=True)
    row = choose(at_desk, begin(at_desk, case, "la_children:"), "place", "person", ground=ground)
    assert "Linh Tran" in json.dumps(drafting.package(row, at_desk.keys, on=sending.today(at_desk.now)).as_json())
    sent = send(at_desk, row)
    assert "Linh" not in json.dumps(at_desk.keys.facts(sent, "fields"))
    assert not sent.disclosure.shows_reporter


def test_a_yes_is_for_what_was_asked_and_nothing_else(at_desk):
    case = at_desk.case(identity_mode="named_share")
    row = choose(at_desk, begin(at_desk, case), "reporter")
    row = drafting.ask_second_person(referral=row, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now)
    approvals.decide(
        approval=row.approval,
        is_yes=True,
        answer="",
        actor=at_desk.lead,
        keys=at_desk.keys_of(at_desk.lead),
        at=at_desk.now,
    )
    row = choose(at_desk, drafting.find(case, row.pk), "reporter", "account")
    assert row.approval is None
    with pytest.raises(Refusal, match="second person"):
        send(at_desk, row)


@pytest.mark.parametrize("answer", [None, "refused"])
def test_without_consent_and_without_an_exception_it_is_refused(at_desk, answer):
    """Security BL11."""
    case = at_desk.case(consent=[])
    if answer:
        keep_consent(at_desk, case, "police", answer)
    row = choose(at_desk, begin(at_desk, case), "account")
    with pytest.raises(Refusal, match="nobody agreed"):
        send(at_desk, row)
    with pytest.raises(Refusal, match="nobody agreed"):
        sending.make_file(
            referral=row,
            digest=digest(at_desk, row),
            passphrase="x",
            actor=at_desk.handler,
            keys=at_desk.keys,
            at=at_desk.now,
        )
    assert not Disclosure.objects.exists()


def keep_consent(at, case, recipient, state, **facts):
    return consent.keep(
        case=case,
        recipient=recipient,
        state=state,
        on=at.now.date(),
        actor=at.handler,
        keys=at.keys,
        at=at.now,
        **facts,
    )


def test_a_no_outweighs_the_tick_in_the_form_and_a_later_yes_the_no(at_desk):
    case = at_desk.case()
    state = lambda: consent.for_recipient(case, at_desk.keys, "police").state  # noqa: E731
    assert state() == "given"
    keep_consent(at_desk, case, "police", "withdrawn")
    assert state() == "withdrawn"
    at_desk.now += timedelta(seconds=1)
    given = keep_consent(at_desk, case, "police", "given")
    assert state() == "given"
    at_desk.now += timedelta(seconds=1)
    keep_consent(at_desk, case, "police", "withdrawn")
    given.refresh_from_db()
    assert given.withdrawn_at == at_desk.now
    assert consent.for_recipient(case, at_desk.keys, "support_provider").state == "not_asked"


def test_an_override_waits_for_somebody_else_and_is_written_down(at_desk):
    case = at_desk.case(consent=[])
    row = choose(at_desk, begin(at_desk, case), "account", ground=OVERRIDE)
    row = drafting.ask_second_person(referral=row, actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now)
    approvals.decide(
        approval=row.approval,
        is_yes=True,
        answer="Yes",
        actor=at_desk.lead,
        keys=at_desk.keys_of(at_desk.lead),
        at=at_desk.now,
    )
    shown = send(at_desk, drafting.find(case, row.pk)).disclosure
    assert (shown.override_ground, shown.is_person_told, shown.consent) == ("serious_crime", False, None)
    words = at_desk.keys.facts(shown, "words")
    assert (words["facts"], words["why_not_told"]) == (OVERRIDE.facts, OVERRIDE.why_not_told)
    assert shown.fields_sent and all(name.startswith("account:") for name in shown.fields_sent)


def test_danger_to_a_life_goes_at_once_and_somebody_looks_at_it_within_a_day(at_desk):
    case = at_desk.case(danger_level="happening_now", consent=[])
    assert case.level == "p1"
    ground = Ground(ground="imminent_danger", facts="He has a knife", is_told=True)
    sent = send(at_desk, choose(at_desk, begin(at_desk, case), "account", "place", ground=ground))
    approval = sent.disclosure.approval
    assert (approval.state, approval.review_due_at) == (ApprovalState.WENT_AHEAD, at_desk.now + timedelta(hours=24))
    assert sent.response_due_at == at_desk.now + timedelta(hours=1)


def test_nobody_else_on_shift_does_not_stop_a_rescue_but_stops_all_else(at_desk):
    case = at_desk.case(consent=[], danger_level="within_24h")
    crime = choose(at_desk, begin(at_desk, case), "account", ground=OVERRIDE)
    alone = {"actor": at_desk.handler, "keys": at_desk.keys, "at": at_desk.now, "is_alone": True}
    with pytest.raises(Refusal, match="Only danger"):
        drafting.ask_second_person(referral=crime, **alone)
    ground = Ground(ground="imminent_danger", facts="They move tonight", is_told=True)
    row = choose(at_desk, begin(at_desk, case), "account", ground=ground)
    row = drafting.ask_second_person(referral=row, **alone)
    send(at_desk, row)
    assert Approval.objects.to_review().count() == 1


def test_a_child_is_protected_without_waiting(at_desk):
    case = at_desk.case(age_of_person="under_18", consent=[])
    ground = Ground(ground="child_at_risk", facts="A girl of 15 works there", is_told=False, why_not_told="Not safe to")
    sent = send(at_desk, choose(at_desk, begin(at_desk, case, "la_children:"), "account", "place", ground=ground))
    assert sent.status == ReferralStatus.IN_PROGRESS
    assert Approval.objects.to_review().count() == 1


def test_what_changed_since_it_was_looked_at_is_not_sent_unseen(at_desk):
    case = at_desk.case()
    row = choose(at_desk, begin(at_desk, case), "place")
    before = digest(at_desk, row)
    place = CaseLocation.objects.get(case=case)
    place.case = case
    at_desk.keys.seal(place, place=at_desk.keys.facts(place, "place") | {"town": "Matlock"})
    place.save()
    with pytest.raises(Refusal, match="has changed"):
        send(at_desk, row, digest=before)
    assert send(at_desk, row).sent_at


def test_the_file_opens_with_the_passphrase_only_and_is_tagged(at_desk):
    case = at_desk.case()
    row = choose(at_desk, begin(at_desk, case), "account", "place")
    passphrase = sending.new_passphrase()
    made = sending.make_file(
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
    check_ua(opened(sending.plain_pdf(drafting.package(row, at_desk.keys, on=sending.today(at_desk.now)))))
    # Making the file is no sending: that is written down when it has gone.
    assert drafting.find(case, row.pk).status == ReferralStatus.DRAFT
    assert Entry.objects.filter(action="casework.referral.file_made").count() == 1


def test_sending_meets_the_target_and_makes_somebody_ask_again(at_desk):
    case = at_desk.case()
    sent = send(at_desk, choose(at_desk, begin(at_desk, case), "place"))
    assert sent.case.is_referral_in_time is True
    task = Task.objects.get(case=case, kind="chase_referral")
    assert task.due_at == sent.call_back_due_at
    assert at_desk.keys.facts(sent, "call")["reference"] == "INC-44"
    with pytest.raises(Refusal, match="has been sent"):
        send(at_desk, sent)


def test_silence_shows_and_ends_honestly(at_desk):
    case = at_desk.case()
    sent = send(at_desk, choose(at_desk, begin(at_desk, case), "place"))
    given = {"outcome": "no_feedback", "on": at_desk.now.date(), "actor": at_desk.handler}
    with pytest.raises(Refusal, match="time for an answer"):
        answering.answer(referral=sent, status=ReferralStatus.DONE, at=at_desk.now, version=sent.version, **given)
    later = sent.response_due_at + timedelta(minutes=1)
    assert (answering.mark_overdue(later), answering.mark_overdue(later)) == (1, 0)
    row = drafting.find(case, sent.pk)
    assert row.status == ReferralStatus.NO_RESPONSE
    done = answering.answer(referral=row, status=ReferralStatus.DONE, at=later, version=row.version, **given)
    assert (done.outcome, done.acknowledged_at) == ("no_feedback", None)


def test_what_a_partner_may_open_lies_under_its_key_alone(at_desk):
    case = at_desk.case(consent=["support_provider"])
    partner, user = agency()
    other, _stranger = agency("Elm House")
    sent = send(at_desk, choose(at_desk, begin(at_desk, case, "partner:"), "place"), Route.PARTNER_ACCOUNT)
    chosen = [row for row in (partner, other) if row.pk == sent.partner_id]
    assert len(chosen) == 1
    mine, theirs = (partner, other) if sent.partner_id == partner.pk else (other, partner)
    assert partners.referral_of(theirs, sent.pk) is None
    with pytest.raises(CannotOpen):
        partners.open_package(referral=sent, partner=theirs, passphrase=AGENCY_PASSPHRASE, actor=user, at=at_desk.now)
    with pytest.raises(partners.WrongPassphrase):
        partners.open_package(
            referral=sent, partner=mine, passphrase="wrong one altogether", actor=user, at=at_desk.now
        )
    late = at_desk.now + timedelta(days=30)
    with pytest.raises(partners.Closed):
        partners.open_package(referral=sent, partner=mine, passphrase=AGENCY_PASSPHRASE, actor=user, at=late)
    assert answering.drop_expired(late + timedelta(minutes=1)) == 1
    assert Referral.objects.get(pk=sent.pk).package is None


def test_taken_back_it_opens_for_nobody(at_desk):
    case = at_desk.case(consent=["support_provider"])
    partner, user = agency()
    sent = send(at_desk, choose(at_desk, begin(at_desk, case, "partner:"), "place"), Route.PARTNER_ACCOUNT)
    answering.revoke(referral=sent, actor=at_desk.handler, at=at_desk.now)
    assert partners.referral_of(partner, sent.pk) is None
    with pytest.raises(partners.Closed):
        partners.open_package(
            referral=Referral.objects.get(pk=sent.pk),
            partner=partner,
            passphrase=AGENCY_PASSPHRASE,
            actor=user,
            at=at_desk.now,
        )
