"""Colleagues read: who comments, replies, resolves, reopens, and what the freeze waits for."""

from datetime import timedelta

import pytest

from compliance.statements.choices import NoticeKind, State
from compliance.statements.core import services as core_services
from compliance.statements.models import CheckRun, Comment, Notice, Version
from compliance.statements.signoff.services import review
from portal.core.exceptions import ActionRefused
from portal.core.models import Outbox
from portal.history.models import Entry
from tests.compliance.statements.conftest import AT, make_business, state_of
from tests.compliance.statements.signoff.comments import comment_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(business):
    return business.written()


def test_a_comment_names_people_of_the_organisation_and_the_page_says_so(business, draft, visit, at):
    client, address = visit("approver"), at("review")
    page = client.get(address)
    form = page.context["form"]
    names = [name for _uuid, name in form.fields["mentioned"].choices]
    assert str(business.people["second"]) in names
    assert str(business.approver) not in names
    uuid = business.memberships["second"].uuid
    sent = {"act": "comment", "section": "risk", "text": "Which tier?", "mentioned": [str(uuid)]}
    assert client.post(address, sent).status_code == 303
    assert list(Comment.objects.get().mentioned.all()) == [business.people["second"]]
    assert f"For: {business.people['second']}" in client.get(address).content.decode()


def test_nobody_of_another_organisation_can_be_named(business, draft, visit, at):
    other = make_business()
    uuid = other.memberships["editor"].uuid
    sent = {"act": "comment", "text": "Which tier?", "mentioned": [str(uuid)]}
    refused = visit("approver").post(at("review"), sent)
    assert refused.status_code == 422
    assert "Select people in your organisation" in refused.content.decode()
    assert not Comment.objects.exists()


def test_the_person_who_asked_or_an_approver_resolves_a_comment_and_reopens_it(business, draft, visit, at):
    comment = comment_on(draft, business, who="viewer")
    for act, name in (("resolve", "approver"), ("reopen", "administrator"), ("resolve", "viewer")):
        sent = {"act": act, "comment": str(comment.uuid)}
        assert visit("editor").post(at("review"), sent).status_code == 403
        for _click in range(2):
            assert visit(name).post(at("review"), sent).status_code == 303
        comment.refresh_from_db()
        assert comment.resolved_by == (business.people[name] if act == "resolve" else None)
        assert bool(comment.resolved_at) == (act == "resolve")
    assert Entry.objects.filter(action="statements.version.comment_resolved").count() == 2
    assert Entry.objects.filter(action="statements.version.comment_reopened").count() == 1
    text = visit("editor").get(at("review")).content.decode()
    assert "Resolved</strong> by Viewer Example" in text
    assert "Add the reply" not in text


def test_comments_hold_up_neither_review_nor_approval(business, draft):
    comment = comment_on(draft, business)
    assert review.send_for_review(version=draft, actor=business.editor, at=AT).state == State.INTERNAL_REVIEW
    asked = comment_on(draft, business)
    review.resolve(comment=asked, actor=business.approver, at=AT)
    with pytest.raises(ActionRefused, match="Reopen it"):
        review.reply(comment=asked, actor=business.editor, at=AT, text="More")
    assert review.get_open_comments(draft).get() == comment
    assert review.mark_ready(version=draft, actor=business.approver, at=AT).state == State.READY_FOR_APPROVAL


def test_a_thread_goes_back_and_forth_and_names_people(business, draft, visit, at):
    comment = comment_on(draft, business, names=("viewer",))
    uuid = business.memberships["second"].uuid
    named = {"act": "reply", "comment": str(comment.uuid), "text": "Tier 2, I think.", "mentioned": [str(uuid)]}
    assert visit("viewer").post(at("review"), named).status_code == 303
    again = {"act": "reply", "comment": str(comment.uuid), "text": "That is no answer."}
    assert visit("approver").post(at("review"), again).status_code == 303
    page = visit("editor").get(at("review")).content.decode()
    assert page.index(comment.text) < page.index("Tier 2, I think.") < page.index("That is no answer.")
    assert f"For: {business.people['second']}" in page
    assert "Not resolved yet" in page
    told = {(one.person, one.kind) for one in Notice.objects.exclude(kind=NoticeKind.ASKED)}
    assert told == {
        (business.people["viewer"], NoticeKind.MENTIONED),
        (business.people["second"], NoticeKind.MENTIONED),
        (business.approver, NoticeKind.ANSWERED),
        (business.people["viewer"], NoticeKind.REPLIED),
    }


def test_a_reply_without_text_or_to_a_stranger_comes_back_in_its_own_thread(business, draft, visit, at):
    comment, other = comment_on(draft, business), comment_on(draft, business)
    stranger = str(make_business().memberships["editor"].uuid)
    for sent in ({"text": ""}, {"text": "Look", "mentioned": [stranger]}):
        refused = visit("editor").post(at("review"), {"act": "reply", "comment": str(comment.uuid)} | sent)
        assert refused.status_code == 422
        assert [bool(one.reply.errors) for one in refused.context["threads"]] == [True, False]
    assert not other.replies.exists() and not comment.replies.exists()


def test_the_page_asks_as_often_for_many_comments_as_for_one(business, draft, visit, at, django_assert_max_num_queries):
    client, asked = visit("editor"), []
    for count in (1, 12):
        for _ in range(count):
            comment_on(draft, business, names=("second", "viewer"))
        client.get(at("review"))
        with django_assert_max_num_queries(40) as seen:
            client.get(at("review"))
        asked.append(len(seen))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("page", ["review", "tasks"])
