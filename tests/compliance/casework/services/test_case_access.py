"""Who opens a case, what that leaves in the history, and that a name is shown by a reason only.

See docs/requirements/helpline.md#need-to-know.
"""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework import permissions
from compliance.casework.choices import Marking
from compliance.casework.models import Case
from compliance.casework.services import restrictions
from portal.accounts.roles import StaffRole
from portal.history.models import Entry
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.casework import keys_of, taken_by
from tests.factories.vault import give_key

pytestmark = pytest.mark.django_db
TABS = ("case", "conversation", "people", "places", "timeline", "actions", "files", "sharing")


def told(action: str) -> list[Entry]:
    return list(Entry.objects.filter(action=action))


def restricted(lead, marking=Marking.RESTRICTED) -> Case:
    """Another lead than the test's own stays named for a sealed one."""
    case, keeper = taken_by(lead), UserFactory(role=StaffRole.TRIAGE_LEAD) if marking == Marking.SEALED else None
    given = {"actor": lead, "keys": keys_of(lead), "at": timezone.now(), "lead": keeper}
    restrictions.restrict_case(case=case, marking=marking, reason="Staff know them.", **given)
    return Case.objects.get(pk=case.pk)


def test_each_opening_is_a_line_and_going_from_tab_to_tab_is_one_opening(desk, handler):
    case = taken_by(handler)
    for tab in TABS:
        assert desk.get(reverse(f"cases:{tab}", args=[case.pk])).status_code == 200
    (line,) = told("casework.case.opened")
    assert (line.actor_id, line.object_uuid) == (handler.pk, case.pk)


def test_a_handler_who_tries_a_restricted_case_gets_404_and_leaves_a_line(desk, handler, lead):
    case = restricted(lead)
    assert desk.get(reverse("cases:case", args=[case.pk])).status_code == 404
    (line,) = told("casework.case.refused")
    assert line.actor_id == handler.pk


def test_somebody_named_for_it_opens_it(desk, handler, lead):
    case = restricted(lead)
    restrictions.name_reader(
        case=case, user=handler, reason="Knows the region.", actor=lead, keys=keys_of(lead), at=timezone.now()
    )
    assert desk.get(reverse("cases:case", args=[case.pk])).status_code == 200


def test_another_lead_opens_a_restricted_case_but_no_sealed_one(lead):
    other = UserFactory(role=StaffRole.TRIAGE_LEAD)
    give_key(other)
    assert permissions.can_open_case(other, restricted(lead))
    assert not permissions.can_open_case(other, restricted(lead, Marking.SEALED))


def test_who_is_kept_out_opens_nothing_of_it_lead_or_not(lead, handler):
    other = UserFactory(role=StaffRole.TRIAGE_LEAD)
    case = taken_by(handler)
    assert permissions.can_open_case(other, case)
    restrictions.keep_reader_out(case=case, user=other, actor=handler, at=timezone.now())
    assert not permissions.can_open_case(other, case)
    assert case not in permissions.openable_cases(Case.objects.all(), other)


def test_the_queryset_of_what_somebody_may_open_agrees_with_the_question_about_one(lead, handler, colleague):
    other = UserFactory(role=StaffRole.TRIAGE_LEAD)
    cases = [taken_by(handler), restricted(lead), restricted(lead, Marking.SEALED), taken_by(colleague)]
    restrictions.keep_reader_out(case=cases[3], user=handler, actor=colleague, at=timezone.now())
    for person in (lead, handler, colleague, other):
        found = set(permissions.openable_cases(Case.objects.all(), person))
        assert found == {case for case in cases if permissions.can_open_case(person, Case.objects.get(pk=case.pk))}


@pytest.mark.parametrize(
    "role", [StaffRole.PARTNER, StaffRole.STATISTICIAN, StaffRole.CONTENT_EDITOR, StaffRole.SITE_ADMINISTRATOR, None]
)
def test_nobody_else_finds_the_desk_or_a_case(handler, role):
    """Partner, statistician, content editor, site administrator, business.

    See docs/requirements/helpline.md#partner-scope, docs/requirements/helpline.md#need-to-know.
    """
    case = taken_by(handler)
    client = sign_in(Client(), UserFactory(role=role))
    for address in ("/desk/", "/desk/unlock/", "/desk/mark/", reverse("cases:case", args=[case.pk])):
        assert client.get(address).status_code == 404


def test_a_handler_reads_a_colleagues_case_and_changes_nothing_that_is_its_owners(colleague_desk, handler):
    """What everybody may do at once is in test_acting."""
    case = taken_by(handler)
    assert colleague_desk.get(reverse("cases:case", args=[case.pk])).status_code == 200
    for act in ("facts", "summarise", "status", "assign", "close", "restrict", "merge"):
        assert colleague_desk.get(reverse(f"cases:{act}", args=[case.pk])).status_code == 403


# --- Names ----------------------------------------------------------------------------------------------------------


# --- Numbers ----------------------------------------------------------------------------------------------------------
# See docs/requirements/helpline.md#safe-calls.
