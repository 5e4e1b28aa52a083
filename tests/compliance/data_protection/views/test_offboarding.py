"""/desk/leaving/: it finishes only when everything has an owner; then sessions, key and epoch end."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework import models as m
from compliance.casework.choices import Marking
from compliance.casework.services import calls
from compliance.data_protection.forms.offboarding import describe
from compliance.data_protection.services import offboarding
from compliance.referrals import models as referrals_models
from portal.accounts.roles import DESK_ROLES
from portal.history.models import Entry
from portal.vault.models import Epoch, HandlerKey, Unlock
from tests.factories import cases as cf
from tests.factories.casework import unlock

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def own_file(settings, tmp_path):
    """A rotation writes the file with the public key."""
    settings.TEAM_PUBLIC_KEY_FILE = shutil.copy(settings.TEAM_PUBLIC_KEY_FILE, tmp_path / "team_public_key")


@pytest.fixture
def had(vault, handler):
    """One of everything that somebody can have in hand."""
    case = cf.case(at=NOW, owner=handler)
    m.Task.objects.create(case=case, kind="review", owner=handler, made_at=NOW)
    m.Task.objects.create(case=case, kind="call_back", owner=handler, made_at=NOW, due_at=NOW + timedelta(hours=1))
    m.Task.objects.create(case=case, kind="other", owner=handler, made_at=NOW, done_at=NOW)
    referrals_models.Referral.objects.create(
        case=case, kind="referral", target_type="police", status="in_progress", made_by=handler, made_at=NOW,
        call_back_due_at=NOW,
    )  # fmt: skip
    calls.start_call(handler=handler, at=NOW)
    cf.case(at=NOW, owner=handler, closed_at=NOW)
    rows = offboarding.get_work_in_hand(handler)
    list(rows)  # as it was before anybody gave it away
    return rows


def address(person):
    return reverse("duties:leave", args=[person.uuid])


def test_an_unfinished_call_form_is_named_by_its_hour_in_london():
    row = m.CallDraft(began_hour=datetime(2026, 7, 1, 13, tzinfo=UTC))
    assert describe(row) == "the unfinished call form of 14:00"


def test_it_does_not_finish_while_something_has_no_owner(lead_desk, handler, colleague, had):
    chosen = {str(row.pk): str(colleague.uuid) for row in list(had)[1:]}
    page = lead_desk.post(address(handler), chosen)
    assert page.status_code == 422
    assert f"Select a new owner for {had.cases[0].reference}" in page.content.decode()
    assert m.Case.objects.open().get().owner == handler
    assert HandlerKey.objects.active().filter(user=handler).exists()
    assert Epoch.objects.count() == 1


def test_of_very_many_some_are_listed_and_one_person_takes_the_others(lead_desk, handler, colleague, lead, monkeypatch):
    monkeypatch.setattr("compliance.data_protection.forms.offboarding.MAX_LISTED", 2)
    cases = [cf.case(at=NOW, owner=handler) for _number in range(5)]
    page = lead_desk.get(address(handler)).text
    assert page.count("New owner of ") == 2 and "There are 3 more than we can list here" in page
    first = offboarding.get_work_in_hand(handler).first(2)
    chosen = {str(row.pk): str(lead.uuid) for row in first}
    refused = lead_desk.post(address(handler), chosen)
    assert refused.status_code == 422 and "Select who will take everything not listed below" in refused.text
    lead_desk.post(address(handler), chosen | {"rest": str(colleague.uuid)})
    owners = {row.pk: lead if row in first else colleague for row in cases}
    assert {case.pk: case.owner for case in m.Case.objects.filter(pk__in=owners)} == owners


def test_then_all_goes_to_its_new_owner_and_the_access_ends(lead_desk, lead, handler, colleague, had):
    theirs = unlock(Client(), handler)
    chosen = {"rest": str(colleague.uuid), str(had.tasks[0].pk): str(lead.uuid)}
    response = lead_desk.post(address(handler), chosen)
    assert response.url == reverse("desk:unlock")
    assert len(offboarding.get_work_in_hand(handler)) == 0
    assert m.Case.objects.open().get().owner == colleague
    assert m.Task.objects.get(pk=had.tasks[0].pk).owner == lead
    assert referrals_models.Referral.objects.get().made_by == colleague
    assert m.CallDraft.objects.get().handler == colleague
    assert not handler.groups.filter(name__in=DESK_ROLES).exists()
    assert not HandlerKey.objects.active().filter(user=handler).exists()
    assert theirs.get(reverse("desk:queue")).status_code == 302
    assert "/accounts/login/" in theirs.get(reverse("desk:queue")).url


def test_the_team_gets_a_new_key_that_who_left_does_not_hold(lead_desk, handler, colleague, had):
    lead_desk.post(address(handler), {"rest": str(colleague.uuid)})
    epoch = Epoch.objects.current().get()
    assert epoch.number == 2
    assert not Unlock.objects.exists()
    holders = set(epoch.wraps.exclude(handler_key=None).values_list("handler_key__user__email", flat=True))
    assert colleague.email in holders
    assert handler.email not in holders


def test_each_step_is_a_line_of_history(lead_desk, handler, colleague, had):
    lead_desk.post(address(handler), {"rest": str(colleague.uuid)})
    actions = list(Entry.objects.values_list("action", flat=True))
    for action in ("casework.case.assigned", "casework.work.given", "casework.desk.left", "casework.desk.key_rotated"):
        assert action in actions


def test_a_sealed_case_for_which_nobody_else_is_named_stops_it(lead_desk, handler, colleague, vault):
    case = cf.case(at=NOW, marking=Marking.SEALED)
    m.CaseReader.objects.create(case=case, user=handler, named_at=NOW)
    page = lead_desk.post(address(handler), {})
    assert page.status_code == 422
    assert case.reference in page.content.decode()
    m.CaseReader.objects.create(case=case, user=colleague, named_at=NOW)
    assert lead_desk.post(address(handler), {}).status_code == 303


def test_a_sealed_case_goes_only_to_somebody_named_for_it(lead_desk, lead, handler, colleague, vault):
    case = cf.case(at=NOW, marking=Marking.SEALED, owner=handler)
    for person in (handler, colleague):
        m.CaseReader.objects.create(case=case, user=person, named_at=NOW)
    assert "not have access to it" in lead_desk.post(address(handler), {"rest": str(lead.uuid)}).content.decode()
    assert lead_desk.post(address(handler), {"rest": str(colleague.uuid)}).status_code == 303


def test_nobody_does_it_to_themselves_and_no_handler_to_anybody(lead_desk, lead, desk, colleague):
    assert lead_desk.get(address(lead)).status_code == 404
    assert desk.get(address(colleague)).status_code == 403
    assert desk.post(address(colleague), {}).status_code == 403


def test_a_site_without_a_key_file_changes_nothing(lead_desk, handler, colleague, had, settings, tmp_path):
    settings.TEAM_PUBLIC_KEY_FILE = tmp_path / "gone" / "key"
    page = lead_desk.post(address(handler), {"rest": str(colleague.uuid)})
    assert page.status_code == 422
    assert m.Case.objects.open().get().owner == handler
    assert HandlerKey.objects.active().filter(user=handler).exists()


# --- By a site administrator, at /staff/ ------------------------------------------------------------------------------
