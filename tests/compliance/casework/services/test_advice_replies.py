"""A request for advice is answered and closed in one act, and nothing that may be about a person at risk is."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.models import Case, FormDraft, Indicator, PersonGroup
from compliance.casework.selectors import concerns as selectors_concerns
from compliance.casework.services import advice_replies, calls, priorities
from compliance.concerns.choices import Author
from compliance.concerns.models import Message
from compliance.concerns.services import dialogue
from portal.core.exceptions import ActionRefused, EditConflict
from tests.factories.casework import ADVICE, taken_by, tell

pytestmark = pytest.mark.django_db
TEXT = "Ask them in private. Look again here next week."


@pytest.fixture
def case(handler) -> Case:
    return taken_by(handler, tell(ADVICE).concern)


def answer(case, user, keys, **changed):
    said = {"text": TEXT, "language": "en", "token": uuid4(), "version": case.version} | changed
    return advice_replies.answer_and_close(case=case, actor=user, keys=keys, at=timezone.now(), **said)


def messages_of(case) -> int:
    return Message.objects.filter(concern__in=[one.pk for one in selectors_concerns.get_concerns(case)]).count()


def test_the_answer_is_sent_and_the_case_closes_with_what_is_counted(case, handler, keys):
    answer(case, handler, keys)
    closed = Case.objects.get(pk=case.pk)
    assert (closed.status, closed.closure_reason, closed.category) == ("closed", "advice_given", "general_information")
    assert closed.is_told and closed.keep_until and closed.closed_by == handler
    [concern] = selectors_concerns.get_concerns(closed)
    assert concern.status == "closed"
    [said] = dialogue.get_conversation(concern, keys.get_key(concern))
    assert (said.text, said.author) == (TEXT, Author.HELPLINE)


def test_a_risk_that_turns_up_before_it_is_sent_keeps_the_case_open(case, handler, keys):
    priorities.change_level(
        case=case, level="p2", reason="She is locked in.", actor=handler, keys=keys, at=timezone.now(),
        version=case.version,
    )  # fmt: skip
    raised = Case.objects.get(pk=case.pk)
    with pytest.raises(ActionRefused, match="needs more than advice"):
        answer(raised, handler, keys)
    assert Case.objects.get(pk=case.pk).is_open and not messages_of(case)


def test_somebody_who_is_described_keeps_the_case_open(case, handler, keys):
    Indicator.objects.create(case=case, vocabulary="ilo_indicator", code="debt_bondage")
    with pytest.raises(ActionRefused):
        answer(case, handler, keys)
    Indicator.objects.all().delete()
    PersonGroup.objects.create(case=case, count_mode="unknown")
    with pytest.raises(ActionRefused):
        answer(case, handler, keys)


def test_what_the_reporter_wrote_meanwhile_is_read_first(case, handler, keys, desk):
    [concern] = selectors_concerns.get_concerns(case)
    dialogue.add_message(
        concern, keys.get_key(concern), author=Author.REPORTER, text="One of them is hurt.", now=timezone.now()
    )
    with pytest.raises(ActionRefused, match="written again"):
        answer(case, handler, keys)
    assert "One of them is hurt." in desk.get(reverse("cases:advise", args=[case.pk])).text
    answer(case, handler, keys)
    assert not Case.objects.get(pk=case.pk).is_open


def test_an_answer_that_claims_what_the_log_denies_is_not_sent(case, handler, keys):
    with pytest.raises(ActionRefused):
        answer(case, handler, keys, text="We passed on what you agreed to, and no more.")
    assert Case.objects.get(pk=case.pk).is_open and not messages_of(case)


def test_a_colleague_who_saved_meanwhile_is_not_overwritten(case, handler, keys):
    with pytest.raises(EditConflict):
        answer(case, handler, keys, version=case.version - 1)


def test_advice_on_the_phone_without_a_code_is_kept_as_the_closing_note(handler, keys):
    draft = calls.start_call(handler=handler, at=timezone.now())
    said = {name: ADVICE[name] for name in ("danger_level", "age_of_person", "purpose", "account")}
    opened = calls.open_new_case(draft=draft, answers=said, actor=handler, keys=keys, at=timezone.now())
    case = Case.objects.get(pk=opened.case.pk)
    assert advice_replies.get_concern(case) is None
    answer(case, handler, keys)
    closed = Case.objects.get(pk=case.pk)
    assert keys.read(closed, "closing_note") == TEXT
    assert (closed.status, closed.language) == ("closed", "unknown")


# --- The page --------------------------------------------------------------------------------------------------------


def test_the_page_checks_then_sends_and_goes_back_to_the_queue(case, desk):
    address = reverse("cases:advise", args=[case.pk])
    assert address in desk.get(reverse("cases:case", args=[case.pk])).text
    page = desk.get(address)
    assert ADVICE["account"] in page.text
    slip = re.search(r'name="form_draft" value="([^"]+)"', page.text)[1]
    said = {"text": TEXT, "language": "en", "token": str(uuid4()), "version": case.version, "form_draft": slip}
    desk.post(reverse("desk:draft_save"), said)
    check = desk.post(address, said | {"act": "check"})
    assert 'name="form_draft"' in check.text and FormDraft.objects.count() == 1
    assert check.status_code == 200 and TEXT in check.text
    assert Case.objects.get().is_open and not messages_of(case)
    changed = desk.post(address, said | {"act": "change"})
    assert TEXT in changed.text
    sent = desk.post(address, said | {"act": "send"})
    assert (sent.status_code, sent.url) == (303, reverse("desk:queue"))
    assert not Case.objects.get().is_open and messages_of(case) == 1
    assert not FormDraft.objects.exists()


def test_a_refused_answer_keeps_what_was_typed(case, desk):
    address = reverse("cases:advise", args=[case.pk])
    said = {"text": "We did not say who told us. No more is said.", "language": "en", "token": str(uuid4())}
    Case.objects.filter(pk=case.pk).update(level="p2")
    refused = desk.post(address, said | {"version": case.version, "act": "send"})
    assert refused.status_code == 422 and said["text"] in refused.text
    stale = desk.post(address, said | {"version": case.version + 1, "act": "send"})
    assert stale.status_code == 409 and said["text"] in stale.text
    assert desk.post(address, {"act": "check", "text": ""}).status_code == 422


def test_a_case_about_people_is_not_offered_the_page(desk, handler):
    case = taken_by(handler)
    address = reverse("cases:advise", args=[case.pk])
    assert address not in desk.get(reverse("cases:case", args=[case.pk])).text
    assert desk.get(address).status_code == 404


def test_a_colleague_reads_the_case_and_cannot_close_it(case, colleague_desk):
    address = reverse("cases:advise", args=[case.pk])
    assert address not in colleague_desk.get(reverse("cases:case", args=[case.pk])).text
    assert colleague_desk.get(address).status_code == 403
