"""Tests of leaving the desk: what is in hand, what keeps somebody, and the access that ends."""

import shutil
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework import models as m
from compliance.casework.choices import Marking
from compliance.casework.services import calls
from compliance.data_protection.services import offboarding
from compliance.referrals import models as referrals_models
from portal.accounts.roles import DESK_ROLES, StaffRole
from portal.vault.models import Epoch, HandlerKey, TeamWrap, Unlock
from tests.factories import cases as cf
from tests.factories.accounts import UserFactory, sign_in
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
    return offboarding.get_work_in_hand(handler)


def test_everything_in_hand_is_listed_and_what_is_done_is_not(had):
    counts = (had.cases, had.tasks, had.call_backs, had.partners, had.calls, had.complaints)
    assert [len(found) for found in counts] == [1, 1, 1, 1, 1, 0]


@pytest.fixture
def office() -> Client:
    return sign_in(Client(), UserFactory(role=StaffRole.SITE_ADMINISTRATOR), seconds_ago=-3600)


def ways_out(person) -> list[str]:
    """Every address by which an account stops working at the desk."""
    roles = [StaffRole(name) for name in person.groups.filter(name__in=DESK_ROLES).values_list("name", flat=True)]
    return [
        reverse("staffing:close", args=[person.uuid]),
        *(reverse("staffing:take_role", args=[person.uuid, role.value]) for role in roles),
    ]


def test_nobody_leaves_by_another_door_while_something_is_in_their_hands(office, handler, had):
    for address in ways_out(handler):
        page = office.post(address, {"reason": "Left us."})
        assert page.status_code == 422
        assert "1 case, 1 task, 2 call-backs, 1 open call form" in page.text
        assert f"A triage lead must reassign it first, at {reverse('duties:leaving')}." in page.text
        # Which case it is, is not for the office.
        assert had.cases[0].reference not in page.text
    handler.refresh_from_db()
    assert handler.is_active
    assert handler.groups.filter(name__in=DESK_ROLES).exists()
    assert HandlerKey.objects.active().filter(user=handler).exists()


def test_a_sealed_case_that_nobody_else_may_open_keeps_somebody_too(office, handler, colleague, vault):
    case = cf.case(at=NOW, marking=Marking.SEALED)
    m.CaseReader.objects.create(case=case, user=handler, named_at=NOW)
    page = office.post(ways_out(handler)[0], {"reason": "Left us."})
    assert "1 sealed case that no one else can open" in page.text
    m.CaseReader.objects.create(case=case, user=colleague, named_at=NOW)
    assert office.post(ways_out(handler)[0], {"reason": "Left us."}).status_code == 302


@pytest.mark.parametrize("way", [0, 1], ids=["closed", "role taken"])
def test_with_empty_hands_the_key_goes_at_once_and_leads_are_told_to_change_the_teams(
    office, lead_desk, desk, handler, colleague, way
):
    assert "Change the team’s key" not in lead_desk.get("/desk/").text
    assert office.post(ways_out(handler)[way], {"reason": "Left us."}).status_code == 302
    assert not HandlerKey.objects.active().filter(user=handler).exists()
    assert not TeamWrap.objects.filter(handler_key__user=handler).exists()
    assert not Unlock.objects.filter(handler_key__user=handler).exists()
    assert "Change the team’s key" in lead_desk.get("/desk/").text
    assert "Change the team’s key" not in unlock(Client(), colleague).get("/desk/").text
    lead_desk.post(reverse("desk:rotate"), {"begin": ""})
    assert Epoch.objects.current().get().number == 2


def test_a_lead_who_stays_a_handler_keeps_what_they_have(office, handler, had):
    handler.groups.add(Group.objects.get(name=StaffRole.TRIAGE_LEAD))
    address = reverse("staffing:take_role", args=[handler.uuid, StaffRole.TRIAGE_LEAD.value])
    assert office.post(address, {"reason": "Asked for it."}).status_code == 302
    assert HandlerKey.objects.active().filter(user=handler).exists()
    assert m.Case.objects.open().get().owner == handler


def test_whoever_never_worked_at_the_desk_is_closed_without_a_look_at_it(office):
    editor = UserFactory(role=StaffRole.CONTENT_EDITOR)
    assert office.post(reverse("staffing:close", args=[editor.uuid]), {"reason": "Left us."}).status_code == 302
