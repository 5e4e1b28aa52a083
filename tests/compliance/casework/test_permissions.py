"""Tests of who may do what at the desk: a class for each predicate, a case for each visitor and state."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from compliance.casework import permissions
from compliance.casework.choices import ApprovalKind, ApprovalState, Marking
from compliance.casework.models import Approval, Case, Contact
from compliance.casework.services import approvals, restrictions
from portal.accounts.roles import StaffRole
from tests.factories import cases as cf
from tests.factories.accounts import UserFactory
from tests.factories.casework import NOW, keys_of, taken_by

pytestmark = pytest.mark.django_db
EVERY_ROLE = [*StaffRole, None]


def visitor(role: StaffRole | None):
    return UserFactory(role=role) if role else UserFactory()


def who(user) -> dict:
    return {"actor": user, "keys": keys_of(user), "at": timezone.now()}


class TestCanLeadDesk:
    @pytest.mark.parametrize("role", EVERY_ROLE)
    def test_a_lead_does_and_nobody_else(self, role):
        assert permissions.can_lead_desk(visitor(role)) is (role == StaffRole.TRIAGE_LEAD)

    def test_a_lead_who_is_no_longer_active_and_a_stranger_do_not(self):
        assert not permissions.can_lead_desk(UserFactory(role=StaffRole.TRIAGE_LEAD, is_active=False))
        assert not permissions.can_lead_desk(AnonymousUser())


class TestGetStatisticsRoles:
    @pytest.mark.parametrize("role", EVERY_ROLE)
    def test_the_desk_managers_and_statisticians_do(self, role):
        readers = {
            StaffRole.HANDLER,
            StaffRole.TRIAGE_LEAD,
            StaffRole.HELPLINE_MANAGER,
            StaffRole.STATISTICIAN,
        }
        assert bool(permissions.get_statistics_roles(visitor(role))) is (role in readers)

    @pytest.mark.parametrize(
        ("roles", "is_shown"),
        [
            ({StaffRole.STATISTICIAN}, False),
            ({StaffRole.STATISTICIAN, StaffRole.HELPLINE_MANAGER}, True),
            ({StaffRole.HANDLER}, True),
            (set(), False),
        ],
    )
    def test_a_statistician_alone_reads_no_small_number(self, roles, is_shown):
        assert permissions.shows_small_numbers(frozenset(role.value for role in roles)) is is_shown


class TestCanAskToOpen:
    @pytest.fixture
    def case(self, handler, lead, other_lead) -> Case:
        """A sealed case for which the handler and one lead are named."""
        case = taken_by(handler)
        restrictions.restrict_case(case=case, marking=Marking.SEALED, reason="x", lead=other_lead, **who(handler))
        return Case.objects.get(pk=case.pk)

    def test_a_lead_who_is_not_named_may(self, case, lead):
        assert permissions.can_ask_to_open(lead, case)

    def test_whoever_opens_it_already_and_any_handler_may_not(self, case, handler, colleague, other_lead):
        for person in (handler, colleague, other_lead):
            assert not permissions.can_ask_to_open(person, case)

    def test_a_lead_who_is_kept_out_may_not(self, case, lead, handler):
        restrictions.keep_reader_out(case=case, user=lead, actor=handler, at=timezone.now())
        assert not permissions.can_ask_to_open(lead, case)

    @pytest.mark.parametrize("marking", [Marking.CASEWORK, Marking.RESTRICTED])
    def test_of_a_case_that_is_not_sealed_nobody_asks(self, case, lead, marking):
        Case.objects.filter(pk=case.pk).update(marking=marking)
        assert not permissions.can_ask_to_open(lead, Case.objects.get(pk=case.pk))


class TestCanGoAheadAlone:
    @pytest.fixture
    def approval(self, at_desk, monkeypatch) -> Approval:
        monkeypatch.setattr(permissions, "saves_life", lambda approval, keys: True)
        return approvals.request_approval(
            kind=ApprovalKind.OVERRIDE, case=at_desk.case(), reason="x", **who(at_desk.handler)
        )

    def test_who_asked_may_and_nobody_else(self, approval, at_desk):
        assert permissions.can_go_ahead_alone(at_desk.handler, approval, at_desk.keys)
        assert not permissions.can_go_ahead_alone(at_desk.lead, approval, at_desk.keys)

    @pytest.mark.parametrize("state", [state for state in ApprovalState if state != ApprovalState.WAITING])
    def test_once_it_is_answered_nobody_may(self, approval, at_desk, state):
        approval.state = state
        assert not permissions.can_go_ahead_alone(at_desk.handler, approval, at_desk.keys)

    @pytest.mark.parametrize("kind", [ApprovalKind.CLOSURE, ApprovalKind.LEVEL, ApprovalKind.UNSEALING])
    def test_what_can_wait_waits(self, approval, at_desk, kind):
        approval.kind = kind
        assert not permissions.can_go_ahead_alone(at_desk.handler, approval, at_desk.keys)

    def test_what_saves_no_life_waits(self, approval, at_desk, monkeypatch):
        monkeypatch.setattr(permissions, "saves_life", lambda approval, keys: False)
        assert not permissions.can_go_ahead_alone(at_desk.handler, approval, at_desk.keys)


class TestCanChangeCase:
    def test_its_owner_and_leads_do_and_a_colleague_acts_on_it_only(self, handler, colleague, lead):
        case = taken_by(handler)
        assert permissions.can_change_case(handler, case) and permissions.can_change_case(lead, case)
        assert not permissions.can_change_case(colleague, case)
        assert permissions.can_act_on_case(colleague, case)

    def test_a_lead_who_is_kept_out_does_not_even_act_on_it(self, handler, lead, other_lead):
        case = taken_by(handler)
        restrictions.keep_reader_out(case=case, user=lead, actor=handler, at=timezone.now())
        assert not permissions.can_change_case(lead, case)
        assert not permissions.can_act_on_case(lead, case)
        assert permissions.can_change_case(other_lead, case)


class TestCanDecide:
    def test_a_lead_decides_for_a_handler_and_a_handler_for_a_lead(self, handler, colleague, lead, other_lead):
        case = taken_by(handler, **NOW)
        of_handler, of_lead = (
            approvals.request_approval(kind=ApprovalKind.OVERRIDE, case=case, reason="x", data={"n": n}, **who(user))
            for n, user in enumerate((handler, lead))
        )
        assert permissions.can_decide(lead, of_handler) and not permissions.can_decide(colleague, of_handler)
        assert permissions.can_decide(colleague, of_lead) and permissions.can_decide(other_lead, of_lead)
        assert not permissions.can_decide(handler, of_handler) and not permissions.can_decide(lead, of_lead)


class TestCanReviewContact:
    @pytest.fixture
    def contact(self, vault, handler) -> Contact:
        now = timezone.now()
        return cf.contact(at=now, handler=handler, review_due_at=now)

    def test_a_lead_reviews_and_neither_who_ended_it_nor_a_colleague_does(self, contact, handler, colleague, lead):
        assert permissions.can_review_contact(lead, contact)
        assert not permissions.can_review_contact(handler, contact)
        assert not permissions.can_review_contact(colleague, contact)

    def test_what_a_lead_ended_a_handler_reviews(self, contact, handler, lead):
        contact.handler = lead
        assert permissions.can_review_contact(handler, contact)
        assert not permissions.can_review_contact(lead, contact)

    def test_what_waits_for_no_review_is_reviewed_by_nobody(self, contact, lead):
        contact.reviewed_at = timezone.now()
        assert not permissions.can_review_contact(lead, contact)
