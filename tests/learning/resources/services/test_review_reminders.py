"""Whoever looks after a page is asked to check it again; when nobody does, readers are told.

See docs/requirements/experience.md#guidance-reminders.
"""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from learning.resources.models import Reminder
from learning.resources.services.review_reminders import send_due_reminders
from learning.resources.sweep import sweep
from portal.accounts.roles import StaffRole
from portal.core.fernet import decrypt
from portal.core.models import Outbox
from tests.factories.accounts import UserFactory
from tests.factories.guidance import guidance_page

pytestmark = pytest.mark.django_db

DUE = date(2027, 3, 1)


@pytest.fixture
def beck():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Beck")


def before(days):
    """A morning so many days before the check is due."""
    return timezone.make_aware(datetime.combine(DUE - timedelta(days=days), datetime.min.time())) + timedelta(hours=9)


def test_each_reminder_leaves_once_on_its_day(beck):
    guidance_page(looked_after_by=beck, next_check_on=DUE, title="Cranes and flats")
    sent = [send_due_reminders(before(days)) for days in (61, 60, 59, 15, 14, 14, 1, 0, 0, -40)]
    assert sent == [0, 1, 0, 0, 1, 0, 0, 1, 0, 0]
    assert list(Reminder.objects.order_by("pk").values_list("days", flat=True)) == [60, 14, 0]
    mails = Outbox.objects.all()
    assert {mail.to for mail in mails} == {beck.email}
    for mail in mails:
        said = mail.subject + decrypt(bytes(mail.body)).decode()
        assert "1 March 2027" in said
        assert "/cms/pages/" in said
        assert "Cranes" not in said


def test_what_was_missed_is_made_good_by_the_newest_alone(beck):
    guidance_page(looked_after_by=beck, next_check_on=DUE)
    assert sweep(before(3)) == 1
    assert Reminder.objects.get().days == 14


def test_a_new_day_begins_a_new_round(beck):
    page = guidance_page(looked_after_by=beck, next_check_on=DUE)
    send_due_reminders(before(0))
    page.next_check_on = DUE + timedelta(days=365)
    page.save()
    assert send_due_reminders(before(0)) == 0
    assert send_due_reminders(before(-365)) == 1


def test_drafts_and_pages_without_a_day_are_left_alone(beck):
    guidance_page(looked_after_by=beck, next_check_on=DUE, live=False)
    guidance_page(looked_after_by=beck, next_check_on=None)
    assert send_due_reminders(before(0)) == 0


@pytest.mark.parametrize("keeper", ["nobody", "closed", "no editor any more"])
def test_site_administrators_are_asked_where_nobody_looks_after_a_page(keeper):
    ash, ann = (UserFactory(role=StaffRole.SITE_ADMINISTRATOR) for _ in range(2))
    person = {
        "nobody": lambda: None,
        "closed": lambda: UserFactory(role=StaffRole.CONTENT_EDITOR, is_active=False),
        "no editor any more": UserFactory,
    }[keeper]()
    guidance_page(looked_after_by=person, next_check_on=DUE)
    assert send_due_reminders(before(0)) == 2
    assert {mail.to for mail in Outbox.objects.all()} == {ash.email, ann.email}
    assert send_due_reminders(before(0)) == 0


def test_two_workers_send_one_mail(beck):
    page = guidance_page(looked_after_by=beck, next_check_on=DUE)
    Reminder.objects.create(page=page, person=beck, due_on=DUE, days=0, sent_at=before(0))
    from learning.resources.services.review_reminders import _remind

    assert _remind(page, 0, before(0)) == 0
    assert not Outbox.objects.exists()


def test_readers_see_that_a_page_is_being_checked(client):
    today = timezone.localdate()
    late = guidance_page(next_check_on=today - timedelta(days=30))
    soon = guidance_page(next_check_on=today - timedelta(days=29))
    assert "This page is being checked." in client.get(f"/guidance/{late.slug}/").content.decode()
    body = client.get(f"/guidance/{soon.slug}/").content.decode()
    assert "being checked" not in body
    assert "Next check by" in body


def test_the_sweep_asks_three_questions_however_many_pages(beck, django_assert_num_queries):
    for _ in range(4):
        guidance_page(looked_after_by=beck, next_check_on=DUE)
    send_due_reminders(before(0))
    with django_assert_num_queries(3):
        send_due_reminders(before(0))
