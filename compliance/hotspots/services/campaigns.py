"""The list of campaigns, which staff keep so that a rise is not taken for more than it is."""

from datetime import date, datetime

from django.db import transaction

from compliance.hotspots.models import Campaign
from portal.accounts.models import User
from portal.history.services import record


@transaction.atomic
def add_campaign(*, name: str, begins_on: date, ends_on: date, actor: User | None, at: datetime) -> Campaign:
    campaign = Campaign.objects.create(name=name, begins_on=begins_on, ends_on=ends_on, added_by=actor, added_at=at)
    record(actor or "system", "hotspots.campaign.added", campaign, at=at)
    return campaign


@transaction.atomic
def remove_campaign(*, campaign: Campaign, actor: User, at: datetime) -> None:
    record(actor, "hotspots.campaign.removed", campaign, at=at)
    campaign.delete()
