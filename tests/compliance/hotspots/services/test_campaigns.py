from datetime import date

import pytest
from django.db import IntegrityError, transaction

from compliance.hotspots.models import Campaign
from compliance.hotspots.selectors.runs import get_campaigns_in
from compliance.hotspots.services import campaigns
from portal.history.models import Entry

pytestmark = pytest.mark.django_db


def add(at, begins="2026-08-01", ends="2026-08-14"):
    return campaigns.add_campaign(
        name="A film", begins_on=date.fromisoformat(begins), ends_on=date.fromisoformat(ends), actor=at.lead, at=at.now
    )


@pytest.mark.parametrize(
    ("begins", "ends", "is_in"),
    [
        ("2026-08-01", "2026-08-14", True),
        ("2026-06-20", "2026-07-01", True),
        ("2026-09-30", "2026-11-01", True),
        ("2026-01-01", "2026-12-31", True),
        ("2026-06-01", "2026-06-30", False),
        ("2026-10-01", "2026-10-02", False),
    ],
)
def test_a_campaign_is_named_with_every_quarter_that_it_touches(at_desk, begins, ends, is_in):
    add(at_desk, begins, ends)
    assert get_campaigns_in("2026-q3").exists() is is_in


def test_adding_and_removing_are_recorded(at_desk):
    campaign = add(at_desk)
    campaigns.remove_campaign(campaign=campaign, actor=at_desk.lead, at=at_desk.now)
    assert not Campaign.objects.exists()
    actions = Entry.objects.filter(action__startswith="hotspots.").order_by("seq")
    assert list(actions.values_list("action", flat=True)) == [
        "hotspots.campaign.added",
        "hotspots.campaign.removed",
    ]


def test_a_campaign_does_not_end_before_it_begins(at_desk):
    with pytest.raises(IntegrityError), transaction.atomic():
        add(at_desk, "2026-08-14", "2026-08-01")
