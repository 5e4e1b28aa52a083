"""The page on which a second person reads a version, the panel that says where it stands, and the mails."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, TaskState
from wagtail.test.utils.form_data import nested_form_data

from learning.resources.models import AboutPage
from portal.accounts.roles import StaffRole
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import approve, guidance_page, handed_in, root

pytestmark = pytest.mark.django_db

SECRET = "Cranes and flats"
NO_ROWS = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}


@pytest.fixture
def beck():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Beck")


@pytest.fixture
def cleo():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Cleo")


@pytest.fixture
def page():
    return guidance_page(live=False)


def of(person):
    return sign_in(Client(), person)


def review_of(state):
    return reverse("learning_review", args=[state.pk])


def mails():
    """To whom and what, the oldest first."""
    return [(mail.to, mail.subject + decrypt(bytes(mail.body)).decode()) for mail in Outbox.objects.order_by("pk")]


def test_a_second_person_reads_and_publishes_in_two_steps(beck, cleo, page):
    state = handed_in(page, by=beck, title=SECRET)
    browser = of(cleo)
    body = browser.get(review_of(state)).content.decode()
    assert "Plain-English review" in body
    assert SECRET in body
    assert "Beck" in body
    answer = browser.post(review_of(state), {"decision": "approve"})
    page.refresh_from_db()
    following = page.current_workflow_task_state
    assert answer["Location"] == review_of(following)
    assert "Approve and publish" in browser.get(answer["Location"]).content.decode()
    assert browser.post(answer["Location"], {"decision": "approve"})["Location"] == f"/cms/pages/{page.pk}/edit/"
    page.refresh_from_db()
    assert (page.live, page.title) == (True, SECRET)


def test_whoever_asks_for_changes_says_which(beck, cleo, page):
    state = handed_in(page, by=beck)
    browser = of(cleo)
    answer = browser.post(review_of(state), {"decision": "reject", "comment": " "})
    assert answer.status_code == 422
    assert "Say what should change." in answer.content.decode()
    assert browser.post(review_of(state), {"decision": "reject", "comment": "Say who pays."}).status_code == 302
    state.refresh_from_db()
    assert (state.status, state.comment) == (TaskState.STATUS_REJECTED, "Say who pays.")


@pytest.mark.parametrize("data", [{}, {"decision": "publish"}, {"decision": "reject", "comment": "x" * 2001}])
def test_an_answer_that_is_none_changes_nothing(beck, cleo, page, data):
    state = handed_in(page, by=beck)
    assert of(cleo).post(review_of(state), data).status_code == 422
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_publishes_shows_again_who_they_are(beck, cleo, page, method):
    state = handed_in(page, by=beck)
    browser = sign_in(Client(), cleo, seconds_ago=3600)
    answer = getattr(browser, method)(review_of(state), {"decision": "approve"})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS


def test_wagtails_own_buttons_approve_nothing(beck, cleo, page):
    """They would not ask who is there."""
    state = handed_in(page, by=beck)
    for name in ("workflow_action", "collect_workflow_action_data"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[page.pk, "approve", state.pk])
        assert of(cleo).post(address, {"comment": ""})["Location"] == "/cms/"
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS


def test_an_author_sees_that_somebody_else_answers(beck, page):
    state = handed_in(page, by=beck)
    browser = of(beck)
    body = browser.get(review_of(state)).content.decode()
    assert "someone else must review it" in body
    assert 'value="approve"' not in body
    assert browser.post(review_of(state), {"decision": "approve"})["Location"] == "/cms/"
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS


def test_a_review_that_is_over_leads_to_the_page(beck, cleo, page):
    state = handed_in(page, by=beck)
    approve(page, by=cleo)
    for method in ("get", "post"):
        answer = getattr(of(cleo), method)(review_of(state))
        assert answer["Location"] == f"/cms/pages/{page.pk}/edit/"
    assert of(cleo).get(reverse("learning_review", args=[9_999_999])).status_code == 404


def test_a_day_on_which_it_becomes_public_is_said_before(beck, cleo, page):
    state = handed_in(page, by=beck, go_live_at=timezone.now() + timedelta(days=2))
    assert "If you approve it, it will be published on" in of(cleo).get(review_of(state)).content.decode()


def test_the_editing_page_says_who_is_to_act(beck, cleo, page):
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (
        "Submit it when it is ready. We publish it after someone who did not write it has approved it."
        in of(beck).get(edit).content.decode()
    )
    state = handed_in(page, by=beck)
    assert review_of(state) in of(cleo).get(edit).content.decode()
    body = of(beck).get(edit).content.decode()
    assert review_of(state) not in body
    assert "Someone who did not write this version must review it:" in body


def test_a_team_of_one_reads_whom_to_ask(beck, page):
    ash = UserFactory(role=StaffRole.SITE_ADMINISTRATOR, first_name="Ash", last_name="Warden")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    handed_in(page, by=beck)
    assert "There is no one else who can review it yet" not in of(beck).get(edit).content.decode()
    page.save_revision(user=ash)
    body = of(beck).get(edit).content.decode()
    assert "There is no one else who can review it yet." in body
    assert "Ash Warden" in body
    UserFactory(role=StaffRole.CONTENT_EDITOR, is_active=False)
    assert "There is no one else who can review it yet" in of(beck).get(edit).content.decode()
    UserFactory(role=StaffRole.CONTENT_EDITOR)
    assert "There is no one else who can review it yet" not in of(beck).get(edit).content.decode()


def test_mails_hold_a_link_and_nothing_of_the_page(beck, cleo, page):
    UserFactory(role=StaffRole.HANDLER)
    UserFactory(role=StaffRole.CONTENT_EDITOR, is_active=False)
    state = handed_in(page, by=beck, title=SECRET)
    [(to, said)] = mails()
    assert to == cleo.email
    assert review_of(state) in said
    state.task.specific.on_action(state, cleo, "reject", comment="Say who pays.")
    assert [to for to, said in mails()] == [cleo.email, beck.email]
    page.refresh_from_db()
    page.current_workflow_state.resume(user=beck)
    approve(page, by=cleo)
    assert [to for to, said in mails()] == [cleo.email, beck.email, cleo.email, beck.email]
    for _to, said in mails():
        for word in (SECRET, "Beck", "Cleo", page.slug):
            assert word not in said
    assert ["Say who pays." in said for _to, said in mails()] == [False, True, False, False]


def test_the_reviewers_words_stand_at_the_top_of_the_page(beck, cleo, page):
    state = handed_in(page, by=beck)
    state.task.specific.on_action(state, cleo, "reject", comment="Say who <pays>.")
    edit = of(beck).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Say who &lt;pays&gt;." in edit
    assert "Cleo" in edit
    assert edit.index("Say who &lt;pays&gt;.") < edit.index('id="id_title"')
    page.refresh_from_db()
    page.current_workflow_state.resume(user=beck)
    approve(page, by=cleo)
    assert (
        "Say who &lt;pays&gt;." not in of(beck).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )


def test_wagtail_itself_sends_no_mail(beck, cleo, page, mailoutbox):
    UserFactory(is_superuser=True)
    handed_in(page, by=beck)
    approve(page, by=cleo)
    assert mailoutbox == []


def test_the_list_of_all_guidance_is_reviewed_too(beck, cleo):
    facts = {"audience": "everyone", "topic": "help", "next_check_on": timezone.localdate() + timedelta(days=300)}
    handed_in(root(), by=beck, title="All guidance", **facts)
    approve(root(), by=cleo)
    assert root().title == "All guidance"


def test_mails_about_comments_hold_a_link_too(beck, cleo, mailoutbox):
    """To everybody else who said something on the page, and to nobody besides."""
    ann = UserFactory(role=StaffRole.CONTENT_EDITOR)
    page = AboutPage.objects.get(slug="contact")
    Comment.objects.create(page=page, user=cleo, text=SECRET, contentpath="title")
    said = {"text": f"{SECRET} again", "contentpath": "title", "position": "", "replies": NO_ROWS}
    form = nested_form_data(
        {"title": page.title, "slug": page.slug, "body": "null", "comments": {**NO_ROWS, "TOTAL_FORMS": 1, "0": said}}
    )
    assert of(beck).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form).status_code == 302
    assert Comment.objects.filter(user=beck).exists()
    [(to, words)] = mails()
    assert to == cleo.email != ann.email
    assert f"/cms/pages/{page.pk}/edit/" in words
    assert SECRET not in words
    assert mailoutbox == []
