"""A saved answer to the questionnaire."""

from datetime import UTC, datetime

import pytest

from compliance.organisations.services import (
    scope,
)
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Harbour Foods Limited")


def test_an_answer_is_kept_with_its_reason_and_never_worked_out_again(organisation, monkeypatch):
    answers = {"q_form": "company", "q_ceased": "yes", "q_supplies": "no", "q_period_end": "2026-08-31"}
    kept = scope.save_answer(organisation=organisation, answers=answers, actor=UserFactory(), at=NOW)
    assert (kept.outcome, kept.rule, kept.ruleset) == ("not_required", 3, "s54-2015-guidance-2025")
    assert str(kept.due_on) == "2027-02-28"
    assert "q_supplies" not in kept.answers
    assert kept.reason.startswith("An organisation that did no business")
