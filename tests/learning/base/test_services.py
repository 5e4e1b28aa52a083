"""Mails about reviews and comments: to whom they go, and that they hold a link and nothing of the page."""

import pytest
from django.core import mail

from learning.base import services
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory
from tests.factories.guidance import guidance_page, handed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    def letters_of(act):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return mail.outbox

    return letters_of


@pytest.fixture
def author():
    return UserFactory(role=StaffRole.CONTENT_EDITOR)


@pytest.fixture
def colleague():
    return UserFactory(role=StaffRole.CONTENT_EDITOR)


def test_reviewers_are_all_who_did_not_write_the_version(author, colleague, letters):
    page = guidance_page(title="Wages kept back")
    state = handed_in(page, by=author, title="Wages that are kept back")
    sent = letters(lambda: services.notify_reviewers(page=page, state=state, actor=None))
    assert [letter.to for letter in sent] == [[colleague.email]]
    assert f"/cms/review/{state.pk}/" in sent[0].body
    assert "Wages" not in sent[0].subject + sent[0].body


def test_whoever_approved_the_step_before_is_not_asked_again(author, colleague, letters):
    page = guidance_page()
    state = handed_in(page, by=author, summary="Look again.")
    assert not letters(lambda: services.notify_reviewers(page=page, state=state, actor=colleague))


def test_between_two_steps_the_author_gets_no_mail(author, colleague, letters):
    state = handed_in(guidance_page(), by=author, summary="Look again.").workflow_state
    assert not letters(lambda: services.notify_author(state=state))
    state.status = state.STATUS_NEEDS_CHANGES
    assert [letter.to for letter in letters(lambda: services.notify_author(state=state))] == [[author.email]]
