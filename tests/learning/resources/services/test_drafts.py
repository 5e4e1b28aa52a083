"""Drafts of guidance from casework: of nobody, once, and as plain words."""

from uuid import uuid4

import pytest

from learning.resources.models import GuidancePage
from learning.resources.services.drafts import SUMMARY_LENGTH, NoGuidanceList, propose_draft

pytestmark = pytest.mark.django_db


def propose(**changes):
    facts = {"title": "Wages", "question": "Who pays?", "answer": "The employer.", "token": uuid4()} | changes
    return propose_draft(**facts)


def test_a_draft_is_not_public_and_is_of_nobody():
    page = propose()
    assert not page.live
    assert page.owner is None
    assert page.get_latest_revision().user is None
    assert page.get_parent().url_path == "/home/guidance/"


def test_the_same_form_sent_twice_is_one_draft_also_when_an_editor_was_there_between():
    token = uuid4()
    page = propose(token=token)
    page.title = "Wages and who pays them"
    page.save_revision()
    assert propose(token=token) == page
    assert GuidancePage.objects.filter(live=False).count() == 1


def test_other_words_in_a_form_that_was_sent_before_are_another_draft():
    token = uuid4()
    pages = [propose(token=token, answer=answer) for answer in ("The employer.", "Nobody.", "The employer.", "Nobody.")]
    assert pages[0] == pages[2] != pages[1] == pages[3]
    assert {str(page.body) for page in pages[:2]} != {str(pages[0].body)}


def test_words_that_look_like_html_stay_words():
    body = str(propose(answer="<script>alert(1)</script>\n\nAsk.").body)
    assert "<script>" not in body
    assert "&lt;script&gt;" in body


def test_a_long_question_is_cut_in_the_summary():
    summary = propose(question="word " * 200).summary
    assert len(summary) <= SUMMARY_LENGTH
    assert summary.endswith("…")


def test_without_a_list_of_guidance_there_is_no_draft():
    GuidancePage.objects.filter(url_path="/home/guidance/").get().delete()
    with pytest.raises(NoGuidanceList):
        propose()