def test_while_nobody_may_approve_the_pages_say_whom_to_invite(business, visit, at, page):
    review.send_for_review(version=business.written(), actor=business.editor, at=AT)
    sentence, invites = "No one here can approve and sign this version yet", "people/invite/?role=approver"
    assert sentence not in visit("administrator").get(at(page)).content.decode()
    business.memberships["approver"].delete()
    told = visit("administrator").get(at(page)).content.decode()
    assert sentence in told and invites in told
    told = visit("editor").get(at(page)).content.decode()
    assert sentence in told and invites not in told


def test_who_may_go_on_is_led_from_the_freeze_to_the_approval(business, visit, at):
    review.send_for_review(version=business.written(), actor=business.editor, at=AT)
    frozen = visit("approver").post(at("review"), {"act": "ready"})
    assert frozen["Location"] == at("approve")


def test_who_may_not_approve_comes_back_to_the_list(business, visit, at):
    review.send_for_review(version=business.written(), actor=business.editor, at=AT)
    assert visit("second").post(at("review"), {"act": "ready"})["Location"] == at("tasks")


def test_review_needs_a_year_and_some_text(business):
    with pytest.raises(review.NotReady) as refused:
        review.send_for_review(version=business.start(), actor=business.editor, at=AT)
    assert [result.criterion for result in refused.value.results] == ["law_steps_or_none"]


def test_sending_for_review_keeps_the_check_and_asks_colleagues(business):
    version = business.written()
    for _click in range(2):
        review.send_for_review(version=version, actor=business.editor, at=AT)
    assert state_of(version) == State.INTERNAL_REVIEW
    run = CheckRun.objects.get()
    assert (run.ruleset, len(run.results)) == ("s54-2015-guidance-2025", 56)
    asked = set(Outbox.objects.filter(template="statements/review_asked").values_list("to", flat=True))
    assert asked == {business.people[name].email for name in ("second", "approver", "administrator")}


def test_changes_are_asked_for_with_a_comment_that_may_be_answered(business):
    version = business.written()
    review.send_for_review(version=version, actor=business.editor, at=AT)
    review.request_changes(version=version, actor=business.approver, at=AT, text="Which tier?", section="risk")
    assert state_of(version) == State.CHANGES_REQUESTED
    comment = Comment.objects.get()
    for text in ("Tier 2.", "A second answer"):
        review.reply(comment=comment, actor=business.editor, at=AT, text=text)
    assert [one.text for one in comment.replies.all()] == ["Tier 2.", "A second answer"]
    review.send_for_review(version=version, actor=business.editor, at=AT)
    assert state_of(version) == State.INTERNAL_REVIEW


def test_an_open_comment_stays_with_the_frozen_text(business):
    version = business.written()
    review.send_for_review(version=version, actor=business.editor, at=AT)
    review.comment(version=version, actor=business.people["viewer"], at=AT, text="And agency workers?")
    review.mark_ready(version=version, actor=business.approver, at=AT)
    assert review.get_open_comments(version).count() == 1


def test_the_last_word_of_a_thread_is_changed_by_its_writer_for_ten_minutes(business):
    comment = review.comment(version=business.written(), actor=business.approver, at=AT, text="Which tier?")
    soon, late = comment.written_at + timedelta(minutes=10), comment.written_at + timedelta(minutes=10, seconds=1)
    for actor, at in ((business.editor, soon), (business.approver, late)):
        with pytest.raises(ActionRefused, match="10 minutes"):
            review.reword(comment=comment, actor=actor, at=at, text="Anything")
    assert review.reword(comment=comment, actor=business.approver, at=soon, text="Which tiers?").text == "Which tiers?"
    review.reply(comment=comment, actor=business.editor, at=soon, text="Tier 2.")
    with pytest.raises(ActionRefused, match="wrote last"):
        review.reword(comment=comment, actor=business.approver, at=soon, text="What is asked no longer changes")
    review.reword(comment=comment, actor=business.editor, at=soon, text="Tiers 2 and 3.")
    comment.refresh_from_db()
    assert (comment.text, comment.replies.get().text) == ("Which tiers?", "Tiers 2 and 3.")
    review.resolve(comment=comment, actor=business.approver, at=soon)
    with pytest.raises(ActionRefused, match="until the comment is resolved"):
        review.reword(comment=comment, actor=business.editor, at=soon, text="Too late")
    assert Entry.objects.filter(action="statements.version.comment_changed").count() == 2


def test_comments_are_closed_once_the_text_is_frozen(business):
    version = business.written()
    comment = review.comment(version=version, actor=business.approver, at=AT, text="Which tier?")
    Version.objects.filter(pk=version.pk).update(state=State.READY_FOR_APPROVAL)
    now = {"comment": comment, "at": comment.written_at, "text": "Late"}
    for act in (
        lambda: review.comment(version=version, actor=business.editor, at=AT, text="Late"),
        lambda: review.reply(actor=business.editor, **now),
        lambda: review.reword(actor=business.approver, **now),
    ):
        with pytest.raises(ActionRefused, match="Comments are closed"):
            act()


def test_freezing_stores_the_hash_and_waits_for_all_that_blocks(business):
    version = business.written()
    coverage = version.sections.get(code="coverage")
    core_services.save_section(
        section=coverage,
        actor=business.editor,
        at=AT,
        revision=1,
        answers={"covers_own_business": True},
        is_complete=True,
    )
    review.send_for_review(version=version, actor=business.editor, at=AT)
    with pytest.raises(review.NotReady) as refused:
        review.mark_ready(version=version, actor=business.approver, at=AT)
    assert {result.criterion for result in refused.value.results} == {"law_business_and_supply_chains"}
    assert Version.objects.get().content_hash == ""
