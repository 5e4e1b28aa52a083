"""What a second person sees before agreeing to a hand-over, and what their yes is for."""

import time

import pytest
from django.urls import reverse

from compliance.casework.choices import ApprovalState
from compliance.casework.models import Approval, Case
from compliance.casework.services import decisions
from compliance.referrals.models import Consent, NrmPack
from compliance.referrals.services.nrm import handover, packs, render
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.packs import RECIPIENT, approve, begin, fill, who
from tests.factories.sharing import NAME

pytestmark = pytest.mark.django_db
OTHER = RECIPIENT | {"person": "Sam Rook", "email": "sam.rook@derbyshire.police.uk"}


def asked(at, pack=None, **recipient):
    pack = pack or fill(at, begin(at))
    return handover.request_approval(pack=pack, recipient=RECIPIENT | recipient, reason="He wants it", **who(at))


# Of a pack that says little, as these do.
YES = {"is_yes": "yes", "accepts": "on"}


def address(pack) -> str:
    return reverse("desk:approval", args=[pack.approval.pk])


def test_the_second_person_reads_the_recipient_and_every_answer_before_agreeing(at_desk):
    pack = asked(at_desk)
    lead = at_desk.client(at_desk.lead)
    page = lead.get(address(pack)).text
    for words in (RECIPIENT["person"], RECIPIENT["organisation"], RECIPIENT["email"], "Tuan", "Lethanh"):
        assert words in page
    assert "slept in a shed" in page and "No answer: Not asked yet" in page and "In the person’s words" in page
    assert NAME not in page, "who told us leaves in no pack"
    assert page.index("Lethanh") < page.index("Do you approve this?")
    assert Entry.objects.filter(action="casework.identity.revealed", actor=str(at_desk.lead)).exists()
    assert lead.post(address(pack), YES).status_code == 303
    assert packs.find_pack(pack.case, pack.pk).approval.state == ApprovalState.APPROVED
    assert "Lethanh" not in lead.get(address(pack)).text, "once decided, nobody needs to read it here"


def test_whoever_agrees_to_a_pack_with_few_answers_says_so(at_desk):
    """See docs/requirements/helpline.md#pack-hand-over."""
    pack = asked(at_desk)
    assert pack.answered * 3 < pack.needed
    lead, caution = at_desk.client(at_desk.lead), f"Only {pack.answered} of {pack.needed} answers are complete"
    assert caution in lead.get(address(pack)).text
    refused = lead.post(address(pack), {"is_yes": "yes", "answer": "Very little"})
    assert refused.status_code == 422 and "Tick the box" in refused.text and "Very little" in refused.text
    with pytest.raises(ActionRefused, match="Tick the box"):
        approve_row(at_desk, pack.approval, accepts=False)
    assert Approval.objects.get().state == ApprovalState.WAITING
    assert lead.post(address(pack), {"is_yes": "no", "answer": "Too little"}).status_code == 303, "no needs no tick"
    assert Approval.objects.get().state == ApprovalState.REFUSED


