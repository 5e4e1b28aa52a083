"""A call form that nobody finished is not lost, and is not kept for ever.

See docs/requirements/helpline.md#unfinished-calls.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.models import CallDraft, Case, InterpreterSession
from compliance.casework.services import abandoned_calls, calls, interpreters
from compliance.casework.sweep import sweep
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from portal.vault.models import DataKey

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WORDS = "MARKER-words"


def left(handler, *, hours: int) -> CallDraft:
    """A form that was last saved so long ago."""
    at = NOW - timedelta(hours=hours)
    draft = calls.start_call(handler=handler, at=at)
    calls.save_draft(draft, {"account": WORDS, "began_at": at.isoformat()}, at=at)
    return CallDraft.objects.get(pk=draft.pk)


def take_over(draft) -> str:
    return reverse("desk:call_take_over", args=[draft.pk])


def test_a_lead_sees_it_after_a_day_without_a_word_of_it(lead_desk, handler):
    draft = left(handler, hours=23)
    assert "Unfinished calls" not in lead_desk.get("/desk/lead/").text
    CallDraft.objects.filter(pk=draft.pk).update(saved_at=NOW - timedelta(hours=24))
    page = lead_desk.get("/desk/lead/").text
    assert f"Call form of {handler}" in page
    assert "We delete forms after 7 days." in page
    assert WORDS not in page
    # Whoever has the token may write into the form: it stands on its handler's pages only.
    assert str(draft.token) not in page


def test_a_lead_takes_it_over_and_makes_a_case_of_it(lead_desk, lead, desk, handler):
    draft = left(handler, hours=30)
    answer = lead_desk.post(take_over(draft))
    address = reverse("desk:call", args=[draft.token])
    assert answer["Location"] == address
    assert WORDS in lead_desk.get(address).text
    assert desk.get(address).status_code == 404
    given = {"act": "case", "account": WORDS, "danger_level": "unknown", "age_of_person": "adult"}
    lead_desk.post(address, given)
    assert Case.objects.get().owner == lead
    line = Entry.objects.get(action="casework.call.taken_over")
    assert (line.actor, line.detail, line.object_label) == (str(lead), {"owner": str(handler)}, "")


def test_a_call_that_somebody_is_in_is_taken_from_nobody(lead_desk, desk, colleague_desk, handler):
    draft = left(handler, hours=1)
    assert lead_desk.post(take_over(draft)).status_code == 403
    old = left(handler, hours=30)
    assert colleague_desk.post(take_over(old)).status_code == 403
    assert set(CallDraft.objects.values_list("handler", flat=True)) == {handler.pk}


def test_who_goes_on_with_it_in_the_same_moment_keeps_it(lead, handler):
    draft = left(handler, hours=30)
    calls.save_draft(draft, {"account": "I am back."}, at=NOW)
    with pytest.raises(ActionRefused):
        abandoned_calls.take_over_call(draft=draft, actor=lead, at=NOW)
    assert CallDraft.objects.get().handler == handler


def test_after_a_week_it_goes_with_its_key_and_leaves_a_line(handler):
    draft = left(handler, hours=7 * 24)
    young = left(handler, hours=7 * 24 - 1)
    interpreters.request_interpreter(
        call=draft.token, language="vi", mode="three_way_call", gender="any", provider=None, actor=handler, at=NOW
    )
    sweep(NOW)
    assert list(CallDraft.objects.all()) == [young]
    # That of the form that stays, and no other: the request for an interpreter had one too.
    assert list(DataKey.objects.all()) == [young.data_key]
    assert bytes(InterpreterSession.objects.get().times) == b""
    line = Entry.objects.get(action="casework.call.deleted")
    assert (line.actor, line.detail["owner"]) == ("system", str(handler))
    assert abandoned_calls.delete_old_calls(NOW) == 0


def test_what_was_saved_anew_meanwhile_stays(handler):
    draft = left(handler, hours=7 * 24)
    calls.save_draft(draft, {"account": WORDS}, at=NOW)
    assert abandoned_calls.delete_old_calls(NOW) == 0
    assert CallDraft.objects.count() == 1


def test_the_handler_is_told_how_long_an_open_form_is_kept(desk, handler):
    left(handler, hours=1)
    assert "After 7 days we delete it" in desk.get("/desk/calls/").text
