"""Pages become public, and are taken down, on the day that two people agreed to."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from learning.base.scheduling import expire_due_pages, publish_due_pages
from learning.base.sweep import sweep
from learning.resources.models import GuidancePage
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.guidance import approve, guidance_page, handed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def beck():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Beck")


@pytest.fixture
def cleo():
    return UserFactory(role=StaffRole.CONTENT_EDITOR, first_name="Cleo")


@pytest.fixture
def soon():
    return timezone.now() + timedelta(days=2)


def fresh(page):
    return GuidancePage.objects.get(pk=page.pk)


def scheduled(by, second, page=None, **changes):
    page = page or guidance_page(live=False)
    handed_in(page, by=by, **changes)
    approve(page, by=second)
    return fresh(page)


def test_a_page_becomes_public_on_its_day_and_not_before(client, beck, cleo, soon, clock_at):
    page = scheduled(beck, cleo, go_live_at=soon, title="Opens on Saturday")
    assert sweep(timezone.now()) == 0
    assert client.get(f"/guidance/{page.slug}/").status_code == 404
    clock_at(soon + timedelta(seconds=1))
    assert sweep(timezone.now()) == 1
    assert fresh(page).live
    assert "Opens on Saturday" in client.get(f"/guidance/{page.slug}/").content.decode()
    assert sweep(timezone.now()) == 0


def test_a_new_version_waits_for_its_day_while_the_old_one_stays(beck, cleo, soon, clock_at):
    page = guidance_page(title="As it is")
    page = scheduled(beck, cleo, page, go_live_at=soon, title="As it will be")
    assert (page.live, page.title) == (True, "As it is")
    clock_at(soon)
    publish_due_pages(soon)
    assert fresh(page).title == "As it will be"


def test_a_page_is_taken_down_after_its_last_day(client, beck, cleo, soon, clock_at):
    page = scheduled(beck, cleo, expire_at=soon)
    assert client.get(f"/guidance/{page.slug}/").status_code == 200
    clock_at(soon)
    assert expire_due_pages(timezone.now()) == 1
    assert (fresh(page).live, fresh(page).expired) == (False, True)
    assert client.get(f"/guidance/{page.slug}/").status_code == 404
    assert expire_due_pages(timezone.now()) == 0


def test_one_page_that_fails_does_not_stop_the_others(beck, cleo, soon, clock_at, monkeypatch):
    broken = scheduled(beck, cleo, go_live_at=soon)
    good = scheduled(beck, cleo, go_live_at=soon + timedelta(minutes=1))
    publish = Revision.publish

    def fail_for_one(revision, **options):
        if revision.object_id == str(broken.pk):
            raise RuntimeError
        return publish(revision, **options)

    monkeypatch.setattr(Revision, "publish", fail_for_one)
    clock_at(soon + timedelta(minutes=2))
    assert publish_due_pages(timezone.now()) == 1
    assert fresh(good).live
    assert not fresh(broken).live
    monkeypatch.undo()
    clock = soon + timedelta(minutes=3)
    monkeypatch.setattr(timezone, "now", lambda: clock)
    assert publish_due_pages(clock) == 1
    assert fresh(broken).live


def test_a_version_that_waits_for_its_day_is_changed_by_nobody(beck, cleo, soon):
    page = scheduled(beck, cleo, go_live_at=soon)
    assert all(page.get_lock().for_user(person) for person in (beck, cleo, UserFactory(is_superuser=True)))


def test_a_day_that_is_taken_back_needs_a_second_person_again(client, beck, cleo, soon, clock_at):
    page = scheduled(beck, cleo, go_live_at=soon)
    sign_in(client, beck)
    version = page.scheduled_revision
    assert (
        client.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, version.pk])).status_code == 302
    )
    clock_at(soon)
    assert publish_due_pages(timezone.now()) == 0
    assert not fresh(page).live
