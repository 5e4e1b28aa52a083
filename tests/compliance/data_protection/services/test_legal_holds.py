"""Tests of a legal hold: set once, lifted once, with sealed reasons."""

from datetime import timedelta

import pytest
from django.utils import timezone

from compliance.casework.models import Case, LegalHold
from compliance.casework.services import merged_cases
from compliance.data_protection.services import erasure, legal_holds
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.casework import keys_of, taken_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(handler) -> Case:
    return taken_by(handler)


def hold(case, user, reason: str = "MARKER-court") -> LegalHold:
    return legal_holds.set_hold(
        case=case, reason=reason, review_on=timezone.localdate() + timedelta(days=90), by=user, keys=keys_of(user),
        at=timezone.now(),
    )  # fmt: skip


def lift(row, user, reason: str = "MARKER-over") -> LegalHold:
    return legal_holds.lift_hold(hold=row, reason=reason, by=user, keys=keys_of(user), at=timezone.now())


def test_a_hold_is_sealed_recorded_and_counts_at_once(case, lead):
    row = hold(case, lead)
    assert case.pk in merged_cases.get_cases_on_hold()
    assert b"MARKER" not in bytes(row.reason)
    assert keys_of(lead).read(row, "reason") == "MARKER-court"
    line = Entry.objects.get(action="casework.hold.set")
    assert (line.actor_id, line.object_uuid) == (lead.pk, case.pk)
    assert "MARKER" not in f"{line.detail}{line.object_label}"


def test_a_case_is_held_once_and_again_after_it_was_lifted(case, lead):
    row = hold(case, lead)
    with pytest.raises(ActionRefused, match="on hold"):
        hold(case, lead)
    lift(row, lead)
    assert hold(case, lead).pk != row.pk
    assert LegalHold.objects.filter(case=case).count() == 2


def test_what_is_erased_cannot_be_held(case, lead):
    erasure.erase_case(case, by="tests", at=timezone.now())
    with pytest.raises(ActionRefused, match="The details of this case have already been deleted"):
        hold(case, lead)
    assert not LegalHold.objects.exists()


def test_lifting_adds_the_reason_to_the_first_and_lets_the_case_go(case, lead, handler):
    row = lift(hold(case, lead), handler)
    assert (row.lifted_by, row.set_by) == (handler, lead)
    assert keys_of(lead).read(row, "reason") == "MARKER-court\n\nMARKER-over"
    assert b"MARKER" not in bytes(row.reason)
    assert case.pk not in merged_cases.get_cases_on_hold()
    assert Entry.objects.get(action="casework.hold.lifted").actor_id == handler.pk


def test_it_is_lifted_once(case, lead, handler):
    row = hold(case, lead)
    lift(row, lead)
    with pytest.raises(ActionRefused, match="has already"):
        lift(row, handler, "Again")
    after = LegalHold.objects.select_related("case__data_key").get(pk=row.pk)
    assert after.lifted_by == lead and "Again" not in keys_of(lead).read(after, "reason")