def test_nothing_is_ticked_for_a_pack_with_answers(at_desk):
    pack = asked(at_desk)
    NrmPack.objects.update(answered=pack.needed - pack.needed * 2 // 3)
    lead = at_desk.client(at_desk.lead)
    assert "answers are complete" not in lead.get(address(pack)).text
    assert lead.post(address(pack), {"is_yes": "yes"}).status_code == 303


def test_the_second_person_sees_what_the_first_responder_gets(at_desk):
    pack = asked(at_desk)
    page = at_desk.client(at_desk.lead).get(address(pack)).text
    preview = at_desk.client().get(reverse("cases:nrm_preview", args=[pack.case.pk, pack.pk])).text
    shown = preview[preview.index("Somewhere safe tonight") : preview.rindex("</dl>")]
    assert shown in page


def test_a_reduced_pack_shows_the_second_person_no_name(at_desk):
    pack = asked(at_desk, fill(at_desk, begin(at_desk, consents="refused")))
    page = at_desk.client(at_desk.lead).get(address(pack)).text
    assert "slept in a shed" in page and "Lethanh" not in page and "Mill Lane" not in page


def test_a_question_asked_twice_waits_once(at_desk):
    pack = asked(at_desk)
    first = pack.approval
    with pytest.raises(ActionRefused, match="already"):
        asked(at_desk, pack)
    second = asked(at_desk, pack, **OTHER).approval
    assert dict(Approval.objects.values_list("pk", "state")) == {first.pk: "withdrawn", second.pk: "waiting"}


def test_an_agreement_is_for_one_recipient_and_no_other(at_desk):
    pack = approve(at_desk, asked(at_desk))
    pack = asked(at_desk, pack, **OTHER)
    with pytest.raises(ActionRefused):
        handover.hand_over(pack=pack, **who(at_desk))


def test_a_changed_answer_takes_the_question_back(at_desk):
    pack = asked(at_desk)
    first = pack.approval
    pack = fill(at_desk, pack, **{"living-conditions": "Another story"})
    first.refresh_from_db()
    assert first.state == ApprovalState.WITHDRAWN
    with pytest.raises(ActionRefused):
        approve_row(at_desk, first)


def approve_row(at, row, **given):
    keys, given = at.keys_of(at.lead), {"is_yes": True, "answer": "", "accepts": True} | given
    return decisions.decide_and_apply(approval=row, actor=at.lead, keys=keys, at=at.now, **given)


def test_nobody_agrees_once_the_person_took_their_word_back(at_desk):
    """An adult may take it back at any time, also while a second person is asked.

    See docs/requirements/helpline.md#pack-consent.
    """
    pack = asked(at_desk)
    Consent.objects.update(withdrawn_at=at_desk.now)
    with pytest.raises(ActionRefused, match="Their consent or the age"):
        approve_row(at_desk, pack.approval)
    page = at_desk.client(at_desk.lead).get(address(pack))
    assert page.status_code == 200 and "Their consent or the age in the case has changed" in page.text
    assert "Do you approve this?" in page.text, "it can still be refused"
    no = decisions.decide_and_apply(
        approval=Approval.objects.get(), is_yes=False, answer="", actor=at_desk.lead,
        keys=at_desk.keys_of(at_desk.lead), at=at_desk.now,
    )  # fmt: skip
    assert no.state == ApprovalState.REFUSED


def test_whoever_may_not_read_a_sealed_case_sees_no_content_and_cannot_agree(at_desk):
    pack = asked(at_desk)
    Case.objects.filter(pk=pack.case.pk).update(marking="sealed")
    page = at_desk.client(at_desk.lead).get(address(pack)).text
    assert "Lethanh" not in page and RECIPIENT["person"] not in page
    with pytest.raises(ActionRefused, match="read the pack"):
        approve_row(at_desk, Approval.objects.get())


def test_after_the_yes_a_change_in_the_case_is_told_and_the_handler_asks_again(at_desk):
    """What leaves is cleared of who told us: a name that the case learns later changes it, and no answer changes."""
    pack = approve(at_desk, asked(at_desk))
    asked_about = at_desk.keys.facts(pack, "recipient") | {handover.PACKAGE: "the hash of other words"}
    at_desk.keys.seal(pack, recipient=asked_about)
    pack.save()
    with pytest.raises(ActionRefused, match="has changed since"):
        handover.hand_over(pack=pack, **who(at_desk))
    page = at_desk.client().get(reverse("cases:nrm", args=[pack.case.pk, pack.pk])).text
    assert "has changed since" in page and "Make the link" not in page and "Hand over the pack to someone" in page


@pytest.mark.parametrize(("minutes", "is_shown"), [(14, True), (16, False)])
def test_handing_over_asks_who_is_there_at_most_once_in_fifteen_minutes(at_desk, minutes, is_shown):
    pack = asked(at_desk)
    own = [reverse(f"cases:{name}", args=[pack.case.pk, pack.pk]) for name in ("nrm_preview", "nrm_hand_over")]
    for client, pages in ((at_desk.client(), own), (at_desk.client(at_desk.lead), [address(pack)])):
        session = client.session
        session["account_authentication_methods"] = [
            record | {"at": time.time() - minutes * 60} for record in session["account_authentication_methods"]
        ]
        session.save()
        assert {client.get(page).status_code == 200 for page in pages} == {is_shown}


@pytest.mark.parametrize(("consents", "is_reduced"), [("given", False), ("refused", True)])
def test_a_reason_for_a_gap_names_nobody_who_must_not_be_named(at_desk, consents, is_reduced):
    pack = fill(at_desk, begin(at_desk, consents=consents))
    gap = packs.get_panel(pack, at_desk.keys).completeness.gaps[0].question.key
    why = {gap: {"value": "", "source": "", "why": f"{NAME} says Lethanh was too upset"}}
    pack = packs.save_answers(pack=pack, given=why, version=pack.version, **who(at_desk))
    made = render.build_content(pack, at_desk.keys, on=at_desk.now.date())
    [said] = [line.why for _label, lines in made.sections for line in lines if line.question.key == gap]
    assert "was too upset" in said
    assert "Quillfeather" not in said and ("Lethanh" in said) is not is_reduced
