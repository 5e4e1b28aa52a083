"""/desk/retention/: a lead sees what is due, sets and lifts a hold with a reason, and confirms a large run."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework import models as m
from compliance.casework.choices import Marking
from compliance.data_protection.services import retention
from portal.history.models import Entry
from tests.factories import cases as cf

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=3000)
INDEX = reverse("duties:retention")


@pytest.fixture
def old(vault):
    """Closed long ago: its time is over."""
    return cf.case(at=LONG_AGO, closed_at=LONG_AGO, keep_until=LONG_AGO.date(), retention_class="case_adult")


def test_a_handler_may_not_and_a_locked_desk_unlocks_first(desk, lead, client):
    assert desk.get(INDEX).status_code == 403
    client.force_login(lead)
    assert client.get(INDEX).url.startswith(reverse("desk:unlock"))


def test_a_lead_sees_what_is_due_and_what_a_hold_keeps(lead_desk, old, vault):
    page = lead_desk.get(INDEX)
    assert next((one.due, one.held, one.total) for one in page.context["due"]) == (1, 0, 1)
    assert old.reference in page.content.decode()
    cf.hold(old, vault.unlocked, reason="A trial in Leeds")
    page = lead_desk.get(INDEX)
    assert next((one.due, one.held) for one in page.context["due"]) == (0, 1)
    assert "A trial in Leeds" in page.content.decode()


def test_a_lead_puts_a_case_on_hold_and_lifts_it(lead_desk, old, keys):
    sent = {"reference": old.reference.lower(), "reason": "The police asked us"}
    assert lead_desk.post(reverse("duties:hold"), sent).status_code == 303
    hold = m.LegalHold.objects.select_related("case__data_key").get()
    assert b"police" not in bytes(hold.reason)
    assert keys.read(hold, "reason") == "The police asked us"
    assert Entry.objects.get(action="casework.hold.set").object_label == old.reference
    address = reverse("duties:hold_lift", args=[hold.pk])
    assert lead_desk.post(address, {}).status_code == 422
    assert lead_desk.post(address, {"reason": "The trial is over"}).status_code == 303
    hold.refresh_from_db()
    assert hold.lifted_at is not None
    assert keys.read(hold, "reason") == "The police asked us\n\nThe trial is over"
    assert lead_desk.post(address, {"reason": "Again"}).status_code == 404


@pytest.mark.parametrize("reference", ["MSH-22222222", "", "x"])
def test_a_case_that_is_not_there_keeps_what_was_typed(lead_desk, vault, reference):
    page = lead_desk.post(reverse("duties:hold"), {"reference": reference, "reason": "The police asked us"})
    assert page.status_code == 422
    assert "The police asked us" in page.content.decode()


def test_a_sealed_case_is_told_as_one_that_is_not_there(lead_desk, old):
    m.Case.objects.update(marking=Marking.SEALED)
    page = lead_desk.post(reverse("duties:hold"), {"reference": old.reference, "reason": "The police asked us"})
    assert "No case has this reference" in page.content.decode()


def test_one_case_is_held_once(lead_desk, old, vault):
    cf.hold(old, vault.unlocked)
    page = lead_desk.post(reverse("duties:hold"), {"reference": old.reference, "reason": "Twice"})
    assert "on hold" in page.content.decode()
    assert m.LegalHold.objects.count() == 1


def test_a_large_run_waits_on_the_page_until_a_lead_confirms_it(lead_desk, old, django_capture_on_commit_callbacks):
    address = reverse("duties:confirm_run")
    assert lead_desk.get(address).status_code == 404
    run = retention.run_retention(timezone.now())
    assert run.is_waiting
    assert address in lead_desk.get(INDEX).content.decode()
    assert "1 of 1" in lead_desk.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert lead_desk.post(address).status_code == 303
    assert m.Case.objects.get(pk=old.pk).data_key is None
    assert lead_desk.post(address).status_code == 404


def test_the_page_asks_as_little_for_many_cases_as_for_few(lead_desk, old, vault, django_assert_max_num_queries):
    lead_desk.get(INDEX)
    for _ in range(10):
        cf.case(at=LONG_AGO, closed_at=LONG_AGO, keep_until=LONG_AGO.date())
    with django_assert_max_num_queries(39):
        lead_desk.get(INDEX)
