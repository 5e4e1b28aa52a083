"""The mail of the morning about comments: who gets it, once a day, and what it says."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from compliance.statements.choices import NoticeKind
from compliance.statements.models import Digest, Notice
from compliance.statements.signoff.services import comment_digest, review
from tests.compliance.statements.conftest import AT
from tests.compliance.statements.mails import get_mails, read_mail
from tests.compliance.statements.signoff.comments import comment_on

pytestmark = pytest.mark.django_db
# AT is ten in the morning of 24 November 2026, London time.
NEXT_MORNING = datetime(2026, 11, 25, 7, 0, 30, tzinfo=UTC)


@pytest.fixture
def draft(business):
    return business.written()


def test_the_mail_of_the_morning_names_statement_area_and_reason_and_no_words_of_the_comment(business, draft):
    comment = comment_on(draft, business)
    review.reply(comment=comment, actor=business.editor, at=AT, text="Secret answer")
    assert not get_mails()
    assert comment_digest.sweep(NEXT_MORNING) == 3
    by_person = {mail.to: read_mail(mail) for mail in get_mails()}
    assert set(by_person) == {business.people[name].email for name in ("second", "editor", "approver")}
    named = by_person[business.people["second"].email]
    assert "Assessing and managing risk: You were named in a comment" in named
    assert f"/o/{business.organisation.slug}/statements/2026/review/" in named
    assert "Assessing and managing risk: New comment" in by_person[business.editor.email]
    assert "Your comment was answered" in by_person[business.approver.email]
    assert "Secret" not in "".join(by_person.values())


def test_there_is_one_mail_a_person_a_day_however_often_the_sweep_runs(business, draft):
    for _ in range(5):
        comment_on(draft, business)
    for minutes in (0, 1, 60):
        comment_digest.sweep(NEXT_MORNING + timedelta(minutes=minutes))
    assert sorted(mail.to for mail in get_mails()) == sorted(business.people[one].email for one in ("editor", "second"))
    assert read_mail(get_mails()[0]).count("Assessing and managing risk") == 1
    comment_on(draft, business)
    comment_digest.sweep(NEXT_MORNING + timedelta(hours=12))
    assert len(get_mails()) == 2


def test_there_is_no_mail_where_there_is_nothing_and_none_before_the_morning(business, draft):
    comment_digest.sweep(NEXT_MORNING)
    assert not get_mails()
    comment_on(draft, business)
    comment_digest.sweep(AT + timedelta(hours=2))
    comment_digest.sweep(NEXT_MORNING - timedelta(minutes=5))
    assert not get_mails()


def test_who_has_left_hears_nothing(business, draft):
    comment_on(draft, business)
    membership = business.memberships["second"]
    membership.ended_at = AT
    membership.save()
    comment_digest.sweep(NEXT_MORNING)
    assert [mail.to for mail in get_mails()] == [business.editor.email]
    assert not Notice.objects.exists()


def test_nobody_is_told_of_their_own_comment(business, draft):
    comment_on(draft, business, who="editor", names=("editor", "second"))
    assert [(one.person, one.kind) for one in Notice.objects.all()] == [
        (business.people["second"], NoticeKind.MENTIONED)
    ]


def test_a_second_worker_finds_the_day_taken(business, draft):
    comment_on(draft, business)
    Digest.objects.create(person=business.people["second"], day=date(2026, 11, 25))
    morning = datetime(2026, 11, 25, 7, tzinfo=timezone.get_current_timezone())
    assert comment_digest.send_digest(business.people["second"].pk, morning) is False
    assert not get_mails()
