"""The demo's sharing: one feed was sent, one waits for its second person, and a second seed changes nothing."""

import pytest
from django.utils import timezone

from compliance.hotspots.models import Campaign, Hotspot, Run
from compliance.referrals.models import Partner
from compliance.sharing.models import Agreement, Feed
from compliance.sharing.services import partner_feeds
from portal.accounts.models import User
from portal.core.demo_accounts import DEMO_PASSPHRASE
from portal.history.models import Entry
from portal.operations.apps import get_app_modules

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def seed_parts():
    """The parts of the demo that sharing rests on, and sharing."""
    for label, module in get_app_modules("demo"):
        if label in {"accounts", "vault", "casework", "referrals", "hotspots", "sharing"}:
            module.seed(today=timezone.localdate())


def test_the_demo_has_an_agreement_with_a_feed_to_take_and_one_to_agree_to(settings):
    settings.DEMO = True
    seed_parts()
    now = max(feed.prepared_at for feed in Feed.objects.all())
    assert sorted(feed.get_state(now) for feed in Feed.objects.all()) == ["sent", "waiting"]
    assert Agreement.objects.count() == 2
    run = Run.objects.get()
    assert Hotspot.objects.filter(analysis__run=run, is_discovery=True, is_rise=True, is_in_circle=True).exists()
    assert Campaign.objects.exists()
    lines = Entry.objects.count()
    seed_parts()
    assert (Agreement.objects.count(), Feed.objects.count(), Run.objects.count()) == (2, 2, 1)
    assert Entry.objects.count() == lines
    sent = Feed.objects.get(sent_at__isnull=False)
    fern = User.objects.get(email="partner@helpline.example")
    assert partner_feeds.download_feed(
        feed=sent, partner=Partner.objects.get(), passphrase=DEMO_PASSPHRASE, actor=fern, at=now
    )
