"""An agreement counts once two people agreed, between its days, and until somebody revokes it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from compliance.casework.services import approvals
from compliance.sharing.models import Feed
from compliance.sharing.services import agreements
from portal.core.exceptions import ActionRefused
from tests.factories import feeds as make

pytestmark = pytest.mark.django_db


def test_an_agreement_is_live_only_once_somebody_else_agreed(at_desk):
    partner, _user = make.police()
    row = make.propose(at_desk, partner)
    assert row.get_state(timezone.localdate(at_desk.now)) == "proposed"
    with pytest.raises(ActionRefused):
        agreements.start_agreement(agreement=row, actor=at_desk.lead, at=at_desk.now)
    with pytest.raises(ActionRefused, match="someone else"):
        approvals.decide_approval(
            approval=row.approval, is_yes=True, answer="", actor=at_desk.lead, keys=at_desk.keys, at=at_desk.now
        )
    make.say_yes(at_desk, row.approval)
    assert agreements.start_agreement(agreement=row, actor=at_desk.lead, at=at_desk.now).is_live(
        timezone.localdate(at_desk.now)
    )
    with pytest.raises(ActionRefused):
        agreements.start_agreement(agreement=row, actor=at_desk.lead, at=at_desk.now)


def test_the_yes_to_one_agreement_starts_no_other(at_desk):
    partner, _user = make.police()
    first, second = make.propose(at_desk, partner), make.propose(at_desk, partner)
    make.say_yes(at_desk, first.approval)
    with pytest.raises(ActionRefused):
        agreements.start_agreement(agreement=second, actor=at_desk.lead, at=at_desk.now)


def test_nothing_is_agreed_with_an_agency_that_is_no_partner(at_desk):
    partner, _user = make.police(ended_at=at_desk.now)
    with pytest.raises(ActionRefused, match="not a partner"):
        make.propose(at_desk, partner)


def test_an_agreement_of_an_agency_that_is_no_partner_any_more_is_not_live(at_desk):
    partner, _user = make.police()
    row = make.agree(at_desk, partner)
    partner.ended_at = at_desk.now
    partner.save()
    row.refresh_from_db()
    assert row.get_state(timezone.localdate(at_desk.now)) == "revoked"


def test_revoking_takes_away_what_was_sent_and_what_was_prepared(at_desk):
    partner, _user = make.police()
    row = make.agree(at_desk, partner)
    make.compute()
    make.deliver(at_desk, row)
    make.prepare(at_desk, row)
    agreements.revoke_agreement(agreement=row, actor=at_desk.lead, at=at_desk.now)
    assert not Feed.objects.exclude(content=None, package=None, package_key=None).exists()
    with pytest.raises(ActionRefused):
        agreements.revoke_agreement(agreement=row, actor=at_desk.lead, at=at_desk.now)


@pytest.mark.parametrize(
    "dates",
    [{"ends_on": timedelta(days=-11)}, {"review_on": timedelta(days=301)}],
)
def test_the_database_refuses_days_in_the_wrong_order(at_desk, dates):
    partner, _user = make.police()
    today = timezone.localdate(at_desk.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.propose(at_desk, partner, **{name: today + days for name, days in dates.items()})
