"""Downloads of long lists: made once for each who asks, for that person alone, while they may have them."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.organisations.models import Export, Membership
from compliance.organisations.services import export_job
from compliance.suppliers.exports import EXPORT
from portal.history.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.organisations import MembershipFactory
from tests.factories.suppliers import SupplierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(monkeypatch):
    """One whose register is longer than is written at once."""
    monkeypatch.setattr(export_job, "MAX_ROWS_AT_ONCE", 1)
    membership = MembershipFactory(role="administrator")
    for name in ("Alder Mill", "Birch Mill", "Cedar Mill"):
        SupplierFactory(organisation=membership.organisation, name=name)
    return membership


@pytest.fixture
def browser(administrator):
    return sign_in(Client(), administrator.user)


def ask(browser, administrator, query=""):
    return browser.get(reverse("suppliers:export", args=[administrator.organisation.slug]) + query)


def test_a_short_list_is_answered_at_once(browser, administrator, monkeypatch):
    monkeypatch.setattr(export_job, "MAX_ROWS_AT_ONCE", 3)
    assert ask(browser, administrator).headers["Content-Type"] == EXPORT.content_type
    assert not Export.objects.exists()


def test_a_long_list_is_made_by_a_worker_as_it_was_filtered(browser, administrator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = ask(browser, administrator, "?q=Alder")
    assert response.status_code == 200, "one row is no long list"
    with django_capture_on_commit_callbacks(execute=True):
        response = ask(browser, administrator, "?q=Mill")
    export = Export.objects.get()
    page = browser.get(response["Location"]).text
    assert "Download file" in page and 'href="/o/' in page
    file = browser.get(reverse("organisations:export_file", args=[administrator.organisation.slug, export.uuid]))
    assert file.headers["Content-Type"] == EXPORT.content_type
    (line,) = Entry.objects.filter(action="suppliers.register.exported", detail__count=3)
    assert "Mill" in line.detail["filter"]
    assert (export.progress, export.total) == (0, 3)


def test_a_look_at_the_head_makes_nothing(browser, administrator):
    address = reverse("suppliers:export", args=[administrator.organisation.slug])
    assert browser.head(address).status_code == 200
    assert not Export.objects.exists()


def test_asking_twice_meanwhile_makes_one(browser, administrator):
    first, second, other = (ask(browser, administrator, query) for query in ("", "", "?q=Mill"))
    assert first["Location"] == second["Location"] != other["Location"]
    assert "Being made" not in browser.get(first["Location"]).text
    assert "Waiting to start" in browser.get(first["Location"]).text


def test_it_is_for_whoever_asked_and_nobody_else(browser, administrator):
    address = ask(browser, administrator)["Location"]
    colleague = MembershipFactory(role="administrator", organisation=administrator.organisation)
    assert sign_in(Client(), colleague.user).get(address).status_code == 404


def test_who_may_not_have_it_any_more_gets_none(browser, administrator):
    ask(browser, administrator)
    export = Export.objects.get()
    Membership.objects.filter(pk=administrator.pk).update(role="viewer")
    export_job.make_export(export.pk, clock=timezone.now)
    export.refresh_from_db()
    assert (export.state, export.file, export.problem) == ("failed", None, "NoLongerAllowed")
    assert not Entry.objects.filter(action="suppliers.register.exported").exists()
    assert (
        browser.get(reverse("organisations:export", args=[administrator.organisation.slug, export.uuid])).status_code
        == 403
    )


def test_a_file_with_alerts_is_not_for_one_who_may_read_them_no_longer(browser, administrator):
    """An editor who is a safeguarding lead may have the actions, with what only such leads may read."""
    lead = MembershipFactory(role="editor", organisation=administrator.organisation, is_safeguarding_lead=True)
    kind = export_job.get_kind("action-plan")
    export = export_job.request_export(lead, kind, QueryDict(), at=timezone.now())
    export_job.make_export(export.pk, clock=timezone.now)
    address = reverse("organisations:export_file", args=[lead.organisation.slug, export.uuid])
    assert sign_in(Client(), lead.user).get(address).status_code == 200
    Membership.objects.filter(pk=lead.pk).update(is_safeguarding_lead=False)
    assert sign_in(Client(), lead.user).get(address).status_code == 404


def test_a_failed_one_is_tried_again_by_a_press(browser, administrator, monkeypatch):
    address = ask(browser, administrator)["Location"]
    export = Export.objects.get()
    Export.objects.update(state="failed", put_aside_at=timezone.now())
    assert "We could not make the file" in browser.get(address).text
    assert browser.post(address).status_code == 303
    export.refresh_from_db()
    assert export.state == "waiting"


def test_it_is_deleted_after_a_day(browser, administrator):
    ask(browser, administrator)
    now = timezone.now()
    assert export_job.delete_expired(now + timedelta(hours=23)) == 0
    assert export_job.delete_expired(now + timedelta(hours=25)) == 1
