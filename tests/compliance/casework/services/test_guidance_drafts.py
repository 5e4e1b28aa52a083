"""Advice becomes guidance: a request that was answered, words written anew, and a draft that leads back to nothing."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from learning.resources.models import GuidancePage
from learning.resources.services.drafts import NoGuidanceList, propose_draft
from portal.accounts.roles import StaffRole
from portal.history.models import Entry
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.casework import ADVICE, advised, taken_by, tell

pytestmark = pytest.mark.django_db
SAID = {
    "title": "Speaking with workers about debts",
    "question": "How do we speak with workers about what they owe?",
    "answer": "In private, in their language.\n\nNever before their supervisor.",
    "is_checked": "on",
}


def page_of(case) -> str:
    return reverse("cases:guidance", args=[case.pk])


def gives(desk, case, **changed):
    return desk.post(page_of(case), SAID | {"token": str(uuid4())} | changed)


def drafts():
    return GuidancePage.objects.filter(live=False)


def test_an_answered_request_becomes_a_draft_that_editors_see(desk, handler):
    case = advised(handler)
    assert page_of(case) in desk.get(reverse("cases:conversation", args=[case.pk])).text
    assert gives(desk, case).status_code == 303
    [page] = drafts()
    assert (page.title, page.summary) == (SAID["title"], SAID["question"])
    assert page.get_parent().slug == "guidance"
    editor = sign_in(Client(), UserFactory(role=StaffRole.CONTENT_EDITOR))
    listed = editor.get(f"/cms/pages/{page.get_parent().pk}/").text
    assert SAID["title"] in listed
    edit = editor.get(f"/cms/pages/{page.pk}/edit/")
    assert edit.status_code == 200 and "Never before their supervisor." in edit.text


def test_nobody_else_can_read_the_draft(desk, handler):
    gives(desk, advised(handler))
    [page] = drafts()
    assert Client().get(page.url or page.url_path.replace("/home", "")).status_code == 404
    assert SAID["title"] not in Client().get("/guidance/").text


def test_what_was_typed_is_only_words(desk, handler):
    gives(desk, advised(handler), answer="<script>alert(1)</script>", question="<b>Why?</b>")
    [page] = drafts()
    body = str(page.body)
    assert "<script" not in body and "&lt;script&gt;" in body and "<b>" not in body


def test_nothing_of_it_leads_back_to_the_case_or_to_the_handler(desk, handler):
    case = advised(handler)
    gives(desk, case)
    [page] = drafts()
    revision = page.latest_revision
    assert page.owner is None and revision.user is None
    assert str(case.pk) not in str(revision.content) and case.reference not in str(revision.content)
    [line] = Entry.objects.filter(action="casework.guidance.proposed")
    assert (line.object_uuid, line.object_label, line.detail) == (None, "", {})


def test_sent_twice_there_is_one_draft(desk, handler):
    case, token = advised(handler), str(uuid4())
    for _ in range(2):
        assert gives(desk, case, token=token).status_code == 303
    assert drafts().count() == 1


def test_two_of_the_same_title_stand_beside_each_other(desk, handler):
    case = advised(handler)
    for _ in range(2):
        gives(desk, case)
    assert len(set(drafts().values_list("slug", flat=True))) == 2


def test_a_name_of_the_case_keeps_it_back_and_what_was_typed_stays(desk, handler):
    said = {"identity_mode": "confidential", "name": "Robin Marker", "organisation_name": "Alderwick Foods"}
    case = advised(handler, **said)
    answer = gives(desk, case, answer="Robin of Alderwick Foods asked in private.")
    assert answer.status_code == 422
    assert "These names are in the case: Robin, Alderwick Foods. Remove them." in answer.text
    assert "asked in private." in answer.text and not drafts()


def test_the_tick_is_asked_for(desk, handler):
    case = advised(handler)
    answer = desk.post(page_of(case), {name: said for name, said in SAID.items() if name != "is_checked"})
    assert answer.status_code == 422
    assert "Check that nothing shows who asked or who it was about" in answer.text and not drafts()
    empty = desk.post(page_of(case), {}).text
    assert all(words in empty for words in ("Enter a title", "Enter the question", "Enter the answer"))


def test_before_it_is_answered_and_of_a_concern_there_is_no_such_page(desk, handler):
    unanswered = taken_by(handler, tell(ADVICE).concern)
    concern = taken_by(handler)
    for case in (unanswered, concern):
        assert desk.get(page_of(case)).status_code == 404
        assert page_of(case) not in desk.get(reverse("cases:conversation", args=[case.pk])).text


def test_where_there_is_no_guidance_the_handler_is_told_so(desk, handler):
    case = advised(handler)
    for page in GuidancePage.objects.filter(depth=3):
        page.delete()
    answer = gives(desk, case)
    assert answer.status_code == 422 and "There is no guidance on this website yet" in answer.text
    with pytest.raises(NoGuidanceList):
        propose_draft(title="T", question="Q", answer="A", token=uuid4())


def test_a_long_question_is_shortened_where_pages_are_listed():
    page = propose_draft(title="T", question="why " * 200, answer="A", token=uuid4())
    assert len(page.summary) <= 300 and page.summary.endswith("…")
    assert re.search("why", str(page.body))
